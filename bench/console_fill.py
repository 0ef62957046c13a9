"""Records of a busy house, for the console under measurement: all made up, the same every time.

Whoever is made may do everything. Wordings come from EVAL as in `bench.publish`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import cycle
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bench.publish import entries
from db import migrate
from db.columns import table_of
from db.engine import Database, sqlite_url
from db.knowledge_tables import QuestionRow
from db.staff_tables import AuditRow
from db.tables import UnansweredRow
from faq.editorial.seed.store import take_in
from faq.editorial.shipped import shipped
from faq.entry import Entry, Evidence, Source
from people.audit.chain import BEGINNING, hash_of
from people.staff import store as people
from people.staff.credentials import store as credentials
from people.staff.roles import EVERYBODY
from people.staff.sessions import store as sessions

DATABASE = "zhixiaotong.db"
JOURNAL, UNANSWERED, AUDIT, DAYS = 200_000, 2_000, 100_000, 89
CHINA = ZoneInfo("Asia/Shanghai")
CAME = (
    *[("answer", "confident")] * 6, *[("suggest", "several")] * 2, ("decline", "unknown"),
    ("redirect", "office"),
)  # fmt: skip
CHANNELS = ("web", "web", "wechat", "telegram")
TEXTS_KEPT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class House:
    """What was filled: who is signed in, by which cookie, and the entries that are live."""

    url: str
    token: str
    entries: tuple[Entry, ...]


async def fill(folder: Path, eval_folder: Path | None, now: datetime) -> House:
    """Fill a new data folder; takes half a minute."""
    url = sqlite_url(folder / DATABASE)
    database, known = Database(url), tuple(map(_whole, entries(eval_folder)))
    await migrate.upgrade(database)
    async with database.begin_long() as session:
        await take_in(session, shipped(known), now)
        one = await people.create(session, "measured", "测速（示例）", EVERYBODY, now)
        await credentials.set_password(session, one.id, "no password fits this")
        await credentials.tie_device(session, one.id, "nor any phone", 0)
        token = await sessions.begin(session, one.id, "bench", now)
        for table, rows in (
            (QuestionRow, list(_journal(known, now))),
            (UnansweredRow, list(_unanswered(known, now))),
            (AuditRow, list(_audit(one.id, now))),
        ):
            await session.execute(table_of(table).insert(), rows)
    await database.close()
    return House(url, token, known)


def _whole(entry: Entry) -> Entry:
    """Give an entry what a review asks for."""
    return replace(
        entry, sources=(Source("示例通知", number="〔2026〕1号", date=date(2026, 9, 1)),),
        evidence=Evidence.A, as_of=date(2026, 9, 1), review_by=date(2027, 9, 1),
    )  # fmt: skip


def _journal(known: tuple[Entry, ...], now: datetime) -> Iterator[dict[str, Any]]:
    """Ask every wording again and again, evenly over the days that are kept."""
    asked = cycle((entry.id, text) for entry in known for text in entry.wordings)
    for number in range(JOURNAL):
        at = now - timedelta(days=DAYS) * (JOURNAL - number) / JOURNAL
        entry_id, text = next(asked)
        outcome, reason = CAME[number * 7 % len(CAME)]
        yield {
            "asked_at": at, "day": at.astimezone(CHINA).date(),
            "channel": CHANNELS[number * 3 % len(CHANNELS)],
            "text": text if now - at < TEXTS_KEPT else None,
            "outcome": outcome, "reason": reason,
            "entry_id": entry_id if outcome == "answer" else None, "probability": 0.9,
        }  # fmt: skip


def _unanswered(known: tuple[Entry, ...], now: datetime) -> Iterator[dict[str, Any]]:
    """Leave wordings unanswered, all six of some entries: they look alike, as real ones do."""
    texts = (text for entry in known[::13] for text in entry.wordings)
    for number, text in zip(range(UNANSWERED), cycle(texts), strict=False):
        yield {
            "receipt": f"Q-{number:07}", "kind": "unknown", "text": text, "reason": "unknown",
            "channel": "web", "created_at": now - timedelta(minutes=number),
        }  # fmt: skip


def _audit(staff_id: int, now: datetime) -> Iterator[dict[str, Any]]:
    """Write a whole chain."""
    previous = BEGINNING
    for number in range(AUDIT):
        at = (now - timedelta(minutes=AUDIT - number)).astimezone(UTC)
        action, subject, facts = "entry.save", f"e{number % 10_000}", {"revision": number}
        held = hash_of(previous, at, staff_id, action, subject, facts)
        yield {
            "at": at, "staff_id": staff_id, "action": action, "subject": subject, "facts": facts,
            "previous": previous, "hash": held,
        }  # fmt: skip
        previous = held
