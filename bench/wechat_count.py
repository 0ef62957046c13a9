"""Reads from the records and from WeChat's side what became of followers whose bot was killed."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.wechat.platform import Platform

LOST, DOUBLED = "lost", "doubled"
NO_TURN = {"more"}
"""Who asks for what waits (继续) asks nothing of the dialogue."""


@dataclass(slots=True)
class Spoken:
    """What one follower sent, and which words had to come back once each, by step."""

    keys: dict[str, str] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)
    read: dict[str, list[str]] = field(default_factory=dict)
    """The responses that arrived, by message."""
    kept: dict[str, str] = field(default_factory=dict)
    """What the records said was answered, by message: they forget it after minutes."""

    def did(self, step: str, key: str, answer: str) -> None:
        """Note a message."""
        self.keys[step] = key
        self.answers[step] = answer

    def hears(self, step: str, answer: str) -> None:
        """Note words that come by themselves."""
        self.answers[step] = answer


@dataclass(slots=True)
class Figures:
    """Kills, messages, and faults by step; then what is no fault but is told."""

    kills: Counter[str] = field(default_factory=Counter)
    messages: Counter[str] = field(default_factory=Counter)
    faults: dict[str, Counter[str]] = field(
        default_factory=lambda: {kind: Counter() for kind in (LOST, DOUBLED)}
    )
    told: dict[str, int] = field(default_factory=dict)

    def add(self, step: str, found: int) -> None:
        """Note how often something is there that must be there once."""
        self.faults[LOST][step] += max(0, 1 - found)
        self.faults[DOUBLED][step] += max(0, found - 1)

    def is_clean(self) -> bool:
        """Whether nothing was lost or doubled."""
        return not any(found.total() for found in self.faults.values())

    def lines(self) -> list[str]:
        """Return the table."""
        counts = [self.messages, self.kills, *self.faults.values()]
        steps = list(dict.fromkeys(step for each in counts for step in each))
        head = _line("step", "messages", "kills", *self.faults)
        rows = [_line(step, *(each[step] for each in counts)) for step in steps]
        last = "; ".join(f"{what}: {number}" for what, number in self.told.items())
        return [head, *rows, _line("all", *(each.total() for each in counts)), last]


def _line(name: str, *cells: object) -> str:
    return f"{name:<26}" + "".join(f"{cell!s:>10}" for cell in cells)


@dataclass(frozen=True, slots=True)
class Records:
    """The bot's records and what WeChat's API was sent."""

    folder: Path
    weixin: Platform

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Ask the database."""
        with closing(sqlite3.connect(self.folder / "zhixiaotong.db", timeout=30)) as database:
            return database.execute(query, values).fetchall()

    def number(self, query: str, *values: object) -> int:
        """Ask for one number."""
        return int(self.rows(query, *values)[0][0])

    async def is_quiet(self) -> bool:
        """Whether every turn has ended and nothing is about to be pushed."""
        open_turns = "SELECT count(*) FROM inbox WHERE done_at IS NULL"
        due = (
            "SELECT count(*) FROM outbox WHERE sent_at IS NULL AND failed_reason IS NULL"
            " AND next_try_at < '9999'"
        )
        return not (self.number(open_turns) or self.number(due))

    async def are_checked(self, wanted: int) -> bool:
        """Whether all films were checked and said so."""
        checked = self.number("SELECT count(*) FROM media WHERE state = 'checked'")
        return checked >= wanted and await self.is_quiet()

    def remember(self, everybody: Iterable[Spoken]) -> None:
        """Keep the replies that the records will empty."""
        replies = dict(self.rows("SELECT key, reply FROM passive WHERE reply IS NOT NULL"))
        for one in everybody:
            for key in set(one.keys.values()) & set(replies):
                one.kept[key] = json.loads(replies[key])["text"]["content"]

    def chats(self, one: Spoken) -> list[int]:
        """Return the chats this follower has: one."""
        holes = ",".join("?" * len(one.keys))
        query = f"SELECT DISTINCT chat_id FROM inbox WHERE key IN ({holes})"  # noqa: S608 -- question marks only
        return [row[0] for row in self.rows(query, *one.keys.values())]

    def said(self, one: Spoken) -> list[str]:
        """Return everything said to a follower: answered, pushed, or waiting."""
        self.remember([one])
        waiting: list[str] = []
        pushed: list[str] = []
        for chat in self.chats(one):
            rows = self.rows(
                "SELECT payload FROM outbox WHERE chat_id = ? AND sent_at IS NULL", chat
            )
            waiting += [json.loads(row[0]).get("text", "") for row in rows]
            named = self.rows("SELECT external FROM identity WHERE id = ?", chat)
            pushed += [_words(sent.body) for sent in self.weixin.sent
                       if (sent.body["touser"],) in named]  # fmt: skip
        return [*one.kept.values(), *dict.fromkeys(pushed), *waiting]

    def pushed_again(self) -> int:
        """Count pushes that a kill cut off before their receipt was kept."""
        bodies = Counter(sent.raw for sent in self.weixin.sent)
        return sum(number - 1 for number in bodies.values())


def count(records: Records, everybody: Sequence[Spoken], figures: Figures) -> None:
    """Look for every message, answer, question and work in the records, once each."""
    records.remember(everybody)
    for one in everybody:
        for step, key in one.keys.items():
            figures.messages[step] += 1
            if step not in NO_TURN:
                kept = records.number("SELECT count(*) FROM inbox WHERE key = ?", key)
                figures.add("inbox", kept)
            brought = records.number("SELECT count(*) FROM passive WHERE key = ?", key)
            figures.add("passive", brought)
        said = "\n".join(records.said(one))
        for step, answer in one.answers.items():
            figures.add(step, said.count(answer))
        _count_records(records, one, figures)
    figures.told = _told(records, everybody)


def _count_records(records: Records, one: Spoken, figures: Figures) -> None:
    chats = records.chats(one)
    figures.add("people", len(chats))
    for chat in chats:
        _count_works(records, one, chat, figures)
        asked = (
            "SELECT count(*) FROM unanswered WHERE person_id ="
            " (SELECT person_id FROM identity WHERE id = ?)"
        )
        figures.add("unanswered questions", records.number(asked, chat))


def _count_works(records: Records, one: Spoken, chat: int, figures: Figures) -> None:
    if "confirm" in one.keys:
        mine = "SELECT count(*) FROM submission WHERE chat_id = ?"
        figures.add("submissions", records.number(mine, chat))
        received = f"{mine} AND state IN ('received', 'checking') AND receipt IS NOT NULL"
        figures.add("submissions received", records.number(received, chat))


def _told(records: Records, everybody: Sequence[Spoken]) -> dict[str, int]:
    differing = sum(len(set(texts)) > 1 for one in everybody for texts in one.read.values())
    unread = sum(key not in one.read for one in everybody for key in one.kept)
    return {
        "calls counted": records.number("SELECT coalesce(sum(calls), 0) FROM passive"),
        "turns taken up after a kill": records.number(
            "SELECT count(*) FROM inbox WHERE attempts > 0"
        ),
        "turns with an incident": records.number(
            "SELECT count(*) FROM inbox WHERE incident IS NOT NULL"
        ),
        "messages answered differently when brought again": differing,
        "replies kept that no response carried": unread,
        "pushed a second time": records.pushed_again(),
        "pushed": len(records.weixin.sent),
    }


def _words(body: dict[str, Any]) -> str:
    if body["msgtype"] == "msgmenu":
        menu = body["msgmenu"]
        return "\n".join([menu["head_content"], *(line["content"] for line in menu["list"])])
    return str(body.get("text", {}).get("content", ""))
