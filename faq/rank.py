"""Which entries a text may mean, best first, with honest probabilities."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from faq.belief import LOOKED_AT, believed, likeness_weight
from faq.features import weighed
from faq.index import Floats, Index
from faq.normalize import normalize

Columns = npt.NDArray[np.intp]
Reals = npt.NDArray[np.float64]


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
    best = believed(_scores(index, asked), normalized, index.wordings_of, weight)
    chances = _chances(index, [each.share for each in best], asked.known)
    found = zip(best, chances, strict=True)
    candidates = [Candidate(index.entries[each.entry], p, each.wording) for each, p in found]
    return tuple(candidates[:limit])


def _scores(index: Index, asked: _Question) -> Reals:
    """How much speaks for each entry, in log odds but for a constant."""
    lengths, places = _spans(index.weight_starts, asked.columns)
    spoken = np.repeat(asked.values, lengths) * index.weight_values[places]
    scores = np.bincount(index.weight_entries[places], spoken, len(index.entries)) + index.bias
    return scores.astype(np.float64, copy=False)


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


def _spans(starts: npt.NDArray[np.int64], rows: Columns) -> tuple[Columns, Columns]:
    """How long each of these rows is, and where their items stand, one after another."""
    begin = starts[rows]
    lengths = starts[rows + 1] - begin
    before = lengths.cumsum() - lengths
    return lengths, np.repeat(begin - before, lengths) + np.arange(lengths.sum())
