"""The page of the self-exam (考评自测): how the bot does, and the red lines."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from aiohttp import web

from console.doors import READERS, Door
from console.figures import plots
from console.visit import Visit
from desk.figures import store as figures
from desk.figures.figures import Figures, period
from faq.editorial.live import store as knowledge
from faq.selfexam import store
from faq.selfexam.evidence import half_name, kind_name
from faq.selfexam.totals import ACCURACY_WEIGHT
from people.audit import store as audit
from people.staff.roles import Role
from texts import console_figures as words
from texts import exam as exam_words

FOLDER = "exams"
SHOWN, DRAWN = 10, 30
RED_LINE = timedelta(days=14)
"""Without an update for so long an account of the government fails its inspection."""
_NAME = re.compile(r"[0-9A-Za-z._-]{1,120}\.xlsx")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Lights:
    """The red lines (红线) an account is inspected for."""

    updated_at: datetime | None
    is_updated: bool
    figures: Figures

    @property
    def is_interactive(self) -> bool | None:
        """Whether questions of the last two weeks were answered; None where nobody asked."""
        if not self.figures.questions:
            return None
        return self.figures.answers > 0


def doors() -> list[Door]:
    """Return the family's doors."""
    return [
        Door("GET", "/figures/exam", show, READERS),
        Door("POST", "/figures/exam", start, frozenset({Role.EDITOR, Role.APPROVER, Role.ADMIN})),
        Door("GET", "/figures/exam/runs.svg", plot, READERS),
        Door("GET", "/figures/exam/{number:[0-9]{1,9}}.xlsx", evidence, READERS),
    ]


async def show(visit: Visit) -> web.Response:
    """Show the last exams and the lights."""
    async with visit.parts.database.read() as session:
        runs = list(await store.latest(session, DRAWN))
        asked = await figures.gather(session, *period(visit.today, RED_LINE.days))
        changed = await knowledge.changed_at(session)
    last = next((run for run in runs if run.totals is not None), None)
    is_updated = changed is not None and visit.now - changed <= RED_LINE
    return visit.show(
        "figures/exam.html", runs=runs[:SHOWN], last=last, words=exam_words,
        weight=ACCURACY_WEIGHT,
        lights=Lights(changed, is_updated, asked), half_name=half_name, kind_name=kind_name,
        is_open=any(run.is_open for run in runs), days=RED_LINE.days,
        drawn=sum(run.totals is not None for run in runs),
    )  # fmt: skip


async def start(visit: Visit) -> web.Response:
    """Ask for an exam; while one waits or runs there is no other."""
    async with visit.parts.database.begin() as session:
        number = await store.ask(session, visit.now)
        if number is not None:
            await audit.record(session, visit.staff, "exam.ask", str(number), {}, visit.now)
    if number is None:
        return visit.go("/figures/exam", words.EXAM_ALREADY, "warn")
    return visit.go("/figures/exam", words.EXAM_STARTED)


async def plot(visit: Visit) -> web.Response:
    """Draw the last exams."""
    async with visit.parts.database.read() as session:
        runs = await store.latest(session, DRAWN)
    return plots.reply(plots.exams(runs, plots.size_of(visit.request.query)))


async def evidence(visit: Visit) -> web.StreamResponse:
    """Give the evidence file of an exam."""
    async with visit.parts.database.read() as session:
        run = await store.get(session, int(visit.request.match_info["number"]))
    path = _file(visit.parts.data_dir, run.evidence if run else None)
    if path is None:
        return visit.not_found(words.NO_FILE)
    headers = {
        "Content-Disposition": f'attachment; filename="{path.name}"', "Content-Type": XLSX,
        "Cache-Control": "no-store",
    }  # fmt: skip
    return web.FileResponse(path, headers=headers)


def _file(data_dir: Path, name: str | None) -> Path | None:
    if name is None or not _NAME.fullmatch(name):
        return None
    path = data_dir / FOLDER / name
    return path if path.is_file() else None
