"""Messages on their way to a channel that is pushed to: rows first, then deliveries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Row,
    bindparam,
    delete,
    func,
    or_,
    select,
    update,
)

from db.columns import table_of
from db.engine import Session
from db.tables import OutboxRow

LEASE = timedelta(seconds=60)
NEXT_VISIT = datetime(9999, 1, 1, tzinfo=UTC)
"""When a message is tried again that may not be sent before the citizen comes back."""

_ROWS = table_of(OutboxRow).c


@dataclass(frozen=True, slots=True)
class Letter:
    """A message to be delivered: an API method by name and its arguments."""

    id: int
    chat_id: int
    method: str
    payload: dict[str, Any]
    attempts: int


async def put(  # noqa: PLR0913, PLR0917 -- a row has these columns
    session: Session,
    channel: str,
    chat_id: int,
    inbox_id: int | None,
    method: str,
    payload: dict[str, Any],
    now: datetime,
    due: datetime | None = None,
) -> int:
    """Store a message, to be sent from `due` on (at once unless said), and return its number."""
    row = OutboxRow(
        channel=channel, chat_id=chat_id, inbox_id=inbox_id, method=method, payload=payload,
        created_at=now, next_try_at=due or now, attempts=0,
    )  # fmt: skip
    session.add(row)
    await session.flush()
    return row.id


async def take_due(session: Session, channel: str, now: datetime, most: int) -> Sequence[Letter]:
    """Lease the oldest undelivered message of at most `most` chats whose time has come."""
    first = select(func.min(OutboxRow.id)).where(*_open(channel)).group_by(OutboxRow.chat_id)
    query = (
        select(OutboxRow)
        .where(OutboxRow.id.in_(first), OutboxRow.next_try_at <= now)
        .order_by(OutboxRow.id)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    rows = (await session.scalars(query)).all()
    for row in rows:
        row.next_try_at = now + LEASE
        row.attempts += 1
    return [_letter(row) for row in rows]


async def take_waiting(
    session: Session, channel: str, chat_id: int, now: datetime
) -> Sequence[Letter]:
    """Take what waits for one chat and nobody is sending, oldest first, locked until the end.

    It ends before a message that is being sent, so that the order stays.
    """
    rows = (await session.execute(_WAITING, {"in_channel": channel, "chat": chat_id})).all()
    waiting = takewhile(lambda row: row.next_try_at <= now or row.next_try_at == NEXT_VISIT, rows)
    return [_letter(row) for row in waiting]


async def park(session: Session, number: int) -> None:
    """Keep a message until the citizen comes back."""
    await postpone(session, number, NEXT_VISIT)


async def unpark(
    session: Session, channel: str, now: datetime, chat_id: int | None = None
) -> None:
    """Let what waits for a visit be tried now, of one chat or of all."""
    query = update(OutboxRow).where(*_open(channel), OutboxRow.next_try_at == NEXT_VISIT)
    if chat_id is not None:
        query = query.where(OutboxRow.chat_id == chat_id)
    await session.execute(query.values(next_try_at=now))


async def mark_sent(session: Session, numbers: Sequence[int], receipt: str, now: datetime) -> None:
    """Note the channel's receipt and empty the messages."""
    if not numbers:
        return
    await session.execute(
        update(OutboxRow)
        .where(OutboxRow.id.in_(numbers))
        .values(sent_at=now, receipt=receipt, payload={})
    )


async def mark_failed(session: Session, number: int, reason: str) -> None:
    """Give a message up for good; `reason` is for the operators."""
    await session.execute(
        update(OutboxRow)
        .where(OutboxRow.id == number)
        .values(failed_reason=reason[:200], payload={})
    )


async def give_up_chat(session: Session, channel: str, chat_id: int, reason: str) -> None:
    """Give up every message waiting for a chat that cannot be written to."""
    await session.execute(
        update(OutboxRow)
        .where(*_open(channel), OutboxRow.chat_id == chat_id)
        .values(failed_reason=reason[:200], payload={})
    )


async def release(session: Session, channel: str, now: datetime) -> None:
    """Let everything undelivered be tried at once: nobody else is at work."""
    await session.execute(update(OutboxRow).where(*_open(channel)).values(next_try_at=now))


async def postpone(session: Session, number: int, until: datetime) -> None:
    """Try a message again later."""
    await session.execute(
        update(OutboxRow).where(OutboxRow.id == number).values(next_try_at=until)
    )


async def forget_done(session: Session, instant: datetime) -> None:
    """Delete the emptied rows of messages that ended, well or badly, and are older."""
    is_done = or_(OutboxRow.sent_at.is_not(None), OutboxRow.failed_reason.is_not(None))
    await session.execute(delete(OutboxRow).where(is_done, OutboxRow.created_at < instant))


def _open(channel: str | BindParameter[str]) -> tuple[ColumnElement[bool], ...]:
    return (_ROWS.channel == channel, _ROWS.sent_at.is_(None), _ROWS.failed_reason.is_(None))


def _letter(row: OutboxRow | Row[*tuple[Any, ...]]) -> Letter:
    return Letter(row.id, row.chat_id, row.method, row.payload, row.attempts)


_WAITING = (
    select(_ROWS.id, _ROWS.chat_id, _ROWS.method, _ROWS.payload, _ROWS.attempts, _ROWS.next_try_at)
    .where(*_open(bindparam("in_channel")), _ROWS.chat_id == bindparam("chat"))
    .order_by(_ROWS.id)
    .with_for_update(skip_locked=True)
)
