"""What a citizen does in WeChat, as the update aiogram expects."""

import hashlib
import re
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from bot.channels.wechat.envelope import MalformedError
from faq.points import to_wgs84

Update = dict[str, Any]
Fields = Mapping[str, str]

UPDATE_BITS = 52
LONGEST_KEY = 160
NAME = re.compile(r"[A-Za-z0-9_@.-]{1,128}")
MEDIA = re.compile(r"[A-Za-z0-9_.+/=-]{1,255}")
SECONDS = re.compile(r"[0-9]{1,12}")
DEGREES = re.compile(r"-?[0-9]{1,3}(?:\.[0-9]{1,20})?")
SCENE = re.compile(r"[A-Za-z0-9_-]{1,64}")
SCENE_BEFORE = "qrscene_"
OUR_DATA = re.compile(r"[a-z]+:\S{0,60}")
"""How the data of our buttons look; other ids of a menu message are somebody else's."""

UNSHOWN = "收到不支持的消息类型，暂无法显示"
"""What WeChat puts in the place of a sticker, as if the citizen had typed it."""

BRACKETS = "【】[]"


def key_of(message: Fields) -> str:
    """Return the message's own name, the same when WeChat brings it again; ≤ 160 characters.

    Raises `MalformedError` unless ToUserName, FromUserName, CreateTime and MsgType are there,
    and Event or MsgId: after this, these can be relied on.
    """
    account, citizen = _field(message, "ToUserName", NAME), _field(message, "FromUserName", NAME)
    when = _field(message, "CreateTime", SECONDS)
    if _kind(message) == "event":
        parts = [account, citizen, when, _event(message), message.get("EventKey", "")]
    else:
        number = "MsgId" if "MsgId" in message else "MsgID"  # voices are documented with the other
        parts = [account, _field(message, number, NAME)]
    key = ":".join(part for part in parts if part)
    return key if len(key) <= LONGEST_KEY else hashlib.sha256(key.encode()).hexdigest()


def translated(message: Fields, chat_id: int, now: datetime) -> Update | None:
    """Return the update of a message, or None where the dialogue has nothing to hear of it.

    A kind nobody here knows becomes a message without content. Raises `MalformedError` where a
    field that the kind needs is missing or wrong.
    """
    kind = _kind(message)
    if kind == "event":
        happened = EVENTS.get(_event(message))
        return happened(message, chat_id, now) if happened else None
    offered = message.get("bizmsgmenuid", "").strip()
    if kind == "text" and OUR_DATA.fullmatch(offered):
        return _tapped(chat_id, offered, now)
    content = CONTENTS[kind](message) if kind in CONTENTS else {}
    return _said(chat_id, content, now)


def is_leaving(message: Fields) -> bool:
    """Whether a citizen stops following the account."""
    return _kind(message) == "event" and _event(message) == "unsubscribe"


def _text(message: Fields) -> Update:
    text = _field(message, "Content")
    typed = text.strip()
    return {"text": text} if typed and typed.strip(BRACKETS) != UNSHOWN else {}


def _image(message: Fields) -> Update:
    return {"photo": [{**_file(message), "width": 0, "height": 0}]}


def _voice(message: Fields) -> Update:
    """Take what WeChat understood of a voice for what was said."""
    heard = message.get("Recognition", "")
    return {"text": heard} if heard.strip() else {"voice": {**_file(message), "duration": 0}}


def _video(message: Fields) -> Update:
    return {"video": {**_file(message), "width": 0, "height": 0, "duration": 0}}


def _location(message: Fields) -> Update:
    """Turn a place of a Chinese map (GCJ-02) into what Telegram and browsers speak."""
    north, east = _degrees(message, "Location_X", 90), _degrees(message, "Location_Y", 180)
    latitude, longitude = to_wgs84(north, east)
    return {"location": {"latitude": latitude, "longitude": longitude}}


def _link(message: Fields) -> Update:
    return {"text": f"{message.get('Title', '').strip()}\n{_field(message, 'Url')}".strip()}


CONTENTS: Mapping[str, Callable[[Fields], Update]] = {
    "text": _text,
    "image": _image,
    "voice": _voice,
    "video": _video,
    "shortvideo": _video,
    "location": _location,
    "link": _link,
}


def _subscribed(message: Fields, chat_id: int, now: datetime) -> Update:
    """Begin; a key that is not the scene of a QR code (last_trade_no_…) is not for us."""
    key = message.get("EventKey", "").strip()
    scene = key.removeprefix(SCENE_BEFORE) if key.startswith(SCENE_BEFORE) else ""
    return _begun(scene, chat_id, now)


def _scanned(message: Fields, chat_id: int, now: datetime) -> Update:
    return _begun(message.get("EventKey", "").strip(), chat_id, now)


def _clicked(message: Fields, chat_id: int, now: datetime) -> Update:
    return _tapped(chat_id, _field(message, "EventKey"), now)


def _unsubscribed(_: Fields, chat_id: int, now: datetime) -> Update:
    number, citizen = secrets.randbits(UPDATE_BITS), _citizen(chat_id)
    change = {
        "chat": _chat(chat_id),
        "from": citizen,
        "date": int(now.timestamp()),
        "old_chat_member": {"status": "member", "user": citizen},
        "new_chat_member": {"status": "kicked", "user": citizen, "until_date": 0},
    }
    return {"update_id": number, "my_chat_member": change}


EVENTS: Mapping[str, Callable[[Fields, int, datetime], Update]] = {
    "subscribe": _subscribed,
    "scan": _scanned,
    "click": _clicked,
    "unsubscribe": _unsubscribed,
}


def _begun(scene: str, chat_id: int, now: datetime) -> Update:
    payload = f" {scene}" if SCENE.fullmatch(scene) else ""
    return _said(chat_id, {"text": f"/start{payload}"}, now)


def _said(chat_id: int, content: Update, now: datetime) -> Update:
    number = secrets.randbits(UPDATE_BITS)
    return {"update_id": number, "message": _message(number, chat_id, content, now)}


def _tapped(chat_id: int, data: str, now: datetime) -> Update:
    number = secrets.randbits(UPDATE_BITS)
    query = {
        "id": str(number),
        "from": _citizen(chat_id),
        "chat_instance": str(chat_id),
        "data": data,
        "message": _message(number, chat_id, {}, now),
    }
    return {"update_id": number, "callback_query": query}


def _message(number: int, chat_id: int, content: Update, now: datetime) -> Update:
    return {
        "message_id": number,
        "date": int(now.timestamp()),
        "chat": _chat(chat_id),
        "from": _citizen(chat_id),
        **content,
    }


def _chat(chat_id: int) -> Update:
    return {"id": chat_id, "type": "private"}


def _citizen(chat_id: int) -> Update:
    return {"id": chat_id, "is_bot": False, "first_name": "citizen"}


def _file(message: Fields) -> Update:
    number = _field(message, "MediaId", MEDIA)
    return {"file_id": number, "file_unique_id": number}


def _kind(message: Fields) -> str:
    return _field(message, "MsgType").strip().lower()


def _event(message: Fields) -> str:
    return _field(message, "Event").strip().lower()


def _degrees(message: Fields, name: str, most: int) -> float:
    degrees = float(_field(message, name, DEGREES))
    if abs(degrees) > most:
        raise MalformedError(name)
    return degrees


def _field(message: Fields, name: str, shape: re.Pattern[str] | None = None) -> str:
    value = message.get(name)
    if value is None or (shape and not shape.fullmatch(value)):
        raise MalformedError(name)
    return value
