"""我的数据: seeing what is kept about oneself, and deleting it."""

from aiogram import Bot, Router
from aiogram.filters import Command, Filter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message

from campaign import intake, leftovers
from campaign import store as works
from campaign.media import store as files
from db import outbox, transcript
from desk import store as desk
from handlers.answering import chat_of, say
from handlers.context import WEB, Moment
from handlers.filters import Data
from handlers.matters import MY_DATA
from people import store as people
from texts import mydata as texts
from texts.mydata import Kept


class Left(Filter):
    """The person of a private chat blocked the bot or stopped following the account."""

    async def __call__(self, event: ChatMemberUpdated) -> bool:
        """Look at what they were and are."""
        return event.chat.type == "private" and event.new_chat_member.status == "kicked"


def build_mydata_router() -> Router:
    """Take the words and buttons of 我的数据."""
    router = Router(name="mydata")
    router.message.register(on_show, MY_DATA)
    router.message.register(on_show, Command("mydata"))
    router.callback_query.register(on_show_tap, Data("menu:mydata"))
    router.my_chat_member.register(on_left, Left())
    router.callback_query.register(on_delete, Data(texts.DELETE))
    router.callback_query.register(on_sure, Data(texts.SURE))
    router.callback_query.register(on_keep, Data(texts.KEEP))
    return router


async def on_show(message: Message, bot: Bot, moment: Moment) -> None:
    """Show what is kept."""
    await say(bot, message.chat.id, texts.shown(await _kept(moment, message.chat.id)))


async def on_show_tap(query: CallbackQuery, bot: Bot, moment: Moment) -> None:
    """Show what is kept, tapped."""
    await say(bot, chat_of(query), texts.shown(await _kept(moment, chat_of(query))))


async def on_delete(query: CallbackQuery, bot: Bot, moment: Moment) -> None:
    """Ask once more."""
    await say(bot, chat_of(query), texts.really(await _kept(moment, chat_of(query))))


async def on_sure(query: CallbackQuery, bot: Bot, moment: Moment, state: FSMContext) -> None:
    """Delete; works that were handed in stay, and that is said."""
    kept = await _forget(moment, chat_of(query))
    await state.clear()
    await say(bot, chat_of(query), texts.DELETED_BUT_WORKS if kept.works else texts.DELETED)


async def on_left(event: ChatMemberUpdated, moment: Moment, state: FSMContext) -> None:
    """Delete without being asked, for who left (取消关注) cannot be answered any more.

    Works that were handed in stay with their author, who is told so when they come back; where
    there are none, nobody is left who could be told from anybody else.
    """
    kept = await _forget(moment, event.chat.id)
    await state.clear()
    await outbox.give_up_chat(moment.session, moment.person.channel, event.chat.id, "left")
    if not kept.works:
        await people.forget(moment.session, moment.person)


async def on_keep(query: CallbackQuery, bot: Bot) -> None:
    """Leave everything."""
    await say(bot, chat_of(query), texts.KEPT_ALL)


async def _forget(moment: Moment, chat_id: int) -> Kept:
    """Delete what is kept but the works that were handed in; return what there was."""
    session, person = moment.session, moment.person
    kept = await _kept(moment, chat_id)
    for draft in await leftovers.drafts_of(session, person):
        await intake.discard(session, draft)
    await files.drop_loose(session, person)
    await desk.forget(session, person)
    await transcript.forget(session, person.channel, chat_id)
    return kept


async def _kept(moment: Moment, chat_id: int) -> Kept:
    session, person = moment.session, moment.person
    is_on_our_page = person.channel == WEB.name
    bubbles = await transcript.count(session, WEB.name, chat_id) if is_on_our_page else None
    return Kept(
        bubbles=bubbles,
        questions=await desk.count_of(session, person),
        works=len(await works.of_person(session, person)),
        drafts=len(await leftovers.drafts_of(session, person)),
    )
