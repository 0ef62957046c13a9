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
_Lists = tuple[npt.NDArray[np.int32], Floats]

COMMON_SHARE = 1 / 8
"""Part of the entries a feature must speak of to have a row; 1/8 to 1/20 are equally fast."""
COMMON_LEAST = 2_000
"""Entries it must speak of besides; adding fewer from a list takes no longer than one call."""
_STRETCHES = 64
_FEW = 8_192
"""Numbers that are sooner compared, or gathered, all at once."""


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
    found = _listed(index, columns, values)
    if len(index.rows):
        places = index.row_places[columns]
        term = np.empty_like(found)
        for place, value in zip(places.tolist(), values, strict=True):
            if place >= 0:
                np.multiply(index.rows[place], value, out=term)
                found += term
    found += index.bias
    return found


def _listed(index: Index, columns: Places, values: Floats) -> Floats:
    """Add up the lists; a feature with a row has an empty one."""
    starts, ends = index.weight_starts[columns], index.weight_starts[columns + 1]
    lengths = ends - starts
    lists = _picked if lengths.sum() <= _FEW else _copied
    entries, spoken = lists(index, starts, ends)
    spoken *= values.repeat(lengths)
    return np.bincount(entries, spoken, len(index.entries)).astype(np.float32)


def _picked(index: Index, starts: Places, ends: Places) -> _Lists:
    """Give what short lists hold, number by number: cutting each out would take longer."""
    lengths = ends - starts
    tops = lengths.cumsum()
    places = np.arange(tops[-1]) + (ends - tops).repeat(lengths)
    return index.weight_entries.take(places), index.weight_values.take(places)


def _copied(index: Index, starts: Places, ends: Places) -> _Lists:
    """Give what long lists hold, list by list."""
    spans = list(map(slice, starts.tolist(), ends.tolist()))
    entries = np.concatenate(list(map(index.weight_entries.__getitem__, spans)))
    return entries, np.concatenate(list(map(index.weight_values.__getitem__, spans)))


def largest(found: Reals, limit: int) -> Places:
    """Places of the largest numbers, largest first; equal numbers in the order of their places."""
    if len(found) <= max(_FEW, limit * _STRETCHES):
        return _sorted_out(found, limit)
    likely = _likely(found, limit)
    return likely[_sorted_out(found[likely], limit)]


def _sorted_out(found: Reals, limit: int) -> Places:
    if len(found) <= limit:
        return (-found).argsort(kind="stable")
    least = np.partition(found, -limit)[-limit]
    places = np.flatnonzero(found >= least)
    return places[(-found[places]).argsort(kind="stable")][:limit]


def _likely(found: Reals, limit: int) -> Places:
    """Places, ascending, that are sure to hold the largest: those of the best columns of a table.

    The `limit` largest numbers stand in the columns with the `limit` largest maxima.
    """
    width = len(found) // _STRETCHES
    table = found[: width * _STRETCHES].reshape(_STRETCHES, width)
    tops = table.max(axis=0)
    columns = np.flatnonzero(tops >= np.partition(tops, -limit)[-limit])
    inside = np.arange(_STRETCHES)[:, None] * width + columns
    return np.concatenate([inside.ravel(), np.arange(width * _STRETCHES, len(found))])
