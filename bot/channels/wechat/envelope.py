"""What WeChat posts and what the response to it says, as XML.

Tencent's pages are the only description of both: 接收普通消息, 接收事件推送, 被动回复用户消息.
"""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml.ElementTree import fromstring

Json = Mapping[str, Any]

ROOT = "xml"
ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML 1.0 document may hold, not even escaped."""


class MalformedError(Exception):
    """What was posted is not what WeChat posts."""


def parse(body: bytes) -> dict[str, str]:
    """Return the fields of a posted message by name, their white space kept.

    Nested fields (ScanCodeInfo, SendPicsInfo …) are left out: nothing here reads them. Raises
    `MalformedError` for what is no XML, has a DTD or entities, or names a field twice.
    """
    try:
        root = fromstring(body, forbid_dtd=True)
    except (ParseError, ValueError, LookupError) as problem:  # LookupError: an unknown encoding
        raise MalformedError(type(problem).__name__) from problem
    if root.tag != ROOT:
        raise MalformedError("root")
    names = [field.tag for field in root]
    if len(set(names)) != len(names):
        raise MalformedError("a field twice")
    return {field.tag: field.text or "" for field in root if len(field) == 0}


def reply(message: Json, to: str, sender: str, at: datetime) -> str:
    """Write a message, as the customer-service API takes it, as a passive reply (被动回复).

    `to` is the citizen's openid, `sender` the account's own name (gh_…). Raises `ValueError` for
    a kind that no passive reply can be.
    """
    kind = message["msgtype"]
    if kind not in CONTENTS:
        raise ValueError(kind)
    return (
        f"<xml>{_leaf('ToUserName', to)}{_leaf('FromUserName', sender)}"
        f"<CreateTime>{int(at.timestamp())}</CreateTime>{_leaf('MsgType', kind)}"
        f"{CONTENTS[kind](message[kind])}</xml>"
    )


def cdata(text: str) -> str:
    """Write any text so that an XML reader gives it back, less what XML cannot hold."""
    return "<![CDATA[" + ILLEGAL.sub("", text).replace("]]>", "]]]]><![CDATA[>") + "]]>"


def _leaf(name: str, text: str) -> str:
    return f"<{name}>{cdata(text)}</{name}>"


def _text(content: Json) -> str:
    return _leaf("Content", content["content"])


def _image(content: Json) -> str:
    return f"<Image>{_leaf('MediaId', content['media_id'])}</Image>"


def _video(content: Json) -> str:
    title, description = content.get("title", ""), content.get("description", "")
    about = _leaf("Title", title) + _leaf("Description", description)
    return f"<Video>{_leaf('MediaId', content['media_id'])}{about}</Video>"


def _news(content: Json) -> str:
    items = "".join(map(_article, content["articles"]))
    count = len(content["articles"])
    return f"<ArticleCount>{count}</ArticleCount><Articles>{items}</Articles>"


def _article(article: Json) -> str:
    fields = {"Title": "title", "Description": "description", "PicUrl": "picurl", "Url": "url"}
    leaves = (_leaf(name, article.get(key, "")) for name, key in fields.items())
    return f"<item>{''.join(leaves)}</item>"


CONTENTS: Mapping[str, Callable[[Json], str]] = {
    "text": _text,
    "image": _image,
    "video": _video,
    "news": _news,
}
