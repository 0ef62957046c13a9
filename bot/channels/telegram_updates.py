"""Which of Telegram's updates concern us, and how they are stored."""

import re
from datetime import UTC, datetime
from typing import Any

import structlog
from aiogram import Bot
from aiogram.types import InaccessibleMessage, Message, Update, User
from pydantic import ValidationError

from db.inbox import Arrival

log = structlog.get_logger()

NAME = "telegram"
KINDS = ["message", "edited_message", "callback_query", "my_chat_member"]
EPOCH = datetime.fromtimestamp(0, UTC)
"""What stands for the unknown date of a message Telegram no longer shows."""

FRAME = ("message_id", "date", "chat", "from")
"""What is left of a message whose content nobody here knows."""

Json = dict[str, Any]


def readable(raw: Json, bot: Bot) -> Update:
    """Read an update; of one from a newer Telegram only who wrote, where and when.

    Raises `ValidationError` for what is no update at all.
    """
    try:
        return Update.model_validate(raw, context={"bot": bot})
    except ValidationError:
        number = {"update_id": raw.get("update_id")}
        log.warning("an update cannot be read", update=str(number["update_id"])[:20])
    try:
        frame = {name: raw["message"][name] for name in FRAME}
        return Update.model_validate({**number, "message": frame}, context={"bot": bot})
    except (ValidationError, KeyError, TypeError):
        return Update.model_validate(number)


def arrival(update: Update, me: User) -> Arrival | None:
    """Return what is to be stored of an update, or None where it does not concern us."""
    payload: Json = update.model_dump(mode="json", by_alias=True, exclude_unset=True)
    message = update.message or update.edited_message
    if message is not None:
        if not _concerns(message, me) or _is_moving(update):
            return None
        _strip_mention(payload.get("message") or payload["edited_message"], me)
    if update.callback_query is not None:
        message = _complete(payload["callback_query"], update)
    chat = message.chat if message else None
    if update.my_chat_member is not None:
        chat = update.my_chat_member.chat
    return Arrival(NAME, str(update.update_id), chat.id, payload) if chat else None


def _concerns(message: Message, me: User) -> bool:
    if message.from_user is None:
        return False
    if message.chat.type == "private":
        return True
    answered = message.reply_to_message
    author = answered.from_user if answered else None
    is_reply = author is not None and author.id == me.id
    return is_reply or bool(_mention(me).search(message.text or message.caption or ""))


def _is_moving(update: Update) -> bool:
    """Whether this is a step of a live location: one every few seconds, and nobody's business."""
    return update.edited_message is not None and update.edited_message.location is not None


def _mention(me: User) -> re.Pattern[str]:
    """Find our own name; Chinese may follow it without a blank."""
    name = re.escape(me.username) if me.username else "(?!)"
    return re.compile(rf"\s*@{name}(?![A-Za-z0-9_])\s*", re.IGNORECASE)


def _strip_mention(message: Json, me: User) -> None:
    """Leave of a question in a group the question; our name alone asks for the menu."""
    text = message.get("text", "")
    stripped = _mention(me).sub(" ", text).strip()
    if stripped != text.strip():
        message["text"] = stripped or "/menu"
        message.pop("entities", None)


def _complete(query: Json, update: Update) -> Message | None:
    """Make an old, inaccessible message look like any other: only its chat matters to us."""
    tapped = update.callback_query and update.callback_query.message
    if not isinstance(tapped, Message | InaccessibleMessage):
        return None
    message = Message(message_id=tapped.message_id, date=tapped.date or EPOCH, chat=tapped.chat)
    query["message"] = message.model_dump(mode="json", exclude_none=True)
    return message
