"""Reads from the records what became of visitors whose bot was killed."""

import json
import re
import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

LOST, DOUBLED, HALF = "lost", "doubled", "half-made"
CHANGING = (
    (re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"), "<id>"),
    (re.compile(r"V-[0-9A-Z]{7}"), "<receipt>"),
    (re.compile(r"\d{1,2}:\d{2}"), "<time>"),
)
"""What differs between two visitors who do the same."""

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Journey:
    """What one visitor did: the page's keys by step, and the sha256 of the file."""

    keys: Mapping[str, str]
    sha256: str


@dataclass(slots=True)
class Figures:
    """Kills, acts they cut off before the acknowledgement, and faults, by step in order."""

    kills: Counter[str] = field(default_factory=Counter)
    cut_off: Counter[str] = field(default_factory=Counter)
    faults: dict[str, Counter[str]] = field(
        default_factory=lambda: {kind: Counter() for kind in (LOST, DOUBLED, HALF)}
    )

    def killed(self, step: str, cut_off: int) -> None:
        """Note one kill and how many acts had to be sent again."""
        self.kills[step] += 1
        self.cut_off[step] += cut_off

    def is_clean(self) -> bool:
        """Whether nothing went wrong at any step."""
        return not any(found.total() for found in self.faults.values())

    def lines(self) -> list[str]:
        """Return the table."""
        head = _line("step", "kills", "cut off", *self.faults)
        counts = [self.kills, self.cut_off, *self.faults.values()]
        rows = [_line(step, *(count[step] for count in counts)) for step in self.kills]
        return [head, *rows, _line("all", *(count.total() for count in counts))]


def _line(name: str, *cells: object) -> str:
    return f"{name:<14}" + "".join(f"{cell!s:>10}" for cell in cells)


@dataclass(frozen=True, slots=True)
class Said:
    """An act and what the bot said until the next one; `count` is how often the act stands."""

    count: int
    answers: tuple[str, ...]


class Records:
    """The data folder of a bot that does not run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def rows(self, query: str, *values: object) -> list[Row]:
        """Ask the database."""
        with closing(sqlite3.connect(self.folder / "zhixiaotong.db")) as database:
            return database.execute(query, values).fetchall()

    def chat(self, journey: Journey) -> int | None:
        """Find a visitor's conversation."""
        found = self.rows("SELECT chat_id FROM transcript WHERE key = ?", journey.keys["begin"])
        return found[0][0] if found else None

    def said(self, journey: Journey) -> dict[str, Said]:
        """Return every act of a visitor with its answers."""
        bubbles = self.rows(
            "SELECT author, key, body FROM transcript WHERE chat_id = ? ORDER BY id",
            self.chat(journey),
        )
        steps = {key: step for step, key in journey.keys.items()}
        counts, answers, step = Counter[str](), dict[str, list[str]](), "greeting"
        for author, key, body in bubbles:
            if author == "citizen":
                step = steps.get(key, "?")
                counts[step] += 1
            else:
                step = "check" if step == "upload" and answers.get(step) else step
                answers.setdefault(step, []).append(_plain(json.loads(body)))
        return {
            name: Said(counts[name], tuple(answers.get(name, ())))
            for name in {**journey.keys, **answers, **counts}
        }

    def works(self, journey: Journey) -> list[Row]:
        """Return all a visitor's works, as far as they must be equal for all visitors."""
        works = self.rows(
            "SELECT id, state, receipt, answers, media_id FROM submission WHERE chat_id = ?",
            self.chat(journey),
        )
        return [self._work(journey, *work) for work in works]

    def _work(
        self, journey: Journey, number: str, state: str, receipt: str, answers: str, media: str
    ) -> Row:
        log = self.rows(
            "SELECT before, after, actor, reason FROM submission_log"
            " WHERE submission_id = ? ORDER BY id", number,
        )  # fmt: skip
        consents = self.rows("SELECT kind FROM consent WHERE submission_id = ?", number)
        files = self.rows(
            "SELECT id, state, version, path, sha256 FROM media WHERE submission_id = ?", number
        )
        kept = [
            (own == media, state, version, self._is_whole(path, digest, journey))
            for own, state, version, path, digest in files
        ]
        facts = (state, bool(receipt), json.loads(answers), log, sorted(consents), kept)
        return (repr(facts),)

    def _is_whole(self, path: str, digest: str, journey: Journey) -> bool:
        file = self.folder / "media" / path
        is_there = file.is_file() and sha256(file.read_bytes()).hexdigest() == digest
        return is_there and digest == journey.sha256

    def taken_up(self) -> dict[str, int]:
        """Count what a later process had to take up: proof that kills met something at work."""
        return {
            "turns": self.rows("SELECT count(*) FROM inbox WHERE attempts > 0")[0][0],
            "checks": self.rows("SELECT count(*) FROM media WHERE attempts > 1")[0][0],
        }

    def left_over(self) -> list[str]:
        """Name what no visitor should leave behind."""
        found = {
            "updates never ended": "SELECT count(*) FROM inbox WHERE done_at IS NULL",
            "incidents": "SELECT count(*) FROM inbox WHERE incident IS NOT NULL",
            "drafts": "SELECT count(*) FROM submission WHERE state = 'draft'",
            "files without a work": "SELECT count(*) FROM media WHERE submission_id IS NULL",
            "receipts given twice": (
                "SELECT count(receipt) - count(DISTINCT receipt) FROM submission"
            ),
        }
        counts = {name: self.rows(query)[0][0] for name, query in found.items()}
        kept = sum(file.is_file() for file in (self.folder / "media" / "media").rglob("*"))
        rows = self.rows("SELECT count(*) FROM media")[0][0]
        counts["stored files beyond the records"] = kept - rows
        return [f"{name}: {number}" for name, number in counts.items() if number]


def count(records: Records, journeys: Sequence[Journey], figures: Figures) -> list[str]:
    """Compare every journey with the first, step by step; return what belongs to no step."""
    calm, *stormy = journeys
    wanted, work = records.said(calm), records.works(calm)
    for journey in stormy:
        found = records.said(journey)
        for step in {**wanted, **found}:
            nothing = Said(0, ())
            fault = _fault(found.get(step, nothing), wanted.get(step, nothing))
            if fault is not None:
                figures.faults[fault][step] += 1
        works = records.works(journey)
        if works != work:
            kind = HALF if len(works) == len(work) else LOST if not works else DOUBLED
            figures.faults[kind]["confirm"] += 1
    return records.left_over()


def _fault(found: Said, wanted: Said) -> str | None:
    if found == wanted:
        return None
    if (found.count, len(found.answers)) == (wanted.count, len(wanted.answers)):
        return HALF
    is_less = found.count < wanted.count or len(found.answers) < len(wanted.answers)
    return LOST if is_less else DOUBLED


def _plain(body: Mapping[str, Any]) -> str:
    labels = [button["label"] for row in body.get("buttons", []) for button in row]
    text = "\n".join([body.get("text", ""), *labels])
    for pattern, name in CHANGING:
        text = pattern.sub(name, text)
    return text
