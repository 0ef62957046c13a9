"""Records of what was asked: one row a question, folded into numbers when it is old."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, delete, func, insert, select, update

from db.columns import table_of
from db.engine import Session, worded
from db.knowledge_tables import OutcomeCountRow, QuestionRow
from desk.journal.journal import ROWS_KEPT, TEXTS_KEPT, Asked, AskedAlike, Came, Counted
from people.mask import mask

CHINA = ZoneInfo("Asia/Shanghai")
LONGEST_TEXT = 500

_QUESTION, _COUNT = table_of(QuestionRow), table_of(OutcomeCountRow)
_INSERT = insert(_QUESTION).values(
    {column: bindparam(column) for column in (
        "asked_at", "day", "channel", "text", "outcome", "reason", "entry_id", "probability",
    )}
)  # fmt: skip


async def record(session: Session, asked: Asked, now: datetime) -> None:
    """Put a question down, its personal numbers masked."""
    text = None if asked.text is None else mask(asked.text)[:LONGEST_TEXT]
    await session.execute(
        _INSERT,
        {
            "asked_at": now, "day": now.astimezone(CHINA).date(),
            "channel": asked.channel, "text": text,
            "outcome": asked.outcome.value, "reason": asked.reason,
            "entry_id": asked.entry_id, "probability": asked.probability,
        },
    )  # fmt: skip


async def counted(session: Session, first: date, last: date) -> Sequence[Counted]:
    """Count questions by Beijing's day, channel, outcome and reason; both days are included."""
    keys = (_QUESTION.c.day, _QUESTION.c.channel, _QUESTION.c.outcome, _QUESTION.c.reason)
    kept = (
        select(*keys, func.count().label("count"))
        .where(_QUESTION.c.day.between(first, last))
        .group_by(*keys)
    )
    folded = select(_COUNT).where(_COUNT.c.day.between(first, last))
    found: dict[tuple[date, str, str, str], int] = {}
    for query in (kept, folded):
        for *key, count in await session.execute(query):
            found[*key,] = found.get((*key,), 0) + count
    return [
        Counted(day, channel, Came(outcome), reason, count)
        for (day, channel, outcome, reason), count in sorted(found.items())
    ]


async def most_missed(
    session: Session, since: datetime, most: int, channel: str | None = None
) -> Sequence[AskedAlike]:
    """Return the texts that were asked in vain most often, the most frequent first."""
    last = func.max(_QUESTION.c.asked_at)
    count = func.count()
    query = (
        select(_QUESTION.c.text, count, last)
        .where(
            _QUESTION.c.asked_at >= since,
            _QUESTION.c.outcome == Came.DECLINE.value,
            _QUESTION.c.text.is_not(None),
        )
        .group_by(_QUESTION.c.text)
        .order_by(count.desc(), last.desc(), _QUESTION.c.text)
        .limit(most)
    )
    if channel is not None:
        query = query.where(_QUESTION.c.channel == channel)
    return [AskedAlike(text, number, at) for text, number, at in await session.execute(query)]


async def most_answered(
    session: Session, since: datetime, most: int, channel: str | None = None
) -> Sequence[tuple[str, int]]:
    """Return the entries shown most often with the number of times, the most frequent first."""
    count = func.count()
    query = (
        select(_QUESTION.c.entry_id, count)
        .where(
            _QUESTION.c.asked_at >= since,
            _QUESTION.c.entry_id.is_not(None),
            _QUESTION.c.outcome.in_([Came.ANSWER.value, Came.CHOSEN.value, Came.REDIRECT.value]),
        )
        .group_by(_QUESTION.c.entry_id)
        .order_by(count.desc(), _QUESTION.c.entry_id)
        .limit(most)
    )
    if channel is not None:
        query = query.where(_QUESTION.c.channel == channel)
    return [(entry, number) for entry, number in await session.execute(query)]


async def forget_texts(session: Session, now: datetime) -> None:
    """Empty the words of questions older than `TEXTS_KEPT`."""
    await session.execute(
        update(_QUESTION)
        .where(_QUESTION.c.asked_at < now - TEXTS_KEPT, _QUESTION.c.text.is_not(None))
        .values(text=None)
    )


async def fold(session: Session, now: datetime) -> None:
    """Turn the days that ended more than `ROWS_KEPT` ago into numbers, and delete their rows.

    Whole days only, and both in one transaction: doing it again counts nothing twice.
    """
    day = (now - ROWS_KEPT).astimezone(CHINA).date()
    oldest = await session.scalar(select(func.min(_QUESTION.c.day)).where(_QUESTION.c.day < day))
    if oldest is None:
        return
    for row in await counted(session, oldest, day - timedelta(days=1)):
        values = {
            "day": row.day, "channel": row.channel, "outcome": row.outcome.value,
            "reason": row.reason, "count": row.count,
        }  # fmt: skip
        await session.execute(_SET(session), values)
    await session.execute(delete(_QUESTION).where(_QUESTION.c.day < day))


_SET = worded(
    OutcomeCountRow,
    lambda insert: insert.on_conflict_do_update(
        index_elements=["day", "channel", "outcome", "reason"],
        set_={"count": insert.excluded.count},
    ),
)
