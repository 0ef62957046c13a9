"""A list-wise re-ranker of the ten best, learned from our own entries, for bench/tried.py."""

from collections.abc import Sequence
from functools import cache

import numpy as np
from rapidfuzz.distance import Indel
from scipy import optimize

from bench.tried_ranking import Matrix, Ranking, Setting, Task, Way, groups_of, own_task, ranking
from faq import belief
from faq.belief import Believed
from faq.facets import facets

LISTWISE = {
    "likeness": ("likeness",),
    "coverage": ("covered", "covering"),
    "question type": ("type",),
    "object": ("object",),
    "all of them": ("likeness", "covered", "covering", "type", "object", "length"),
}
"""Features of a candidate, besides its score, that a list-wise re-ranker is given."""


def listwise(names: Sequence[str], similar: int) -> Way:
    """Re-rank the ten best by a linear model trained on lists of our own entries."""

    def way(task: Task) -> Ranking:
        weights = _listwise_weights(tuple(names), similar)
        base = ranking(task, Setting(second_look=False))
        groups = groups_of(task)
        found = []
        for question, best in zip(task.questions, base.best, strict=True):
            scores = _measured(question, best, groups, names) @ weights / weights[0]
            shares = np.exp(scores - scores.max())
            shares *= sum(each.share for each in best) / shares.sum()
            raised = [b._replace(share=s) for b, s in zip(best, shares.tolist(), strict=True)]
            found.append(sorted(raised, key=lambda each: -each.share))
        return Ranking(found, base.known)

    return way


def _measured(
    question: str, best: list[Believed], groups: list[tuple[str, ...]], names: Sequence[str]
) -> Matrix:
    asked = facets(question)
    things = asked.objects | asked.numbers
    rows = []
    for each in best:
        told = [facets(wording) for wording in groups[each.entry]]
        said = set("".join(groups[each.entry]))
        aspects = frozenset[str]().union(*(one.asks for one in told))
        named = frozenset[tuple[str, str]]().union(*(one.objects | one.numbers for one in told))
        near = each.wording
        measures = {
            "likeness": Indel.normalized_similarity(question, near),
            "covered": sum(c in said for c in question) / max(len(question), 1),
            "covering": sum(c in question for c in near) / max(len(near), 1),
            "type": len(asked.asks & aspects) / len(asked.asks) if asked.asks else 0.5,
            "object": len(things & named) / len(things) if things else 0.5,
            "length": abs(np.log((len(question) + 1) / (len(near) + 1))),
        }
        rows.append([np.log(max(each.share, 1e-12)), *(measures[name] for name in names)])
    return np.array(rows)


@cache
def _listwise_weights(names: tuple[str, ...], similar: int) -> Matrix:
    lists, rights = [], []
    for seed in range(3):
        task, gold = own_task(similar, seed)
        groups = groups_of(task)
        best = ranking(task, Setting(second_look=False)).best
        for question, entry, found in zip(task.questions, gold, best, strict=True):
            places = [place for place, each in enumerate(found) if each.entry == entry]
            if places and len(found) == belief.LOOKED_AT:
                lists.append(_measured(question, found, groups, names))
                rights.append(places[0])
    cells, right = np.array(lists), np.array(rights)

    def loss(weights: Matrix) -> tuple[float, Matrix]:
        scores = cells @ weights
        shares = np.exp(scores - scores.max(axis=1)[:, None])
        shares /= shares.sum(axis=1)[:, None]
        each = np.arange(len(right))
        value = -np.log(shares[each, right]).mean() + 1e-3 * weights @ weights
        shares[each, right] -= 1
        return value, np.einsum("nk,nkf->f", shares, cells) / len(right) + 2e-3 * weights

    weights: Matrix = optimize.minimize(loss, np.ones(len(names) + 1), jac=True).x
    return weights
