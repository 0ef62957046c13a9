"""Takes updates in: stored first, then run one after another within each chat."""

import asyncio
import collections
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field

import structlog

from bot.turns import Clock, utc_now
from db import inbox
from db.engine import Database, Session
from db.inbox import Arrival, Received

log = structlog.get_logger()

Run = Callable[[Received], Awaitable[None]]
SWEEP_SECONDS = 15


@dataclass(slots=True)
class Inbox:
    """The door of every channel: what it has stored may be acknowledged."""

    database: Database
    run: Run
    tasks: asyncio.TaskGroup
    clock: Clock = utc_now
    _waiting: dict[tuple[str, int], collections.deque[Received]] = field(default_factory=dict)
    _busy: set[asyncio.Task[None]] = field(default_factory=set)
    _known: set[int] = field(default_factory=set)

    async def receive(self, *arrivals: Arrival) -> int:
        """Store updates and start their turns; return how many were new."""
        async with self.database.begin() as session:
            received = await self.store(session, arrivals)
        self.start(received)
        return len(received)

    async def store(self, session: Session, arrivals: Iterable[Arrival]) -> list[Received]:
        """Store updates within a transaction of the caller's, who then calls `start`."""
        return await inbox.put(session, arrivals, self.clock())

    def start(self, received: Iterable[Received]) -> None:
        """Queue stored updates behind those of the same chat."""
        for one in received:
            if one.id in self._known:
                continue
            self._known.add(one.id)
            place = (one.channel, one.chat_id)
            if place in self._waiting:
                self._waiting[place].append(one)
                continue
            self._waiting[place] = collections.deque([one])
            task = self.tasks.create_task(self._work(place))
            self._busy.add(task)
            task.add_done_callback(self._busy.discard)

    async def recover(self, *, alone: bool) -> int:
        """Take up what a stopped process left behind; return how many updates."""
        async with self.database.begin() as session:
            left = await inbox.take_left_over(session, self.clock(), alone=alone)
        fresh = [one for one in left if one.id not in self._known]
        self.start(fresh)
        return len(fresh)

    async def sweep(self) -> None:
        """Look for abandoned updates for ever; ended by cancelling."""
        while True:
            await asyncio.sleep(SWEEP_SECONDS)
            await self.recover(alone=False)

    async def drain(self, seconds: float) -> None:
        """Let the turns in progress end, for at most `seconds`; the next start runs the others."""
        if not self._busy:
            return
        _, late = await asyncio.wait(set(self._busy), timeout=seconds)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    async def _run(self, one: Received) -> None:
        try:
            await self.run(one)
        except Exception:  # one broken turn, as when the records are away, must not end the rest
            log.exception("a turn broke off and will run again", update=one.id)
        finally:
            self._known.discard(one.id)

    async def _work(self, place: tuple[str, int]) -> None:
        queue = self._waiting[place]
        try:
            while queue:
                await self._run(queue.popleft())
        finally:
            del self._waiting[place]
