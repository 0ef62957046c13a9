"""The words that work in every state: 菜单, 帮助, 大字, 取消, 人工."""

from datetime import datetime

from aiogram import Bot, Router
from aiogram.filters import Command, CommandStart
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from campaign import store as works
from campaign.submission import State
from db.engine import Session
from desk import store as desk
from desk.switches.switches import NOTHING_STOPPED, Switches
from faq.knowledge import Knowledge
from handlers.answering import chat_of, say
from handlers.context import Channel, Moment, Person
from handlers.filters import Data, Words
from handlers.hot import hot
from handlers.submit.visit import FILLING
from people import store as people
from texts import desk as desk_texts
from texts import menu as texts
from texts.reply import Reply


def build_menu_router() -> Router:
    """Answer the words of the quick menu wherever the conversation stands."""
    router = Router(name="menu")
    router.message.register(on_start, CommandStart())
    router.message.register(on_menu, Words("菜单", "主菜单", "返回菜单", "目录", "menu"))
    router.message.register(on_menu, Command("menu"))
    router.message.register(on_help, Words("帮助", "怎么用", "使用说明", "help", "?"))
    router.message.register(on_help, Command("help"))
    router.message.register(on_large, Words("大字", "大字版", "字太小", "长辈模式", "标准字"))
    router.message.register(on_large, Command("large"))
    router.message.register(on_human, Words("人工", "转人工", "人工服务", "人工客服", "找人工"))
    router.message.register(on_human, Command("human"))
    router.message.register(on_ask, Words("问政策"))
    router.callback_query.register(on_menu_tap, Data("menu:open"))
    router.callback_query.register(on_ask_tap, Data("menu:ask"))
    router.callback_query.register(on_human_tap, Data("menu:human"))
    return router


async def on_start(
    message: Message, bot: Bot, state: FSMContext, moment: Moment, knowledge: Knowledge,
    switches: Switches = NOTHING_STOPPED,
) -> None:  # fmt: skip
    """Greet with the quick menu; who left works here before is told that they still are."""
    menu = texts.menu(await hot(knowledge, moment, switches))
    own = await works.of_person(moment.session, moment.person)
    left = [work.receipt for work in own if work.receipt and work.state is not State.WITHDRAWN]
    greeting = texts.returning(menu, left)
    await say(bot, message.chat.id, await reminding(greeting, state))


async def on_menu(
    message: Message, bot: Bot, state: FSMContext, moment: Moment, knowledge: Knowledge,
    switches: Switches = NOTHING_STOPPED,
) -> None:  # fmt: skip
    """Show the quick menu; what was being filled in stays as it is."""
    menu = texts.menu(await hot(knowledge, moment, switches))
    await say(bot, message.chat.id, await reminding(menu, state))


async def on_menu_tap(
    query: CallbackQuery, bot: Bot, state: FSMContext, moment: Moment, knowledge: Knowledge,
    switches: Switches = NOTHING_STOPPED,
) -> None:  # fmt: skip
    """Show the quick menu."""
    menu = texts.menu(await hot(knowledge, moment, switches))
    await say(bot, chat_of(query), await reminding(menu, state))


async def on_ask(message: Message, bot: Bot, state: FSMContext) -> None:
    """Invite to ask, out of whatever was being filled in."""
    await say(bot, message.chat.id, await _leaving(state))


async def on_ask_tap(query: CallbackQuery, bot: Bot, state: FSMContext) -> None:
    """Invite to ask."""
    await say(bot, chat_of(query), await _leaving(state))


async def on_help(message: Message, bot: Bot, state: FSMContext) -> None:
    """Explain in a few lines."""
    await say(bot, message.chat.id, await reminding(texts.HELP, state))


async def on_large(
    message: Message, bot: Bot, session: Session, person: Person, channel: Channel,
    state: FSMContext,
) -> None:  # fmt: skip
    """Switch large print on or off."""
    await people.choose_large_print(session, person, large=not person.large_print)
    reply = texts.LARGE_OFF if person.large_print else texts.large_on(here=channel.can_enlarge)
    await say(bot, message.chat.id, await reminding(reply, state))


async def on_human(
    message: Message, bot: Bot, session: Session, person: Person, now: datetime,
    state: FSMContext,
) -> None:  # fmt: skip
    """Record the wish for a person; nobody is there yet, so nothing is claimed."""
    number = await desk.open_ticket(session, person, message.text or "", now)
    await say(bot, message.chat.id, await reminding(desk_texts.human(number), state))


async def on_human_tap(
    query: CallbackQuery, bot: Bot, session: Session, person: Person, now: datetime,
    state: FSMContext,
) -> None:  # fmt: skip
    """Record the wish for a person, tapped."""
    number = await desk.open_ticket(session, person, "", now)
    await say(bot, chat_of(query), await reminding(desk_texts.human(number), state))


async def _is_in_form(state: FSMContext) -> bool:
    return await state.get_state() in FILLING


async def reminding(reply: Reply, state: FSMContext) -> Reply:
    """Add what becomes of the next words where a form is being filled in."""
    return texts.within_form(reply) if await _is_in_form(state) else reply


async def _leaving(state: FSMContext) -> Reply:
    """Leave the form, whose draft stays, and invite to ask."""
    was_in_form = await _is_in_form(state)
    await state.set_state(None)
    return texts.ask(out_of_form=was_in_form)
