"""Making an index: learn the weights, then learn how far to trust them."""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
from scipy import sparse

from faq import calibrate, fit
from faq.calibrate import Trials
from faq.fit import Counts, Numbers, Rows
from faq.index import Index, Wording

_FOLDS = 4
_MANY = 5000  # wordings, above which one fold tells enough
_SEED = 20231114
_CHUNK = 1024  # wordings scored at one time
_NEGLIGIBLE = 0.01  # weights smaller than this never changed an order


def index_of(wordings: Sequence[Wording]) -> Index:
    """Learn the index of all (entry id, wording) pairs."""
    entries = tuple(dict.fromkeys(entry for entry, _ in wordings))
    number = {entry: i for i, entry in enumerate(entries)}
    ordered = sorted(wordings, key=lambda pair: number[pair[0]])
    owners = np.array([number[entry] for entry, _ in ordered], np.intp)
    counts = fit.count([text for _, text in ordered], owners)
    known = fit.corpus(counts)
    weights, bias = fit.learn(known)
    weights.data[np.abs(weights.data) < _NEGLIGIBLE] = 0
    weights.eliminate_zeros()
    return Index(
        entries=entries,
        wordings=tuple(text for _, text in ordered),
        calibration=calibrate.calibration(trials(counts)),
        keys=counts.keys,
        idf=known.idf,
        weight_starts=weights.indptr.astype(np.int64),
        weight_entries=weights.indices.astype(np.int32),
        weight_values=weights.data,
        bias=bias,
        row_starts=known.rows.indptr.astype(np.int64),
        row_columns=known.rows.indices.astype(np.int32),
        row_values=known.rows.data,
        wording_starts=np.searchsorted(owners, np.arange(len(entries) + 1)),
    )


def trials(counts: Counts) -> Trials:
    """Ask wordings left out of the index: some of entries that stay, some of entries taken out."""
    asked = [_asked(counts, kept, gone) for kept, gone in _folds(counts.owners)]
    shares, right, foreign = (np.concatenate(part) for part in zip(*asked, strict=True))
    return Trials(shares, right, foreign)


def _folds(owners: Numbers) -> Iterator[tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]]:
    """Which wordings stay in the index, and which belong to entries taken out whole."""
    chance = np.random.default_rng(_SEED)
    entry_fold = chance.permutation(owners[-1] + 1) % _FOLDS
    wording_fold = (
        np.arange(len(owners)) + chance.integers(_FOLDS, size=owners[-1] + 1)[owners]
    ) % _FOLDS
    for fold in range(_FOLDS if len(owners) <= _MANY else 1):
        gone = entry_fold[owners] == fold
        yield ~gone & (wording_fold != fold), gone


def _asked(
    counts: Counts, kept: npt.NDArray[np.bool_], gone: npt.NDArray[np.bool_]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    stay, owners = np.unique(counts.owners[kept], return_inverse=True)
    known = fit.corpus(Counts(counts.keys, counts.rows[kept], owners))
    weights, bias = fit.learn(known)
    questions = fit.unit(counts.rows[~kept] @ sparse.diags(known.idf))
    shares, best = _best(questions, weights, bias)
    return shares, stay[best] == counts.owners[~kept], gone[~kept]


def _best(
    questions: Rows, weights: Rows, bias: npt.NDArray[np.float32]
) -> tuple[npt.NDArray[np.float64], Numbers]:
    shares, best = [], []
    for first in range(0, questions.shape[0], _CHUNK):
        scores = (questions[first : first + _CHUNK] @ weights).toarray() + bias
        best.append(scores.argmax(axis=1))
        over = scores - scores.max(axis=1)[:, None]
        shares.append(1 / np.exp(over.astype(np.float64)).sum(axis=1))
    return np.concatenate(shares), np.concatenate(best)
