"""Knowledge of any size, filled up with public questions of the evaluation folder (EVAL).

EVAL is the folder that holds exam.py and its data/; nothing of it is kept here.
"""

import json
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from faq.entry import Entry
from faq.fields import QUESTION_LIMIT
from faq.load import exam_entry
from faq.normalize import normalize

SIZES = (1_440, 8_000, 22_000, 60_000)
"""Wordings."""
ANSWER = "这是为测量速度而写的答复：先说结论，再说到哪里办、带什么材料、打哪个电话。" * 2
SIMILAR, LEFT_OUT, TAKEN_OUT = 5, 10, 30
"""Of the broker: wordings an entry has, wordings none of which is asked, entries left out."""
MOST_WORDINGS = 10
QUESTIONS = 1_500
"""Of either kind: about the broker's entries, and about the rest."""
PAIRS = ("bq_dev.tsv", "lcqmc_dev.tsv", "atec_train.tsv")
ENTRIES_A_FILE = 100


@dataclass(frozen=True, slots=True)
class Filled:
    """Entries with so many wordings, and questions of which no two are alike and none is one."""

    entries: tuple[Entry, ...]
    questions: tuple[str, ...]


def filled(eval_folder: Path, wordings: int) -> Filled:
    """Take the broker's FAQ and fill it up with other entries of one or a few wordings."""
    chance = random.Random(0)  # noqa: S311 -- repeatable, no secret
    used: set[str] = set()
    groups, asked = _broker(eval_folder / "data", chance)
    entries = [_new(group, used) for group in groups]
    others, strange = [_new(group, used) for group in _others(eval_folder / "data")], []
    chance.shuffle(others)
    count = sum(map(len, entries))
    for group in others:
        if group and count >= wordings:
            strange.append(group[0])
        elif len(group) > 2 and len(strange) < QUESTIONS:
            strange.append(group.pop())
        if count < wordings:
            entries.append(group[:MOST_WORDINGS])
            count += len(entries[-1])
    questions = [*_new(asked, used)[:QUESTIONS], *strange[:QUESTIONS]]
    chance.shuffle(questions)
    return Filled(tuple(_entries(entries)), tuple(questions))


def write(entries: Iterable[Entry], folder: Path) -> None:
    """Write entries as knowledge files, as an editor would keep them."""
    rows = [_row(entry) for entry in entries]
    folder.mkdir(parents=True, exist_ok=True)
    for first in range(0, len(rows), ENTRIES_A_FILE):
        text = yaml.dump(rows[first : first + ENTRIES_A_FILE], allow_unicode=True, sort_keys=False)
        (folder / f"filled-{first:06}.yaml").write_text(text, encoding="utf-8")


def _broker(data: Path, chance: random.Random) -> tuple[list[list[str]], list[str]]:
    rows = [json.loads(line) for line in _lines(data / "finance_faq_dev.jsonl")]
    chance.shuffle(rows)
    for row in rows:
        chance.shuffle(row["utterances"])
    asked = [text for row in rows[:TAKEN_OUT] for text in row["utterances"]]
    asked += [text for row in rows[TAKEN_OUT:] for text in row["utterances"][LEFT_OUT:]]
    chance.shuffle(asked)
    return [[row["std"], *row["utterances"][:SIMILAR]] for row in rows[TAKEN_OUT:]], asked


def _others(data: Path) -> Iterator[list[str]]:
    yield from ([line.split("\t")[1]] for line in _lines(data / "taipei_gov_faq.tsv")[1:])
    yield from ([line] for line in _lines(data / "policy_questions.txt"))
    yield from _alike(line.split("\t") for name in PAIRS for line in _lines(data / name)[1:])


def _alike(pairs: Iterable[list[str]]) -> Iterator[list[str]]:
    """Put together what the pairs say means the same."""
    parent: dict[str, str] = {}

    def root(text: str) -> str:
        parent.setdefault(text, text)
        while parent[text] != text:
            text = parent[text]
        return text

    for first, second, label in pairs:
        one, other = root(first), root(second)
        if label.strip() == "1":
            parent[other] = one
    together: dict[str, list[str]] = defaultdict(list)
    for text in parent:
        together[root(text)].append(text)
    yield from together.values()


def _new(group: list[str], used: set[str]) -> list[str]:
    """Leave out what is too long for an entry or was there before."""
    found = []
    for text in group:
        plain = normalize(text)
        if plain and plain not in used and len(text.strip()) <= QUESTION_LIMIT:
            used.add(plain)
            found.append(text.strip())
    return found


def _entries(groups: Iterable[list[str]]) -> Iterator[Entry]:
    for number, group in enumerate(groups):
        if group:
            row = {"id": f"e{number}", "standard_question": group[0], "answer": ANSWER}
            yield exam_entry({**row, "similar_questions": group[1:]})


def _row(entry: Entry) -> dict[str, object]:
    return {
        "id": entry.id,
        "topic": "测速",
        "standard_question": entry.standard_question,
        "similar_questions": list(entry.similar_questions),
        "answer": entry.answer,
        "sources": [{"title": "测速", "number": "1"}],
        "evidence": "A",
        "as_of": "2026-11-22",
        "review_by": "2027-08-01",
    }


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
