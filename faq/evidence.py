"""What speaks for and against the best candidate being the entry that is meant."""

from collections.abc import Iterator
from dataclasses import dataclass, fields

from rapidfuzz import fuzz, process

from faq.facets import EntryFacets, Facets
from faq.rank import Candidate
from faq.spoken import Said, Spoken, types, weight
from faq.words import last_match, shipped

FEW_WORDS = 3
"""A question of fewer words is measured as if it had as many: one word of two is not half."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Named measures of one question and its best entry; each says which way it speaks."""

    lead: float  # 0-1, for: how far it is ahead of the next, neighbours included
    coverage: float  # 0-1, for: characters of the question that the entry uses anywhere
    unspoken: float  # 0-1, against: part of the telling words the entry never speaks of
    unspoken_each: float  # 0-1, against: the same for each word, which spares long stories
    deed: float  # 0-1, against: the most telling word after 能, 怎么 … no wording speaks of
    nearness: float  # 0-1, for: likeness (edit ratio) of the nearest wording
    is_asked_alike: float  # 0 or 1, for: every aspect asked (how much, where) a wording asks too
    other_types: float  # count, against: types of question it is and no wording is
    other_objects: float  # 0 or 1, against: it names a thing (电表, 商标) no wording names

    def items(self) -> Iterator[tuple[str, float]]:
        """Give every measure by its name."""
        for each in fields(self):
            yield each.name, getattr(self, each.name)


def evidence(
    asked: Facets, said: tuple[str, ...], lead: float, entry: EntryFacets, spoken: Spoken
) -> Evidence:
    """Measure a question, given as its facets and words, against one entry."""
    text = asked.text
    unspoken = [weight(word) * (1 - spoken.anywhere.explains(word)) for word in said]
    nearest = process.extractOne(text, entry.texts, scorer=fuzz.ratio)
    asks, known = asked.asks, entry.wordings.asks
    return Evidence(
        lead=lead,
        coverage=entry.coverage(text),
        unspoken=sum(unspoken) / (sum(map(weight, said)) or 1),
        unspoken_each=sum(unspoken) / max(FEW_WORDS, len(said)),
        deed=_deed(text, said, spoken.in_wordings),
        nearness=nearest[1] / 100,
        is_asked_alike=float(bool(asks) and asks <= known),
        other_types=float(len(types(text) - spoken.types)),
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
            most = max(most, weight(word) * (1 - wordings.explains(word)))
    return most
