"""A turn: one update and everything it causes, in one transaction.

The dialogue's state, a draft's answers, the replies and the end of the update are committed
together or not at all, so that a process killed at any point leaves a whole number of turns.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime

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

    @property
    def chat_id(self) -> int:
        """The chat this turn belongs to."""
        return self.dialogue.chat_id


_running: ContextVar[Turn] = ContextVar("turn")


def running() -> Turn:
    """Return the turn that runs now; raises `LookupError` outside of one."""
    return _running.get()


@dataclass(frozen=True, slots=True)
class Turns:
    """Opens turns and tells the channels when one was committed."""

    database: Database
    committed: Callable[[str, int], None]
    """Called with channel and chat after a turn that said something was committed."""
    clock: Clock = utc_now

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
            if turn.said:
                state.choices = tuple(turn.shown)
            await dialogue.save(session, state, turn.now)
        if turn.said:
            self.committed(channel, chat_id)
