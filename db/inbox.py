"""Updates as they came: stored before they are acknowledged, finished with their turn."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, select, update

from db.columns import table_of
from db.engine import Session, worded
from db.tables import InboxRow

LEASE = timedelta(seconds=60)
"""How long a process may work on an update before another one takes it over."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """An update a channel received; `key` is the channel's own name for it."""

    channel: str
    key: str
    chat_id: int
    payload: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Received:
    """A stored update that waits for its turn."""

    id: int
    channel: str
    chat_id: int
    payload: dict[str, Any]
    received_at: datetime
    attempts: int


async def put(session: Session, arrivals: Iterable[Arrival], now: datetime) -> list[Received]:
    """Store updates; return only those that were not stored before."""
    new = []
    for arrival in arrivals:
        number = await session.scalar(_PUT(session), _as_row(arrival, now))
        if number is not None:
            new.append(Received(number, arrival.channel, arrival.chat_id, arrival.payload, now, 0))
    return new


async def take_left_over(session: Session, now: datetime, *, alone: bool) -> Sequence[Received]:
    """Take the unfinished updates nobody works on, oldest first.

    `alone` says that no other process can be at work, so that no lease needs to be waited for.
    """
    query = select(InboxRow).where(InboxRow.done_at.is_(None)).order_by(InboxRow.id)
    if not alone:
        query = query.where(InboxRow.leased_until < now)
    rows = (await session.scalars(query.limit(500).with_for_update(skip_locked=True))).all()
    for row in rows:
        row.leased_until = now + LEASE
        row.attempts += 1
    return [_received(row) for row in rows]


async def finish(session: Session, number: int, now: datetime, incident: str | None) -> bool:
    """Mark an update as done and empty it; False where it was done already."""
    ended = {"number": number, "at": now, "why": incident, "emptied": {}}
    return await session.scalar(_FINISH, ended) is not None


async def is_open(session: Session, number: int) -> bool:
    """Whether the update still waits for its turn."""
    query = select(InboxRow.id).where(InboxRow.id == number, InboxRow.done_at.is_(None))
    return await session.scalar(query) is not None


async def has_open(session: Session, channel: str, chat_id: int) -> bool:
    """Whether an update of this chat still waits for its turn."""
    query = select(InboxRow.id).where(
        InboxRow.channel == channel, InboxRow.chat_id == chat_id, InboxRow.done_at.is_(None)
    )
    return await session.scalar(query.limit(1)) is not None


async def renew(session: Session, number: int, now: datetime) -> None:
    """Keep an update that waits in this process from being taken by another."""
    await session.execute(
        update(InboxRow).where(InboxRow.id == number).values(leased_until=now + LEASE)
    )


async def forget_done(session: Session, instant: datetime) -> None:
    """Delete the emptied rows of updates finished before `instant`."""
    await session.execute(delete(InboxRow).where(InboxRow.done_at < instant))


def _as_row(arrival: Arrival, now: datetime) -> dict[str, Any]:
    return {
        "channel": arrival.channel, "key": arrival.key, "chat_id": arrival.chat_id,
        "payload": arrival.payload, "received_at": now, "leased_until": now + LEASE, "attempts": 0,
    }  # fmt: skip


def _received(row: InboxRow) -> Received:
    return Received(row.id, row.channel, row.chat_id, row.payload, row.received_at, row.attempts)


_ROWS = table_of(InboxRow)
_PUT = worded(
    InboxRow,
    lambda insert: insert.on_conflict_do_nothing(index_elements=["channel", "key"]).returning(
        _ROWS.c.id
    ),
)
_FINISH = (
    update(_ROWS)
    .where(_ROWS.c.id == bindparam("number"), _ROWS.c.done_at.is_(None))
    .values(done_at=bindparam("at"), incident=bindparam("why"), payload=bindparam("emptied"))
    .returning(_ROWS.c.id)
)
