"""Keeps what is stopped (停用) at hand: no turn asks the database for it."""

import asyncio
from dataclasses import dataclass, field

import structlog

from db.engine import Database
from desk.switches import store
from desk.switches.switches import NOTHING_STOPPED, Switches

log = structlog.get_logger()

LOOK_SECONDS = 1.0
"""How soon a stop is noticed, whichever process it was made in."""


@dataclass(slots=True)
class Switchboard:
    """What is stopped, read anew every second."""

    database: Database
    switches: Switches = NOTHING_STOPPED
    _is_stirred: asyncio.Event = field(default_factory=asyncio.Event)

    def renewed(self) -> None:
        """Look at once: something was stopped or goes on."""
        self._is_stirred.set()

    async def look(self) -> None:
        """Read what is stopped."""
        async with self.database.read() as session:
            now = await store.load(session)
        if now != self.switches:
            log.warning("switches turned", stopped=sorted(now.stops))
            self.switches = now

    async def follow(self) -> None:
        """Look for ever; ended by cancelling."""
        while True:
            await self._pause()
            await self.look()

    async def _pause(self) -> None:
        try:
            async with asyncio.timeout(LOOK_SECONDS):
                await self._is_stirred.wait()
        except TimeoutError:
            return
        self._is_stirred.clear()
