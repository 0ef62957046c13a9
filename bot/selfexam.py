"""Sits the self-exam (考评自测): the questions against what citizens are told now."""

import asyncio
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.knowledge import Shelf
from bot.turns import Clock, utc_now
from db.engine import Database
from faq.commands import EXAM
from faq.exam import MEASURED, ExamError, Result
from faq.keeping import index_folder
from faq.knowledge import Knowledge, KnowledgeError
from faq.selfexam import evidence, store
from faq.selfexam.run import Run, Unrun
from faq.selfexam.totals import Totals, cases_of, run, totals
from people.audit import store as audit

CHINA = ZoneInfo("Asia/Shanghai")
FOLDER = "exams"
"""Where evidence files are kept in the data folder."""
NICENESS = 15


@dataclass(frozen=True, slots=True)
class Sitting:
    """Runs an exam that was taken, and puts down what it came to."""

    database: Database
    data_dir: Path
    exam: Path = EXAM
    clock: Clock = utc_now

    async def sit(self, number: int) -> Run | None:
        """Run exam `number` to its end, whatever that is; returns it as it was put down."""
        try:
            found, knowledge = await self._results()
        except ExamError:
            return await self._failed(number, Unrun.NO_EXAM)
        except KnowledgeError:
            return await self._failed(number, Unrun.NO_KNOWLEDGE)
        now, summed = self.clock(), totals(found)
        day = now.astimezone(CHINA).date().isoformat()
        name = evidence.file_name(day, knowledge.revision, number)
        readable = [each for half in found if half != MEASURED for each in found[half]]
        path = self.data_dir / FOLDER / name
        await asyncio.to_thread(evidence.write, path, summed, readable, knowledge.revision, now)
        async with self.database.begin() as session:
            await store.end(session, number, knowledge.revision, summed, name, now)
            await audit.record(session, None, "exam.run", str(number), _facts(summed), now)
        async with self.database.read() as session:
            return await store.get(session, number)

    async def _results(self) -> tuple[dict[str, list[Result]], Knowledge]:
        cases = await asyncio.to_thread(cases_of, self.exam)
        knowledge = await Shelf(self.database, index_folder(self.data_dir)).open()
        return await asyncio.to_thread(run, cases, _noon(self.clock()), knowledge), knowledge

    async def _failed(self, number: int, fault: Unrun) -> Run | None:
        async with self.database.begin() as session:
            await store.fail(session, number, fault, self.clock())
        async with self.database.read() as session:
            return await store.get(session, number)


def be_nice() -> None:
    """Let whoever serves citizens go first."""
    os.nice(NICENESS)


def _noon(now: datetime) -> datetime:
    """Ask as of noon of the day, so that an exam of the night is told what the day is told."""
    return now.astimezone(CHINA).replace(hour=12, minute=0, second=0, microsecond=0)


def _facts(found: Totals) -> dict[str, int]:
    of = found.all
    return {"total": of.total, "right": of.right, "wrong": of.wrong}
