"""While something is stopped (停用), all read the operator's words; in danger, the number first.

What belongs to the citizen stays reachable: 我的数据 and deleting it, 我的投稿 and taking works
back, and the state of a receipt. What was being filled in stays as it is.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware, Bot, Router
from aiogram.filters import Command, Filter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message, TelegramObject

from desk.journal import store as journal
from desk.journal.journal import Asked, Came
from desk.switches.switches import NOTHING_STOPPED, Switches
from faq.decide import emergency
from faq.knowledge import Knowledge
from faq.outcome import Outcome, Why
from faq.withhold import without
from handlers import asked
from handlers.answering import chat_of, say
from handlers.context import Channel, Moment
from handlers.matters import MINE, MY_DATA
from handlers.other import NOTES
from handlers.receipts import HasReceipt
from people.receipt import ReceiptKind
from texts import ask as ask_texts
from texts import switches as texts
from texts.reply import Reply

OWN_TAPS = (
    "menu:mydata", "nav:mydata", "menu:mine", "mine:show:", "mine:withdraw:", "mine:sure:",
)  # fmt: skip
"""Buttons of 我的数据 and 我的投稿, but for what begins something new."""
FILES = frozenset({"video", "video_note", "animation", "document", "photo", "audio"})

FORM, RULES = "submit:", "submit:rules"
"""How the states of the form begin, and the one in which nothing is filled in yet."""

_OWN_MATTERS = (MY_DATA, MINE, HasReceipt(*ReceiptKind))
_OWN_COMMANDS = Command("mydata", "mine")


class Stopped(Filter):
    """The channel is stopped, and the message is not about the citizen's own matters."""

    async def __call__(
        self, event: Message | CallbackQuery, channel: Channel, bot: Bot,
        switches: Switches = NOTHING_STOPPED,
    ) -> bool | dict[str, str]:  # fmt: skip
        """Give the operator's words on as `words`."""
        words = switches.of_channel(channel.name)
        if words is None or await _is_own_matter(event, bot):
            return False
        return {"words": words}


class Pausing(BaseMiddleware):
    """Says the operator's words instead of one conversation that is stopped (`scope`)."""

    def __init__(self, scope: str) -> None:
        self.scope = scope

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:  # noqa: ANN401 -- aiogram's signature
        """Let events through while it is not stopped; otherwise lead out of the form."""
        words = data.get("switches", NOTHING_STOPPED).of(self.scope)
        if words is None or not isinstance(event, Message | CallbackQuery):
            return await handler(event, data)
        state: FSMContext = data["state"]
        reply = await _reply(event, state, words)
        if (await state.get_state() or "").startswith(FORM):
            await state.set_state(None)
        await say(data["bot"], _chat(event), reply)
        return None


def build_stopped_router() -> Router:
    """Answer everything while the channel is stopped; only albums are asked before."""
    router = Router(name="stopped")
    router.message.register(on_message, Stopped())
    router.edited_message.register(on_message, Stopped())
    router.callback_query.register(on_tap, Stopped())
    return router


async def on_message(
    event: Message, bot: Bot, state: FSMContext, moment: Moment, words: str
) -> None:
    """Say that it is stopped, below the number of an emergency."""
    text, channel = event.text or "", moment.person.channel
    reply, taken = (
        await _reply(event, state, words),
        Asked(channel, None, Came.STOPPED, asked.STOPPED),
    )
    if door := emergency(text):
        reply = texts.urgent(ask_texts.redirect(door), words)
        taken = asked.asked(channel, text, door)
    await say(bot, event.chat.id, reply)
    if text and not text.startswith("/"):
        await journal.record(moment.session, taken, moment.now)


async def on_tap(query: CallbackQuery, bot: Bot, state: FSMContext, words: str) -> None:
    """Say that it is stopped."""
    await say(bot, chat_of(query), await _reply(query, state, words))


def held_back(outcome: Outcome, switches: Switches) -> Outcome:
    """Leave out of an outcome the entries whose topic is stopped; it may be a miss then."""
    if not switches:
        return outcome
    return without(
        outcome, lambda entry: switches.of_topic(entry.topic) is not None, asked.STOPPED
    )


def words_for(why: Why, knowledge: Knowledge, switches: Switches) -> str:
    """Find the operator's words for what an outcome would have shown."""
    entries = (knowledge.entries.get(candidate.entry) for candidate in why.candidates)
    words = (switches.of_topic(entry.topic) for entry in entries if entry)
    return next((found for found in words if found), texts.TOPIC_DEFAULT)


async def _reply(event: Message | CallbackQuery, state: FSMContext, words: str) -> Reply:
    step = await state.get_state() or ""
    was_in_form = step.startswith(FORM) and step != RULES
    has_file = isinstance(event, Message) and event.content_type in FILES
    return texts.stopped(words, was_in_form=was_in_form, has_file=has_file)


def _chat(event: Message | CallbackQuery) -> int:
    return event.chat.id if isinstance(event, Message) else chat_of(event)


async def _is_own_matter(event: Message | CallbackQuery, bot: Bot) -> bool:
    if isinstance(event, CallbackQuery):
        return (event.data or "").startswith(OWN_TAPS)
    if event.content_type in NOTES or await _OWN_COMMANDS(event, bot):
        return True
    return any([await matter(event) for matter in _OWN_MATTERS])
