"""What was tried on the ranker, kept or not, side by side: `python -m bench.tried EVAL`.

EVAL is the folder that holds exam.py and its data/. The seeds differ from those of
bench/rank_exam.py, so that nothing is chosen on what is reported. Vetoes are left out, so `ours`
is the ranker alone. What needs training is trained on our own entries.
"""

import argparse
import json
import random
import tempfile
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from pathlib import Path

import numpy as np

from bench.rank_exam import FIGURES, averages, run, scored, tasks
from bench.tried_lists import LISTWISE, listwise
from bench.tried_ranking import (
    Ranking,
    Setting,
    Task,
    Way,
    believed_of,
    own_task,
    ranking,
)
from bench.tried_texts import dropped, in_other_sounds, in_other_words
from faq.calibrate import SHIPPED
from faq.normalize import normalize

SEEDS = (3, 4, 5)
SHAPES = (5, 0)
COPIES = 2


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
    return Ranking(believed_of(task, scores, 0.0), np.ones(len(task.questions)))


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
