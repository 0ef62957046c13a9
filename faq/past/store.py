"""Past questions as the journal keeps them: masked, for 30 days, nobody named."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from db.columns import table_of
from db.engine import Session
from db.knowledge_tables import QuestionRow

KEPT = timedelta(days=30)
_QUESTION = table_of(QuestionRow)


@dataclass(frozen=True, slots=True)
class Past:
    """Distinct texts, the latest asked first, and when the oldest of them was last asked."""

    texts: tuple[str, ...]
    since: datetime | None


async def texts(session: Session, now: datetime, most: int) -> Past:
    """Return at most so many texts of the last 30 days."""
    last = func.max(_QUESTION.c.asked_at).label("last")
    query = (
        select(_QUESTION.c.text, last)
        .where(_QUESTION.c.asked_at >= now - KEPT, _QUESTION.c.text.is_not(None))
        .group_by(_QUESTION.c.text)
        .order_by(last.desc(), _QUESTION.c.text)
        .limit(most)
    )
    rows = list(await session.execute(query))
    return Past(tuple(row[0] for row in rows), rows[-1][1] if rows else None)
