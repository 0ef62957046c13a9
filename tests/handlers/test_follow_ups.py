from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from desk import store as desk
from faq.knowledge import Knowledge
from faq.stations import load
from handlers.ask import build_ask_router
from handlers.stations import build_stations_router
from people.receipt import find
from tests.citizen import Said, Town, town

MONTH = (
    "质量月是几月\n全国“质量月”在每年 9 月。\n\n"
    "出处：《中华人民共和国产品质量法》第二十七条 2018-12-29\n截至 2026-11-22\n待本单位审定"
)
THREE_NOS = (
    "三无产品能卖吗\n不能卖。\n\n"
    "出处：《中华人民共和国产品质量法》第二十七条 2018-12-29\n截至 2026-11-22\n待本单位审定"
)
REPORTS = {
    "第 1 问没解决": "nav:unsolved:quality-month-when",
    "第 1 问有误": "nav:wrong:quality-month-when",
    "第 2 问没解决": "nav:unsolved:three-nos",
    "第 2 问有误": "nav:wrong:three-nos",
}
CHANGE = "换个区县"


@pytest.fixture
async def place(tmp_path: Path, knowledge: Knowledge) -> AsyncIterator[Town]:
    routers = (build_stations_router(), build_ask_router())
    async with town(tmp_path, *routers, knowledge=knowledge, stations=load()) as place:
        yield place


async def test_two_questions_are_answered_in_one_reply_in_their_order(place: Town) -> None:
    said = await place.citizen().says("质量月是几月？三无产品能卖吗")
    text = f"您问了 2 件事，依次说：\n\n第 1 问　{MONTH}\n\n第 2 问　{THREE_NOS}"
    assert said == [Said(text, REPORTS)]


async def test_what_nobody_answers_is_said_in_its_place_and_recorded_once(place: Town) -> None:
    (said,) = await place.citizen().says("火星上的岩石怎么称重？质量月是几月？木星有多少斤")
    number = find(said.text)
    assert said.text == (
        "您问了 3 件事，依次说：\n\n"
        "第 1 问　“火星上的岩石怎么称重”：没有找到有出处的答案，不敢乱答。\n\n"
        f"第 2 问　{MONTH}\n\n"
        "第 3 问　“木星有多少斤”：没有找到有出处的答案，不敢乱答。\n\n"
        f"没答上的已经记下，会有工作人员看到，编号 {number}。\n"
        "着急请拨 12345（政务服务）或 12315（市场监管投诉举报）。"
    )
    async with place.database.read() as session:
        (row,) = await desk.waiting(session, 10)
    assert (row.receipt, row.text) == (number, "火星上的岩石怎么称重；木星有多少斤")


async def test_a_part_reported_names_its_own_entry(place: Town) -> None:
    citizen = place.citizen()
    await citizen.says("质量月是几月？三无产品能卖吗")
    await citizen.taps("第 2 问有误")
    async with place.database.read() as session:
        (row,) = await desk.waiting(session, 10)
    assert row.entry_id == "three-nos"


async def test_a_station_and_an_answer_share_a_reply(place: Town) -> None:
    (said,) = await place.citizen().says("平定有服务站吗，另外质量月是几月")
    assert said.text.startswith("以下是示例站点，不是真实地址。")
    assert said.text.endswith(f"看详细请回复序号，或者点名称。\n\n您还问到：\n{MONTH}")
    assert said.labels == [
        "示例·平定县质量服务站甲", "示例·平定县质量服务站乙", CHANGE, "没解决", "内容有误",
    ]  # fmt: skip


async def test_a_wish_for_a_person_does_not_swallow_the_question(place: Town) -> None:
    (said,) = await place.citizen().says("转人工，质量月是几月")
    assert said.text.startswith("这里暂时没有人工坐席")
    assert said.text.endswith(f"您还问到：\n{MONTH}")


async def test_a_finished_film_is_shown_the_way_to_hand_it_in(place: Town) -> None:
    assert await place.citizen().says("我要提交作品") == [
        Said(
            "交微视频请打“微视频投稿”，或者从下面选，我一步一步带您填。",
            {"微视频投稿": "menu:submit"},
        )
    ]


async def test_district_and_business_are_kept_from_station_to_station(place: Town) -> None:
    citizen = place.citizen()
    await citizen.says("平定有服务站吗")
    (moved,) = await citizen.says("那盂县呢")
    *_, narrowed = await citizen.says("有没有能检计量的")
    *_, elsewhere = await citizen.says("郊区的呢")
    assert moved.labels == ["示例·盂县质量服务站甲", "示例·盂县质量服务站乙", CHANGE]
    assert "示例·盂县质量服务站甲\n" in narrowed.text
    assert "示例·郊区质量服务站" in elsewhere.text
    assert "计量检定" in elsewhere.text


async def test_tapped_stations_are_spoken_about_like_typed_ones(place: Town) -> None:
    citizen = place.citizen()
    await citizen.says("找站点")
    await citizen.taps("城区")
    (moved,) = await citizen.says("那盂县呢")
    assert moved.labels == ["示例·盂县质量服务站甲", "示例·盂县质量服务站乙", CHANGE]
    *_, one = await citizen.says("1")
    *_, again = await citizen.says("电话多少")
    assert one.text == again.text


async def test_an_answer_ends_the_search_for_stations(place: Town) -> None:
    citizen = place.citizen()
    await citizen.says("平定有服务站吗")
    await citizen.says("质量月是几月")
    (lost,) = await citizen.says("那盂县呢")
    assert CHANGE not in lost.labels


async def test_half_an_hour_later_nothing_is_followed_up(place: Town) -> None:
    citizen = place.citizen()
    await citizen.says("平定有服务站吗")
    place.clock.passes(minutes=29)
    (still,) = await citizen.says("那盂县呢")
    place.clock.passes(minutes=31)
    (lost,) = await citizen.says("那盂县呢")
    assert CHANGE in still.labels
    assert CHANGE not in lost.labels
