"""Two or three questions in one text: split only where each half stands by itself."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import assert_never

from faq import clauses, followup
from faq.clauses import Clause
from faq.entry import Entry
from faq.outcome import (
    Answer,
    Context,
    Found,
    Outcome,
    Part,
    Redirect,
    Several,
    SmallTalk,
    Suggestions,
    Unknown,
    Why,
    answered,
)
from faq.route import RedirectKind

MOST = 3
"""Questions answered in one reply; more are a story, which is taken as a whole."""
LIKE_ANSWERS = frozenset({RedirectKind.STATIONS, RedirectKind.OTHER_DEPARTMENT})
"""Doors that answer a question; the others are what somebody wants to be done."""

One = Callable[[str, Context], Outcome]


@dataclass(frozen=True, slots=True)
class _Split:
    parts: list[Part]
    is_apart: bool
    """Whether full stops, and not commas alone, part the questions."""

    @property
    def sure(self) -> list[Part]:
        return [part for part in self.parts if _is_sure(part)]

    @property
    def answered(self) -> set[str]:
        outcomes = (part.outcome for part in self.parts)
        return {outcome.entry.id for outcome in outcomes if isinstance(outcome, Answer)}

    @property
    def is_about_one(self) -> bool:
        """Whether what answers the first part is all there is."""
        first = _told(self.parts[0].outcome)
        return all(_told(part.outcome) and _told(part.outcome) <= first for part in self.parts)


def in_parts(text: str, context: Context, one: One) -> Outcome | None:
    """Decide about each question of a text by itself with `one`; None when it is to stay whole.

    What a question leaves out is taken from the one before it. A text that surely is one
    question stays whole, and so does one whose halves nobody surely answers.
    """
    if len(clauses.split(text)) == 1:
        return None
    split = _split(clauses.questions(text), context, one)
    if split is None or len(split.sure) < len(split.parts):
        sentences = _split(clauses.sentences(text), context, one)
        is_surer = sentences and len(sentences.sure) == len(sentences.parts)
        split = sentences if is_surer else split
    if split is None or not _may_split(split, one(text, context)):
        return None
    return _beside(split)


def _split(asked: list[Clause], context: Context, one: One) -> _Split | None:
    """Decide about parts; None where nothing is to be split, or no part is surely answered."""
    if not 1 < len(asked) <= MOST:
        return None
    decided = _decided(asked, context, one)
    if any(_leans(before, *each) for (_, before), each in pairwise(decided)):
        return None
    parts = _without_tails([part for _, part in decided])
    split = _Split(parts, all(clause.is_apart for clause in asked[1:]))
    return split if split.sure else None


def _leans(before: Part, clause: Clause, part: Part) -> bool:
    """Whether a part says too little to be answered as if it stood alone."""
    if followup.says_of_what(part.text) or (clause.is_apart and _is_sure(before)):
        return False
    match part.outcome:
        case Answer(entry=entry, why=why) if why.reason == "confident":
            told = {entry.topic}
        case Suggestions(entries=entries):
            told = {entry.topic for entry in entries}
        case _:
            return False
    return not isinstance(before.outcome, Answer) or before.outcome.entry.topic not in told


def _decided(asked: list[Clause], context: Context, one: One) -> list[tuple[Clause, Part]]:
    """Decide about each part after what came before it; nothing when somebody is in danger."""
    parts: list[tuple[Clause, Part]] = []
    for clause in asked:
        outcome = one(clause.text, context)
        if isinstance(outcome, Redirect) and outcome.kind.is_emergency:
            return []
        if isinstance(outcome, SmallTalk | Several):
            continue
        if not parts or clause.is_apart or not _is_same(parts[-1][1].outcome, outcome):
            parts.append((clause, Part(clause.text.rstrip("?"), outcome)))
            context = followup.context_after(outcome) or context
    return parts


def _is_same(before: Outcome, outcome: Outcome) -> bool:
    """Whether one entry answers both: the second says the first again."""
    both = isinstance(before, Answer) and isinstance(outcome, Answer)
    return both and answered(before) == answered(outcome)


def _without_tails(parts: list[Part]) -> list[Part]:
    """Leave out what is no question of its own: 怎么办 unanswered, words around a wish."""
    kept = [part for part in parts if _is_sure(part) or not clauses.is_tail(part.text)]
    doors = [part.outcome for part in parts if isinstance(part.outcome, Redirect)]
    if all(door.kind in LIKE_ANSWERS for door in doors):
        return kept
    is_answered = any(isinstance(part.outcome, Answer) for part in kept)
    offers = [part for part in kept if isinstance(part.outcome, Suggestions) and is_answered]
    return [part for part in kept if _is_sure(part) or part in offers]


def _offers_other(part: Part, answered: Entry) -> bool:
    """Whether a part asks something of its own beside what an entry answers."""
    offered = part.outcome.entries if isinstance(part.outcome, Suggestions) else ()
    is_named = followup.says_of_what(part.text) or answered.topic in {one.topic for one in offered}
    return bool(offered) and is_named and answered not in offered


def _is_sure(part: Part) -> bool:
    return isinstance(part.outcome, Answer | Redirect)


def _told(outcome: Found) -> frozenset[object]:
    """Say what a part's outcome shows, to tell whether two parts show the same."""
    match outcome:
        case Answer(entry=entry):
            return frozenset({entry.id})
        case Suggestions(entries=entries):
            return frozenset(entry.id for entry in entries)
        case Redirect(kind=kind, query=query, office=office):
            return frozenset({(kind, query, office)})
        case Unknown():
            return frozenset()
    assert_never(outcome)


def _may_split(split: _Split, whole: Outcome) -> bool:
    if split.is_about_one:
        return isinstance(split.parts[0].outcome, Answer) and not isinstance(whole, Answer)
    if isinstance(whole, Answer):
        if whole.why.reason == "exact":
            return False
        if whole.entry.id not in split.answered:
            return False
        return split.is_apart or all(
            _is_sure(part) or _offers_other(part, whole.entry) for part in split.parts
        )
    return split.is_apart or 2 * len(split.sure) >= len(split.parts)


def _beside(split: _Split) -> Outcome:
    """Put one answer beside one door; anything else is several parts in order."""
    if split.is_about_one:
        return split.parts[0].outcome
    outcomes = [part.outcome for part in split.parts]
    doors = [each for each in outcomes if isinstance(each, Redirect) and each.then is None]
    answers = [each for each in outcomes if isinstance(each, Answer)]
    if len(outcomes) == len(doors) + len(answers) == 2 and doors and answers:  # noqa: PLR2004 -- a door and an answer
        return replace(doors[0], then=answers[0])
    return Several(
        tuple(split.parts), Why("several", words=tuple(part.text for part in split.parts))
    )
