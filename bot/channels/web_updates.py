"""What a visitor does on the page, as the update aiogram expects."""

import secrets
from datetime import datetime
from typing import Any

Update = dict[str, Any]

UPDATE_BITS = 52


def said(chat_id: int, text: str, now: datetime) -> Update:
    """Return the update of a typed message."""
    return _message(chat_id, now, {"text": text})


def shared_place(chat_id: int, latitude: float, longitude: float, now: datetime) -> Update:
    """Return the update of a shared location; browsers and Telegram both speak WGS-84."""
    return _message(chat_id, now, {"location": {"latitude": latitude, "longitude": longitude}})


def tapped(chat_id: int, message: int, data: str, now: datetime) -> Update:
    """Return the update of a button tapped under the bubble `message`."""
    shown = {"message_id": message, "date": int(now.timestamp()), "chat": _chat(chat_id)}
    number = secrets.randbits(UPDATE_BITS)
    return {
        "update_id": number,
        "callback_query": {
            "id": str(number),
            "from": _visitor(chat_id),
            "chat_instance": str(chat_id),
            "data": data,
            "message": shown,
        },
    }


def sent_file(chat_id: int, content: Update, now: datetime) -> Update:
    """Return the update of a file; `content` is its `video`, `photo` or `document`."""
    return _message(chat_id, now, content)


def _message(chat_id: int, now: datetime, content: Update) -> Update:
    number = secrets.randbits(UPDATE_BITS)
    message = {
        "message_id": number,
        "date": int(now.timestamp()),
        "chat": _chat(chat_id),
        "from": _visitor(chat_id),
        **content,
    }
    return {"update_id": number, "message": message}


def _chat(chat_id: int) -> Update:
    return {"id": chat_id, "type": "private"}


def _visitor(chat_id: int) -> Update:
    return {"id": chat_id, "is_bot": False, "first_name": "visitor"}
