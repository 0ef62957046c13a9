import asyncio
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from bot.retention import Retention
from campaign.files import MediaFolder
from db import migrate
from db.engine import Database, sqlite_url
from desk import store as desk
from desk.hot import LEAST, Asked
from faq.knowledge import Knowledge
from faq.stations import load
from handlers.ask import build_ask_router
from handlers.menu import build_menu_router
from tests.citizen import Said, Town, town
from tests.databases import fresh_postgres
from texts import menu

TODAY = date(2026, 11, 22)
FOUR = ["问政策", "找站点", "微视频投稿", "人工"]
LONG_AGO = date(2000, 1, 1)


@pytest.fixture
async def place(tmp_path: Path, knowledge: Knowledge) -> AsyncIterator[Town]:
    routers = (build_menu_router(), build_ask_router())
    async with town(tmp_path, *routers, knowledge=knowledge, stations=load()) as place:
        yield place


async def _counted(place: Town) -> list[Asked]:
    async with place.database.read() as session:
        return list(await desk.most_asked(session, LONG_AGO, 1))


async def _menu(place: Town) -> Said:
    (reply,) = await place.citizen().says("菜单")
    return reply


async def _asked_by_many(place: Town, text: str, people: int) -> None:
    for _ in range(people):
        await place.citizen().says(text)


async def test_a_fresh_menu_shows_no_hot_question(place: Town) -> None:
    await _asked_by_many(place, "质量月是几月", LEAST - 1)
    reply = await _menu(place)
    assert (reply.text, reply.labels) == (menu.MENU.text.as_kwargs()["text"], FOUR)


async def test_what_many_asked_is_asked_again_by_a_button_below_the_four(place: Town) -> None:
    await _asked_by_many(place, "三无产品能卖吗", LEAST)
    await _asked_by_many(place, "质量月是几月", LEAST + 1)
    citizen = place.citizen()
    (reply,) = await citizen.says("菜单")
    (answer,) = await citizen.says("5")
    assert reply.labels == [*FOUR, "质量月是几月", "三无产品能卖吗"]
    assert reply.text.endswith("\n\n第 5—6 项是近一个月大家问得最多的，点一下就答。")
    assert answer.text.startswith("质量月是几月\n全国“质量月”在每年 9 月。")


async def test_one_person_counts_once_a_day_however_often_they_tap(place: Town) -> None:
    citizen = place.citizen()
    for _ in range(5):
        await citizen.says("质量月是几月")
        await citizen.taps_data("ask:quality-month-when")
    assert await _counted(place) == [Asked("quality-month-when", 1)]
    place.clock.passes(days=1)
    await citizen.taps_data("ask:quality-month-when")
    assert await _counted(place) == [Asked("quality-month-when", 2)]


async def test_every_answer_of_one_message_counts_and_a_miss_does_not(place: Town) -> None:
    await place.citizen().says("质量月是几月？三无产品能卖吗")
    await place.citizen().says("我要投诉超市，质量月是几月")
    await place.citizen().says("火星上的岩石怎么称重")
    assert await _counted(place) == [Asked("quality-month-when", 2), Asked("three-nos", 1)]


async def test_an_expired_or_vanished_entry_is_never_hot(place: Town) -> None:
    async with place.database.begin() as session:
        for _ in range(LEAST):
            await desk.count_asked(session, ["old-rule", "gone"], TODAY)
    before = await _menu(place)
    place.clock.passes(days=60)
    async with place.database.begin() as session:
        for _ in range(LEAST):
            await desk.count_asked(session, ["old-rule"], date(2027, 1, 21))
    after = await _menu(place)
    assert (before.labels, after.labels) == ([*FOUR, "商标异议期是几个月"], FOUR)


async def test_questions_of_last_month_cool_down_and_are_let_go(place: Town) -> None:
    await _asked_by_many(place, "质量月是几月", LEAST)
    place.clock.passes(days=29)
    still = await _menu(place)
    place.clock.passes(days=1)
    cold = await _menu(place)
    retention = Retention(place.database, MediaFolder(place.media), place.clock)
    await retention.let_go()
    kept = await _counted(place)
    place.clock.passes(days=61)
    await retention.let_go()
    assert (still.labels, cold.labels) == ([*FOUR, "质量月是几月"], FOUR)
    assert (kept, await _counted(place)) == ([Asked("quality-month-when", LEAST)], [])


async def test_a_failed_turn_counts_nothing(tmp_path: Path, knowledge: Knowledge) -> None:
    async with town(tmp_path, build_ask_router(), knowledge=knowledge, stations=None) as place:
        await place.citizen().says("平定有服务站吗，质量月是几月")
        assert await _counted(place) == []


async def test_counts_of_turns_at_once_are_not_lost_on_sqlite(tmp_path: Path) -> None:
    assert await _at_once(Database(sqlite_url(tmp_path / "a.db"))) == [
        Asked("a", 40),
        Asked("b", 40),
    ]


@pytest.mark.postgres
async def test_counts_of_turns_at_once_are_not_lost_on_postgres() -> None:
    async with fresh_postgres() as url:
        assert await _at_once(Database(url)) == [Asked("a", 40), Asked("b", 40)]


async def _at_once(database: Database) -> list[Asked]:
    async def count(entries: list[str]) -> None:
        async with database.begin() as session:
            await desk.count_asked(session, entries, TODAY)

    try:
        await migrate.upgrade(database)
        await asyncio.gather(
            *(count(["a", "b"] if turn % 2 else ["b", "a"]) for turn in range(40))
        )
        async with database.read() as session:
            return list(await desk.most_asked(session, TODAY, 1))
    finally:
        await database.close()
