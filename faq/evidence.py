"""What speaks for and against the best candidate being the entry that is meant."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, fields

from rapidfuzz import fuzz, process

from faq.facets import EntryFacets, Facets
from faq.rank import Candidate
from faq.spoken import Said, Spoken, types, weight
from faq.words import last_match, shipped

NEGLIGIBLE, MOST = 1e-3, 4.0
FEW_WORDS = 3
"""Words of a short question: there a word nobody speaks of is what is asked."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Named measures of one question and its best entry; each says which way it speaks."""

    lead: float  # 0-1, for: how far it is ahead of the next, neighbours included
    ratio: float  # 0-4, for: the same in proportion (log), which long texts leave untouched
    coverage: float  # 0-1, for: characters of the question that the entry uses anywhere
    strange: float  # 0-1, against: the other characters, fading as the question grows
    unspoken: float  # 0-1, against: part of the telling words the entry never speaks of
    unspoken_briefly: float  # 0-1, against: the same, fading as the question grows
    deed: float  # 0-1, against, fading: the most telling word after 能, 怎么 … no wording has
    nearness: float  # 0-1, for: likeness (edit ratio) of the nearest wording
    is_asked_alike: float  # 0 or 1, for: every aspect asked (how much, where) a wording asks too
    other_types: float  # count, against, fading: types of question it is and no wording is
    other_objects: float  # 0 or 1, against: it names a thing (电表, 商标) no wording names

    def items(self) -> Iterator[tuple[str, float]]:
        """Give every measure by its name."""
        for name in _MEASURES:
            yield name, getattr(self, name)


_MEASURES = tuple(each.name for each in fields(Evidence))


def evidence(
    asked: Facets,
    said: tuple[str, ...],
    chances: tuple[float, float],
    entry: EntryFacets,
    spoken: Spoken,
) -> Evidence:
    """Measure a question, given as its facets and words, against one entry.

    `chances` are the ranker's probabilities of the entry and of whatever comes next.
    """
    text = asked.text
    silent = sum(map(spoken.anywhere.leaves_out, said)) / (sum(map(weight, said)) or 1)
    nearest = process.extractOne(text, entry.texts, scorer=fuzz.ratio)
    asks, known = asked.asks, entry.wordings.asks
    covered = entry.coverage(text)
    brevity = FEW_WORDS / max(FEW_WORDS, len(said))
    best, rival = (max(chance, NEGLIGIBLE) for chance in chances)
    return Evidence(
        lead=chances[0] - chances[1],
        ratio=min(math.log(best / rival), MOST),
        coverage=covered,
        strange=(1 - covered) * brevity,
        unspoken=silent,
        unspoken_briefly=silent * brevity,
        deed=_deed(text, said, spoken.in_wordings) * brevity,
        nearness=nearest[1] / 100,
        is_asked_alike=float(bool(asks) and asks <= known),
        other_types=len(types(text) and types(text) - spoken.types) * brevity,
        other_objects=float(not asked.objects <= entry.wordings.objects),
    )


def lead(candidates: tuple[Candidate, ...], rival: float = 0.0) -> float:
    """Say how far (0-1) the best candidate is ahead of the second, or of a rival beside it."""
    best, second, *_ = (*(each.probability for each in candidates[:2]), 0.0, 0.0)
    return best - max(second, rival)


def _deed(text: str, said: tuple[str, ...], wordings: Said) -> float:
    """Weigh what is to be done: the words after the last 能, 怎么, 要."""
    start = last_match(shipped("vetoes.yaml")["deed_marks"], text)
    if start is None:
        return 0.0
    place, most = 0, 0.0
    for word in said:
        place = max(text.find(word, place), place)
        if place >= start:
            most = max(most, wordings.leaves_out(word))
    return most
