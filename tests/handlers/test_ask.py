from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from aiogram.utils.formatting import TextLink

from desk import store as desk
from desk.unanswered import Kind
from faq.entry import Source
from faq.knowledge import Knowledge
from faq.stations import load
from handlers.ask import build_ask_router
from handlers.receipts import build_receipts_router
from people.receipt import find
from tests.citizen import Citizen, Said, Town, town
from texts.ask import answer
from texts.menu import PRIVACY_NOTICE

MONTH_ANSWER = (
    "质量月是几月\n全国“质量月”在每年 9 月。\n\n"
    "出处：《中华人民共和国产品质量法》第二十七条 2018-12-29\n截至 2026-11-22\n待本单位审定"
)


@pytest.fixture
async def place(tmp_path: Path, knowledge: Knowledge) -> AsyncIterator[Town]:
    routers = (build_receipts_router(), build_ask_router())
    async with town(tmp_path, *routers, knowledge=knowledge, stations=load()) as place:
        yield place


async def _greeted(place: Town) -> Citizen:
    citizen = place.citizen()
    await citizen.says("你好")
    return citizen


async def test_a_known_question_is_answered_with_source_date_and_signature(place: Town) -> None:
    citizen = await _greeted(place)
    assert await citizen.says("质量月是哪个月") == [
        Said(
            MONTH_ANSWER,
            {
                "三无产品能卖吗": "ask:three-nos",
                "没解决": "nav:unsolved:quality-month-when",
                "内容有误": "nav:wrong:quality-month-when",
            },
        )
    ]


async def test_a_signed_answer_names_who_signed_it(place: Town) -> None:
    citizen = await _greeted(place)
    (answer,) = await citizen.says("申报中国质量奖收费吗")
    assert answer.text.endswith("截至 2026-11-22\n示例审定人 2026-11-20 审定")


async def test_the_first_message_carries_the_privacy_notice_and_no_later_one_does(
    place: Town,
) -> None:
    citizen = place.citizen(knows_notice=False)
    (first,) = await citizen.says("质量月是几月")
    (second,) = await citizen.says("质量月是几月")
    assert first.text == f"{MONTH_ANSWER}\n\n{PRIVACY_NOTICE}"
    assert second.text == MONTH_ANSWER


@pytest.mark.parametrize("typed", ["1", "１", "第一个", "三无产品能卖吗"])
async def test_a_typed_choice_is_the_button_it_names(place: Town, typed: str) -> None:
    citizen = await _greeted(place)
    await citizen.says("质量月是几月")
    (answer,) = await citizen.says(typed)
    assert answer.text.startswith("三无产品能卖吗\n不能卖。")


async def test_an_unknown_question_gets_a_receipt_and_two_doors(place: Town) -> None:
    citizen = await _greeted(place)
    (miss,) = await citizen.says("火星上的岩石怎么称重")
    number = find(miss.text)
    assert miss.text == (
        "这个问题我没有找到有出处的答案，不敢乱答。\n"
        f"已经记下，会有工作人员看到，编号 {number}。\n"
        "着急请拨 12345（政务服务）或 12315（市场监管投诉举报）。\n"
        "换个说法再问一次也行，一次问一件事。"
    )
    async with place.database.read() as session:
        (row,) = await desk.waiting(session, 10)
    assert (row.receipt, row.kind, row.text) == (number, Kind.UNKNOWN, "火星上的岩石怎么称重")


async def test_a_receipt_shows_its_state_to_its_owner_only(place: Town) -> None:
    citizen = await _greeted(place)
    (miss,) = await citizen.says("火星上的岩石怎么称重")
    number = find(miss.text)
    (mine,) = await citizen.says(f"查一下{number}".lower())
    stranger = await _greeted(place)
    (theirs,) = await stranger.says(str(number))
    assert mine.text.startswith(f"编号 {number}：待工作人员查看。")
    assert theirs.text == (
        f"没有查到您名下的编号 {number}。\n"
        "请核对一下。编号只给当初得到它的人看，要在原来的网页或聊天里查。"
    )


async def test_phone_numbers_do_not_reach_the_queue(place: Town) -> None:
    citizen = await _greeted(place)
    await citizen.says("火星岩石找谁称，我电话13812345678")
    async with place.database.read() as session:
        (row,) = await desk.waiting(session, 10)
    assert row.text == "火星岩石找谁称，我电话138****5678"


async def test_an_unhelpful_answer_reaches_the_queue_once(place: Town) -> None:
    citizen = await _greeted(place)
    await citizen.says("质量月是几月")
    (first,) = await citizen.taps("没解决")
    (second,) = await citizen.taps_data("nav:unsolved:quality-month-when")
    assert first == second
    async with place.database.read() as session:
        (row,) = await desk.waiting(session, 10)
    assert (row.kind, row.entry_id, row.text) == (
        Kind.UNSOLVED, "quality-month-when", "质量月是几月",
    )  # fmt: skip


async def test_an_expired_answer_is_never_shown(place: Town) -> None:
    citizen = await _greeted(place)
    (before,) = await citizen.says("商标异议期是几个月")
    place.clock.passes(days=60)
    (after,) = await citizen.says("商标异议期是几个月")
    (tapped,) = await citizen.taps_data("ask:old-rule")
    assert before.text.startswith("商标异议期是几个月\n三个月。")
    assert after.text.startswith(
        "这件事的答案有效期不在今天，正在核实新的规定，先不给您看旧内容。"
    )
    assert tapped.text == "这条内容刚刚更新过，请把问题再发一次。"


async def test_an_emergency_gets_its_number_in_the_first_sentence(place: Town) -> None:
    citizen = await _greeted(place)
    (reply,) = await citizen.says("家里煤气漏了怎么办")
    assert reply.text.split("。")[0] == "请马上撤到室外再拨 119"


async def test_a_station_is_looked_for_in_its_district(place: Town) -> None:
    citizen = await _greeted(place)
    (reply,) = await citizen.says("平定有服务站吗")
    assert reply.labels == [
        "示例·平定县质量服务站甲", "示例·平定县质量服务站乙", "换个区县",
    ]  # fmt: skip


async def test_there_is_nothing_to_cancel(place: Town) -> None:
    citizen = await _greeted(place)
    assert await citizen.says("取消") == [
        Said("现在没有正在填写的内容。可以直接提问，或打“菜单”。")
    ]


async def test_another_office_is_named_behind_its_number(place: Town) -> None:
    citizen = await _greeted(place)
    (said,) = await citizen.says("社保断缴了怎么补")
    assert said.text == "这件事我这里答不了，请拨 12333，这是社保和就业的电话。"


def test_the_address_of_a_source_is_behind_its_title(knowledge: Knowledge) -> None:
    source = Source("《办法》", "第 1 号", url="https://www.samr.gov.cn/art/2026/art_0.html")
    entry = replace(knowledge.entries["quality-month-when"], sources=(source,))
    text, entities = answer(entry).text.render()
    assert "\n\n出处：《办法》第 1 号\n截至" in text
    assert [
        (text[one.offset : one.offset + one.length], one.url)
        for one in entities
        if one.type == TextLink.type
    ] == [("《办法》", source.url)]
