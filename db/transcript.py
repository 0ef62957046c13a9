"""The bubbles of web conversations: what a page shows after a reload, in order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import delete, func, select

from db.engine import Session
from db.tables import TranscriptRow

Author = Literal["citizen", "bot"]


@dataclass(frozen=True, slots=True)
class Bubble:
    """One message as it is shown; `key` is the page's own name for a citizen's message."""

    id: int
    chat_id: int
    author: str
    key: str | None
    body: dict[str, Any]
    at: datetime


async def put(  # noqa: PLR0913, PLR0917 -- a row has these columns
    session: Session,
    channel: str,
    chat_id: int,
    author: Author,
    key: str | None,
    body: dict[str, Any],
    now: datetime,
) -> Bubble:
    """Store a bubble (already masked) and return it with its number."""
    row = TranscriptRow(
        channel=channel, chat_id=chat_id, author=author, key=key, body=body, created_at=now
    )
    session.add(row)
    await session.flush()
    return _bubble(row)


async def after(
    session: Session, channel: str, chat_id: int, number: int, limit: int
) -> Sequence[Bubble]:
    """Return up to `limit` bubbles of a chat behind `number`, oldest first."""
    query = (
        select(TranscriptRow)
        .where(*_of(channel, chat_id), TranscriptRow.id > number)
        .order_by(TranscriptRow.id)
        .limit(limit)
    )
    return [_bubble(row) for row in await session.scalars(query)]


async def before(
    session: Session, channel: str, chat_id: int, number: int | None, limit: int
) -> Sequence[Bubble]:
    """Return the last `limit` bubbles of a chat before `number` (or of all), oldest first."""
    query = select(TranscriptRow).where(*_of(channel, chat_id))
    if number is not None:
        query = query.where(TranscriptRow.id < number)
    rows = await session.scalars(query.order_by(TranscriptRow.id.desc()).limit(limit))
    return [_bubble(row) for row in rows][::-1]


async def get(session: Session, channel: str, chat_id: int, number: int) -> Bubble | None:
    """Return one bubble of a chat, or None where that chat has none of this number."""
    query = select(TranscriptRow).where(*_of(channel, chat_id), TranscriptRow.id == number)
    row = await session.scalar(query)
    return None if row is None else _bubble(row)


async def newest(session: Session, channel: str, chats: Iterable[int]) -> dict[int, int]:
    """Return the number of the newest bubble of each of `chats`."""
    query = (
        select(TranscriptRow.chat_id, func.max(TranscriptRow.id))
        .where(TranscriptRow.channel == channel, TranscriptRow.chat_id.in_(list(chats)))
        .group_by(TranscriptRow.chat_id)
    )
    found = (await session.execute(query)).all()
    return {chat_id: number for chat_id, number in found}  # noqa: C416 -- rows are no pairs to dict()


async def count(session: Session, channel: str, chat_id: int) -> int:
    """Count a chat's bubbles."""
    query = select(func.count()).select_from(TranscriptRow).where(*_of(channel, chat_id))
    return await session.scalar(query) or 0


async def forget(session: Session, channel: str, chat_id: int) -> None:
    """Delete a chat's bubbles."""
    await session.execute(delete(TranscriptRow).where(*_of(channel, chat_id)))


async def forget_older(session: Session, instant: datetime) -> None:
    """Delete all bubbles from before `instant`."""
    await session.execute(delete(TranscriptRow).where(TranscriptRow.created_at < instant))


def _of(channel: str, chat_id: int) -> tuple[Any, ...]:
    return (TranscriptRow.channel == channel, TranscriptRow.chat_id == chat_id)


def _bubble(row: TranscriptRow) -> Bubble:
    return Bubble(row.id, row.chat_id, row.author, row.key, row.body, row.created_at)
