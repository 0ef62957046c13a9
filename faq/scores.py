"""How much speaks for each entry, and which have most: the part of ranking that grows.

A feature of few entries lists them; one of many has a row with a number for every entry. Adding
a whole row takes as long as adding a twentieth of it from a list.
"""

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from faq.index import Floats, Index

Places = npt.NDArray[np.intp]
Reals = npt.NDArray[np.floating]

COMMON_SHARE = 1 / 8
"""Part of the entries a feature must speak of to have a row; 1/8 to 1/20 are equally fast."""
COMMON_LEAST = 2_000
"""Entries it must speak of besides; adding fewer from a list takes no longer than one call."""
_STRETCHES = 64


def with_rows(index: Index, least: int = COMMON_LEAST) -> Index:
    """Give the common features of a fresh index rows in place of their lists."""
    lengths = np.diff(index.weight_starts)
    is_common = lengths > max(least, COMMON_SHARE * len(index.entries))
    common = np.flatnonzero(is_common)
    rows = np.zeros((len(common), len(index.entries)), np.float32)
    for row, feature in zip(rows, common.tolist(), strict=True):
        listed = slice(index.weight_starts[feature], index.weight_starts[feature + 1])
        row[index.weight_entries[listed]] = index.weight_values[listed]
    is_listed = np.repeat(~is_common, lengths)
    row_places = np.full(len(lengths), -1, np.int32)
    row_places[common] = np.arange(len(common))
    return replace(
        index,
        weight_starts=np.concatenate([[0], np.where(is_common, 0, lengths).cumsum()]),
        weight_entries=index.weight_entries[is_listed],
        weight_values=index.weight_values[is_listed],
        row_places=row_places,
        rows=rows,
    )


def scores(index: Index, columns: Places, values: Floats) -> Floats:
    """Add up what these features, weighed by `values`, say of every entry, in log odds."""
    places = index.row_places[columns]
    is_listed = places < 0
    found = _listed(index, columns[is_listed], values[is_listed])
    term = np.empty_like(found)
    for place, value in zip(places[~is_listed].tolist(), values[~is_listed], strict=True):
        np.multiply(index.rows[place], value, out=term)
        found += term
    found += index.bias
    return found


def _listed(index: Index, columns: Places, values: Floats) -> Floats:
    if len(columns) == 0:
        return np.zeros(len(index.entries), np.float32)
    starts, ends = index.weight_starts[columns], index.weight_starts[columns + 1]
    spans = [slice(*span) for span in zip(starts.tolist(), ends.tolist(), strict=True)]
    entries = np.concatenate([index.weight_entries[span] for span in spans])
    spoken = np.concatenate([index.weight_values[span] for span in spans])
    spoken *= np.repeat(values, ends - starts)
    return np.bincount(entries, spoken, len(index.entries)).astype(np.float32)


def largest(found: Reals, limit: int) -> Places:
    """Places of the largest numbers, largest first; equal numbers in the order of their places."""
    likely = _likely(found, limit)
    if len(likely) > limit:
        least = np.partition(found[likely], -limit)[-limit]
        likely = likely[found[likely] >= least]
    return likely[np.argsort(-found[likely], kind="stable")][:limit]


def _likely(found: Reals, limit: int) -> Places:
    """Places, ascending, that are sure to hold the largest: those of the best columns of a table.

    The `limit` largest numbers stand in the columns with the `limit` largest maxima.
    """
    width = len(found) // _STRETCHES
    if width <= limit:
        return np.arange(len(found))
    table = found[: width * _STRETCHES].reshape(_STRETCHES, width)
    tops = table.max(axis=0)
    columns = np.flatnonzero(tops >= np.partition(tops, -limit)[-limit])
    inside = np.arange(_STRETCHES)[:, None] * width + columns
    return np.concatenate([inside.ravel(), np.arange(width * _STRETCHES, len(found))])
