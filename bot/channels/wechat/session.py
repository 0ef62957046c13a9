"""The seam to WeChat: what handlers say is held until the turn ends, then is one reply."""

from collections.abc import Iterator, Sequence
from typing import Any

from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import SendMessage, SendPhoto, SendVenue, SendVideo
from aiogram.types import FSInputFile, InlineKeyboardMarkup, MessageEntity

from bot.channels.maps import map_url
from bot.channels.session import ChannelSession, Shown
from bot.channels.wechat.letters import Letter
from bot.channels.wechat.wording import link, plain
from bot.turns import Turn
from db.dialogue import Choice
from texts import wechat as words


class WeChatSession(ChannelSession):
    """Holds what is said within the turn; `WeChat.settle` finds the place for it."""

    async def write(self, turn: Turn, method: Shown, choices: list[Choice]) -> int:
        """Keep one message in memory; raises `TelegramBadRequest` for a file not on the disk."""
        turn.held.extend(letter.as_row() for letter in letters_of(method, choices))
        return len(turn.held)


def letters_of(method: Shown, choices: Sequence[Choice]) -> Iterator[Letter]:
    """Write one message as letters: a file and the words under it are two in WeChat."""
    kind, path = _file(method)
    if kind is not None:
        yield Letter("", kind=kind, path=path)
    links = _links(method.reply_markup)
    words_said = "\n".join(part for part in (_words(method), *links) if part)
    if words_said or choices:
        yield Letter(words_said, tuple(choices))


def _words(method: Shown) -> str:
    match method:
        case SendMessage():
            return plain(method.text, _entities(method.entities))
        case SendVenue():
            at = map_url(method.title, method.latitude, method.longitude)
            return words.place(plain(method.title, None), plain(method.address, None), at)
        case SendPhoto() | SendVideo():
            return plain(method.caption or "", _entities(method.caption_entities))


def _file(method: Shown) -> tuple[str | None, str]:
    if isinstance(method, SendMessage | SendVenue):
        return None, ""
    kind, file = (
        ("image", method.photo) if isinstance(method, SendPhoto) else ("video", method.video)
    )
    if not isinstance(file, FSInputFile):
        raise TelegramBadRequest(method, "WeChat is given files from the disk only")
    return kind, str(file.path)


def _links(markup: object) -> list[str]:
    """Write the buttons that open a page as links."""
    if not isinstance(markup, InlineKeyboardMarkup):
        return []
    buttons = (button for row in markup.inline_keyboard for button in row)
    return [link(button.url, button.text) for button in buttons if button.url]


def _entities(entities: list[MessageEntity] | None) -> list[dict[str, Any]]:
    return [entity.model_dump(mode="json", exclude_none=True) for entity in entities or ()]
