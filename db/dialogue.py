"""Where each conversation stands. The row is also the lock that keeps two turns apart."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, update

from db.engine import Session, insert_into
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
    place = (channel, chat_id, user_id)
    row = await session.get(DialogueRow, place, with_for_update=True)
    if row is None and session.get_bind().dialect.name == "postgresql":
        # There is no row to lock yet: the first turns queue on the conversation's name instead.
        name = func.hashtextextended(f"{channel}:{chat_id}:{user_id}", 0)
        await session.execute(select(func.pg_advisory_xact_lock(name)))
        row = await session.get(DialogueRow, place, with_for_update=True)
    if row is not None:
        dialogue.state, dialogue.data = row.state, dict(row.data)
        dialogue.choices = tuple(Choice(**choice) for choice in row.choices)
    return dialogue


async def save(session: Session, dialogue: Dialogue, now: datetime) -> None:
    """Write the conversation back."""
    place = {
        "channel": dialogue.channel, "chat_id": dialogue.chat_id, "user_id": dialogue.user_id,
    }  # fmt: skip
    stands = {
        "state": dialogue.state,
        "data": dialogue.data,
        "choices": [asdict(choice) for choice in dialogue.choices],
        "updated_at": now,
    }
    inserted = insert_into(session, DialogueRow).values(**place, **stands)
    await session.execute(inserted.on_conflict_do_update(index_elements=list(place), set_=stands))


async def offer(session: Session, channel: str, chat_id: int, choices: Sequence[Choice]) -> None:
    """Note the buttons a private chat was shown outside of a turn."""
    shown = [asdict(choice) for choice in choices]
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
