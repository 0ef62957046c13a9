"""Where each conversation stands. The row is also the lock that keeps two turns apart."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, func, select, update

from db.columns import table_of
from db.engine import Session, worded
from db.tables import DialogueRow


@dataclass(frozen=True, slots=True)
class Choice:
    """A button of the latest turn; `number` is what may be typed instead of tapping it."""

    label: str
    data: str
    number: int | None = None


@dataclass(slots=True)
class Dialogue:
    """The state of one conversation while its turn runs."""

    channel: str
    chat_id: int
    user_id: int
    state: str | None = None
    data: dict[str, Any] = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()


async def load(session: Session, channel: str, chat_id: int, user_id: int) -> Dialogue:
    """Return the conversation, locked against other turns until the transaction ends."""
    dialogue = Dialogue(channel, chat_id, user_id)
    place = {"in_channel": channel, "chat": chat_id, "user": user_id}
    row = (await session.execute(_STANDING, place)).one_or_none()
    if row is None and session.get_bind().dialect.name == "postgresql":
        # There is no row to lock yet: the first turns queue on the conversation's name instead.
        name = func.hashtextextended(f"{channel}:{chat_id}:{user_id}", 0)
        await session.execute(select(func.pg_advisory_xact_lock(name)))
        row = (await session.execute(_STANDING, place)).one_or_none()
    if row is not None:
        dialogue.state, dialogue.data = row.state, dict(row.data)
        dialogue.choices = tuple(Choice(**choice) for choice in row.choices)
    return dialogue


async def save(session: Session, dialogue: Dialogue, now: datetime) -> None:
    """Write the conversation back."""
    row = {
        "channel": dialogue.channel,
        "chat_id": dialogue.chat_id,
        "user_id": dialogue.user_id,
        "state": dialogue.state,
        "data": dialogue.data,
        "choices": [_as_json(choice) for choice in dialogue.choices],
        "updated_at": now,
    }
    await session.execute(_SAVE(session), row)


async def offer(session: Session, channel: str, chat_id: int, choices: Sequence[Choice]) -> None:
    """Note the buttons a private chat was shown outside of a turn."""
    shown = [_as_json(choice) for choice in choices]
    await session.execute(
        update(DialogueRow)
        .where(DialogueRow.channel == channel, DialogueRow.chat_id == chat_id)
        .values(choices=shown)
    )


async def forget_older(session: Session, instant: datetime) -> None:
    """Delete conversations nothing was said in since `instant`; drafts are rows of their own."""
    await session.execute(delete(DialogueRow).where(DialogueRow.updated_at < instant))


async def forget(session: Session, channel: str, chat_id: int) -> None:
    """Delete what is known about the conversations of one chat."""
    await session.execute(
        delete(DialogueRow).where(DialogueRow.channel == channel, DialogueRow.chat_id == chat_id)
    )


def _as_json(choice: Choice) -> dict[str, Any]:
    return {"label": choice.label, "data": choice.data, "number": choice.number}


_ROWS = table_of(DialogueRow).c
_PLACE = ("channel", "chat_id", "user_id")
_STANDS = ("state", "data", "choices", "updated_at")
_STANDING = (
    select(_ROWS.state, _ROWS.data, _ROWS.choices)
    .where(
        _ROWS.channel == bindparam("in_channel"),
        _ROWS.chat_id == bindparam("chat"),
        _ROWS.user_id == bindparam("user"),
    )
    .with_for_update()
)
_SAVE = worded(
    DialogueRow,
    lambda insert: insert.on_conflict_do_update(
        index_elements=_PLACE, set_={name: insert.excluded[name] for name in _STANDS}
    ),
)
