"""Between the page and the bot: a phone, WeChat's servers, and what went over the wire."""

import asyncio
import json
import os
import secrets
import sys
import time
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import xmltodict

from bench.process import HOUSE, SETTINGS, BotProcess
from bot.channels.wechat.account import Kind, rights_of
from tests.wechat.phone import ACCOUNT, PATIENCE, TIMES, Answer, Phone, as_xml
from tests.wechat.platform import Platform

RUN, RUN_SLOWLY = "bot", "bench.wechat_slow"
LOOK_SECONDS = 0.15
BROKEN = "该公众号提供的服务出现故障，请稍后再试"
"""What WeChat shows when three times nothing was answered."""

Json = dict[str, Any]


@dataclass(slots=True)
class Stage:
    """One phone and one account. `events` is all that ever happened, for pages to follow."""

    weixin: Platform
    bot: BotProcess
    phone: Phone
    events: list[Json] = field(default_factory=list)
    follows: bool = False
    is_slow: bool = False
    is_up: bool = False
    links_films: bool = False
    """Whether films are given as JSON with an address (video_url) instead of as files."""
    _changed: asyncio.Event = field(default_factory=asyncio.Event)
    _told: int = 0

    def happens(self, kind: str, **more: object) -> None:
        """Tell the pages."""
        self.events.append({"kind": kind, "at": time.strftime("%H:%M:%S"), **more})
        self._changed.set()
        self._changed = asyncio.Event()

    async def more_than(self, number: int, seconds: float) -> None:
        """Wait until more than so many things have happened, for so long at most."""
        changed = self._changed
        if len(self.events) > number:
            return
        try:
            async with asyncio.timeout(seconds):
                await changed.wait()
        except TimeoutError:
            return

    def shows_state(self) -> None:
        """Tell the pages how things stand."""
        self.happens(
            "state", follows=self.follows, account=self.weixin.kind.value, slow=self.is_slow,
            up=self.is_up, delay=self.weixin.delay, linked=self.links_films,
            menu=(self.weixin.menu or {}).get("button", []), openid=self.phone.openid,
        )  # fmt: skip

    async def begins(self) -> None:
        """Start the bot, and publish its menu as an operator does."""
        self.is_up = False
        self.shows_state()
        module = [RUN_SLOWLY] if self.is_slow else [RUN, "run"]
        self.bot.command = (sys.executable, "-m", *module)
        await self.bot.start("/readyz")
        self.weixin.menu = None
        if rights_of(self.weixin.kind).menu:
            await self._publishes_menu()
        self.is_up = True
        self.shows_state()

    async def begins_again(self) -> None:
        """Stop the bot and start it on the same records."""
        self.happens("note", text="机器人正在重启（数据还在）……")
        await self.bot.stop()
        await self.begins()
        self.happens("note", text="机器人已重启")

    async def _publishes_menu(self) -> None:
        kept = {name: value for name, value in os.environ.items() if name not in SETTINGS}
        given = {**self.bot.settings, "DATA_DIR": str(self.bot.folder), "PYTHONUTF8": "1"}
        child = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "wechat-menu", "push", cwd=HOUSE, env=kept | given,
            stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        said, _ = await child.communicate()
        self.wire("python -m bot wechat-menu push", said.decode(), is_good=not child.returncode)

    def wire(self, title: str, body: str = "", *, is_good: bool = True) -> None:
        """Show something in the developers' column."""
        self.happens("wire", title=title, body=body, good=is_good)

    async def brings(self, kind: str, **content: object) -> None:
        """Bring a message to the bot as WeChat does, and show the answer."""
        message = self.phone.message(kind, **content)
        self.weixin.hears(self.phone.openid)
        phone = self.phone
        for number in range(1, TIMES + 1):
            answer = await self._brings_once(message, number)
            if answer is not None and answer.status == 200:
                if phone is self.phone and answer.text:
                    self.happens("bot", text=answer.text, how="被动回复")
                return
        if kind != "event":
            self.happens("note", text=BROKEN)

    async def _brings_once(self, message: Json, number: int) -> Answer | None:
        name = message.get("Event") or message["MsgType"]
        begun = time.monotonic()
        answer, problem = None, "5 秒没有答复，微信断开"
        try:
            async with asyncio.timeout(PATIENCE):
                answer = await self.phone.posts(message)
        except aiohttp.ClientError as broken:
            problem = f"连不上：{type(broken).__name__}"
            await asyncio.sleep(1)
        except TimeoutError:
            pass
        took = round((time.monotonic() - begun) * 1000)
        said = problem if answer is None else _shown(answer)
        is_good = answer is not None and answer.status == 200
        self.wire(
            f"{name} → /wechat 第 {number} 次 · {took} 毫秒",
            f"收到（解密后）\n{_lines(as_xml(message))}\n\n答复（加密前）\n{said}",
            is_good=is_good,
        )
        return answer

    async def sends_file(self, kind: str, data: bytes) -> None:
        """Give WeChat a file of the phone's and bring the message that names it."""
        number = secrets.token_urlsafe(24)
        self.weixin.media[number] = data
        if kind == "video" and self.links_films:
            linked, number = number, secrets.token_urlsafe(24)
            self.weixin.media[number] = {"video_url": f"{self.weixin.url}/files/{linked}"}
        if kind == "image":
            await self.brings("image", PicUrl="http://mmbiz.qpic.cn/example", MediaId=number)
        else:
            await self.brings("video", MediaId=number, ThumbMediaId="example-thumb")

    async def watches(self) -> None:
        """Look for ever what the bot asks of WeChat's API, and what it pushes."""
        known = self.weixin.calls.copy()
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            for path, number in (self.weixin.calls - known).items():
                self.wire(f"机器人 → {path}" + (f"（{number} 次）" if number > 1 else ""))
            known = self.weixin.calls.copy()
            while self._told < len(self.weixin.sent):
                self._shows_push(self.weixin.sent[self._told].body)
                self._told += 1

    def _shows_push(self, body: Json) -> None:
        self.wire("客服消息（custom/send）", _pretty(body))
        if body["touser"] != self.phone.openid:
            return
        match body["msgtype"]:
            case "text":
                self.happens("bot", text=body["text"]["content"], how="客服消息")
            case "msgmenu":
                self.happens("bot", how="客服消息", menu=body["msgmenu"])
            case kind:
                number = body[kind]["media_id"].removeprefix("media-")
                self.happens("bot", how="客服消息", file=f"/uploads/{number}", type=kind)

    def changes_phone(self) -> None:
        """Hand the phone to somebody new."""
        self.phone = Phone(self.phone.url, self.phone.http)
        self.follows = False
        self.happens("clear")
        self.shows_state()

    def becomes(self, kind: Kind) -> None:
        """Make the account one of another kind; the bot finds out when it starts."""
        self.weixin.kind = kind


def _shown(answer: Answer) -> str:
    if answer.fields:
        return _lines(xmltodict.unparse({"xml": answer.fields}, full_document=False))
    if answer.status == 200:
        return "success（没有话要说，或者稍后推送）"
    return f"HTTP {answer.status}"


def _lines(xml: str) -> str:
    """Put every element on a line of its own."""
    return xml.replace("<xml>", "<xml>\n").replace("><", ">\n<").replace(ACCOUNT, "示例公众号")


def _pretty(body: Json) -> str:
    return json.dumps(body, ensure_ascii=False, indent=1)
