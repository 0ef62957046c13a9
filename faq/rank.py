"""Which entries a text may mean, best first, with honest probabilities."""

from dataclasses import dataclass

import numpy as np

from faq.features import weighed
from faq.index import Floats, Index
from faq.normalize import normalize


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
    columns, values = _vector(index, normalize(text))
    if len(columns) == 0:
        return ()
    scores = values @ index.weights[columns] + index.bias
    shares = np.exp(scores - scores.max())
    shares /= shares.sum()
    best = np.argsort(-shares, kind="stable")[:limit]
    query = np.zeros(len(index.keys), np.float32)
    query[columns] = values
    return tuple(
        Candidate(index.entries[i], float(shares[i]), _closest(index, int(i), query)) for i in best
    )


def _vector(index: Index, normalized: str) -> tuple[np.ndarray, Floats]:
    keys, weights = weighed(normalized)
    places = np.minimum(np.searchsorted(index.keys, keys), len(index.keys) - 1)
    known = index.keys[places] == keys
    columns = places[known]
    values = weights[known] * index.idf[columns]
    length = float(np.sqrt(values @ values)) or 1.0
    return columns, values / np.float32(length)


def _closest(index: Index, entry: int, query: Floats) -> str:
    first, last = np.searchsorted(index.owners, [entry, entry + 1])
    starts = index.row_starts[first : last + 1]
    inside = slice(int(starts[0]), int(starts[-1]))
    products = query[index.row_columns[inside]] * index.row_values[inside]
    closeness = np.add.reduceat(products, starts[:-1] - starts[0])
    return index.wordings[int(first) + int(np.argmax(closeness))]
