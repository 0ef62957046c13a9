"""From a question nobody could answer to the answer in the chat of whoever asked it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiogram import Router

from bot.knowledge import Shelf
from bot.notices import Notices
from desk.queue import store as queue
from desk.unanswered import Handling, Resolution
from handlers.ask import build_ask_router
from handlers.context import TELEGRAM, WEB, Channel
from handlers.menu import build_menu_router
from handlers.mydata import build_mydata_router
from handlers.receipts import build_receipts_router
from people import receipt
from people.staff.roles import Role
from tests.citizen import Citizen, Said, Town, town
from tests.console.house import Browser, House, house
from tests.databases import BOTH, records
from tests.knowledge import shared_knowledge
from texts import console_entries as entry_words
from texts import console_unanswered as words
from texts import console_words as word_texts

QUESTION = "贵单位的质量宣传周期何时启动"
MORNING = datetime(2026, 11, 24, 2, tzinfo=UTC)
"""Ten in the morning in Beijing."""
ANSWER = (
    "质量月是几月\n全国“质量月”在每年 9 月。\n\n"
    "出处：《中华人民共和国产品质量法》第二十七条 2018-12-29\n"
    "截至 2026-11-22\n职员2 2026-11-24 审定"
)


@dataclass(slots=True)
class Street:
    """Citizens and operators over the same records."""

    house: House
    town: Town
    shelf: Shelf
    notices: Notices

    async def asks(self, text: str = QUESTION, channel: Channel = WEB) -> tuple[Citizen, str]:
        """Let somebody ask in vain; returns their receipt too."""
        citizen = self.town.citizen(channel)
        (answer,) = await citizen.says(text)
        number = receipt.find(answer.text)
        assert number is not None, answer.text
        return citizen, number

    async def published(self, *numbers: str) -> None:
        """Let one operator add the wording and another let it go live, through the pages."""
        anna = await self.house.staff(Role.EDITOR)
        page = await anna.get(f"/unanswered/{numbers[0]}")
        fields = page.form("/unanswered/wording").filled(entry_id="quality-month-when")
        page = await anna.post("/unanswered/wording", fields)
        assert page.flash == words.added("质量月是几月", 1, len(numbers), len(numbers))
        await self.approved("quality-month-when", anna, review_by="2027-08-01")

    async def approved(self, entry_id: str, writer: Browser, **changes: str) -> None:
        """Let an operator hand in an entry's text and another approve it."""
        ben = await self.house.staff(Role.APPROVER)
        page = await writer.get(f"/entries/{entry_id}/edit")
        fields = page.form(f"/{entry_id}/edit").filled(do="submit", **changes)
        page = await writer.post(f"/entries/{entry_id}/edit", fields)
        assert page.flash == entry_words.SUBMITTED
        page = await ben.get(f"/entries/{entry_id}")
        fields = page.form(f"/{entry_id}/approve").filled(accept_worse="1")
        await ben.post(f"/entries/{entry_id}/approve", fields)
        await self.shelf.open()

    async def told(self, citizen: Citizen) -> list[Said]:
        """Let the background work run once, after the operators' grace, and read the chat."""
        await self.notices.find()
        self.town.clock.passes(minutes=6)
        await self.notices.tell()
        return await citizen.hears()


@asynccontextmanager
async def street(folder: Path, url: str | None = None) -> AsyncIterator[Street]:
    routers = (
        build_menu_router(), build_receipts_router(), build_mydata_router(), build_ask_router(),
    )  # fmt: skip
    given = {"knowledge": shared_knowledge(), "stations": ()}
    async with (
        house(folder, url=url) as place,
        town(folder, *routers, url=url, **given) as around,
    ):
        around.clock.now = place.now = MORNING
        shelf = Shelf(place.database, folder / "learned")
        await shelf.open()
        notices = Notices(
            around.database, around.conversation, lambda: shelf.knowledge, around.clock
        )
        yield Street(place, around, shelf, notices)


@BOTH
@pytest.mark.parametrize("channel", [WEB, TELEGRAM])
async def test_who_asked_in_vain_is_told_the_answer_when_it_is_live(
    tmp_path: Path, channel: Channel, kind: str
) -> None:
    async with records(kind) as url, street(tmp_path, url) as place:
        citizen, number = await place.asks(channel=channel)
        assert await place.told(citizen) == []
        await place.published(number)
        (said,) = await place.told(citizen)
        opening = f"您 11 月 24 日问的“{QUESTION}”（编号 {number}）现在有答案了。"
        assert said.text == f"{opening}\n\n{ANSWER}"
        assert said.labels == ["三无产品能卖吗", "没解决", "内容有误"]
        assert await place.told(citizen) == []


async def test_a_receipt_says_how_far_its_question_is(tmp_path: Path) -> None:
    async with street(tmp_path) as place:
        citizen, number = await place.asks()
        (said,) = await citizen.says(number)
        assert said.text.startswith(f"编号 {number}：待工作人员查看。")
        await place.published(number)
        (said,) = await citizen.says(number)
        assert said.text.startswith(f"编号 {number}：工作人员正在准备答案，审定以后就能看到")
        await place.notices.find()
        (said,) = await citizen.says(number)
        assert said.text.startswith(f"编号 {number}：已经有答案了，点下面的问题查看。")
        assert said.labels == ["质量月是几月"]


@pytest.mark.parametrize(
    ("handling", "said"),
    [
        (Handling(Resolution.OUT_OF_SCOPE), "工作人员看过了，这件事不在我能答的范围里"),
        (Handling(Resolution.DISMISSED), "工作人员已看过并处理。"),
        (Handling(Resolution.REDIRECT, door="12345"), "这件事请拨 12345，这是"),
    ],
)
async def test_a_receipt_says_what_became_of_a_question_that_gets_no_answer(
    tmp_path: Path, handling: Handling, said: str
) -> None:
    async with street(tmp_path) as place:
        citizen, number = await place.asks()
        async with place.house.database.begin() as session:
            await queue.resolve(session, [number], handling, None, MORNING)
        (answer,) = await citizen.says(number)
        assert answer.text.startswith(f"编号 {number}：{said}")


@BOTH
async def test_who_is_sent_to_another_office_is_told_once_the_grace_is_over(
    tmp_path: Path, kind: str
) -> None:
    async with records(kind) as url, street(tmp_path, url) as place:
        citizen, number = await place.asks()
        async with place.house.database.begin() as session:
            now = place.town.clock()
            await queue.resolve(
                session, [number], Handling(Resolution.REDIRECT, door="12345"), None, now
            )
        await place.notices.tell()
        assert await citizen.hears() == []
        (said,) = await place.told(citizen)
        assert said.text.startswith(
            f"您 11 月 24 日问的“{QUESTION}”（编号 {number}）不归我们答，请拨 12345，这是"
        )
        async with place.house.database.begin() as session:
            assert await queue.reopen(session, [number]) == ()  # too late: it was said


@BOTH
async def test_what_an_operator_takes_back_in_time_is_not_said(tmp_path: Path, kind: str) -> None:
    async with records(kind) as url, street(tmp_path, url) as place:
        citizen, number = await place.asks()
        async with place.house.database.begin() as session:
            handling = Handling(Resolution.REDIRECT, door="12345")
            await queue.resolve(session, [number], handling, None, place.town.clock())
            assert await queue.reopen(session, [number]) == (number,)
        assert await place.told(citizen) == []


async def test_nobody_is_told_at_night(tmp_path: Path) -> None:
    async with street(tmp_path) as place:
        citizen, number = await place.asks()
        await place.published(number)
        place.town.clock.now = datetime(2026, 11, 24, 13, 0, tzinfo=UTC)  # nine in the evening
        assert await place.told(citizen) == []
        place.town.clock.now = datetime(2026, 11, 24, 23, 50, tzinfo=UTC)  # ten to eight
        assert await place.told(citizen) == []
        place.town.clock.now = datetime(2026, 11, 25, 0, 0, tzinfo=UTC)
        (said,) = await place.told(citizen)
        assert said.text.startswith("您 11 月 24 日问的")


@BOTH
async def test_several_answers_come_in_one_message_and_the_next_one_on_the_next_day(
    tmp_path: Path, kind: str
) -> None:
    async with records(kind) as url, street(tmp_path, url) as place:
        citizen, first = await place.asks()
        (answer,) = await citizen.says("你们周边的锅炉房几点供暖")
        second = receipt.find(answer.text) or ""
        (answer,) = await citizen.says("小区门口的篮球场归谁维修")
        third = receipt.find(answer.text) or ""
        handling = Handling(Resolution.REDIRECT, door="12345")
        async with place.house.database.begin() as session:
            await queue.resolve(session, [second], handling, None, place.town.clock())
        await place.published(first)
        (said,) = await place.told(citizen)
        assert said.text.startswith("您之前问的事有结果了：\n1. 您 11 月 24 日问的“你们周边")
        assert f"\n2. 您 11 月 24 日问的“{QUESTION}”（编号 {first}）现在有答案了。" in said.text
        assert said.labels == ["质量月是几月"]
        async with place.house.database.begin() as session:
            await queue.resolve(session, [third], handling, None, place.town.clock())
        assert await place.told(citizen) == []
        place.town.clock.passes(days=1)
        (said,) = await place.told(citizen)
        assert "小区门口的篮球场归谁维修" in said.text


async def test_who_deleted_their_data_is_never_told(tmp_path: Path) -> None:
    async with street(tmp_path) as place:
        citizen, number = await place.asks()
        other, again = await place.asks()
        await place.published(again, number)
        await place.notices.find()
        await citizen.says("我的数据")
        for label in ("删除我的数据", "确认删除"):
            await citizen.taps(label)
        assert await place.told(citizen) == []
        assert len(await other.hears()) == 1


@BOTH
async def test_two_processes_that_look_at_the_same_moment_tell_once(
    tmp_path: Path, kind: str
) -> None:
    async with (
        records(kind) as url,
        street(tmp_path, url) as place,
        town(tmp_path, Router(), url=url) as far,
    ):
        citizen, number = await place.asks()
        await place.published(number)
        far.clock.now = place.town.clock()
        twin = Notices(far.database, far.conversation, lambda: place.shelf.knowledge, far.clock)
        assert sum(await asyncio.gather(place.notices.find(), twin.find())) == 1
        for clock in (place.town.clock, far.clock):
            clock.passes(minutes=6)
        await asyncio.gather(place.notices.tell(), twin.tell())
        assert len(await citizen.hears()) == 1


async def test_who_fills_in_a_form_is_told_when_they_are_done(tmp_path: Path) -> None:
    async with street(tmp_path) as place:
        citizen, number = await place.asks()
        await place.published(number)
        await _put_state(place.town, citizen, "submit:title")
        assert await place.told(citizen) == []
        assert await citizen.state() == "submit:title"
        await _put_state(place.town, citizen, None)
        place.town.clock.passes(minutes=11)
        assert len(await place.told(citizen)) == 1


async def test_a_taught_word_answers_the_questions_that_waited_for_it(tmp_path: Path) -> None:
    async with street(tmp_path) as place:
        citizen, number = await place.asks("幺蛾子")
        async with place.house.database.begin() as session:
            await queue.resolve(session, [number], Handling(Resolution.SYNONYM), None, MORNING)
        assert await place.told(citizen) == []
        anna = await place.house.staff(Role.EDITOR)
        word = {"kind": "synonym", "said": "幺蛾子", "meant": "卖三无产品违法吗"}
        assert (await anna.post("/words", word)).flash == word_texts.added("幺蛾子")
        await place.shelf.open()
        (said,) = await place.told(citizen)
        assert "\n\n三无产品能卖吗\n不能卖。\n" in said.text


async def _put_state(around: Town, citizen: Citizen, state: str | None) -> None:
    turns = around.conversation.turns
    async with turns.open(citizen.channel.name, citizen.id, citizen.id) as turn:
        turn.dialogue.state = state


async def test_a_new_text_answers_reports_only_if_it_was_written_after_them(
    tmp_path: Path,
) -> None:
    async with street(tmp_path) as place:
        citizen = place.town.citizen()
        await citizen.says("三无产品能卖吗")
        (answer,) = await citizen.taps("内容有误")
        number = receipt.find(answer.text) or ""
        place.house.now = place.town.clock() + timedelta(hours=1)
        anna = await place.house.staff(Role.EDITOR)
        page = await anna.get("/unanswered", tab="wrong")
        fields = page.form("/unanswered/revise").filled()
        page = await anna.post("/unanswered/revise", fields)
        assert await place.told(citizen) == []
        text = "不能卖，示例新内容。"
        await place.approved("three-nos", anna, answer=text, review_by="2027-08-01")
        place.town.clock.now = place.house.now
        (said,) = await place.told(citizen)
        assert said.text.startswith(
            f"您 11 月 24 日反映内容有误的“三无产品能卖吗”（编号 {number}）已核对，内容更新了。"
        )
        assert "示例新内容" in said.text
