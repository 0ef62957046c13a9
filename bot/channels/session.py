"""The seam: what handlers send through aiogram becomes rows of the running turn.

Nothing leaves the process from here. A channel that is pushed to delivers the rows later; the
web page reads them. Methods no channel can show are refused, never swallowed.
"""

from abc import abstractmethod
from collections.abc import AsyncGenerator
from typing import Any, cast

from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import (
    AnswerCallbackQuery,
    GetMe,
    SendChatAction,
    SendMessage,
    SendPhoto,
    SendVenue,
    SendVideo,
    TelegramMethod,
)
from aiogram.methods.base import TelegramType
from aiogram.types import Chat, InlineKeyboardMarkup, Message, User

from bot.turns import Turn, running
from db.dialogue import Choice
from texts.reply import NAVIGATION

Shown = SendMessage | SendVenue | SendPhoto | SendVideo
"""The methods every channel can show."""


class ChannelSession(BaseSession):
    """Writes what is said into the running turn; a channel says how its row looks."""

    me = User(id=0, is_bot=True, first_name="bot")
    """Who the bot is on this channel; commands that name somebody else are not for it."""

    @abstractmethod
    async def write(self, turn: Turn, method: Shown, choices: list[Choice]) -> int:
        """Store one message within the turn and return its number."""

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109 -- aiogram's signature
    ) -> TelegramType:
        """Take a method as said; raises `TelegramBadRequest` for what cannot be shown."""
        if isinstance(method, AnswerCallbackQuery | SendChatAction):
            return cast("TelegramType", True)  # noqa: FBT003 -- what Telegram answers
        if isinstance(method, GetMe):
            return cast("TelegramType", self.me)
        if not isinstance(method, SendMessage | SendVenue | SendPhoto | SendVideo):
            raise TelegramBadRequest(method, f"not shown by any channel: {method.__api_method__}")
        turn = running()
        shown = _with_postscript(method, turn)
        choices = offered(shown.reply_markup)
        number = await self.write(turn, shown, choices)
        turn.said += 1
        turn.shown.extend(choices)
        return cast("TelegramType", _sent(number, turn, shown))

    async def stream_content(
        self,
        url: str,
        headers: dict[str, Any] | None = None,
        timeout: int = 30,  # noqa: ASYNC109 -- aiogram's signature
        chunk_size: int = 65536,
        raise_for_status: bool = True,  # noqa: FBT001, FBT002 -- aiogram's signature
    ) -> AsyncGenerator[bytes, None]:
        """Refuse: files are fetched by leased work, never within a turn."""
        raise NotImplementedError(url)
        yield b""

    async def close(self) -> None:
        """Nothing is open."""


def offered(markup: object) -> list[Choice]:
    """List a keyboard's buttons as choices, numbering those that are no navigation."""
    if not isinstance(markup, InlineKeyboardMarkup):
        return []
    choices: list[Choice] = []
    number = 0
    for button in (button for row in markup.inline_keyboard for button in row):
        if button.callback_data is None:
            continue
        is_numbered = not button.callback_data.startswith(NAVIGATION)
        number += is_numbered
        choices.append(Choice(button.text, button.callback_data, number if is_numbered else None))
    return choices


def _with_postscript(method: Shown, turn: Turn) -> Shown:
    if turn.postscript is None or not isinstance(method, SendMessage):
        return method
    text = f"{method.text}\n\n{turn.postscript}"
    turn.postscript = None
    return method.model_copy(update={"text": text})


def _sent(number: int, turn: Turn, method: Shown) -> Message:
    return Message(
        message_id=number,
        date=turn.now,
        chat=Chat(id=turn.chat_id, type="private"),
        text=method.text if isinstance(method, SendMessage) else None,
    )
