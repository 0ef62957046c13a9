"""Group chats: questions may be asked there, personal matters may not."""

from aiogram import Bot, Router
from aiogram.filters import Command, Filter
from aiogram.types import CallbackQuery, Message

from handlers.answering import chat_of, say
from handlers.filters import Has
from handlers.matters import MINE, MY_DATA
from handlers.receipts import HasReceipt
from handlers.submit.router import BEGIN
from people.receipt import ReceiptKind
from texts import other as texts

PRIVATE_TAPS = ("menu:submit", "menu:mine", "menu:mydata", "mine:", "submit:", "nav:mydata")


class InGroup(Filter):
    """The chat has more than one reader."""

    async def __call__(self, event: Message | CallbackQuery) -> bool:
        """Look at the kind of chat."""
        message = event if isinstance(event, Message) else event.message
        return message is not None and message.chat.type != "private"


class PrivateTap(Filter):
    """The button belongs to a personal matter."""

    async def __call__(self, query: CallbackQuery) -> bool:
        """Look at the data's beginning."""
        return (query.data or "").startswith(PRIVATE_TAPS)


def build_groups_router() -> Router:
    """Refuse personal matters in groups; this router is asked first."""
    router = Router(name="groups")
    commands, files = Command("submit", "mine", "mydata"), Has("video", "video_note", "animation")
    for matter in (BEGIN, MINE, MY_DATA, commands, HasReceipt(*ReceiptKind), files):
        router.message.register(on_private_matter, InGroup(), matter)
    router.callback_query.register(on_private_tap, InGroup(), PrivateTap())
    return router


async def on_private_matter(message: Message, bot: Bot) -> None:
    """Point to the private chat."""
    await say(bot, message.chat.id, texts.PRIVATE_ONLY)


async def on_private_tap(query: CallbackQuery, bot: Bot) -> None:
    """Point to the private chat."""
    await say(bot, chat_of(query), texts.PRIVATE_ONLY)
