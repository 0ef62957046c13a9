"""Asking (问政策): one decision, then the words for it."""

from typing import assert_never

from aiogram import Bot, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from desk import store as desk
from desk.unanswered import Kind, Question
from faq import stations as finder
from faq.decide import decide
from faq.entry import Entry
from faq.knowledge import Knowledge
from faq.outcome import (
    Answer,
    Context,
    Outcome,
    Redirect,
    Several,
    SmallTalk,
    Suggestions,
    Unknown,
)
from faq.route import RedirectKind
from faq.stations import StationQuery
from handlers.answering import chat_of, say
from handlers.context import Moment
from handlers.filters import Data, Has, Words
from handlers.stations import Stations, reply_to
from people.mask import mask
from texts import ask as texts
from texts import desk as desk_texts
from texts import menu
from texts.reply import Reply

LAST_ENTRY, LAST_QUESTION = "last_entry", "last_question"
NO_LONGER_SHOWN = frozenset({"expired", "not_yet"})


def build_ask_router() -> Router:
    """Take every text no other conversation wanted."""
    router = Router(name="ask")
    router.message.register(on_cancel, Words("取消", "算了", "退出", "/cancel"))
    router.message.register(on_question, Has("text"))
    router.callback_query.register(on_none, Data(texts.NONE_OF_THESE))
    router.callback_query.register(on_choice, Data(texts.CHOSEN))
    router.callback_query.register(on_unsolved, Data(texts.UNSOLVED))
    router.callback_query.register(on_wrong, Data(texts.WRONG))
    return router


async def on_cancel(message: Message, bot: Bot) -> None:
    """There is nothing to cancel; the submission takes this word first while it runs."""
    await say(bot, message.chat.id, menu.NOTHING_TO_CANCEL)


async def on_question(
    message: Message,
    bot: Bot,
    state: FSMContext,
    moment: Moment,
    knowledge: Knowledge,
    stations: Stations,
) -> None:
    """Decide about a question and say what came of it."""
    text = message.text or ""
    data = await state.get_data()
    context = Context(data.get(LAST_ENTRY))
    outcome = decide(text, context, moment.now, knowledge)
    await state.update_data({LAST_QUESTION: mask(text)})
    if isinstance(outcome, Answer):
        await state.update_data({LAST_ENTRY: outcome.entry.id})
    elif sought := _sought(text, outcome, stations):
        await say(bot, message.chat.id, reply_to(sought, stations, moment))
        return
    await say(bot, message.chat.id, await _reply(text, outcome, moment, knowledge))


async def on_choice(
    query: CallbackQuery, rest: str, bot: Bot, state: FSMContext, moment: Moment,
    knowledge: Knowledge,
) -> None:  # fmt: skip
    """Answer the entry that was chosen, if it is still in force."""
    entry = knowledge.entries.get(rest)
    if entry is None or not entry.is_in_force(moment.today):
        await say(bot, chat_of(query), texts.ENTRY_GONE)
        return
    await state.update_data({LAST_ENTRY: entry.id})
    await say(bot, chat_of(query), texts.answer(entry, _related(entry, knowledge, moment)))


async def on_none(query: CallbackQuery, bot: Bot, state: FSMContext, moment: Moment) -> None:
    """None of the suggestions was meant: that is a miss."""
    text = (await state.get_data()).get(LAST_QUESTION, "")
    await say(bot, chat_of(query), await _miss(text, "none_of_these", moment))


async def on_unsolved(
    query: CallbackQuery, rest: str, bot: Bot, state: FSMContext, moment: Moment
) -> None:
    """Take the report that an answer did not help (没解决)."""
    await say(bot, chat_of(query), await _report(Kind.UNSOLVED, rest, state, moment))


async def on_wrong(
    query: CallbackQuery, rest: str, bot: Bot, state: FSMContext, moment: Moment
) -> None:
    """Take the report that an answer is wrong (内容有误)."""
    await say(bot, chat_of(query), await _report(Kind.WRONG, rest, state, moment))


async def _reply(text: str, outcome: Outcome, moment: Moment, knowledge: Knowledge) -> Reply:
    match outcome:
        case Answer(entry=entry):
            return texts.answer(entry, _related(entry, knowledge, moment))
        case Suggestions(entries=entries):
            return texts.suggestions(entries)
        case Redirect(kind=RedirectKind.HUMAN):
            number = await desk.open_ticket(moment.session, moment.person, text, moment.now)
            return desk_texts.human(number)
        case Redirect():
            return texts.redirect(outcome)
        case SmallTalk(kind=kind):
            return texts.small_talk(kind)
        case Unknown(why=why) | Several(why=why):
            return await _miss(text, why.reason, moment)
    assert_never(outcome)


def _sought(text: str, outcome: Outcome, stations: Stations) -> StationQuery | None:
    """Return the station query of a text that asks for a door, or names a station."""
    is_door = isinstance(outcome, Redirect) and outcome.kind is RedirectKind.STATIONS
    query = finder.parse(text, stations)
    if is_door:
        return query or StationQuery()
    is_free = isinstance(outcome, Suggestions | Unknown)
    return query if is_free and query and query.name else None


async def _miss(text: str, reason: str, moment: Moment) -> Reply:
    question = Question(Kind.UNKNOWN, text, None, reason)
    number = await desk.record(moment.session, moment.person, question, moment.now)
    return texts.expired(number) if reason in NO_LONGER_SHOWN else texts.unknown(number)


async def _report(kind: Kind, entry_id: str, state: FSMContext, moment: Moment) -> Reply:
    text = (await state.get_data()).get(LAST_QUESTION, "")
    question = Question(kind, text, entry_id, kind.value)
    number = await desk.record(moment.session, moment.person, question, moment.now)
    return texts.reported(number, is_wrong=kind is Kind.WRONG)


def _related(entry: Entry, knowledge: Knowledge, moment: Moment) -> tuple[Entry, ...]:
    others = (knowledge.entries.get(number) for number in entry.related)
    return tuple(other for other in others if other and other.is_in_force(moment.today))
