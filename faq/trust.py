"""How far to trust the ranker: what rules rivals out, and how likely the best one is right."""

import math
from dataclasses import replace
from datetime import date

from faq.evidence import Evidence
from faq.facets import Facets
from faq.knowledge import Knowledge
from faq.rank import Candidate
from faq.veto import Veto, VetoKind, names
from faq.words import shipped

SMALLEST = 1e-9
RAISED_FROM = 0.15
"""Probability an entry needs of its own before barred rivals' shares are given to it."""
RULED_OUT_BY = frozenset({VetoKind.YEAR, VetoKind.DISTRICT})
"""Vetoes that rule a rival out for certain."""


def reweighed(
    asked: Facets,
    candidates: tuple[Candidate, ...],
    against: tuple[Veto, ...],
    today: date,
    knowledge: Knowledge,
) -> tuple[Candidate, ...]:
    """Give the share of barred rivals to the rest when the best of them names what is asked.

    The year in 2023年质量月主题 rules the other years' entries out; their share was never a doubt.
    """
    barred = {veto.entry for veto in against if veto.is_final}
    barred -= {veto.entry for veto in against if veto.kind not in RULED_OUT_BY}
    left = [each for each in candidates if each.entry not in barred]
    if not barred or not left or left[0].probability < RAISED_FROM:
        return candidates
    if not names(asked, knowledge.facets_of(left[0].entry), today):
        return candidates
    out = [each for each in candidates if each.entry in barred]
    share = 1 - sum(each.probability for each in out)
    raised = [replace(each, probability=min(1.0, each.probability / share)) for each in left]
    return (*raised, *(replace(each, probability=0.0) for each in out))


def trusted(ranked: tuple[Candidate, ...], measured: Evidence) -> tuple[Candidate, ...]:
    """Say how likely the best is right; the others keep their shares of what is left.

    A question may share one strong word with an entry and be about something else entirely.
    """
    best, *others = ranked
    sure = trust(measured)
    if sure <= best.probability:
        scale = sure / best.probability
    else:
        scale = (1 - sure) / max(1 - best.probability, SMALLEST)
    rest = [Candidate(each.entry, each.probability * scale, each.wording) for each in others]
    return (Candidate(best.entry, sure, best.wording), *rest)


def trust(measured: Evidence) -> float:
    """Give the probability (0-1) that the best entry is the one meant."""
    fitted = shipped("trust.yaml")
    weights: dict[str, float] = fitted["weights"]
    odds = fitted["base"] + sum(weights[name] * value for name, value in measured.items())
    return 1 / (1 + math.exp(-odds))
