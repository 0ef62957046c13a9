"""The nightly self-exam: once a night whatever the number of processes, in a child of its own."""

import asyncio
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import structlog

from bot.turns import Clock, utc_now
from db.engine import Database
from faq.selfexam import store
from faq.selfexam.run import Unrun

log = structlog.get_logger()

CHINA = ZoneInfo("Asia/Shanghai")
NIGHT = time(3)
"""From when on, in Beijing, the exam of a day is due."""
SETTLING = timedelta(minutes=10)
"""A process that just began has other things to do than what the night left undone."""
LOOK_SECONDS = 5.0
"""How long an exam somebody asked for waits at most."""


@dataclass(slots=True)
class Nightly:
    """Asks for the exam of the night and runs whatever exam waits, one after the other."""

    database: Database
    surroundings: Mapping[str, str]
    """Settings of the child: where its data and its records are."""
    clock: Clock = utc_now
    exam: Path | None = None
    """Another exam than the project's own."""
    _from: datetime | None = None
    _asked: date | None = None
    """The last night this process asked for."""

    async def run(self) -> None:
        """Look for ever; ended by cancelling."""
        self._from = self.clock() + SETTLING
        while True:
            await self.look()
            await asyncio.sleep(LOOK_SECONDS)

    async def look(self) -> bool:
        """Ask for the exam of the night where it is due, and run one that waits; False if none."""
        now = self.clock()
        await self._ask(now)
        async with self.database.read() as session:
            if not await store.is_waiting(session, now):
                return False
        async with self.database.begin() as session:
            number = await store.take(session, now)
        if number is None:
            return False
        await self._sit(number)
        return True

    async def _ask(self, now: datetime) -> None:
        local = now.astimezone(CHINA)
        is_settling = self._from is not None and now < self._from
        if is_settling or local.time() < NIGHT or self._asked == local.date():
            return
        async with self.database.begin() as session:
            await store.ask(session, now, local.date())
        self._asked = local.date()

    async def _sit(self, number: int) -> None:
        command = [sys.executable, "-m", "bot", "exam", "--number", str(number)]
        if self.exam is not None:
            command += ["--folder", str(self.exam)]
        child = await asyncio.create_subprocess_exec(
            *command, env={**os.environ, **self.surroundings}, stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
            start_new_session=True,  # Ctrl-C is the serving process's to answer
        )  # fmt: skip
        try:
            _, said = await child.communicate()
        finally:
            if child.returncode is None:
                child.kill()
                await child.wait()
        if not child.returncode:
            return
        log.error("the self-exam came to nothing", end=said.decode(errors="replace")[-2000:])
        async with self.database.begin() as session:
            await store.fail(session, number, Unrun.BROKEN, self.clock())
