"""Puts texts that ask the same thing together, so that one answer serves all who asked.

Equal texts are one; the others are likened by what the ranker too compares, and joined from the
most alike on as long as the average of two groups is alike enough. What a wrong answer would
betray (`faq.discord`) keeps two texts apart, and so their groups, however alike the words are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from faq.discord import discords
from faq.features import Keys, Values, weighed
from faq.normalize import normalize
from faq.speech import standard

ALIKE = 0.48
"""Average likeness (cosine, 0-1) from which two groups ask the same: on questions grouped by hand
all but one in a hundred pairs are right and hardly any is missed; of the wordings of 60 entries,
written to be unlike one another, it joins few and nine in ten of those rightly."""
APART = -1e9
"""A likeness no average makes up for."""
COMMON_PART = 0.5
"""A feature of more texts than this part tells nothing about any of them."""
FEW = 12
"""In fewer texts than this, no feature is called common."""

Matrix = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Cluster:
    """Places of texts that ask the same thing, ascending, and of the one that speaks for all."""

    members: tuple[int, ...]
    headline: int


def clusters(texts: Sequence[str], today: date) -> tuple[Cluster, ...]:
    """Put the texts that ask the same together; the order they come in changes no group.

    The largest groups come first. Two thousand texts take seconds: work for a thread.
    """
    places: dict[str, list[int]] = {}
    for place, text in enumerate(texts):
        places.setdefault(standard(normalize(text)), []).append(place)
    plain = sorted(places)
    if not plain:
        return ()
    likeness = _likeness(plain)
    np.fill_diagonal(likeness, 1)
    raw = [min(texts[place] for place in places[each]) for each in plain]
    joined = _joined(np.where(discords(raw, today), np.float32(APART), likeness))
    found = [_cluster(group, likeness, [places[each] for each in plain]) for group in joined]
    return tuple(sorted(found, key=lambda each: (-len(each.members), texts[each.headline])))


def _cluster(group: list[int], likeness: Matrix, places: Sequence[list[int]]) -> Cluster:
    """Take the text that is most like all the others, those asked often counting more."""
    often = np.array([len(places[each]) for each in group], np.float32)
    speaks = likeness[np.ix_(group, group)] @ often
    best = group[int(np.argmax(np.round(speaks, 4)))]
    members = sorted(place for each in group for place in places[each])
    return Cluster(tuple(members), min(places[best]))


def _likeness(plain: Sequence[str]) -> Matrix:
    """Compare every text with every other: the cosine of their features, rare ones counting more.

    What only one text has adds to its length alone.
    """
    read: list[tuple[Keys, Values]] = list(map(weighed, plain))
    _, columns, often = np.unique(
        np.concatenate([each for each, _ in read]), return_inverse=True, return_counts=True
    )
    rows = np.arange(len(plain)).repeat([len(each) for each, _ in read])
    values = np.concatenate([value for _, value in read]) * _telling(often, len(plain))[columns]
    values = values / np.sqrt(np.bincount(rows, values**2, len(plain)))[rows].clip(1e-6)
    is_shared = often[columns] > 1
    shared = np.flatnonzero(often > 1)
    table = np.zeros((len(plain), len(shared)), np.float32)
    table[rows[is_shared], shared.searchsorted(columns[is_shared])] = values[is_shared]
    return np.asarray(table @ table.T, np.float32)


def _telling(often: npt.NDArray[np.intp], texts: int) -> Values:
    weights = np.log((1 + texts) / (1 + often)) + 1
    if texts >= FEW:
        weights[often > COMMON_PART * texts] = 0
    return weights.astype(np.float32)


def _joined(likeness: Matrix) -> list[list[int]]:
    """Join the two groups most alike on average until none are alike enough."""
    groups = [[place] for place in range(len(likeness))]
    np.fill_diagonal(likeness, APART)
    nearest = likeness.argmax(axis=1)
    alike = likeness[np.arange(len(groups)), nearest]
    while True:
        into = int(alike.argmax())
        if alike[into] < ALIKE:
            return [sorted(group) for group in groups if group]
        other = int(nearest[into])
        into, other = min(into, other), max(into, other)
        _join(likeness, groups, into, other)
        stale = np.flatnonzero((nearest == into) | (nearest == other))
        for place in {into, *stale.tolist()} - {other}:
            nearest[place] = likeness[place].argmax()
            alike[place] = likeness[place, nearest[place]]
        alike[other] = APART
        nearer = likeness[into] > alike
        nearest[nearer], alike[nearer] = into, likeness[into][nearer]


def _join(likeness: Matrix, groups: list[list[int]], into: int, other: int) -> None:
    mine, theirs = len(groups[into]), len(groups[other])
    together = (mine * likeness[into] + theirs * likeness[other]) / (mine + theirs)
    likeness[into], likeness[:, into] = together, together
    likeness[other], likeness[:, other] = APART, APART
    likeness[into, into] = APART
    groups[into] += groups[other]
    groups[other] = []
