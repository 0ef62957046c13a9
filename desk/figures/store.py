"""Records behind the figures: the journal, and what citizens reported."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from db.engine import Session
from db.tables import UnansweredRow
from desk.figures.figures import REPORTS, Figures, Reported
from desk.journal import store as journal
from desk.unanswered import Kind

CHINA = ZoneInfo("Asia/Shanghai")


async def gather(session: Session, first: date, last: date, channel: str | None = None) -> Figures:
    """Return the figures of the days from first to last, Beijing's, both included."""
    counted = await journal.counted(session, first, last)
    return Figures(
        first, last,
        [row for row in counted if channel in (None, row.channel)],
        await _reported(session, first, last, channel),
    )  # fmt: skip


def begin(day: date) -> datetime:
    """Return the instant a day begins in Beijing."""
    return datetime.combine(day, time(), CHINA)


async def _reported(
    session: Session, first: date, last: date, channel: str | None
) -> Sequence[Reported]:
    query = select(UnansweredRow.created_at, UnansweredRow.kind).where(
        UnansweredRow.kind.in_([kind.value for kind in REPORTS]),
        UnansweredRow.created_at >= begin(first),
        UnansweredRow.created_at < begin(last + timedelta(days=1)),
    )
    if channel is not None:
        query = query.where(UnansweredRow.channel == channel)
    rows = await session.execute(query)
    found = Counter((at.astimezone(CHINA).date(), Kind(kind)) for at, kind in rows)
    return [Reported(day, kind, count) for (day, kind), count in sorted(found.items())]
