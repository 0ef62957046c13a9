"""Carries the outbox to a channel that is pushed to, one message a chat at a time."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta

import structlog

from bot.turns import Clock, utc_now
from db import outbox
from db.engine import Database
from db.outbox import Letter

log = structlog.get_logger()

IDLE_SECONDS = 5.0
MOST_AT_ONCE = 10
"""Chats written to at once: within what Telegram takes, and at most so many doubled by a kill."""

SEND_SECONDS = 20
"""Shorter than the lease, so that no message is sent twice at once."""

END_SECONDS = 3.0
"""How long messages being sent may take at the end."""

LONGEST_WAIT = timedelta(minutes=1)
"""After an outage nobody waits longer than this for what was said meanwhile."""


class LaterError(Exception):
    """A message could not be taken now; `wait` says for how long, if the channel did."""

    def __init__(self, reason: str, wait: timedelta | None = None) -> None:
        super().__init__(reason)
        self.wait = wait


class NextVisitError(Exception):
    """Nothing may be sent to this chat until the citizen writes again."""


class UndeliverableError(Exception):
    """A message, or with `whole_chat` every one to this chat, will never be taken."""

    def __init__(self, reason: str, *, whole_chat: bool = False) -> None:
        super().__init__(reason)
        self.whole_chat = whole_chat


class ClosedChannelError(Exception):
    """The channel does not take our credentials: nothing can be sent until the next start."""


Carry = Callable[[Letter], Awaitable[str]]
"""Sends one message within `SEND_SECONDS` and returns the channel's receipt.

Raises the errors above; what else it raises is a fault of ours and breaks the loop.
"""


@dataclass(slots=True)
class Delivery:
    """Sends a channel's rows until each has a receipt or a reason."""

    channel: str
    carry: Carry
    database: Database
    clock: Clock = utc_now
    _wake: asyncio.Event = field(default_factory=asyncio.Event)
    _sending: set[asyncio.Task[None]] = field(default_factory=set)

    def wake(self) -> None:
        """Say that something was committed."""
        self._wake.set()

    async def deliver(self) -> None:
        """Deliver until cancelled, or until the channel refuses the token."""
        if self.database.is_sqlite:
            async with self.database.begin() as session:
                await outbox.release(session, self.channel, self.clock())
        try:
            async with asyncio.TaskGroup() as tasks:
                await self._deliver(tasks)
        except* ClosedChannelError:
            log.error("the token is refused; messages wait for the next start")  # noqa: TRY400 -- no trace

    async def _deliver(self, tasks: asyncio.TaskGroup) -> None:
        try:
            while True:
                for letter in await self._take():
                    task = tasks.create_task(self._send(letter))
                    self._sending.add(task)
                    task.add_done_callback(self._sent)
                await self._rest()
        except asyncio.CancelledError:
            if self._sending:
                await asyncio.wait(set(self._sending), timeout=END_SECONDS)
            raise

    async def _take(self) -> list[Letter]:
        free = MOST_AT_ONCE - len(self._sending)
        if not free:
            return []
        async with self.database.begin() as session:
            return list(await outbox.take_due(session, self.channel, self.clock(), free))

    async def _rest(self) -> None:
        try:
            async with asyncio.timeout(IDLE_SECONDS):
                await self._wake.wait()
        except TimeoutError:
            return
        finally:
            self._wake.clear()

    def _sent(self, task: asyncio.Task[None]) -> None:
        self._sending.discard(task)
        self.wake()

    async def _send(self, letter: Letter) -> None:
        try:
            receipt = await self.carry(letter)
        except LaterError as away:
            log.warning("will be sent again", letter=letter.id, reason=str(away))
            slower = min(timedelta(seconds=2**letter.attempts), LONGEST_WAIT)
            await self._postpone(letter, away.wait or slower)
        except NextVisitError:
            async with self.database.begin() as session:
                await outbox.park(session, letter.id)
        except UndeliverableError as refused:
            await self._give_up(letter, str(refused), whole_chat=refused.whole_chat)
        except ClosedChannelError:
            await self._postpone(letter, LONGEST_WAIT)
            raise
        else:
            async with self.database.begin() as session:
                await outbox.mark_sent(session, [letter.id], receipt, self.clock())

    async def _postpone(self, letter: Letter, wait: timedelta) -> None:
        async with self.database.begin() as session:
            await outbox.postpone(session, letter.id, self.clock() + wait)

    async def _give_up(self, letter: Letter, reason: str, *, whole_chat: bool) -> None:
        log.warning("not delivered", letter=letter.id, reason=reason)
        async with self.database.begin() as session:
            if whole_chat:
                await outbox.give_up_chat(session, self.channel, letter.chat_id, reason)
            else:
                await outbox.mark_failed(session, letter.id, reason)
