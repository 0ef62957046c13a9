"""Which entries a text may mean, best first, with honest probabilities."""

from dataclasses import dataclass

import numpy as np

from faq.features import keyed_counts
from faq.index import Floats, Index
from faq.normalize import normalize


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry a text may mean."""

    entry: str
    probability: float  # 0-1 that this entry is the one meant; all candidates sum to at most 1
    wording: str  # the entry's own wording that is closest to the text


def rank(index: Index, text: str, limit: int = 10) -> tuple[Candidate, ...]:
    """Up to `limit` entries for `text` as typed, most probable first; empty if nothing is shared."""
    columns, values = _vector(index, normalize(text))
    if len(columns) == 0:
        return ()
    scores = values @ index.weights[columns] + index.bias
    shares = np.exp(scores - scores.max())
    shares /= shares.sum()
    best = np.argsort(-shares, kind="stable")[:limit]
    closeness = _closeness(index, columns, values)
    return tuple(
        Candidate(index.entries[i], float(shares[i]), _closest(index, int(i), closeness))
        for i in best
    )


def _vector(index: Index, normalized: str) -> tuple[np.ndarray, Floats]:
    keys, counts = keyed_counts(normalized)
    places = np.minimum(np.searchsorted(index.keys, keys), len(index.keys) - 1)
    known = index.keys[places] == keys
    columns = places[known]
    values = (1 + np.log(counts[known])) * index.idf[columns]
    length = float(np.sqrt(values @ values)) or 1.0
    return columns, values / np.float32(length)


def _closeness(index: Index, columns: np.ndarray, values: Floats) -> Floats:
    dense = np.zeros(len(index.keys), np.float32)
    dense[columns] = values
    products = dense[index.row_columns] * index.row_values
    return np.add.reduceat(products, index.row_starts[:-1])


def _closest(index: Index, entry: int, closeness: Floats) -> str:
    first, last = np.searchsorted(index.owners, [entry, entry + 1])
    return index.wordings[first + int(np.argmax(closeness[first:last]))]
