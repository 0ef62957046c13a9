"""What replays ask: the questions of the last 30 days, and the exam's half that may be read."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from db.engine import Database
from faq.commands import EXAM
from faq.exam import Case, read_exam
from faq.past import store

HALF = "tuning"


@dataclass(frozen=True, slots=True)
class Questions:
    """Past texts and exam cases; `since` is when the oldest text was asked."""

    texts: tuple[str, ...]
    since: datetime | None
    cases: tuple[Case, ...]


async def questions(
    database: Database, exam: tuple[Case, ...], now: datetime, most: int
) -> Questions:
    """Return at most so many texts, the newest, and all cases."""
    async with database.read() as session:
        past = await store.texts(session, now, most)
    return Questions(past.texts, past.since, exam)


@cache
def own_exam() -> tuple[Case, ...]:
    """Read the exam's tuning half; nothing where it was not installed."""
    files = sorted((EXAM / HALF).glob("*.yaml"))
    return tuple(case for file in files for case in read_exam(file))
