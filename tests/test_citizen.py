from pathlib import Path

from aiogram import Bot, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from aiogram.utils.formatting import Text

from handlers.answering import say
from handlers.context import Channel, Person
from tests.citizen import Said, town
from texts.reply import Button, Reply, rows

HELLO = Reply(Text("您好"), rows(Button("好的", "ok"), Button("返回", "nav:back")))


def echo() -> Router:
    router = Router()

    @router.message(StateFilter(None))
    async def greet(
        message: Message, bot: Bot, person: Person, channel: Channel, state: FSMContext, word: str
    ) -> None:
        await state.set_state("greeted")
        if message.text == "坏":
            raise ValueError(word)
        await say(bot, message.chat.id, HELLO)

    @router.callback_query()
    async def tap(query: CallbackQuery, bot: Bot) -> None:
        await say(bot, query.from_user.id, Reply(Text("按了", query.data or "")))

    return router


async def test_a_citizen_reads_taps_and_types_numbers(tmp_path: Path) -> None:
    async with town(tmp_path, echo(), word="x") as place:
        citizen = place.citizen()
        assert await citizen.says("你好") == [Said("您好", {"好的": "ok", "返回": "nav:back"})]
        assert await citizen.state() == "greeted"
        assert await citizen.taps("好的") == [Said("按了ok")]


async def test_a_typed_number_is_a_tap_and_a_repeated_update_is_silent(tmp_path: Path) -> None:
    async with town(tmp_path, echo(), word="x") as place:
        citizen = place.citizen()
        await citizen.says("你好")
        assert await citizen.says("１", key="a") == [Said("按了ok")]
        assert await citizen.says("１", key="a") == []


async def test_a_broken_handler_leaves_no_state(tmp_path: Path) -> None:
    async with town(tmp_path, echo(), word="x") as place:
        citizen = place.citizen()
        (sorry,) = await citizen.says("坏")
        assert "事件编号 E-" in sorry.text
        assert await citizen.state() is None
