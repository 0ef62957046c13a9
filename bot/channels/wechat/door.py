"""`/wechat`: what WeChat's servers call. Signed, fresh, of a sane size, and only then read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

import structlog
from aiohttp import web

from bot.channels.wechat.channel import ReplayedError, UnansweredError, WeChat
from bot.channels.wechat.crypto import Cipher, ForgedError, is_signed
from bot.channels.wechat.envelope import MalformedError, parse, reply
from bot.turns import Clock, utc_now

log = structlog.get_logger()

FRESH = timedelta(minutes=5)
"""How far a request's time may be from ours."""

LONGEST_NONCE = 64
NOTHING = "success"
"""What tells WeChat that a message was taken and nothing is to be shown."""


@dataclass(slots=True)
class Door:
    """Verifies and opens what comes, seals what goes."""

    chats: WeChat
    token: str
    cipher: Cipher | None
    clock: Clock = utc_now
    _told: bool = False

    def routes(self) -> list[web.RouteDef]:
        """List the address."""
        return [web.get("/wechat", self.on_check), web.post("/wechat", self.on_message)]

    async def on_check(self, request: web.Request) -> web.Response:
        """Give back what the console sends when an operator saves the address (服务器地址)."""
        self._verify(request.query)
        return web.Response(text=request.query.get("echostr", ""))

    async def on_message(self, request: web.Request) -> web.Response:
        """Take one message and answer it."""
        query = request.query
        is_sealed = self.cipher is not None and query.get("encrypt_type") == "aes"
        self._verify(query, is_sealed=is_sealed)
        body = await request.read()
        try:
            message, is_sealed = self._opened(body, query)
            said = await self.chats.take(message, None if is_sealed else _name_of(query))
        except MalformedError:
            raise web.HTTPBadRequest from None
        except (ForgedError, ReplayedError):
            raise web.HTTPForbidden from None
        except UnansweredError:
            raise web.HTTPGatewayTimeout from None
        if said is None:
            return web.Response(text=NOTHING)
        now = self.clock()
        xml = reply(said, message["FromUserName"], message["ToUserName"], now)
        if is_sealed and self.cipher:
            xml = self.cipher.seal(xml, str(int(now.timestamp())), query.get("nonce", ""))
        return web.Response(text=xml, content_type="application/xml")

    def _verify(self, query: Mapping[str, str], *, is_sealed: bool = False) -> None:
        """Refuse what WeChat did not sign, or signed long ago.

        A sealed message has a signature of its own over all of it; the other may then be missing.
        """
        stamp, nonce = query.get("timestamp", ""), query.get("nonce", "")
        needs_mark = "signature" in query or not is_sealed
        if needs_mark and not is_signed(query.get("signature", ""), self.token, stamp, nonce):
            raise web.HTTPForbidden
        if len(nonce) > LONGEST_NONCE or not self._is_fresh(stamp):
            raise web.HTTPForbidden

    def _is_fresh(self, stamp: str) -> bool:
        if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= len("4102444800")):
            return False
        return abs(self.clock().timestamp() - int(stamp)) <= FRESH.total_seconds()

    def _opened(self, body: bytes, query: Mapping[str, str]) -> tuple[dict[str, str], bool]:
        """Read a message and say whether it was encrypted; of both kinds the sealed one counts.

        Without a key the readable half of the compatible mode (兼容模式) is taken.
        """
        message = parse(body)
        is_readable = "FromUserName" in message
        if "Encrypt" in message and (self.cipher is not None or not is_readable):
            if self.cipher is None:
                self._tell("wechat sends encrypted messages, but WECHAT_AES_KEY is not set")
                raise MalformedError("no key")
            given, stamp = query.get("msg_signature", ""), query["timestamp"]
            inner = self.cipher.open(message["Encrypt"], given, stamp, query.get("nonce", ""))
            return parse(inner), True
        if query.get("encrypt_type") == "aes" and "Encrypt" not in message:
            raise MalformedError("not encrypted")
        if self.cipher is not None:
            self._tell("wechat sends plain messages; the console should say safe mode")
        return message, False

    def _tell(self, problem: str) -> None:
        """Say once what somebody should change in the console."""
        if not self._told:
            log.warning(problem)
        self._told = True


def _name_of(query: Mapping[str, str]) -> str:
    """Name a request; its signature covers this and nothing of the body."""
    return query["signature"].lower()
