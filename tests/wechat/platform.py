"""A small api.weixin.qq.com on a real port: tokens that end, quotas, media, errors to order.

async with platform() as place:
    api = WeChatApi(APP_ID, SECRET, place.url, database)
"""

import asyncio
import json
import secrets
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import web

from bot.channels.wechat.account import Kind, rights_of

APP_ID = "wx0123456789abcdef"
SECRET = "0123456789abcdef0123456789abcdef"

WINDOW = timedelta(hours=48)
MOST_PUSHES = 5
FORCE_PAUSE = timedelta(seconds=30)

Json = dict[str, Any]
Answer = web.StreamResponse

UNAUTHORISED = {"errcode": 48001, "errmsg": "api unauthorized"}
RIGHT_OF = {
    "/cgi-bin/message/custom/send": "push",
    "/cgi-bin/media/get": "media",
    "/cgi-bin/media/upload": "media",
    "/cgi-bin/material/get_materialcount": "media",
    "/cgi-bin/menu/get": "menu",
    "/cgi-bin/menu/create": "menu",
    "/cgi-bin/menu/delete": "menu",
    "/cgi-bin/qrcode/create": "qr",
}


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Sent:
    """One message that was taken: its JSON, as bytes too, and when it came."""

    body: Json
    raw: bytes
    at: datetime


@dataclass(slots=True)
class Platform:
    """What was asked of WeChat, and what it answers."""

    url: str = ""
    app_id: str = APP_ID
    secret: str = SECRET
    kind: Kind = Kind.VERIFIED_SERVICE
    sent: list[Sent] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    """Every token given, oldest first; the last one is good."""
    asked: list[bool] = field(default_factory=list)
    """Every asking for a token: whether it was forced."""
    calls: Counter[str] = field(default_factory=Counter)
    errors: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    """Codes the next calls of a path are answered with."""
    broken: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    """HTTP statuses the next calls of a path are answered with; 0 breaks the line."""
    delay: float = 0.0
    """Seconds every answer takes."""
    media: dict[str, bytes | Json] = field(default_factory=dict)
    """What citizens sent: a file, `{"video_url": …}`, or an error as WeChat words it."""
    told_as: str = "application/json"
    """The type of JSON that comes instead of a file; WeChat has sent text/plain."""
    cut_at: list[int] = field(default_factory=list)
    """After how many bytes the next files break off."""
    knows_ranges: bool = True
    ranges: list[str] = field(default_factory=list)
    uploads: list[tuple[str, str, bytes]] = field(default_factory=list)
    menu: Json | None = None
    counts_pushes: bool = False
    """Whether citizens must have written (`hears`) before they can be written to."""
    lifetime: int = 7200
    is_over: bool = False
    """The token is over early; another is only given when forced."""
    clock: Callable[[], datetime] = utc_now
    heard: dict[str, tuple[datetime, int]] = field(default_factory=dict)
    _ends_at: datetime = datetime(1970, 1, 1, tzinfo=UTC)
    _forced_at: datetime = datetime(1970, 1, 1, tzinfo=UTC)

    def hears(self, openid: str) -> None:
        """Let a citizen write, which allows five messages within 48 hours."""
        self.heard[openid] = (self.clock(), MOST_PUSHES)

    def rotate(self) -> None:
        """Let somebody else force a token: ours is refused, asking gives theirs."""
        self._issue()

    def texts(self, openid: str) -> list[str]:
        """What a citizen was sent as text."""
        return [
            sent.body["text"]["content"]
            for sent in self.sent
            if sent.body["touser"] == openid and sent.body["msgtype"] == "text"
        ]

    def app(self) -> web.Application:
        """Make the server."""
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.router.add_post("/cgi-bin/stable_token", self._on_token)
        app.router.add_get("/files/{name}", self._on_file)
        app.router.add_route("*", "/cgi-bin/{rest:.*}", self._on_call)
        return app

    def _issue(self) -> None:
        self.tokens.append(f"token-{len(self.tokens) + 1}-{secrets.token_hex(8)}")
        self._ends_at = self.clock() + timedelta(seconds=self.lifetime)
        self.is_over = False

    async def _on_token(self, request: web.Request) -> Answer:
        given = await request.json()
        self.asked.append(bool(given.get("force_refresh")))
        if (trouble := await self._trouble(request)) is not None:
            return trouble
        if given.get("appid") != self.app_id:
            return web.json_response({"errcode": 40013, "errmsg": "invalid appid"})
        if given.get("secret") != self.secret:
            return web.json_response({"errcode": 40125, "errmsg": "invalid appsecret"})
        self._renew(is_forced=bool(given.get("force_refresh")))
        rest = round((self._ends_at - self.clock()).total_seconds())
        return web.json_response({"access_token": self.tokens[-1], "expires_in": rest})

    def _renew(self, *, is_forced: bool) -> None:
        """Give another token five minutes before the end, or when forced, not within 30 s."""
        now = self.clock()
        if not self.tokens or self._ends_at - now <= timedelta(minutes=5):
            self._issue()
        elif is_forced and now - self._forced_at >= FORCE_PAUSE:
            self._forced_at = now
            self._issue()

    async def _on_call(self, request: web.Request) -> Answer:
        if (trouble := await self._trouble(request)) is not None:
            return trouble
        if (refusal := self._refused_token(request.query.get("access_token", ""))) is not None:
            return web.json_response(refusal)
        right = RIGHT_OF.get(request.path)
        if right is not None and not getattr(rights_of(self.kind), right):
            return web.json_response(UNAUTHORISED)
        return await self._answer(request)

    async def _trouble(self, request: web.Request) -> Answer | None:
        self.calls[request.path] += 1
        await asyncio.sleep(self.delay)
        if self.broken[request.path]:
            status = self.broken[request.path].pop(0)
            if not status:
                request.transport.abort()  # type: ignore[union-attr] # a request of ours has a transport
            return web.Response(status=status or 500, text="<html>bad gateway</html>")
        if self.errors[request.path]:
            code = self.errors[request.path].pop(0)
            return web.json_response({"errcode": code, "errmsg": "ordered by the test"})
        return None

    def _refused_token(self, token: str) -> Json | None:
        if not self.tokens or token != self.tokens[-1]:
            return {"errcode": 40001, "errmsg": "invalid credential"}
        if self.is_over or self.clock() >= self._ends_at:
            return {"errcode": 42001, "errmsg": "access_token expired"}
        return None

    async def _answer(self, request: web.Request) -> Answer:
        match request.path:
            case "/cgi-bin/message/custom/send":
                return await self._on_send(request)
            case "/cgi-bin/media/get":
                return await self._on_media(request)
            case "/cgi-bin/media/upload":
                return await self._on_upload(request)
            case "/cgi-bin/menu/create":
                self.menu = await request.json()
                return web.json_response({"errcode": 0, "errmsg": "ok"})
            case "/cgi-bin/menu/delete":
                self.menu = None
                return web.json_response({"errcode": 0, "errmsg": "ok"})
            case path:
                return web.json_response(self._known(path))

    def _known(self, path: str) -> Json:
        no_menu = {"errcode": 46003, "errmsg": "menu no exist"}
        answers: dict[str, Json] = {
            "/cgi-bin/menu/get": no_menu if self.menu is None else {"menu": self.menu},
            "/cgi-bin/get_current_selfmenu_info": _shown(self.menu),
            "/cgi-bin/material/get_materialcount": {
                "voice_count": 0, "video_count": 0, "image_count": 0, "news_count": 0,
            },
            "/cgi-bin/qrcode/create": {"ticket": "gQ_ticket", "url": "http://weixin.qq.com/q/0"},
        }  # fmt: skip
        return answers.get(path, {"errcode": 0, "errmsg": "ok"})

    async def _on_send(self, request: web.Request) -> Answer:
        raw = await request.read()
        body = json.loads(raw)
        code = self._refused_push(str(body.get("touser", "")))
        if code:
            return web.json_response({"errcode": code, "errmsg": "not sent"})
        self.sent.append(Sent(body, raw, self.clock()))
        return web.json_response({"errcode": 0, "errmsg": "ok"})

    def _refused_push(self, openid: str) -> int:
        if not openid or openid == "none":
            return 40003
        if not self.counts_pushes:
            return 0
        since, left = self.heard.get(openid, (None, 0))
        if since is None or self.clock() - since > WINDOW:
            return 45015
        if not left:
            return 45047
        self.heard[openid] = (since, left - 1)
        return 0

    async def _on_media(self, request: web.Request) -> Answer:
        found = self.media.get(request.query.get("media_id", ""))
        if found is None:
            found = {"errcode": 40007, "errmsg": "invalid media_id"}
        if isinstance(found, Mapping):
            return web.json_response(found, content_type=self.told_as)
        return await self._give(request, found, {"Content-Type": "video/mp4"})

    async def _on_file(self, request: web.Request) -> Answer:
        found = self.media.get(request.match_info["name"])
        if isinstance(found, Mapping) and "Location" in found:
            return web.Response(status=302, headers={"Location": str(found["Location"])})
        if isinstance(found, Mapping):
            return web.Response(text=str(found["page"]), content_type="text/html")
        if not isinstance(found, bytes):
            raise web.HTTPNotFound
        return await self._give(request, found, {"Content-Type": "video/mp4"})

    async def _give(self, request: web.Request, data: bytes, headers: Mapping[str, str]) -> Answer:
        asked = request.headers.get("Range", "")
        self.ranges.append(asked)
        start = int(asked.removeprefix("bytes=").rstrip("-") or 0) if self.knows_ranges else 0
        part = data[start:]
        if start and not part:
            raise web.HTTPRequestRangeNotSatisfiable
        response = web.StreamResponse(status=206 if start else 200, headers=dict(headers))
        response.headers["Content-Disposition"] = 'attachment; filename="MEDIA_ID.mp4"'
        response.content_length = len(part)
        if start:
            total = len(data)
            response.headers["Content-Range"] = f"bytes {start}-{total - 1}/{total}"
        await response.prepare(request)
        if self.cut_at:
            await response.write(part[: self.cut_at.pop(0)])
            request.transport.close()  # type: ignore[union-attr] # a request of ours has a transport
            return response
        await response.write(part)
        return response

    async def _on_upload(self, request: web.Request) -> Answer:
        form = await request.post()
        file = form["media"]
        if not isinstance(file, web.FileField):
            return web.json_response({"errcode": 41005, "errmsg": "media data missing"})
        kind = request.query["type"]
        self.uploads.append((kind, file.filename, file.file.read()))
        media_id = f"media-{len(self.uploads)}"
        return web.json_response({"type": kind, "media_id": media_id, "created_at": 1})


def _shown(menu: Json | None) -> Json:
    """The menu as get_current_selfmenu_info words it."""
    if menu is None:
        return {"is_menu_open": 0}
    return {"is_menu_open": 1, "selfmenu_info": {"button": [_button(b) for b in menu["button"]]}}


def _button(button: Json) -> Json:
    below = button.get("sub_button")
    return {**button, "sub_button": {"list": below}} if below else button


@asynccontextmanager
async def platform(port: int = 0) -> AsyncIterator[Platform]:
    """Run WeChat's API on a free port."""
    place = Platform()
    runner = web.AppRunner(place.app(), shutdown_timeout=0.1)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", port)
        await site.start()
        place.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        yield place
    finally:
        await runner.cleanup()
