"""How a message looks in the transcript, and so on the page."""

from typing import Any

from aiogram.methods import SendMessage, SendPhoto, SendVenue, SendVideo
from aiogram.types import InlineKeyboardMarkup, MessageEntity

from bot.channels.maps import map_url
from bot.channels.session import Shown
from db.dialogue import Choice

Body = dict[str, Any]


def spoken(text: str) -> Body:
    """Return the bubble of a citizen's words."""
    return {"kind": "text", "text": text}


def body_of(method: Shown, choices: list[Choice]) -> Body:
    """Return the bubble of what the bot says, with its buttons."""
    body = _content(method)
    body["buttons"] = _buttons(method.reply_markup, choices)
    return body


def is_offered(body: Body, data: str) -> str | None:
    """Return the label of the button that carries `data` in this bubble, or None."""
    for button in (button for row in body.get("buttons", []) for button in row):
        if button.get("data") == data:
            return str(button["label"])
    return None


def _content(method: Shown) -> Body:
    match method:
        case SendMessage():
            return {"kind": "text", "text": method.text, "entities": _entities(method.entities)}
        case SendVenue():
            return {
                "kind": "venue",
                "title": method.title,
                "address": method.address,
                "latitude": method.latitude,
                "longitude": method.longitude,
                "map_url": map_url(method.title, method.latitude, method.longitude),
            }
        case SendPhoto():
            return _medium("photo", str(method.photo), method)
        case SendVideo():
            return _medium("video", str(method.video), method)


def _medium(kind: str, medium: str, method: SendPhoto | SendVideo) -> Body:
    return {
        "kind": kind,
        "url": medium if medium.startswith("/") else f"/media/{medium}",
        "caption": method.caption or "",
        "entities": _entities(method.caption_entities),
    }


def _entities(entities: list[MessageEntity] | None) -> list[Body]:
    return [entity.model_dump(mode="json", exclude_none=True) for entity in entities or ()]


def _buttons(markup: object, choices: list[Choice]) -> list[list[Body]]:
    if not isinstance(markup, InlineKeyboardMarkup):
        return []
    numbers = {choice.data: choice.number for choice in choices}
    return [
        [
            {"label": button.text, "url": button.url}
            if button.url
            else {
                "label": button.text,
                "data": button.callback_data,
                "number": numbers.get(button.callback_data or ""),
            }
            for button in row
        ]
        for row in markup.inline_keyboard
    ]
