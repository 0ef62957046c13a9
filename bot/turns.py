"""A turn: one update and everything it causes, in one transaction.

The dialogue's state, a draft's answers, the replies and the end of the update are committed
together or not at all, so that a process killed at any point leaves a whole number of turns.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from db import dialogue
from db.dialogue import Choice, Dialogue
from db.engine import Database, Session

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """Return the present instant."""
    return datetime.now(UTC)


@dataclass(slots=True)
class Turn:
    """What sessions and the dialogue's storage need while a turn runs."""

    session: Session
    dialogue: Dialogue
    now: datetime
    inbox_id: int | None = None
    postscript: str | None = None
    """A line put under the next text that is said, such as the privacy notice."""
    answers: int | None = None
    """The message in a group this turn answers, so that everybody there sees who is meant."""
    said: int = 0
    shown: list[Choice] = field(default_factory=list)
    held: list[dict[str, Any]] = field(default_factory=list)
    """Messages no row keeps yet: the channel places them when the turn is settled."""

    @property
    def chat_id(self) -> int:
        """The chat this turn belongs to."""
        return self.dialogue.chat_id


_running: ContextVar[Turn] = ContextVar("turn")


def running() -> Turn:
    """Return the turn that runs now; raises `LookupError` outside of one."""
    return _running.get()


Settle = Callable[[Turn], Awaitable[Sequence[Choice]]]
"""Ends a turn within its transaction; returns the buttons now before the citizen's eyes."""


async def settle(turn: Turn) -> Sequence[Choice]:
    """Take the buttons just said, as where everything said is seen at once."""
    return turn.shown if turn.said else turn.dialogue.choices


@dataclass(frozen=True, slots=True)
class Turns:
    """Opens turns and tells the channels when one was committed."""

    database: Database
    committed: Callable[[Turn], None]
    """Called after a turn was committed."""
    clock: Clock = utc_now
    settlers: Mapping[str, Settle] = field(default_factory=dict)
    """How channels end a turn that do so in a way of their own."""

    @asynccontextmanager
    async def open(
        self, channel: str, chat_id: int, user_id: int, inbox_id: int | None = None
    ) -> AsyncIterator[Turn]:
        """Run a block as a turn of this conversation, alone in it."""
        async with self.database.begin() as session:
            state = await dialogue.load(session, channel, chat_id, user_id)
            turn = Turn(session, state, self.clock(), inbox_id)
            token = _running.set(turn)
            try:
                yield turn
            finally:
                _running.reset(token)
            state.choices = tuple(await self.settlers.get(channel, settle)(turn))
            await dialogue.save(session, state, turn.now)
        self.committed(turn)
