"""Learning from the entries' own wordings: each entry is a class, its wordings are examples."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from faq.features import Keys, weighed
from faq.index import Index, Wording
from faq.normalize import normalize

Numbers = npt.NDArray[np.int32]
Reals = npt.NDArray[np.float64]

_TRUST = 30.0  # inverse regularisation, best of 10..100 on customers' wordings


def learn(wordings: Sequence[Wording]) -> Index:
    """Learn the index of all (entry id, wording) pairs."""
    entries = tuple(dict.fromkeys(entry for entry, _ in wordings))
    number = {entry: i for i, entry in enumerate(entries)}
    ordered = sorted(wordings, key=lambda pair: number[pair[0]])
    owners = np.array([number[entry] for entry, _ in ordered], np.int32)
    keys, rows = _count([text for _, text in ordered])
    idf = _telling(rows, owners)
    rows = _unit(rows @ sparse.diags(idf))
    weights, bias = _fit(rows, owners)
    return Index(
        entries=entries,
        wordings=tuple(text for _, text in ordered),
        keys=keys,
        idf=idf.astype(np.float32),
        weights=weights.astype(np.float32),
        bias=bias.astype(np.float32),
        row_starts=rows.indptr.astype(np.int64),
        row_columns=rows.indices.astype(np.int32),
        row_values=rows.data.astype(np.float32),
        owners=owners,
    )


def _count(texts: Sequence[str]) -> tuple[Keys, sparse.csr_matrix]:
    found = [weighed(normalize(text)) for text in texts]
    keys = np.unique(np.concatenate([keys for keys, _ in found]))
    columns = np.concatenate([np.searchsorted(keys, known) for known, _ in found])
    starts = np.cumsum([0, *(len(known) for known, _ in found)])
    values = np.concatenate([values for _, values in found])
    return keys, sparse.csr_matrix((values, columns, starts), (len(found), len(keys)))


def _telling(rows: sparse.csr_matrix, owners: Numbers) -> Reals:
    """Weight of each feature: high when few entries use it, however often those say it."""
    used = np.unique(
        rows.indices.astype(np.int64) * len(rows.indptr) + np.repeat(owners, np.diff(rows.indptr))
    )
    entries = np.bincount(used // len(rows.indptr), minlength=rows.shape[1])
    idf: Reals = np.log((1 + owners.max() + 1) / (1 + entries)) + 1
    return idf


def _unit(rows: sparse.csr_matrix) -> sparse.csr_matrix:
    lengths = np.sqrt(rows.multiply(rows).sum(axis=1)).A1
    return sparse.csr_matrix(sparse.diags(1 / np.maximum(lengths, 1e-9)) @ rows)


def _fit(rows: sparse.csr_matrix, owners: Numbers) -> tuple[Reals, Reals]:
    model = LogisticRegression(C=_TRUST, max_iter=100, tol=1e-3).fit(rows, owners)
    weights: Reals = model.coef_.T
    bias: Reals = model.intercept_
    return weights, bias
