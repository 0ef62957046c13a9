"""The page of figures (数据): a period on a channel, as plots and as the same numbers."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from aiohttp import web

from console.doors import READERS, Door, Handle
from console.figures import exams, plots, sheet
from console.visit import Visit
from db.engine import Session
from desk.figures import store
from desk.figures.figures import Figures, period
from desk.journal import store as journal
from desk.journal.journal import TEXTS_KEPT, AskedAlike
from desk.queue import store as queue
from faq.editorial.reading import store as entries
from faq.freshness import freshness
from faq.normalize import normalize
from people.audit import store as audit
from texts import console_figures as words

MOST = 10
"""Hot and missed questions shown."""
LOOKED_AT = 500
"""Missed texts read, of which those are put together that differ in spaces and signs alone."""
DEFAULT_DAYS = 30
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Draw = Callable[[Figures, plots.Size], bytes]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which figures somebody wants to see."""

    days: int
    channel: str

    @property
    def query(self) -> str:
        """Return it as the query of an address."""
        return urlencode({"days": self.days, "channel": self.channel})


def doors() -> list[Door]:
    """Return the family's doors."""
    return [
        Door("GET", "/figures", show, READERS),
        Door("GET", "/figures/days.svg", _plot(plots.by_day), READERS),
        Door("GET", "/figures/channels.svg", _plot(plots.by_channel), READERS),
        Door("GET", "/figures/reports.svg", _plot(plots.by_report), READERS),
        Door("GET", "/figures/export.{kind:xlsx|csv}", export, READERS),
        *exams.doors(),
    ]


async def show(visit: Visit) -> web.Response:
    """Show the figures."""
    asked = _asked(visit)
    first, _ = period(visit.today, asked.days)
    async with visit.parts.database.read() as session:
        figures = await _gathered(session, visit, asked)
        missed = await _missed(session, visit, asked)
        hot = await journal.most_answered(session, store.begin(first), MOST, asked.channel or None)
        titles = await entries.titles(session, [entry for entry, _ in hot])
        took = await queue.median_to_live(session, store.begin(first))
    known = visit.parts.knowledge().entries.values()
    return visit.show(
        "figures/show.html", asked=asked, figures=figures, missed=missed, words=words,
        hot=[(entry, titles.get(entry, entry), count) for entry, count in hot],
        summary=sheet.summary(figures), took=took, fresh=freshness(known, visit.today),
        came=list(plots.COLOURS),
        shown=[(one.value, words.OUTCOMES[one]) for one in plots.COLOURS if figures.has(one)],
        texts_kept=TEXTS_KEPT.days,
    )  # fmt: skip


async def export(visit: Visit) -> web.Response:
    """Give the figures as a file."""
    asked, kind = _asked(visit), visit.request.match_info["kind"]
    async with visit.parts.database.begin() as session:
        figures = await _gathered(session, visit, asked)
        facts = {"days": asked.days, "channel": asked.channel, "kind": kind}
        await audit.record(session, visit.staff, "figures.export", "figures", facts, visit.now)
    name = f"figures-{figures.first}-{figures.last}.{kind}"
    is_book = kind == "xlsx"
    return web.Response(
        body=sheet.xlsx(figures) if is_book else sheet.csv_by_day(figures),
        content_type=XLSX if is_book else "text/csv",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store",
        },
    )  # fmt: skip


def _plot(draw: Draw) -> Handle:
    async def answer(visit: Visit) -> web.StreamResponse:
        async with visit.parts.database.read() as session:
            figures = await _gathered(session, visit, _asked(visit))
        size = plots.size_of(visit.request.query)
        return plots.reply(await asyncio.to_thread(draw, figures, size))

    return answer


def _asked(visit: Visit) -> Asked:
    days, channel = visit.request.query.get("days", ""), visit.request.query.get("channel", "")
    known = {str(number): number for number in words.PERIODS}
    return Asked(known.get(days, DEFAULT_DAYS), channel if channel in words.CHANNELS else "")


async def _gathered(session: Session, visit: Visit, asked: Asked) -> Figures:
    return await store.gather(session, *period(visit.today, asked.days), asked.channel or None)


async def _missed(session: Session, visit: Visit, asked: Asked) -> Sequence[AskedAlike]:
    """Return the texts asked in vain most often; nothing but spaces and signs is overlooked."""
    first, _ = period(visit.today, asked.days)
    since = max(store.begin(first), visit.now - timedelta(days=TEXTS_KEPT.days))
    found = await journal.most_missed(session, since, LOOKED_AT, asked.channel or None)
    alike: dict[str, AskedAlike] = {}
    for one in found:
        key = normalize(one.text)
        known = alike.get(key)
        alike[key] = one if known is None else AskedAlike(
            known.text, known.count + one.count, max(known.last, one.last)
        )  # fmt: skip
    return sorted(alike.values(), key=lambda one: (-one.count, one.text))[:MOST]
