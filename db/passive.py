"""Messages a platform brings again and again until it gets an answer, and that answer."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, select, update

from db.columns import table_of
from db.engine import Session, worded
from db.platform_tables import NonceRow, PassiveRow

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Call:
    """A message brought so many times; `inbox_id` is None where it began no turn."""

    key: str
    chat_id: int
    inbox_id: int | None
    calls: int
    reply: Json | None
    first_at: datetime


async def call(
    session: Session, key: str, chat_id: int, inbox_id: int | None, now: datetime
) -> Call:
    """Count one more bringing of a message; what the first one stored stays."""
    row = {"key": key, "chat_id": chat_id, "inbox_id": inbox_id, "calls": 1, "first_at": now}
    return Call(*(await session.execute(_CALL(session), row)).one())


async def find(session: Session, key: str) -> Call | None:
    """Return what is known of a message, or None where it never came."""
    query = select(*_COLUMNS).where(PassiveRow.key == key)
    found = (await session.execute(query)).one_or_none()
    return None if found is None else Call(*found)


async def answer(session: Session, key: str, reply: Json) -> None:
    """Keep the answer to a message."""
    await session.execute(update(PassiveRow).where(PassiveRow.key == key).values(reply=reply))


async def answer_update(session: Session, inbox_id: int, reply: Json) -> None:
    """Keep the answer to the message that began the turn of a stored update."""
    await session.execute(_ANSWER, {"number": inbox_id, "said": reply})


async def spend_nonce(session: Session, value: str, key: str, now: datetime) -> bool:
    """Use a request's name for a message; False where it served another message before."""
    row = {"value": value, "key": key, "first_at": now}
    if await session.scalar(_SPEND(session), row) is not None:
        return True
    return await session.scalar(select(NonceRow.key).where(NonceRow.value == value)) == key


async def empty_older(session: Session, instant: datetime) -> None:
    """Empty the answers to messages first brought before `instant`."""
    is_old = PassiveRow.first_at < instant
    await session.execute(update(PassiveRow).where(is_old).values(reply=None))


async def forget_older(session: Session, instant: datetime) -> None:
    """Delete what was first brought before `instant`."""
    await session.execute(delete(PassiveRow).where(PassiveRow.first_at < instant))
    await session.execute(delete(NonceRow).where(NonceRow.first_at < instant))


_ROWS = table_of(PassiveRow)
_COLUMNS = (
    _ROWS.c.key, _ROWS.c.chat_id, _ROWS.c.inbox_id, _ROWS.c.calls, _ROWS.c.reply, _ROWS.c.first_at,
)  # fmt: skip
_CALL = worded(
    PassiveRow,
    lambda insert: insert.on_conflict_do_update(
        index_elements=["key"], set_={"calls": _ROWS.c.calls + 1}
    ).returning(*_COLUMNS),
)
_ANSWER = (
    update(_ROWS).where(_ROWS.c.inbox_id == bindparam("number")).values(reply=bindparam("said"))
)
_SPEND = worded(
    NonceRow,
    lambda insert: insert.on_conflict_do_nothing(index_elements=["value"]).returning(
        table_of(NonceRow).c.key
    ),
)
