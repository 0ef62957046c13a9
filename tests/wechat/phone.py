"""A follower's phone and WeChat's servers before it: posts to `/wechat` as they do.

Built on wechatpy, which was written by others: what it cannot read, WeChat could not either.
"""

import asyncio
import secrets
import time
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape

import aiohttp
import xmltodict
from wechatpy.crypto import WeChatCrypto
from wechatpy.utils import WeChatSigner

TOKEN, APP_ID = "zhixiaotong", "wx0123456789abcdef"
AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
ACCOUNT = "gh_0123456789ab"
PATIENCE = 5.0
"""Seconds WeChat waits for an answer."""

TIMES = 3
"""How often WeChat brings a message."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One response: `text` is what the phone shows, None where nothing is."""

    status: int
    text: str | None = None
    fields: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Phone:
    """One follower. `is_sealed` is safe mode (安全模式); else plain mode (明文模式)."""

    url: str
    http: aiohttp.ClientSession
    openid: str = field(default_factory=lambda: "o" + secrets.token_hex(13))
    is_sealed: bool = True
    crypto: WeChatCrypto = field(default_factory=lambda: WeChatCrypto(TOKEN, AES_KEY, APP_ID))

    async def says(self, text: str, **more: object) -> Answer:
        """Type and send; WeChat brings it until it is answered."""
        return await self.brings(self.message("text", Content=text, **more))

    async def happens(self, event: str, **more: object) -> Answer:
        """Follow, scan, touch the menu …"""
        return await self.brings(self.message("event", Event=event, **more))

    async def brings(self, message: dict[str, object], times: int = TIMES) -> Answer:
        """Bring a message as WeChat does: again after five seconds without an answer."""
        for _ in range(times):
            try:
                async with asyncio.timeout(PATIENCE):
                    answer = await self.posts(message)
            except (TimeoutError, aiohttp.ClientError):
                continue
            if answer.status == 200:
                return answer
        raise TimeoutError(message)

    def message(self, kind: str, **content: object) -> dict[str, object]:
        """Make a message; events have no MsgId."""
        number = {} if kind == "event" else {"MsgId": str(secrets.randbits(60))}
        return {
            "ToUserName": ACCOUNT, "FromUserName": self.openid, "CreateTime": int(time.time()),
            "MsgType": kind, **content, **number,
        }  # fmt: skip

    async def posts(self, message: dict[str, object], **query: str) -> Answer:
        """Post once, signed."""
        body, signed = self.signed(as_xml(message))
        async with self.http.post(
            f"{self.url}/wechat", params={**signed, **query}, data=body.encode()
        ) as response:
            return self._read(response.status, await response.text())

    def signed(self, xml: str) -> tuple[str, dict[str, str]]:
        """Return the body and the query of a request."""
        stamp, nonce = str(int(time.time())), str(secrets.randbelow(10**10))
        query = {"timestamp": stamp, "nonce": nonce, "openid": self.openid}
        query["signature"] = signature(TOKEN, stamp, nonce)
        if not self.is_sealed:
            return xml, query
        sealed = self.crypto.encrypt_message(xml, nonce, stamp)
        fields = xmltodict.parse(sealed)["xml"]
        query |= {"encrypt_type": "aes", "msg_signature": fields["MsgSignature"]}
        return sealed, query

    def _read(self, status: int, text: str) -> Answer:
        if status != 200 or text in {"", "success"}:
            return Answer(status)
        if self.is_sealed:
            sealed = xmltodict.parse(text)["xml"]
            text = self.crypto.decrypt_message(
                text, sealed["MsgSignature"], sealed["TimeStamp"], sealed["Nonce"]
            )
        fields = xmltodict.parse(text)["xml"]
        return Answer(status, fields.get("Content"), fields)


def as_xml(message: dict[str, object]) -> str:
    """Write a message as WeChat does."""
    fields = "".join(f"<{name}>{escape(str(value))}</{name}>" for name, value in message.items())
    return f"<xml>{fields}</xml>"


def signature(*parts: str) -> str:
    """Sign as wechatpy does."""
    signer = WeChatSigner()
    signer.add_data(*parts)
    return str(signer.signature)
