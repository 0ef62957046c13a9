"""One text weighed against the knowledge: candidates, vetoes, evidence, but no threshold yet."""

from dataclasses import dataclass, replace
from datetime import date

from faq.contrast import contrast
from faq.evidence import Evidence, evidence, lead
from faq.facets import Facets, facets
from faq.knowledge import Knowledge
from faq.rank import Candidate, rank
from faq.segment import words
from faq.thresholds import EXAMINED, LISTED, SUGGEST_FROM
from faq.trust import reweighed, trusted
from faq.veto import Veto, in_force, one_sided, rivalled, subset, vetoes

RIVALS = 3
NEGLIGIBLE = SUGGEST_FROM / 3
"""Probability below which a candidate's vetoes are not looked for: nothing makes it matter."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """Everything a judgement rests on; `beside` is the neighbour that ranks first, if one does.

    `ranked` holds what the ranker thinks of the entries, `candidates` what is to be believed;
    without evidence (no candidate, or an entry of no answer) they are the same.
    """

    asked: Facets
    said: tuple[str, ...]
    ranked: tuple[Candidate, ...]
    candidates: tuple[Candidate, ...]
    against: tuple[Veto, ...]
    beside: Candidate | None
    evidence: Evidence | None

    @property
    def margin(self) -> float:
        """How far the best entry leads; below nought when a neighbour is ahead of it."""
        rival = self.beside.probability if self.beside else 0.0
        return lead(self.candidates, rival)


def weigh(text: str, today: date, knowledge: Knowledge) -> Weighed:
    """Rank a text as typed, look for what speaks against the best, and measure what is left."""
    return knowledge.recently((text, today), lambda: _weighed(text, today, knowledge))


def _weighed(text: str, today: date, knowledge: Knowledge) -> Weighed:
    everything = rank(knowledge.index, text, LISTED)
    ranked = tuple(each for each in everything if each.entry in knowledge.entries)
    nearest = [each for each in everything if each.entry in knowledge.neighbours][:1]
    asked = facets(text)
    ranked = _own_first(asked, ranked)
    said = tuple(words(asked.text))
    against = _against(asked, said, ranked, today, knowledge)
    ranked = reweighed(asked, ranked, against, today, knowledge)
    rival = nearest[0].probability if nearest else 0.0
    beside = nearest[0] if nearest and everything[0] is nearest[0] else None
    measured = _measured(asked, said, ranked, rival, knowledge)
    candidates = trusted(ranked, measured) if measured else ranked
    return Weighed(asked, said, ranked, candidates, against, beside, measured)


def _own_first(asked: Facets, ranked: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """Put the entry first that has the text as a wording, whatever looks likelier."""
    for place, each in enumerate(ranked[:EXAMINED]):
        if place and each.probability < NEGLIGIBLE:
            break
        if each.wording == asked.text:
            order = (each, *ranked[:place], *ranked[place + 1 :])
            chances = [candidate.probability for candidate in ranked]
            return tuple(
                replace(candidate, probability=chance)
                for candidate, chance in zip(order, chances, strict=True)
            )
    return ranked


def _measured(
    asked: Facets,
    said: tuple[str, ...],
    ranked: tuple[Candidate, ...],
    rival: float,
    knowledge: Knowledge,
) -> Evidence | None:
    """Measure the best entry; one without an answer's text says too little for that."""
    if not ranked:
        return None
    entry = knowledge.facets_of(ranked[0].entry)
    if not entry.answer.text:
        return None
    next_one = max(rival, ranked[1].probability if len(ranked) > 1 else 0.0)
    chances = ranked[0].probability, next_one
    return evidence(asked, said, chances, entry, knowledge.spoken_of(ranked[0].entry))


def _against(
    asked: Facets,
    said: tuple[str, ...],
    ranked: tuple[Candidate, ...],
    today: date,
    knowledge: Knowledge,
) -> tuple[Veto, ...]:
    found: list[Veto] = []
    for place, candidate in enumerate(ranked[:EXAMINED]):
        if place and candidate.probability < NEGLIGIBLE:
            break
        entry = knowledge.facets_of(candidate.entry)
        found += in_force(knowledge.entries[candidate.entry], today)
        found += vetoes(asked, entry, today)
        found += contrast(asked, entry)
        found += subset(said, asked.text, entry)
        if not place:
            found += one_sided(asked, entry, knowledge.spoken_of(candidate.entry))
    rivals = [each.entry for each in ranked[:RIVALS] if each.probability >= SUGGEST_FROM]
    found += rivalled(asked, [knowledge.facets_of(each) for each in rivals])
    return tuple(dict.fromkeys(found))
