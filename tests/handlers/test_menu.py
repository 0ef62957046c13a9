from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from desk import store as desk
from faq.knowledge import Knowledge
from handlers.menu import build_menu_router
from handlers.other import build_other_router
from people.receipt import find
from tests.citizen import Said, Town, town
from texts import menu, other
from texts.reply import Reply


@pytest.fixture
async def place(tmp_path: Path, knowledge: Knowledge) -> AsyncIterator[Town]:
    routers = (build_menu_router(), build_other_router())
    async with town(tmp_path, *routers, knowledge=knowledge) as place:
        yield place


@pytest.mark.parametrize("typed", ["菜单", "/menu", "菜单。", "主菜单"])
async def test_the_menu_opens(place: Town, typed: str) -> None:
    citizen = place.citizen()
    (reply,) = await citizen.says(typed)
    assert reply.labels == ["问政策", "找站点", "微视频投稿", "人工"]


async def test_a_wish_for_a_person_is_recorded_once_and_claims_no_transfer(place: Town) -> None:
    citizen = place.citizen()
    await citizen.says("菜单")
    (first,) = await citizen.says("转人工")
    (second,) = await citizen.taps_data("menu:human")
    number = find(first.text)
    assert (
        first.text
        == second.text
        == (
            f"这里暂时没有人工坐席，没法直接转接。已记下您想找人工，编号 {number}。\n"
            "现在就要找人，请拨打：\n"
            "12345　政务服务便民热线，各部门的事都可以问\n"
            "12315　市场监管投诉举报"
        )
    )
    async with place.database.read() as session:
        (ticket,) = await desk.waiting_tickets(session, 10)
    assert (ticket.receipt, ticket.text) == (number, "转人工")


async def test_large_print_is_switched_on_and_off(place: Town) -> None:
    citizen = place.citizen()
    await citizen.says("菜单")
    assert await citizen.says("大字") == [Said("字已经放大。再发“大字”换回标准字。")]
    assert await citizen.says("大字") == [Said("已换回标准字。")]


@pytest.mark.parametrize(
    ("content", "reply"),
    [
        ({"sticker": {"file_id": "s", "file_unique_id": "s", "type": "regular", "width": 1,
                      "height": 1, "is_animated": False, "is_video": False}}, other.STICKER),
        ({"voice": {"file_id": "v", "file_unique_id": "v", "duration": 1}}, other.VOICE),
        ({"contact": {"phone_number": "1", "first_name": "x"}}, other.CONTACT),
        ({"dice": {"emoji": "x", "value": 1}}, other.STICKER),
    ],
)  # fmt: skip
async def test_what_is_no_question_gets_a_sentence(
    place: Town, content: dict[str, Any], reply: Reply
) -> None:
    citizen = place.citizen()
    await citizen.says("菜单")
    (said,) = await citizen.sends(**content)
    assert said.text == reply.text.as_kwargs()["text"]


async def test_an_edited_message_is_asked_for_again(place: Town) -> None:
    citizen = place.citizen()
    await citizen.says("菜单")
    assert await citizen.edits("改过了") == [
        Said("改过的消息我看不到改了什么。请把新的内容重新发一条。")
    ]


async def test_every_word_of_the_menu_is_a_telegram_command() -> None:
    assert dict(menu.COMMANDS)["cancel"] == "取消正在填的内容"
    assert all(word.isascii() and word.islower() for word, _ in menu.COMMANDS)
