"""Making an index: learn the weights, then learn how far to trust them."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from faq import calibrate, fit, telling
from faq.belief import believed, likeness_weight
from faq.calibrate import Trials
from faq.fit import Counts, Numbers, Rows
from faq.index import Index, Wording
from faq.normalize import normalize
from faq.scores import with_rows

_FOLDS = 4
_ENOUGH = 800  # trials, after which another fold tells nothing new
_MOST = 2000  # trials of either kind one fold makes
_SEED = 1
_CHUNK = 256  # wordings scored at one time
_NOTHING = 1e-9


def index_of(wordings: Sequence[Wording]) -> Index:
    """Learn the index of all (entry id, wording) pairs; of none, one that finds nothing."""
    if not wordings:
        return _of_nothing()
    entries = tuple(dict.fromkeys(entry for entry, _ in wordings))
    number = {entry: i for i, entry in enumerate(entries)}
    ordered = sorted(wordings, key=lambda pair: number[pair[0]])
    owners = np.array([number[entry] for entry, _ in ordered], np.intp)
    normalized = tuple(normalize(text) for _, text in ordered)
    counts = fit.count(normalized, owners)
    known = fit.corpus(counts)
    weights, bias = fit.learn(known, plenty=fit.is_plenty(owners))
    weights.data[np.abs(weights.data) < fit.NEGLIGIBLE] = 0
    weights.eliminate_zeros()
    fresh = Index(
        entries=entries,
        wordings=normalized,
        calibration=calibrate.calibration(trials(counts, normalized)),
        keys=counts.keys,
        idf=known.idf,
        used=known.used,
        strange=telling.strange(len(entries)),
        weight_starts=weights.indptr.astype(np.int64),
        weight_entries=weights.indices.astype(np.int32),
        weight_values=weights.data,
        row_places=np.full(len(counts.keys), -1, np.int32),
        rows=np.zeros((0, len(entries)), np.float32),
        bias=bias,
        wording_starts=np.searchsorted(owners, np.arange(len(entries) + 1)),
    )
    return with_rows(fresh)


def _of_nothing() -> Index:
    """Give the index while every entry is archived; it knows common features, and no entry."""
    keys = telling.common()
    size = len(keys)
    return Index(
        entries=(),
        wordings=(),
        calibration=calibrate.calibration(calibrate.NO_TRIALS),
        keys=keys,
        idf=np.zeros(size, np.float32),
        used=np.zeros(size, np.bool_),
        strange=0.0,
        weight_starts=np.zeros(size + 1, np.int64),
        weight_entries=np.zeros(0, np.int32),
        weight_values=np.zeros(0, np.float32),
        row_places=np.full(size, -1, np.int32),
        rows=np.zeros((0, 0), np.float32),
        bias=np.zeros(0, np.float32),
        wording_starts=np.zeros(1, np.int64),
    )


def trials(counts: Counts, normalized: Sequence[str]) -> Trials:
    """Ask wordings left out of the index: some of entries that stay, some of entries taken out."""
    chance = np.random.default_rng(_SEED)
    folds = _folds(counts.owners, chance)
    asked = [_asked(counts, normalized, kept, chance) for kept in folds]
    if not asked:
        return calibrate.NO_TRIALS
    return Trials(*(np.concatenate(part) for part in zip(*asked, strict=True)))


def _folds(owners: Numbers, chance: np.random.Generator) -> Iterator[npt.NDArray[np.bool_]]:
    """Which wordings stay in the index: part of most entries, nothing of some."""
    entry_fold = chance.permutation(owners[-1] + 1) % _FOLDS
    first_fold = chance.integers(_FOLDS, size=owners[-1] + 1)
    wording_fold = (np.arange(len(owners)) + first_fold[owners]) % _FOLDS
    trials = 0
    for fold in range(_FOLDS):
        kept = (entry_fold[owners] != fold) & (wording_fold != fold)
        if kept.any() and not kept.all() and trials < _ENOUGH:
            trials += int((~kept).sum())
            yield kept


def _asked(
    counts: Counts,
    normalized: Sequence[str],
    kept: npt.NDArray[np.bool_],
    chance: np.random.Generator,
) -> tuple[npt.NDArray[Any], ...]:
    """Shares, known parts, right ones and foreign ones of one fold: the columns of Trials."""
    stay, owners = np.unique(counts.owners[kept], return_inverse=True)
    corpus = fit.corpus(Counts(counts.keys, counts.rows[kept], owners))
    weights, bias = fit.learn(corpus, plenty=fit.is_plenty(counts.owners))
    foreign = ~np.isin(counts.owners, stay)
    trials = np.concatenate([_some(~kept & ~foreign, chance), _some(foreign, chance)])
    said = counts.rows[trials] @ sparse.diags(corpus.idf)
    heard = said @ sparse.diags(corpus.used.astype(np.float32))
    wordings = _grouped([normalized[row] for row in np.flatnonzero(kept).tolist()], owners)
    scores = _rows(fit.unit(heard), weights, bias)
    weight = likeness_weight(int(counts.owners[-1]) + 1, len(normalized))
    best = [
        believed(each, normalized[row], wordings.__getitem__, weight)[0]
        for each, row in zip(scores, trials.tolist(), strict=True)
    ]
    shares = np.array([each.share for each in best])
    right = stay[[each.entry for each in best]] == counts.owners[trials]
    known = _squares(heard) / np.maximum(_squares(said), _NOTHING)
    return shares, known, right, foreign[trials]


def _some(chosen: npt.NDArray[np.bool_], chance: np.random.Generator) -> Numbers:
    rows = np.flatnonzero(chosen)
    return rows if len(rows) <= _MOST else np.sort(chance.choice(rows, _MOST, replace=False))


def _squares(rows: Rows) -> npt.NDArray[np.float64]:
    squares: npt.NDArray[np.float64] = np.asarray(rows.multiply(rows).sum(axis=1)).ravel()
    return squares


def _grouped(wordings: Sequence[str], owners: Numbers) -> list[list[str]]:
    starts = np.searchsorted(owners, np.arange(owners[-1] + 2)).tolist()
    return [list(wordings[start:end]) for start, end in pairwise(starts)]


def _rows(
    questions: Rows, weights: Rows, bias: npt.NDArray[np.float32]
) -> Iterator[npt.NDArray[np.float64]]:
    """Scores of all entries, question by question."""
    for first in range(0, questions.shape[0], _CHUNK):
        scores = (questions[first : first + _CHUNK] @ weights).toarray() + bias
        yield from scores.astype(np.float64)
