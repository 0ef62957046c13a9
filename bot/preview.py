"""Shows an entry as the channels would, with the very code that answers citizens."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any

from aiogram.methods import SendMessage
from aiogram.types import InlineKeyboardMarkup, MessageEntity
from aiogram.utils.text_decorations import HtmlDecoration
from markupsafe import Markup

from bot.channels.session import offered
from bot.channels.telegram import LONGEST_TEXT
from bot.channels.web_bodies import body_of
from bot.channels.wechat.letters import LIMIT, Letter, compose, laid_out, pieces
from bot.channels.wechat.session import letters_of
from console.channel_view import ChannelView, ShownButton, ShownMessage
from faq.entry import Entry
from faq.knowledge import Knowledge
from handlers.answering import message_of
from handlers.context import TELEGRAM, WEB, WECHAT
from handlers.replying import answer_of
from texts.reply import Reply

NOBODY = 1
"""A message needs a chat; this one is never sent."""

WECHAT_LINK = re.compile(r'<a href="(https?://[^"<>]*)">([^<]*)</a>')


class SafeHtml(HtmlDecoration):
    """HTML for our own pages: addresses are escaped too, and only real ones become links."""

    def link(self, value: str, link: str) -> str:
        """Write a link whose address cannot leave its attribute."""
        if not re.match(r"https?://", link, re.IGNORECASE):
            return value
        return f'<a href="{escape(link)}" rel="noopener noreferrer" target="_blank">{value}</a>'


@dataclass(frozen=True, slots=True)
class Preview:
    """Shows entries, with those that are in force beside them."""

    knowledge: Callable[[], Knowledge]
    can_push: Callable[[], bool] = lambda: False
    """Whether the WeChat account may send messages of its own, as it now is."""

    def __call__(self, entry: Entry, today: date) -> tuple[ChannelView, ...]:
        """Show an entry in every channel, as it would be answered today."""
        return self.views(answer_of(entry, self.knowledge(), today))

    def views(self, reply: Reply) -> tuple[ChannelView, ...]:
        """Show a reply in every channel."""
        message = message_of(NOBODY, reply)
        return (_web(message), _telegram(message), self._wechat(message))

    def _wechat(self, message: SendMessage) -> ChannelView:
        can_push = self.can_push()
        letters = list(letters_of(message, offered(message.reply_markup)))
        texts = list(told(letters, can_push=can_push))
        return ChannelView(
            WECHAT.name,
            tuple(ShownMessage(_from_wechat(text), size=len(text.encode())) for text in texts),
            LIMIT,
            is_pushed=can_push,
        )


def told(letters: Sequence[Letter], *, can_push: bool) -> Iterator[str]:
    """Give every text WeChat would show, in order: the reply, then what did not fit into it.

    The first of several must stay whole, as what was just said; later ones were cut already.
    """
    composed = compose(letters, 0, can_push=can_push)
    yield composed.text
    left = list(letters[composed.taken :])
    if composed.rest is not None:
        left[0] = composed.rest
    waiting = [piece for letter in left for piece in pieces(letter)]
    if can_push:
        yield from (laid_out(letter)[0] for letter in waiting)
        return
    while waiting:
        composed = compose(waiting, len(waiting), can_push=False)
        yield composed.text
        waiting = waiting[max(composed.taken, 1) :]


def _web(message: SendMessage) -> ChannelView:
    body = body_of(message, offered(message.reply_markup))
    entities = [MessageEntity.model_validate(one) for one in body["entities"]]
    rows = tuple(tuple(map(_button, row)) for row in body["buttons"])
    shown = ShownMessage(_from_entities(body["text"], entities), rows, len(body["text"]))
    return ChannelView(WEB.name, (shown,))


def _telegram(message: SendMessage) -> ChannelView:
    markup = message.reply_markup
    keyboard = markup.inline_keyboard if isinstance(markup, InlineKeyboardMarkup) else []
    rows = tuple(tuple(ShownButton(button.text) for button in row) for row in keyboard)
    html = _from_entities(message.text, message.entities or [])
    size = len(message.text.encode("utf-16-le")) // 2
    return ChannelView(TELEGRAM.name, (ShownMessage(html, rows, size),), LONGEST_TEXT)


def _button(button: dict[str, Any]) -> ShownButton:
    return ShownButton(button["label"], button.get("number"))


def _from_entities(text: str, entities: list[MessageEntity]) -> Markup:
    return Markup(SafeHtml().unparse(text, entities))  # noqa: S704 -- it escapes every text


def _from_wechat(text: str) -> Markup:
    """Turn WeChat's own links into ours; everything else is text."""
    shown, done = [], 0
    for found in WECHAT_LINK.finditer(text):
        label = SafeHtml().link(escape(found[2]), found[1])
        shown += [escape(text[done : found.start()]), label]
        done = found.end()
    return Markup("".join([*shown, escape(text[done:])]))  # noqa: S704 -- escaped above
