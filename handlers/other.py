"""Everything no conversation wanted: a sensible sentence for each, never silence."""

from aiogram import Bot, Router
from aiogram.types import CallbackQuery, Message

from handlers.answering import chat_of, say
from texts import other as texts
from texts.reply import Reply
from texts.submit_file import NOT_A_VIDEO

REPLIES: dict[str, Reply] = {
    "sticker": texts.STICKER,
    "animation": texts.STICKER,
    "dice": texts.STICKER,
    "voice": texts.VOICE,
    "audio": texts.VOICE,
    "photo": texts.PICTURE,
    "live_photo": texts.PICTURE,
    "video_note": Reply(NOT_A_VIDEO["video_note"]),
    "document": texts.FILE,
    "contact": texts.CONTACT,
}

NOTES = frozenset({
    "pinned_message", "message_auto_delete_timer_changed", "write_access_allowed",
    "chat_background_set", "connected_website", "boost_added", "proximity_alert_triggered",
})  # fmt: skip
"""What the messenger notes in a chat by itself: nobody said it, nobody waits for an answer."""


def build_other_router() -> Router:
    """Take what is left; this router comes last."""
    router = Router(name="other")
    router.edited_message.register(on_edited)
    router.message.register(on_other)
    router.callback_query.register(on_old_button)
    return router


async def on_other(message: Message, bot: Bot) -> None:
    """Say what became of something that is no text."""
    kind = message.content_type
    if kind in NOTES:
        return
    await say(bot, message.chat.id, REPLIES.get(kind, texts.UNSUPPORTED))


async def on_edited(edited_message: Message, bot: Bot) -> None:
    """Ask for a new message instead of a changed one."""
    await say(bot, edited_message.chat.id, texts.EDITED)


async def on_old_button(query: CallbackQuery, bot: Bot) -> None:
    """Say that a button no longer does anything."""
    await say(bot, chat_of(query), texts.GONE)
