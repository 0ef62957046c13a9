"""Which entries a text may mean, best first, with honest probabilities."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from faq.belief import LOOKED_AT, believed, likeness_weight
from faq.features import weighed
from faq.index import Floats, Index
from faq.normalize import normalize
from faq.scores import scores

Columns = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class _Question:
    """A text as the index sees it."""

    columns: Columns  # features some wording has, ascending
    values: Floats  # their weights; their length is one
    known: float  # share, 0-1, of all that the text says


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry a text may mean."""

    entry: str
    probability: float  # 0-1 that this entry is the one meant; all candidates sum to at most 1
    wording: str  # the entry's wording most like the text, normalized


def rank(index: Index, text: str, limit: int = LOOKED_AT) -> tuple[Candidate, ...]:
    """Up to `limit` (1-10) entries for `text` as typed, most probable first.

    Empty if the text shares nothing with any wording.
    """
    normalized = normalize(text)
    asked = _question(index, normalized)
    if len(asked.columns) == 0:
        return ()
    weight = likeness_weight(len(index.entries), len(index.wordings))
    found = scores(index, asked.columns, asked.values)
    best = believed(found, normalized, index.wordings_of, weight)
    chances = _chances(index, [each.share for each in best], asked.known)
    candidates = [
        Candidate(index.entries[each.entry], chance, each.wording)
        for each, chance in zip(best, chances, strict=True)
    ]
    return tuple(candidates[:limit])


def _chances(index: Index, shares: list[float], known: float) -> list[float]:
    """Probabilities of the best candidates: the first calibrated, the others in proportion."""
    share, *others = shares
    first = index.calibration.probability(share, known)
    rest = sum(others)
    part = min(first / share, (1 - first) / rest) if rest > 0 else 0.0
    return [first, *(each * part for each in others)]


def _question(index: Index, normalized: str) -> _Question:
    keys, weights = weighed(normalized)
    places = np.minimum(np.searchsorted(index.keys, keys), len(index.keys) - 1)
    listed = index.keys[places] == keys
    columns = places[listed]
    values = weights[listed] * index.idf[columns]
    strange = weights[~listed]
    said = float(values @ values + strange @ strange * index.strange**2)
    used = index.used[columns]
    columns, values = columns[used], values[used]
    known = float(values @ values)
    length = math.sqrt(known) or 1.0
    return _Question(columns, values / np.float32(length), known / said if known else 0.0)
