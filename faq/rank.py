"""Which entries a text may mean, best first, with honest probabilities."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

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
    wording: str  # the entry's own wording that is closest to the text


def rank(index: Index, text: str, limit: int = 10) -> tuple[Candidate, ...]:
    """Up to `limit` entries for `text` as typed, most probable first.

    Empty if the text shares nothing with any wording.
    """
    asked = _question(index, normalize(text))
    if len(asked.columns) == 0:
        return ()
    shares = _shares(index, asked)
    best = _best(shares, limit)
    chances = _chances(index, shares[best], asked.known)
    wordings = _closest(index, best, asked)
    return tuple(
        Candidate(index.entries[entry], chance, index.wordings[wording])
        for entry, chance, wording in zip(best.tolist(), chances, wordings, strict=True)
    )


def _best(shares: Reals, limit: int) -> Columns:
    """Places of the largest shares, largest first; equal shares in the order of the entries."""
    if len(shares) > limit:
        least = np.partition(shares, -limit)[-limit]
        likely = np.flatnonzero(shares >= least)
    else:
        likely = np.arange(len(shares))
    return likely[np.argsort(-shares[likely], kind="stable")][:limit]


def _shares(index: Index, asked: _Question) -> Reals:
    """How the ranker's belief is divided among all entries; sums to 1."""
    lengths, places = _spans(index.weight_starts, asked.columns)
    spoken = np.repeat(asked.values, lengths) * index.weight_values[places]
    scores = np.bincount(index.weight_entries[places], spoken, len(index.entries)) + index.bias
    shares = np.exp(scores - scores.max())
    normal: Reals = shares / shares.sum()
    return normal


def _chances(index: Index, shares: Reals, known: float) -> list[float]:
    """Probabilities of the best candidates: the first calibrated, the others in proportion."""
    first = index.calibration.probability(float(shares[0]), known)
    rest = float(shares[1:].sum())
    part = min(first / float(shares[0]), (1 - first) / rest) if rest > 0 else 0.0
    return [first, *(shares[1:] * part).tolist()]


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


def _closest(index: Index, entries: Columns, asked: _Question) -> list[int]:
    """Each entry's wording that is most like the text."""
    query = np.zeros(len(index.keys), np.float32)
    query[asked.columns] = asked.values
    counts, wordings = _spans(index.wording_starts, entries)
    lengths, places = _spans(index.row_starts, wordings)
    products = query[index.row_columns[places]] * index.row_values[places]
    closeness = np.add.reduceat(products, lengths.cumsum() - lengths)
    ends = counts.cumsum().tolist()
    return [
        int(wordings[end - count + closeness[end - count : end].argmax()])
        for end, count in zip(ends, counts.tolist(), strict=True)
    ]


def _spans(starts: npt.NDArray[np.int64], rows: Columns) -> tuple[Columns, Columns]:
    """How long each of these rows is, and where their items stand, one after another."""
    begin = starts[rows]
    lengths = starts[rows + 1] - begin
    before = lengths.cumsum() - lengths
    return lengths, np.repeat(begin - before, lengths) + np.arange(lengths.sum())
