"""The public page of figures (/figures): wrong-answer rate, coverage, freshness.

Nothing on it can point at a person: no texts, no single days, no small numbers.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.pages import Pages
from bot.turns import Clock, utc_now
from db.engine import Database
from desk.figures import store as figures
from desk.figures.figures import PER, Figures, period
from desk.queue import store as queue
from desk.unanswered import Kind
from faq.entry import Entry
from faq.evaluate import Share
from faq.freshness import Freshness, freshness
from faq.knowledge import Knowledge
from faq.selfexam import store as exams
from texts import figures as words

CHINA = ZoneInfo("Asia/Shanghai")
DAYS = 30
LEAST = 10
"""Smaller counts are not told: they could point at persons."""
KEPT = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Told:
    """The figures as they may be told; None is what is not known or too small to tell."""

    at: datetime
    first: date
    last: date
    questions: int | None
    coverage: float | None
    reports_per_hundred: float | None
    reports_are_fewer: bool
    """Whether the reports are too few to be told: the rate is then the most it can be."""
    exam: Share | None
    exam_at: datetime | None
    fresh: Freshness
    took: timedelta | None

    def as_json(self) -> dict[str, Any]:
        """Give the figures to a programme."""
        low, high = self.exam.interval if self.exam else (None, None)
        return {
            "as_of": self.at.isoformat(), "days": [str(self.first), str(self.last)],
            "questions": self.questions, "coverage": _rounded(self.coverage, 2),
            "wrong_reports_per_hundred_answers": _rounded(self.reports_per_hundred, 1),
            "wrong_reports_are_fewer_than_that": self.reports_are_fewer,
            "exam_wrong": _rounded(self.exam.share if self.exam else None, 4),
            "exam_wrong_interval": [_rounded(low, 4), _rounded(high, 4)],
            "exam_questions": self.exam.total if self.exam else None,
            "exam_at": self.exam_at.isoformat() if self.exam_at else None,
            "fresh": _rounded(self.fresh.share, 3), "entries_signed": self.fresh.signed,
            "entries_unsigned": self.fresh.unsigned,
            "median_hours_to_live": _rounded(self.took / timedelta(hours=1), 1)
            if self.took else None,
        }  # fmt: skip

    def lines(self) -> list[tuple[str, str, str]]:
        """Say each figure: its name, its value, how it is reckoned."""
        values = {
            "reports": self._reports(),
            "exam_wrong": words.percent(self.exam.share, 2) if self.exam else words.NOT_YET,
            "coverage": words.FEW if self.coverage is None else words.percent(self.coverage),
            "fresh": words.NOT_YET if self.fresh.share is None
            else words.percent(self.fresh.share, 1),
            "entries": words.entries(self.fresh.signed, self.fresh.unsigned),
            "took": words.span(self.took) if self.took else words.NOT_YET,
        }  # fmt: skip
        return [(words.NAMES[key], value, words.EXPLAINED[key]) for key, value in values.items()]

    def _reports(self) -> str:
        rate = self.reports_per_hundred
        if rate is None:
            return words.FEW
        return words.below(rate) if self.reports_are_fewer else words.plain(rate)


@dataclass(slots=True)
class PublicFigures:
    """Reckons the figures at most every five minutes, however many look."""

    database: Database
    knowledge: Callable[[], Knowledge]
    pages: Pages
    clock: Clock = utc_now
    _told: Told | None = None
    _reckoning: asyncio.Lock = field(default_factory=asyncio.Lock)

    def add_routes(self, app: web.Application) -> None:
        """Answer at `/figures` and `/figures.json`."""
        app.router.add_get("/figures", self.on_page)
        app.router.add_get("/figures.json", self.on_json)

    async def on_page(self, _request: web.Request) -> web.Response:
        """Show the page."""
        told = await self.told()
        page = self.pages.show("figures.html", title=words.TITLE, lines=told.lines(), told=told,
                               at=told.at.astimezone(CHINA))  # fmt: skip
        return _keepable(page)

    async def on_json(self, _request: web.Request) -> web.Response:
        """Give the same to programmes."""
        return _keepable(web.json_response((await self.told()).as_json()))

    async def told(self) -> Told:
        """Return the figures, reckoned anew where they are older than five minutes."""
        async with self._reckoning:
            now = self.clock()
            if self._told is None or now - self._told.at >= KEPT:
                self._told = await self._reckoned(now)
            return self._told

    async def _reckoned(self, now: datetime) -> Told:
        today = now.astimezone(CHINA).date()
        first, last = period(today, DAYS)
        async with self.database.read() as session:
            found = await figures.gather(session, first, last)
            run = await exams.last_result(session)
            took = await queue.median_to_live(session, figures.begin(first))
        return Told(
            at=now, first=first, last=last,
            questions=found.questions if found.questions >= LEAST else None,
            coverage=_coverage(found), reports_per_hundred=_reports(found),
            reports_are_fewer=found.reports(Kind.WRONG) < LEAST,
            exam=run.totals.wrong if run and run.totals else None,
            exam_at=run.ran_at if run else None,
            fresh=freshness(self._entries(), today), took=took,
        )  # fmt: skip

    def _entries(self) -> list[Entry]:
        try:
            return list(self.knowledge().entries.values())
        except LookupError:
            raise web.HTTPServiceUnavailable from None


def _coverage(found: Figures) -> float | None:
    return found.coverage.share if found.coverage.total >= LEAST else None


def _reports(found: Figures) -> float | None:
    """Return the reports of wrong answers for each hundred, or the most they can be."""
    if found.answers < LEAST:
        return None
    return max(found.reports(Kind.WRONG), LEAST) * PER / found.answers


def _rounded(value: float | None, places: int) -> float | None:
    return None if value is None else round(value, places)


def _keepable(response: web.Response) -> web.Response:
    response.headers["Cache-Control"] = f"public, max-age={int(KEPT.total_seconds())}"
    return response
