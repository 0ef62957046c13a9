"""Everything no conversation wanted: a sensible sentence for each, never silence."""

from aiogram import Bot, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.answering import chat_of, say
from texts import other as texts
from texts.reply import Reply

ALBUM = "other:album"
"""The dialogue's note of the album that was answered last."""

REPLIES: dict[str, Reply] = {
    "sticker": texts.STICKER,
    "animation": texts.STICKER,
    "dice": texts.STICKER,
    "voice": texts.VOICE,
    "audio": texts.VOICE,
    "photo": texts.PICTURE,
    "document": texts.FILE,
    "contact": texts.CONTACT,
}


def build_other_router() -> Router:
    """Take what is left; this router comes last."""
    router = Router(name="other")
    router.edited_message.register(on_edited)
    router.message.register(on_other)
    router.callback_query.register(on_old_button)
    return router


async def on_other(message: Message, bot: Bot, state: FSMContext) -> None:
    """Say what became of something that is no text, once for a whole album."""
    album = message.media_group_id
    if album is not None:
        if (await state.get_data()).get(ALBUM) == album:
            return
        await state.update_data({ALBUM: album})
    kind = message.content_type
    await say(bot, message.chat.id, REPLIES.get(kind, texts.UNSUPPORTED))


async def on_edited(edited_message: Message, bot: Bot) -> None:
    """Ask for a new message instead of a changed one."""
    await say(bot, edited_message.chat.id, texts.EDITED)


async def on_old_button(query: CallbackQuery, bot: Bot) -> None:
    """Say that a button no longer does anything."""
    await say(bot, chat_of(query), texts.GONE)
