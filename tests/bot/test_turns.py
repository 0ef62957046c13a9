"""What a turn promises: all of it or nothing of it, and never silence."""

from dataclasses import replace
from pathlib import Path

import pytest
from aiogram import Bot, Router
from aiogram.types import Message
from prometheus_client import generate_latest

from bot.health import Figures
from bot.retention import Retention
from campaign.files import MediaFolder
from db import inbox, transcript
from db.inbox import Arrival, Received
from desk import store as desk
from handlers.answering import say
from handlers.context import TELEGRAM, WEB, Channel, Moment
from handlers.filters import Words
from tests.citizen import Citizen, Town, town
from texts import menu


class BrokenError(Exception):
    pass


def _broken_router() -> Router:
    router = Router()

    @router.message(Words("坏"))
    async def on_broken(message: Message, bot: Bot, moment: Moment) -> None:
        await desk.open_ticket(moment.session, moment.person, "", moment.now)
        await say(bot, message.chat.id, menu.ASK)
        raise BrokenError

    @router.message()
    async def on_other(message: Message, bot: Bot) -> None:
        await say(bot, message.chat.id, menu.ASK)

    return router


async def test_a_broken_turn_leaves_nothing_but_an_incident_number(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with town(tmp_path, _broken_router()) as place:
        (said,) = await place.citizen().says("坏")
        async with place.database.read() as session:
            tickets = await desk.waiting_tickets(session, 10)
    number = said.text.split("请把事件编号 ")[1].split(" ")[0]
    assert said.text == (
        "抱歉，系统刚才出了错，这一条没有处理好，之前填写的内容都还在。\n"
        f"请再发一次；如果还不行，请把事件编号 {number} 告诉工作人员，或者拨打 12345。"
    )
    assert tickets == []
    assert number in capsys.readouterr().err


async def test_every_turn_is_counted_by_its_end(tmp_path: Path) -> None:
    figures = Figures()
    async with town(tmp_path, _broken_router()) as place:
        place.conversation = replace(place.conversation, ended=figures.turn_ended)
        for text in ("你好", "坏", "你好"):
            await place.citizen().says(text)
    counted = generate_latest(figures.registry).decode()
    assert 'zhixiaotong_turns_total{channel="web",end="ok"} 2.0' in counted
    assert 'zhixiaotong_turns_total{channel="web",end="incident"} 1.0' in counted


async def test_the_same_update_twice_is_one_turn(tmp_path: Path) -> None:
    async with town(tmp_path, _broken_router()) as place:
        citizen = place.citizen()
        assert len(await citizen.says("你好", key="same")) == 1
        assert await citizen.says("你好", key="same") == []


async def test_an_update_that_kills_the_process_again_and_again_is_given_up_with_a_number(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with town(tmp_path, _broken_router()) as place:
        citizen = place.citizen()
        await citizen.says("你好")
        payload = {"update_id": 9, "message": citizen._message(text="你好")}  # noqa: SLF001 -- the harness's own
        async with place.database.begin() as session:
            await inbox.put(session, [Arrival("web", "k", citizen.id, payload)], place.clock())
        for _ in range(4):
            async with place.database.begin() as session:
                (left,) = await inbox.take_left_over(session, place.clock(), alone=True)
        await place.conversation.run(left)
        (said,) = await citizen.hears()
        async with place.database.begin() as session:
            assert await inbox.take_left_over(session, place.clock(), alone=True) == []
    assert "请把事件编号 E-" in said.text
    assert "PoisonedUpdateError" in capsys.readouterr().err


async def test_too_many_messages_are_answered_with_a_reason(tmp_path: Path) -> None:
    async with town(tmp_path, _broken_router()) as place:
        citizen = place.citizen(TELEGRAM)
        place.clock.passes(seconds=1)
        answers = []
        for _ in range(21):
            answers += [said.text for said in await citizen.says("你好")]
            place.clock.passes(seconds=-1)
    assert answers[-1] == "您发得太快了，刚发的没有处理。请稍等几秒再发。"
    assert answers.count(answers[-1]) == 1


async def test_what_is_past_its_time_is_let_go(tmp_path: Path) -> None:
    async with town(tmp_path, _broken_router()) as place:
        citizen = place.citizen()
        await citizen.says("你好")
        place.clock.passes(days=31)
        await Retention(place.database, MediaFolder(place.media), place.clock).let_go()
        async with place.database.read() as session:
            kept = await transcript.count(session, WEB.name, citizen.id)
        place.clock.passes(days=150)
        await Retention(place.database, MediaFolder(place.media), place.clock).let_go()
        async with place.database.read() as session:
            left = await transcript.count(session, WEB.name, citizen.id)
    assert (kept, left) == (1, 0)


@pytest.mark.parametrize(("channel", "pace"), [(TELEGRAM, 1), (WEB, 0)])
async def test_what_was_taken_in_and_waited_is_answered_however_much_it_is(
    tmp_path: Path, channel: Channel, pace: int
) -> None:
    async with town(tmp_path, _broken_router()) as place:
        citizen = place.citizen(channel)
        await citizen.person()
        place.clock.passes(seconds=-100)
        left = []
        for number in range(40):
            place.clock.passes(seconds=pace)
            left.append(await _store(place, citizen, str(number)))
        place.clock.passes(seconds=60)
        for received in left:
            await place.conversation.run(received)
        assert [one.text for one in await citizen.hears()] == [
            menu.ASK.text.as_kwargs()["text"]
        ] * 40


async def _store(place: Town, citizen: Citizen, key: str) -> Received:
    user = {"id": citizen.id, "is_bot": False, "first_name": "x"}
    chat = {"id": citizen.id, "type": "private"}
    message = {"message_id": 1, "date": 1, "chat": chat, "from": user, "text": "你好"}
    payload = {"update_id": 1, "message": message}
    async with place.database.begin() as session:
        arrival = Arrival(citizen.channel.name, key, citizen.id, payload)
        (received,) = await inbox.put(session, [arrival], place.clock())
    return received
