"""The shipped ranker with what may differ from it, for bench/tried.py."""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from scipy import sparse

from faq import belief, fit
from faq.belief import Believed
from faq.check import check_folder
from faq.commands import SEED
from faq.fit import Counts, Numbers, Rows
from faq.normalize import normalize

Matrix = npt.NDArray[np.float64]
Way = Callable[["Task"], "Ranking"]


@dataclass(frozen=True, slots=True)
class Task:
    """Wordings (normalized, those of an entry neighbours), their entries, and questions."""

    wordings: tuple[str, ...]
    owners: Numbers
    questions: tuple[str, ...]
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ranking:
    """For each question its best entries, and the share of it that some wording has."""

    best: list[list[Believed]]
    known: Matrix


@dataclass(frozen=True, slots=True)
class Setting:
    """What differs from the shipped ranker."""

    background: bool = True  # whether features are weighed by what other questions know
    plenty: bool | None = None  # whether regression corrects the means; as shipped when None
    second_look: bool = True
    nearest: float = 0.0  # weight of the product with the nearest wording
    added: Callable[[Task], list[tuple[int, str]]] | None = None  # further wordings of entries


def ranking(task: Task, setting: Setting = Setting()) -> Ranking:
    """Rank as faq/rank.py does, but for the setting."""
    further = sorted(setting.added(task)) if setting.added else []
    texts = [*task.wordings, *(text for _, text in further), *task.questions]
    own, size = len(task.wordings), len(task.wordings) + len(further)
    every = fit.count(texts, task.owners)
    known = fit.corpus(Counts(every.keys, every.rows[:own], task.owners))
    idf = known.idf if setting.background else _plain_idf(every.rows[:own], task.owners)
    owners = np.concatenate([task.owners, np.array([entry for entry, _ in further], np.intp)])
    order = np.argsort(owners, kind="stable")
    rows = fit.unit(every.rows[:size][order] @ sparse.diags(idf))
    plenty = fit.is_plenty(task.owners) if setting.plenty is None else setting.plenty
    corpus = replace(known, rows=rows, owners=owners[order], idf=idf)
    weights, bias = fit.learn(corpus, plenty=plenty)
    said = every.rows[size:] @ sparse.diags(idf)
    heard = said @ sparse.diags(known.used.astype(np.float32))
    questions = fit.unit(heard)
    scores = (questions @ weights).toarray() + bias
    if setting.nearest:
        scores += setting.nearest * _nearest(questions, corpus.rows, corpus.owners)
    weight = belief.likeness_weight(int(owners.max()) + 1, own) * setting.second_look
    best = believed_of(task, scores.astype(np.float64), weight)
    return Ranking(best, _squares(heard) / np.maximum(_squares(said), 1e-9))


def _plain_idf(rows: Rows, owners: Numbers) -> npt.NDArray[np.float32]:
    entries = int(owners.max()) + 1
    sums = sparse.csr_matrix((np.ones(len(owners)), (owners, np.arange(len(owners)))))
    found = np.bincount((sums @ rows).indices, minlength=rows.shape[1])
    return np.where(found > 0, np.log((1 + entries) / (1 + found)) + 1, 0).astype(np.float32)


def _nearest(questions: Rows, rows: Rows, owners: Numbers) -> Matrix:
    starts = np.searchsorted(owners, np.arange(owners.max() + 1))
    return np.maximum.reduceat((questions @ rows.T).toarray(), starts, axis=1)


def _squares(rows: Rows) -> Matrix:
    return np.asarray(rows.multiply(rows).sum(axis=1)).ravel()


def groups_of(task: Task) -> list[tuple[str, ...]]:
    """Give the wordings of each entry."""
    starts = np.searchsorted(task.owners, np.arange(task.owners.max() + 2)).tolist()
    return [task.wordings[start:end] for start, end in pairwise(starts)]


def believed_of(task: Task, scores: Matrix, weight: float) -> list[list[Believed]]:
    """Give the best entries of each question; `weight` is that of the second look."""
    groups = groups_of(task)
    return [
        belief.believed(row, question, groups.__getitem__, weight)
        for row, question in zip(scores, task.questions, strict=True)
    ]


def own_task(similar: int, seed: int) -> tuple[Task, list[int]]:
    """Make a task of our own entries: the wordings left out are asked."""
    chance = random.Random(seed)  # noqa: S311 -- repeatable, no secret
    entries = list(check_folder(SEED).entries)
    wordings, owners, questions, gold = [], [], [], []
    for number, entry in enumerate(entries):
        said = [normalize(wording) for wording in entry.wordings]
        chance.shuffle(said)
        wordings += said[: similar + 1]
        owners += [number] * len(said[: similar + 1])
        questions += said[similar + 1 :]
        gold += [number] * len(said[similar + 1 :])
    answers = tuple(entry.answer for entry in entries)
    return Task(tuple(wordings), np.array(owners), tuple(questions), answers), gold
