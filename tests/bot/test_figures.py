from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from bot.figures import PublicFigures
from bot.pages import Pages, set_up
from db import migrate
from db.engine import Database, sqlite_url
from desk import store as desk
from desk.journal import store as journal
from desk.journal.journal import Asked, Came
from desk.unanswered import Kind, Question
from people import store as people
from tests.knowledge import shared_knowledge

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)


@dataclass(slots=True)
class Place:
    database: Database
    url: str = ""
    now: datetime = NOON
    http: aiohttp.ClientSession = field(default_factory=aiohttp.ClientSession)

    async def json(self) -> dict[str, object]:
        async with self.http.get(f"{self.url}/figures.json") as reply:
            assert reply.headers["Cache-Control"] == "public, max-age=300"
            return dict(await reply.json())

    async def page(self) -> str:
        async with self.http.get(f"{self.url}/figures") as reply:
            assert reply.status == 200
            return await reply.text()

    async def ask(self, count: int, came: Came, reason: str = "exact") -> None:
        async with self.database.begin() as session:
            for _ in range(count):
                await journal.record(session, Asked("web", "某某的秘密", came, reason), self.now)

    async def report(self, count: int) -> None:
        async with self.database.begin() as session:
            for number in range(count):
                person = await people.meet(session, "web", f"p{number}", self.now)
                question = Question(Kind.WRONG, "x", "quality-month-when", "wrong")
                await desk.record(session, person, question, self.now)


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Place]:
    place = Place(Database(sqlite_url(tmp_path / "records.db")))
    await migrate.upgrade(place.database)
    app, pages = web.Application(), Pages(tmp_path)
    set_up(app, pages, None)
    PublicFigures(place.database, shared_knowledge, pages, lambda: place.now).add_routes(app)
    runner = web.AppRunner(app, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    place.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield place
    await place.http.close()
    await runner.cleanup()
    await place.database.close()


async def test_anybody_reads_the_figures_of_thirty_days(place: Place) -> None:
    await place.ask(300, Came.ANSWER)
    await place.ask(100, Came.DECLINE, "unknown")
    await place.ask(50, Came.REDIRECT, "stations")
    await place.report(12)
    told = await place.json()
    assert (told["questions"], told["coverage"]) == (450, 0.75)
    assert told["wrong_reports_per_hundred_answers"] == 4.0
    assert (told["entries_signed"], told["entries_unsigned"], told["fresh"]) == (1, 3, 1.0)
    page = await place.page()
    for said in ("4.0", "75%", "4 条（已审定 1，待审定 3）", "2026-11-23 12:00"):
        assert said in page
    assert "秘密" not in page


async def test_small_numbers_are_not_told(place: Place) -> None:
    await place.ask(9, Came.ANSWER)
    told = await place.json()
    assert (told["questions"], told["coverage"]) == (None, None)
    assert told["wrong_reports_per_hundred_answers"] is None
    assert (await place.page()).count("数太少，不显示") == 2


async def test_few_reports_are_told_as_the_most_they_can_be(place: Place) -> None:
    await place.ask(500, Came.ANSWER)
    await place.report(1)
    told = await place.json()
    assert told["wrong_reports_per_hundred_answers"] == 2.0
    assert told["wrong_reports_are_fewer_than_that"] is True
    assert "不到 2.0" in await place.page()


async def test_the_figures_are_reckoned_every_five_minutes_at_most(place: Place) -> None:
    await place.ask(20, Came.ANSWER)
    assert (await place.json())["questions"] == 20
    await place.ask(20, Came.ANSWER)
    place.now += timedelta(minutes=4)
    assert (await place.json())["questions"] == 20
    place.now += timedelta(minutes=1)
    assert (await place.json())["questions"] == 40
