"""Learning from the entries' own wordings: each entry is a class, its wordings are examples.

An entry starts as the mean of its wordings; logistic regression over each wording's closest
entries then corrects what the means confuse. Only a building process imports this module.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from scipy import sparse

from faq.descent import Loss, Matrix, minimise
from faq.features import Keys, weighed
from faq.telling import common, telling

Numbers = npt.NDArray[np.intp]
Rows: TypeAlias = sparse.csr_matrix  # float32

RIVALS = 128  # entries each wording is told apart from; more changed nothing measurable
FEWEST = 2  # wordings an entry; with fewer, what tells them apart is chance, and means are better
_MEAN_WEIGHT = 8.0  # how much closeness to the mean counts before anything is learned
_ALONE_WEIGHT = 12.0  # and how much when nothing is; 10 to 16 are alike
_DECAY = 1 / 50  # 1/10 to 1/100 are alike on customers' wordings
_STEPS = 16  # of descent; the ranking is stable from 12
_FEWEST_STEPS = 6
_BUDGET = 1e11  # multiplications, about a minute and a half; more entries keep their plain means
NEGLIGIBLE = 0.05  # of weights up to 7; without the smaller ones, 95 in 100, all ranks the same
_BLOCK = 256  # entries whose weights are dense in memory at one time
_CHUNK = 2048  # wordings compared with all means at one time


@dataclass(frozen=True, slots=True)
class Counts:
    """Raw weight of each feature in each wording, before knowing which features are telling."""

    keys: Keys  # the features, ascending
    rows: Rows  # wordings x features
    owners: Numbers  # the entry each row belongs to, ascending from 0 without gaps


@dataclass(frozen=True, slots=True)
class Corpus:
    """Wordings as unit rows of weighed features."""

    idf: npt.NDArray[np.float32]  # how telling each feature is
    used: npt.NDArray[np.bool_]  # whether any wording has it
    rows: Rows
    owners: Numbers


def count(normalized: Sequence[str], owners: Numbers) -> Counts:
    """Find the features of all wordings, and name those common elsewhere; `owners` ascend."""
    found = [weighed(text) for text in normalized]
    keys = np.unique(np.concatenate([common(), *(keys for keys, _ in found)]))
    columns = np.concatenate([np.searchsorted(keys, known) for known, _ in found])
    starts = np.cumsum([0, *(len(known) for known, _ in found)])
    values = np.concatenate([values for _, values in found])
    rows = sparse.csr_matrix((values, columns, starts), (len(found), len(keys)))
    return Counts(keys, rows, owners)


def corpus(counts: Counts) -> Corpus:
    """Weigh features by how few entries use them and give each wording length one."""
    together = _by_entry(counts.rows, counts.owners)
    found = np.bincount(together.indices, minlength=len(counts.keys))
    idf = telling(counts.keys, found, together.shape[0], len(counts.owners))
    return Corpus(idf, found > 0, unit(counts.rows @ sparse.diags(idf)), counts.owners)


def is_plenty(owners: Numbers) -> bool:
    """Say whether entries have enough wordings for regression to add anything to their means."""
    return len(owners) >= FEWEST * len(np.unique(owners))


def learn(known: Corpus, *, plenty: bool) -> tuple[Rows, npt.NDArray[np.float32]]:
    """Weights (features x entries) and one bias an entry."""
    means = unit(_by_entry(known.rows, known.owners))
    steps = _affordable(known, means.shape[0]) if plenty else 0
    start = ((_MEAN_WEIGHT if plenty else _ALONE_WEIGHT) * means.T).tocsr()
    if steps == 0:
        return start, np.zeros(means.shape[0], np.float32)
    correction = _correction(known, means, steps)
    return (start + correction[:-1]).tocsr(), correction[-1].toarray()[0]


def _affordable(known: Corpus, entries: int) -> int:
    """Count the steps the budget pays for; a few would leave the means half corrected."""
    steps = min(_STEPS, int(_BUDGET / (2 * known.rows.nnz * entries)))
    return steps if steps >= _FEWEST_STEPS else 0


def _correction(known: Corpus, means: Rows, steps: int) -> Rows:
    """Learn what regression adds to the means; the last row is the bias."""
    rivals, closeness = _rivals(known, means)
    rows = sparse.hstack([known.rows, np.ones((len(known.owners), 1), np.float32)]).tocsr()
    columns = rows.T.tocsr()
    blocks = tuple(_blocks(rivals, means.shape[0]))

    def product(coefficients: Matrix) -> Matrix:
        scores = np.empty_like(coefficients)
        for block in blocks:
            scores[block.cells] = (rows @ block.weights(columns, coefficients))[block.places]
        return scores

    coefficients = minimise(Loss(_MEAN_WEIGHT * closeness, _DECAY), product, steps)
    parts = [sparse.csr_matrix(_strong(b.weights(columns, coefficients))) for b in blocks]
    return sparse.hstack(parts).tocsr()


def _strong(weights: Matrix) -> Matrix:
    weights[:-1][np.abs(weights[:-1]) < NEGLIGIBLE] = 0
    return weights


@dataclass(frozen=True, slots=True)
class _Block:
    """Some entries, and where they are rivals of a wording."""

    width: int  # entries
    cells: tuple[Numbers, Numbers]  # (wording, place among its rivals)
    places: tuple[Numbers, Numbers]  # the same cells as (wording, entry of this block)

    def weights(self, columns: Rows, coefficients: Matrix) -> Matrix:
        """Dense features x entries for these coefficients; `columns` are features x wordings."""
        dense = np.zeros((len(coefficients), self.width), np.float32)
        dense[self.places] = coefficients[self.cells]
        product: Matrix = columns @ dense
        return product


def _blocks(rivals: Numbers, entries: int) -> Iterator[_Block]:
    for first in range(0, entries, _BLOCK):
        whose, which = np.nonzero((rivals >= first) & (rivals < first + _BLOCK))
        entry = rivals[whose, which] - first
        yield _Block(min(_BLOCK, entries - first), (whose, which), (whose, entry))


def _rivals(known: Corpus, means: Rows) -> tuple[Numbers, Matrix]:
    """Each wording's own entry and its closest others, with their closeness to the mean."""
    width = min(RIVALS, means.shape[0])
    found, near = [], []
    across = means.T.tocsr()
    for first in range(0, len(known.owners), _CHUNK):
        close = (known.rows[first : first + _CHUNK] @ across).toarray()
        owners = known.owners[first : first + _CHUNK, None]
        order = close.copy()
        np.put_along_axis(order, owners, np.inf, axis=1)
        best = np.argpartition(-order, width - 1, axis=1)[:, :width]
        best = np.where(best == owners, best[:, :1], best)
        best[:, :1] = owners
        found.append(best)
        near.append(np.take_along_axis(close, best, axis=1))
    return np.concatenate(found), np.concatenate(near)


def _by_entry(rows: Rows, owners: Numbers) -> Rows:
    """Sum the rows of each entry."""
    size = len(owners)
    sums = sparse.csr_matrix((np.ones(size, np.float32), (owners, np.arange(size))))
    return sums @ rows


def unit(rows: Rows) -> Rows:
    """Give every row length one; rows of nothing stay nothing."""
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    scaled = sparse.diags(1 / np.maximum(lengths, 1e-9)) @ rows
    return sparse.csr_matrix(scaled, dtype=np.float32)
