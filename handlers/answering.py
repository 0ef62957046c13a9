"""Says a `Reply` in the chat an event came from."""

from aiogram import Bot
from aiogram.methods import SendMessage
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup

from texts.reply import Button, Reply


async def say(bot: Bot, chat_id: int, reply: Reply) -> None:
    """Send one coherent answer: the place first, where there is one, then the words."""
    if reply.venue is not None:
        await bot.send_venue(
            chat_id,
            latitude=reply.venue.latitude,
            longitude=reply.venue.longitude,
            title=reply.venue.title,
            address=reply.venue.address,
        )
    await bot(message_of(chat_id, reply))


def message_of(chat_id: int, reply: Reply) -> SendMessage:
    """Make the message that carries the words and buttons of a reply."""
    said = reply.text.as_kwargs(replace_parse_mode=True)
    return SendMessage(chat_id=chat_id, **said, reply_markup=_keyboard(reply))


def _keyboard(reply: Reply) -> InlineKeyboardMarkup | None:
    if not reply.buttons:
        return None
    return InlineKeyboardMarkup(
        inline_keyboard=[[_button(button) for button in row] for row in reply.buttons]
    )


def _button(button: Button) -> InlineKeyboardButton:
    return InlineKeyboardButton(text=button.label, callback_data=button.data, url=button.url)


def chat_of(query: CallbackQuery) -> int:
    """Return the chat a tap came from; without a message it is the speaker's own."""
    return query.message.chat.id if query.message else query.from_user.id
