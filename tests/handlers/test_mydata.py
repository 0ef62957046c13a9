from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from db import transcript
from faq.knowledge import Knowledge
from faq.stations import load
from handlers.ask import build_ask_router
from handlers.context import TELEGRAM, WEB, Channel
from handlers.menu import build_menu_router
from handlers.mydata import build_mydata_router
from tests.citizen import Said, Town, town


@pytest.fixture
async def place(tmp_path: Path, knowledge: Knowledge) -> AsyncIterator[Town]:
    routers = (build_mydata_router(), build_menu_router(), build_ask_router())
    async with town(tmp_path, *routers, knowledge=knowledge, stations=load()) as place:
        yield place


async def test_a_person_sees_and_deletes_what_is_kept(place: Town) -> None:
    citizen = place.citizen()
    await citizen.says("人工")
    (before,) = await citizen.says("我的数据")
    await citizen.taps("删除我的数据")
    (done,) = await citizen.taps("确认删除")
    async with place.database.read() as session:
        left = await transcript.count(session, "web", citizen.id)
    (after,) = await citizen.says("我的数据")
    assert "没答上的问题和找人工 1 条" in before.text
    assert (done, left) == (Said("已删除。"), 1)
    assert "没答上的问题和找人工 0 条" in after.text


@pytest.mark.parametrize(
    ("channel", "kept"),
    [
        (WEB, "· 对话记录 0 条：刷新网页后还能看到；180 天后删除，手机号等已打码"),
        (TELEGRAM, "· 对话记录：只在您的聊天软件里，我这里不保存"),
    ],
    ids=["web", "telegram"],
)
async def test_it_says_what_is_kept_where(place: Town, channel: Channel, kept: str) -> None:
    (said,) = await place.citizen(channel).says("我的数据")
    assert said.text.splitlines()[1] == kept
    assert said.text.splitlines()[4] == (
        "· 问过的话另存一份：打了码、不记是谁，用来改进答案和统计，30 天后删除；"
        "分不出是谁的，所以不在上面的数里，也不能单独删除"
    )


async def test_nothing_is_deleted_without_a_second_yes(place: Town) -> None:
    citizen = place.citizen()
    await citizen.says("人工")
    await citizen.says("我的数据")
    await citizen.taps("删除我的数据")
    assert await citizen.taps("不删了") == [Said("好的，没有删除。")]
    (after,) = await citizen.says("我的数据")
    assert "没答上的问题和找人工 1 条" in after.text


async def test_the_menu_of_a_channel_opens_the_same_page(place: Town) -> None:
    tapped = await place.citizen().taps_data("menu:mydata")
    assert tapped == await place.citizen().says("我的数据")


async def test_who_leaves_without_works_is_forgotten_whole(place: Town) -> None:
    citizen = place.citizen(knows_notice=False)
    await citizen.says("人工")
    before = await citizen.person()
    said = await citizen.leaves()
    (after,) = await citizen.says("我的数据")
    assert said == []
    assert (await citizen.person()).id != before.id
    assert "没答上的问题和找人工 0 条" in after.text
