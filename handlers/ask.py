"""Asking (问政策): one decision, then the words for it."""

from aiogram import Bot, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from desk import store as desk
from desk.journal import store as journal
from desk.switches.switches import NOTHING_STOPPED, Switches
from desk.unanswered import Kind, Question
from faq import stations as finder
from faq.decide import decide
from faq.entry import Entry
from faq.followup import context_after
from faq.knowledge import Knowledge
from faq.outcome import (
    Context,
    Outcome,
    Redirect,
    SmallTalk,
    Suggestions,
    Unknown,
    Why,
    answered,
)
from faq.route import RedirectKind, SmallTalkKind
from faq.withhold import is_withheld
from handlers import asked
from handlers.answering import chat_of, say
from handlers.context import Moment
from handlers.filters import Data, Has, Words
from handlers.hot import count
from handlers.replying import Replying
from handlers.stations import Stations
from handlers.stopped import held_back
from handlers.topic import recall, remember
from people.mask import mask
from texts import ask as texts
from texts import menu
from texts import switches as switch_texts
from texts.reply import Reply

LAST_QUESTION = "last_question"
OFFERED = "offered"
"""The entries suggested for the last question, until one of them is chosen."""


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


async def on_question(  # noqa: PLR0913, PLR0917 -- aiogram gives them by name
    message: Message,
    bot: Bot,
    state: FSMContext,
    moment: Moment,
    knowledge: Knowledge,
    stations: Stations,
    switches: Switches = NOTHING_STOPPED,
) -> None:
    """Decide about a question and say what came of it."""
    text = message.text or ""
    context = await recall(state, moment.now)
    outcome = decide(text, context, moment.now, knowledge)
    outcome = held_back(with_named_station(text, outcome, stations), switches)
    last = "" if _is_sensitive(outcome) else mask(text)
    await state.update_data({LAST_QUESTION: last, OFFERED: asked.offered(outcome)})
    await remember(state, context_after(outcome), moment.now)
    reply = await Replying(moment, knowledge, stations, switches).reply(text, outcome)
    await say(bot, message.chat.id, reply)
    await journal.record(
        moment.session, asked.asked(moment.person.channel, text, outcome), moment.now
    )
    await count(answered(outcome), state, moment)


async def on_choice(  # noqa: PLR0913, PLR0917 -- the same
    query: CallbackQuery, rest: str, bot: Bot, state: FSMContext, moment: Moment,
    knowledge: Knowledge, switches: Switches = NOTHING_STOPPED,
) -> None:  # fmt: skip
    """Answer the entry that was chosen, if it is still in force."""
    entry = knowledge.entries.get(rest)
    if entry is None or not _may_be_shown(entry, knowledge, moment):
        await say(bot, chat_of(query), texts.ENTRY_GONE)
        return
    if words := switches.of_topic(entry.topic):
        await say(bot, chat_of(query), switch_texts.stopped(words))
        return
    await remember(state, Context(last_entry=entry.id), moment.now)
    await say(bot, chat_of(query), Replying(moment, knowledge, (), switches).answer(entry))
    offered = (await state.get_data()).get(OFFERED) or ()
    taken = asked.chosen(moment.person.channel, entry.id, is_offered=entry.id in offered)
    await state.update_data({OFFERED: []})
    await journal.record(moment.session, taken, moment.now)
    await count([entry], state, moment)


async def on_none(
    query: CallbackQuery, bot: Bot, state: FSMContext, moment: Moment, knowledge: Knowledge
) -> None:
    """None of the suggestions was meant: that is a miss."""
    text = (await state.get_data()).get(LAST_QUESTION, "")
    reply = await Replying(moment, knowledge).miss(text, "none_of_these")
    await say(bot, chat_of(query), reply)


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


def _may_be_shown(entry: Entry, knowledge: Knowledge, moment: Moment) -> bool:
    return entry.is_in_force(moment.today) and not is_withheld(entry, knowledge)


def _is_sensitive(outcome: Outcome) -> bool:
    """Whether nothing of what was typed may be kept."""
    return isinstance(outcome, SmallTalk) and outcome.kind is SmallTalkKind.SENSITIVE


def with_named_station(text: str, outcome: Outcome, stations: Stations) -> Outcome:
    """Look for the station a text names, where the FAQ did not surely answer it."""
    is_door = isinstance(outcome, Redirect) and outcome.kind is RedirectKind.STATIONS
    if not is_door and not isinstance(outcome, Suggestions | Unknown):
        return outcome
    query = finder.parse(text, stations)
    if query is None or query.name is None:
        return outcome
    return Redirect(RedirectKind.STATIONS, query, None, Why("stations"))


async def _report(kind: Kind, entry_id: str, state: FSMContext, moment: Moment) -> Reply:
    text = (await state.get_data()).get(LAST_QUESTION, "")
    question = Question(kind, text, entry_id, kind.value)
    number = await desk.record(moment.session, moment.person, question, moment.now)
    return texts.reported(number, is_wrong=kind is Kind.WRONG)
