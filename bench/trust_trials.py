"""Questions whose right entry is known, weighed as live questions are: what trust is fitted on."""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from bench.process import HOUSE
from faq import clauses, index, route, speech, stations
from faq.check import check_folder
from faq.commands import SEED
from faq.entry import Entry
from faq.evidence import Evidence
from faq.exam import DECLINE, Case, read_exam
from faq.knowledge import Knowledge, pairs
from faq.neighbours import Neighbour
from faq.normalize import normalize
from faq.weigh import Weighed, weigh

TUNING = HOUSE / "tests" / "exam" / "tuning"
SEVERAL = "two_in_one"
FOLDS = 4
LEFT_OUT = WORDING, ENTRY, NEIGHBOUR = "wording", "entry", "neighbour"
ENTRIES_OUT, NEIGHBOURS_OUT = 0.2, 0.4
"""Parts taken out of a fold whole, so that their wordings have no right entry there."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One question weighed; `right` are the entries that answer it, none for what nobody does."""

    text: str
    source: str  # the file of the exam, or one of LEFT_OUT
    right: frozenset[str]
    weighed: Weighed
    evidence: Evidence
    is_due: bool  # an answer is expected; nothing else is right

    @property
    def is_right(self) -> bool:
        """Whether the best candidate answers it."""
        return self.weighed.candidates[0].entry in self.right

    @property
    def is_barred(self) -> bool:
        """Whether a veto or a neighbour keeps the best candidate from being the answer."""
        best = self.weighed.candidates[0].entry
        return self.weighed.beside is not None or best in {v.entry for v in self.weighed.against}

    @property
    def measures(self) -> list[float]:
        """The evidence as numbers, in its own order."""
        return [value for _, value in self.evidence.items()]


def of_the_exam(today: date) -> list[Trial]:
    """Weigh the tuning half of the exam: the questions that no route takes before.

    Those typed in pinyin and those of several questions are left to others.
    """
    checked = check_folder(SEED)
    knowledge = _knowledge(checked.entries, checked.neighbours)
    trials: list[Trial] = []
    for file in sorted(TUNING.glob("*.yaml")):
        trials += _weighed(_asked(file, knowledge), file.stem, today, knowledge)
    return trials


def left_out(today: date) -> list[Trial]:
    """Weigh each wording against an index that has never seen it, nor, of some, their entry."""
    checked = check_folder(SEED)
    chance = random.Random(1)  # noqa: S311 -- folds, not secrets
    trials: list[Trial] = []
    for fold in range(FOLDS):
        gone = {e.id for e in checked.entries if chance.random() < ENTRIES_OUT}
        gone |= {n.id for n in checked.neighbours if chance.random() < NEIGHBOURS_OUT}
        kept = [_without(entry, fold) for entry in checked.entries if entry.id not in gone]
        beside = [each for each in checked.neighbours if each.id not in gone]
        knowledge = _knowledge(kept, beside)
        for entry in checked.entries:
            right = frozenset({entry.id} - gone)
            asked = ((wording, right, bool(right)) for wording in _held(entry, fold))
            trials += _weighed(asked, WORDING if right else ENTRY, today, knowledge)
        for each in checked.neighbours:
            if each.id in gone:
                asked = ((wording, frozenset(), False) for wording in each.wordings)
                trials += _weighed(asked, NEIGHBOUR, today, knowledge)
    return trials


Asked = Iterable[tuple[str, frozenset[str], bool]]


def _asked(file: Path, knowledge: Knowledge) -> Iterator[tuple[str, frozenset[str], bool]]:
    for case in read_exam(file):
        if _reaches_the_faq(case):
            right = case.expected & set(knowledge.entries)
            is_due = bool(right) and DECLINE not in case.expected
            yield clauses.question(case.text), right, is_due


def _reaches_the_faq(case: Case) -> bool:
    is_plain = len(case.asked) == 1 and case.context.last_entry is None
    plain = normalize(case.text)
    if plain.isascii() or case.kind == SEVERAL:
        return False
    is_taken = route.small_talk(plain) or route.redirect(plain) or stations.parse(case.text)
    is_ours = any(each == DECLINE or ":" not in each for each in case.expected)
    return is_plain and is_ours and not case.context.stations and not is_taken


def _weighed(asked: Asked, source: str, today: date, knowledge: Knowledge) -> Iterator[Trial]:
    for text, right, is_due in asked:
        weighed = _surer(text, today, knowledge)
        if weighed.evidence is not None and not _is_settled(weighed, knowledge):
            yield Trial(text, source, right, weighed, weighed.evidence, is_due)


def _surer(text: str, today: date, knowledge: Knowledge) -> Weighed:
    """Weigh a text as typed and in standard words, and believe the surer, as a search does."""
    both = {text, speech.standard(normalize(text))} if not _is_plain(text) else {text}
    weighed = [weigh(each, today, knowledge) for each in sorted(both)]
    return max(weighed, key=lambda each: each.candidates[0].probability if each.candidates else 0)


def _is_plain(text: str) -> bool:
    return speech.standard(normalize(text)) == normalize(text)


def _is_settled(weighed: Weighed, knowledge: Knowledge) -> bool:
    """Whether a wording asked word for word: no trust is needed there."""
    return weighed.asked.text in knowledge.facets_of(weighed.candidates[0].entry).texts


def _knowledge(entries: Iterable[Entry], beside: Iterable[Neighbour]) -> Knowledge:
    entries, beside = list(entries), list(beside)
    built = index.build(pairs([*entries, *beside]))
    named = {neighbour.id: neighbour for neighbour in beside}
    return Knowledge({entry.id: entry for entry in entries}, built, "trials", neighbours=named)


def _held(entry: Entry, fold: int) -> list[str]:
    """Every fourth wording, another in each fold."""
    return [each for place, each in enumerate(entry.wordings) if place % FOLDS == fold]


def _without(entry: Entry, fold: int) -> Entry:
    held = set(_held(entry, fold))
    standard, *similar = [each for each in entry.wordings if each not in held]
    return replace(entry, standard_question=standard, similar_questions=tuple(similar))
