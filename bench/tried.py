"""What was tried on the ranker, kept or not, side by side: `python -m bench.tried EVAL`.

EVAL is the folder that holds exam.py and its data/. The seeds differ from those of
bench/rank_exam.py, so that nothing is chosen on what is reported. Vetoes are left out, so `ours`
is the ranker alone. What needs training is trained on our own entries.
"""

import argparse
import json
import random
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Indel
from scipy import optimize, sparse

from bench.rank_exam import FIGURES, averages, run, scored, tasks
from bench.tried_texts import dropped, in_other_sounds, in_other_words
from faq import belief, fit
from faq.belief import Believed
from faq.calibrate import SHIPPED
from faq.check import check_folder
from faq.commands import SEED
from faq.facets import facets
from faq.fit import Counts, Numbers, Rows
from faq.normalize import normalize

SEEDS = (3, 4, 5)
SHAPES = (5, 0)
COPIES = 2
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
    best = _believed(task, scores.astype(np.float64), weight)
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


def _groups(task: Task) -> list[tuple[str, ...]]:
    starts = np.searchsorted(task.owners, np.arange(task.owners.max() + 2)).tolist()
    return [task.wordings[start:end] for start, end in pairwise(starts)]


def _believed(task: Task, scores: Matrix, weight: float) -> list[list[Believed]]:
    groups = _groups(task)
    return [
        belief.believed(row, question, groups.__getitem__, weight)
        for row, question in zip(scores, task.questions, strict=True)
    ]


def augmented(change: Callable[[str, random.Random], str]) -> Way:
    """Give every wording changed copies."""

    def added(task: Task) -> list[tuple[int, str]]:
        chance = random.Random(0)  # noqa: S311 -- repeatable, no secret
        each = list(zip(task.owners.tolist(), task.wordings, strict=True)) * COPIES
        return [(entry, change(wording, chance)) for entry, wording in each]

    return lambda task: ranking(task, Setting(added=added))


def with_answers(task: Task) -> Ranking:
    """Let the answer's sentences be wordings too."""
    sentences = [
        (entry, normalize(sentence))
        for entry, answer in enumerate(task.answers)
        for sentence in answer.replace("\n", "。").split("。")
    ]
    added = [(entry, text) for entry, text in sentences if len(text) > 3]
    return ranking(task, Setting(added=lambda _: added))


def plain_regression(task: Task) -> Ranking:
    """Fit multinomial logistic regression on characters and syllables, one and two, TF-IDF."""
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415 -- slow
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 -- slow

    from faq.pinyin import syllables  # noqa: PLC0415

    def features(text: str) -> list[str]:
        sounds = syllables(text)
        pairs = [f"{one}-{other}" for one, other in pairwise(sounds)]
        return [*text, *(f"{a}{b}" for a, b in pairwise(text)), *sounds, *pairs]

    counted = TfidfVectorizer(analyzer=features, sublinear_tf=True)
    model = LogisticRegression(C=30, max_iter=300)
    model.fit(counted.fit_transform(task.wordings), task.owners)
    scores = model.decision_function(counted.transform(task.questions))
    return Ranking(_believed(task, scores, 0.0), np.ones(len(task.questions)))


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
        groups = _groups(task)
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
        groups = _groups(task)
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


def _ways(similar: int) -> dict[str, Way]:
    settings = {
        "ours": Setting(),
        "no background": Setting(background=False),
        "means alone": Setting(plenty=False),
        "regression always": Setting(plenty=True),
        "no second look": Setting(second_look=False),
        "nearest wording, half": Setting(nearest=4.0),
        "nearest wording, as much": Setting(nearest=8.0),
    }
    ways: dict[str, Way] = {
        name: partial(ranking, setting=setting) for name, setting in settings.items()
    }
    ways |= {
        "copies in other words": augmented(in_other_words),
        "copies in other sounds": augmented(in_other_sounds),
        "copies with gaps": augmented(dropped),
        "plain regression": plain_regression,
    }
    return ways | {f"list-wise: {name}": listwise(n, similar) for name, n in LISTWISE.items()}


def main() -> None:
    """Print a row for each thing tried and each shape, and what answers add to our own entries."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("eval", type=Path)
    given = parser.parse_args()
    for similar in SHAPES:
        print(f"\n{similar} similar questions, mean of seeds {', '.join(map(str, SEEDS))}")
        print(" | ".join(["tried".ljust(25), *list(FIGURES.values())[:5]]))
        shape = ("groups", "finance_faq_dev.jsonl", "--similar", similar)
        with tempfile.TemporaryDirectory() as folder:
            made = tuple(tasks(given.eval, shape, "voice_commands.txt", SEEDS, Path(folder)))
            for name, way in _ways(similar).items():
                each = [_exam(given.eval / "exam.py", task, way) for task in made]
                print(" | ".join([name.ljust(25), *list(averages(each))[:5]]), flush=True)
        for name, own in {"our own entries": ranking, "and their answers": with_answers}.items():
            task, gold = own_task(similar, 0)
            right = [b[0].entry == g for b, g in zip(own(task).best, gold, strict=True) if b]
            print(f"{name.ljust(25)} | {sum(right) / len(gold):.4f}", flush=True)


def _exam(exam: Path, folder: Path, way: Way) -> dict[str, float]:
    entries, queries = _rows(folder / "entries.jsonl"), _rows(folder / "queries.jsonl")
    said = [[each["standard_question"], *each["similar_questions"]] for each in entries]
    wordings = tuple(normalize(wording) for some in said for wording in some)
    owners = np.repeat(np.arange(len(said)), [len(some) for some in said])
    ranked = way(Task(wordings, owners, tuple(normalize(each["text"]) for each in queries)))
    result = folder / "tried.jsonl"
    with result.open("w", encoding="utf-8") as output:
        for query, best, known in zip(queries, ranked.best, ranked.known.tolist(), strict=True):
            sure = SHIPPED.probability(best[0].share, known)
            scores = [sure, *(each.share / best[0].share * sure for each in best[1:])]
            candidates = [
                {"entry": entries[each.entry]["id"], "score": score}
                for each, score in zip(best, scores, strict=True)
            ]
            row = {"id": query["id"], "outcome": "answer", "candidates": candidates}
            output.write(json.dumps(row) + "\n")
    return scored(run(exam, "score", folder, result))


def _rows(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


if __name__ == "__main__":
    main()
