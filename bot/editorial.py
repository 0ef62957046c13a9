"""What time does to entries: scheduled texts go live, and owners are reminded of days to come."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

import structlog

from bot.turns import Clock, utc_now
from db.engine import Database, Session
from faq.editorial import lifecycle, store
from faq.editorial.reading import store as reading
from faq.editorial.record import Overtaken, Record, Revision
from faq.editorial.reminders import store as reminders
from faq.editorial.stand import stand_of
from people.audit import store as audit

log = structlog.get_logger()

CHINA = ZoneInfo("Asia/Shanghai")
LOOK_SECONDS = 3.0
"""How late a scheduled text may go live."""
REMIND_SECONDS = 600.0
"""How often days are looked at; a day begins at midnight in Beijing."""


@dataclass(slots=True)
class Editorial:
    """Does what is due; several processes may do it at once, each text goes live once."""

    database: Database
    renewed: Callable[[], None] = lambda: None
    """Called after texts went live."""
    clock: Clock = utc_now

    async def run(self) -> None:
        """Look for ever; ended by cancelling."""
        pause = 0.0
        while True:
            if pause <= 0:
                await self.remind()
                pause = REMIND_SECONDS
            await self.publish()
            await asyncio.sleep(LOOK_SECONDS)
            pause -= LOOK_SECONDS

    async def publish(self) -> int:
        """Let every scheduled text go live whose moment has come; returns how many did."""
        now, count = self.clock(), 0
        async with self.database.read() as session:
            waiting = [record.id for record, _ in await reading.due(session, now)]
        for entry_id in waiting:
            try:
                async with self.database.begin() as session:
                    count += await self._publish(session, entry_id)
            except (Overtaken, lifecycle.Barred):
                continue  # another process was first, or somebody has taken it back
        if count:
            log.info("scheduled entries went live", count=count)
            self.renewed()
        return count

    async def remind(self) -> int:
        """Raise the reminders that have become due; returns how many."""
        now = self.clock()
        async with self.database.begin() as session:
            return await reminders.raise_due(session, self._today(), now)

    async def _publish(self, session: Session, entry_id: str) -> int:
        now = self.clock()
        record = await reading.get(session, entry_id)
        if record is None:
            return 0
        texts = await reading.revisions(session, entry_id)
        change = lifecycle.go_live(stand_of(record, texts), now)
        await store.move(session, entry_id, change, seen=record.version, now=now)
        await audit.record(
            session, None, f"entry.{change.act}", entry_id, _facts(record, texts[0]), now
        )
        return 1

    def _today(self) -> date:
        return self.clock().astimezone(CHINA).date()


def _facts(record: Record, text: Revision) -> dict[str, object]:
    return {"revision": record.head, "approved_by": text.approved_by or 0}
