"""The demonstration's own page and what its buttons call. For this machine only."""

import json
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.channels.wechat.account import Kind
from tests.wechat.demo.stage import Stage

PAGE = Path(__file__).parent / "page"
ICON = Path(__file__).parents[3] / "bot" / "web" / "static" / "icon.svg"
BEAT_SECONDS = 10.0
ERRORS = {
    "push": ("/cgi-bin/message/custom/send", 45015),
    "busy": ("/cgi-bin/message/custom/send", -1),
    "media": ("/cgi-bin/media/get", 40007),
    "token": ("/cgi-bin/message/custom/send", 42001),
}

Json = dict[str, Any]


@dataclass(slots=True)
class Door:
    """Serves the page; `spawn` runs what takes longer than a request."""

    stage: Stage
    spawn: Callable[[Coroutine[None, None, None]], None]
    is_open: bool = True

    def app(self) -> web.Application:
        """List the addresses."""
        app = web.Application(client_max_size=512 * 1024 * 1024)
        app.add_routes([
            web.get("/", self.on_page), web.get("/events", self.on_events),
            web.get("/icon.svg", self.on_icon), web.get("/uploads/{number}", self.on_upload),
            web.post("/do", self.on_do), web.post("/file", self.on_file),
            web.post("/set", self.on_set), web.static("/page", PAGE),
        ])  # fmt: skip
        return app

    async def on_page(self, _request: web.Request) -> web.FileResponse:
        return web.FileResponse(PAGE / "index.html", headers={"Cache-Control": "no-store"})

    async def on_icon(self, _request: web.Request) -> web.FileResponse:
        return web.FileResponse(ICON)

    async def on_upload(self, request: web.Request) -> web.Response:
        number = int(request.match_info["number"])
        if not 0 < number <= len(self.stage.weixin.uploads):
            raise web.HTTPNotFound
        kind, _, data = self.stage.weixin.uploads[number - 1]
        return web.Response(
            body=data, content_type="video/mp4" if kind == "video" else "image/png"
        )

    async def on_events(self, request: web.Request) -> web.StreamResponse:
        """Tell everything from where the page left off, for as long as it stays open."""
        stream = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await stream.prepare(request)
        place = int(request.headers.get("Last-Event-ID", "-1")) + 1
        with suppress(ConnectionResetError):  # the page was closed
            while self.is_open:
                await stream.write(self._since(place).encode())
                place = len(self.stage.events)
                await self.stage.more_than(place, BEAT_SECONDS)
        return stream

    def _since(self, place: int) -> str:
        """Write what happened from `place` on as an event stream."""
        happened = list(enumerate(self.stage.events))[place:]
        lines = [f"id: {at}\ndata: {json.dumps(one, ensure_ascii=False)}" for at, one in happened]
        return "\n\n".join([*lines, ": beat\n\n"])

    async def on_do(self, request: web.Request) -> web.Response:
        """Do what somebody with a phone does."""
        asked = await request.json()
        act = {
            "text": self._says, "voice": self._speaks, "place": self._sends_place,
            "click": self._touches, "view": self._opens, "follow": self._follows,
            "leave": self._leaves, "scan": self._scans,
        }[asked["act"]]  # fmt: skip
        self.spawn(act(asked))
        return web.json_response({})

    async def on_file(self, request: web.Request) -> web.Response:
        """Take a picture or film out of the phone."""
        kind, name = request.query["kind"], request.query["name"]
        data = await request.read()
        self.stage.happens("mine", text=f"{name}\n{len(data) / 1024 / 1024:.1f} MB", type=kind)
        self.spawn(self.stage.sends_file(kind, data))
        return web.json_response({})

    async def on_set(self, request: web.Request) -> web.Response:
        """Change WeChat, the account or the bot."""
        stage, asked = self.stage, await request.json()
        if "delay" in asked:
            stage.weixin.delay = float(asked["delay"])
        if "linked" in asked:
            stage.links_films = bool(asked["linked"])
        if "error" in asked:
            path, code = ERRORS[asked["error"]]
            stage.weixin.errors[path].append(code)
            stage.wire(f"下一次 {path} 将答 {code}", is_good=False)
        if asked.get("anew"):
            stage.changes_phone()
        stage.shows_state()
        if {"account", "slow"} & set(asked) and stage.is_up:
            stage.becomes(Kind(asked.get("account", stage.weixin.kind)))
            stage.is_slow = bool(asked.get("slow", stage.is_slow))
            stage.is_up = False
            self.spawn(stage.begins_again())
        return web.json_response({})

    async def _says(self, asked: Json) -> None:
        self.stage.happens("mine", text=asked["text"])
        chosen = {"bizmsgmenuid": asked["id"]} if asked.get("id") else {}
        await self.stage.brings("text", Content=asked["text"], **chosen)

    async def _speaks(self, asked: Json) -> None:
        self.stage.happens("mine", text=asked["text"], type="voice")
        await self.stage.brings(
            "voice", MediaId="example-voice", Format="amr", Recognition=asked["text"]
        )

    async def _sends_place(self, asked: Json) -> None:
        self.stage.happens("mine", text=asked["label"], type="place")
        await self.stage.brings(
            "location", Location_X=f"{asked['north']:.6f}", Location_Y=f"{asked['east']:.6f}",
            Scale=15, Label=asked["label"],
        )  # fmt: skip

    async def _touches(self, asked: Json) -> None:
        await self.stage.brings("event", Event="CLICK", EventKey=asked["key"])

    async def _opens(self, asked: Json) -> None:
        await self.stage.brings("event", Event="VIEW", EventKey=asked["url"])

    async def _follows(self, _asked: Json) -> None:
        self._is_followed(follows=True, note="已关注（示例）")
        await self.stage.brings("event", Event="subscribe", EventKey="")

    async def _leaves(self, _asked: Json) -> None:
        self._is_followed(follows=False, note="已取消关注")
        await self.stage.brings("event", Event="unsubscribe", EventKey="")

    async def _scans(self, asked: Json) -> None:
        scene, follows = asked["scene"], self.stage.follows
        event, key = ("SCAN", scene) if follows else ("subscribe", f"qrscene_{scene}")
        self._is_followed(follows=True, note=f"扫了二维码“{scene}”（示例）")
        await self.stage.brings("event", Event=event, EventKey=key, Ticket="example-ticket")

    def _is_followed(self, *, follows: bool, note: str) -> None:
        self.stage.follows = follows
        self.stage.happens("note", text=note)
        self.stage.shows_state()
