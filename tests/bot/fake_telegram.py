"""A small Bot API on a real port: long polling, sending, files, and failures to order."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

TOKEN = "42:abcdefghijklmnopqrstuvwxyzABCDEFGHI"
ME = {"id": 42, "is_bot": True, "first_name": "质小通", "username": "zxt_bot"}

Json = dict[str, Any]

DROPPED: Json = {"dropped": True}
GARBAGE: Json = {"garbage": True}


@dataclass(slots=True)
class FakeTelegram:
    """What was asked of it, and what it answers."""

    address: str = ""
    calls: list[tuple[str, Json]] = field(default_factory=list)
    failures: dict[str, list[Json]] = field(default_factory=dict)
    blocked: set[int] = field(default_factory=set)
    """Chats whose people blocked the bot."""
    slow: set[int] = field(default_factory=set)
    """Chats every message to which hangs."""
    pause: float = 0.0
    """Seconds each message takes on its way."""
    _updates: list[Json] = field(default_factory=list)
    _came: asyncio.Event = field(default_factory=asyncio.Event)
    _called: asyncio.Condition = field(default_factory=asyncio.Condition)
    _messages: int = 1000

    def push(self, **update: Any) -> int:
        """Let somebody do something; returns the update's number."""
        number = len(self._updates) + 1
        self._updates.append({"update_id": number, **update})
        self._came.set()
        return number

    def says(self, chat: int, text: str, **more: Any) -> int:
        """Let somebody write in their private chat."""
        return self.push(message=message(chat, text=text, **more))

    def fail(self, method: str, code: int, text: str, **parameters: Any) -> None:
        """Answer the next call of a method with an error."""
        self.failures.setdefault(method, []).append(_error(code, text, **parameters))

    def drop(self, method: str) -> None:
        """Break the line at the next call of a method."""
        self.failures.setdefault(method, []).append(DROPPED)

    def garble(self, method: str) -> None:
        """Answer the next call of a method with a page, as a proxy in between does."""
        self.failures.setdefault(method, []).append(GARBAGE)

    @property
    def sent(self) -> list[tuple[int, str]]:
        """What reached chats, in order: the chat, and the text or the place's name."""
        return [
            (int(given["chat_id"]), given.get("text") or given.get("title", ""))
            for method, given in self.calls
            if method.startswith("send") and given.get("delivered")
        ]

    async def until_sent(self, count: int, seconds: float = 20) -> list[tuple[int, str]]:
        """Wait until so many messages reached their chats."""
        await self.until(lambda: len(self.sent) >= count, seconds)
        return self.sent

    async def until_called(self, method: str, seconds: float = 20) -> None:
        """Wait until a method was called."""
        await self.until(lambda: bool(self.called(method)), seconds)

    def called(self, method: str) -> list[Json]:
        """Return what a method was asked with."""
        return [given for name, given in self.calls if name == method]

    async def until(self, is_so: Callable[[], bool], seconds: float = 20) -> None:
        """Wait until something is so, looking after every call."""
        async with asyncio.timeout(seconds), self._called:
            await self._called.wait_for(is_so)

    async def _tell(self) -> None:
        async with self._called:
            self._called.notify_all()

    async def answer(self, request: web.Request) -> web.Response:
        """Answer one call."""
        method = request.match_info["method"]
        given: Json = dict(await request.post())
        self.calls.append((method, given))
        failure = await self._failure(method, int(given.get("chat_id", 0)))
        result = None if failure else await self._result(method, given)
        await self._tell()
        if failure == DROPPED and request.transport:
            request.transport.abort()
        elif failure == GARBAGE:
            return web.Response(text="<html>")
        elif failure:
            return web.json_response(failure, status=failure["error_code"])
        return web.json_response({"ok": True, "result": result})

    async def _failure(self, method: str, chat: int) -> Json | None:
        if self.failures.get(method):
            return self.failures[method].pop(0)
        if chat in self.blocked:
            return _error(403, "Forbidden: bot was blocked by the user")
        if chat in self.slow:
            await self._tell()
            await asyncio.sleep(60)
        return None

    async def _result(self, method: str, given: Json) -> object:
        if method == "getMe":
            return ME
        if method == "getUpdates":
            return await self._new(int(given.get("offset", 0)))
        if method.startswith("send"):
            await self._tell()
            await asyncio.sleep(self.pause)
            given["delivered"] = True
            self._messages += 1
            return message(int(given["chat_id"]), number=self._messages, text="…")
        return True

    async def _new(self, offset: int) -> list[Json]:
        new = [update for update in self._updates if update["update_id"] >= offset]
        if not new:
            self._came.clear()
            try:
                async with asyncio.timeout(1):
                    await self._came.wait()
            except TimeoutError:
                return []
            return [update for update in self._updates if update["update_id"] >= offset]
        return new


def _error(code: int, text: str, **parameters: Any) -> Json:
    more = {"parameters": parameters} if parameters else {}
    return {"ok": False, "error_code": code, "description": text, **more}


def message(chat: int, *, number: int = 1, kind: str = "private", **content: Any) -> Json:
    """Make a message as Telegram writes it."""
    return {
        "message_id": number,
        "date": 1_790_000_000,
        "chat": {"id": chat, "type": kind, "first_name": "李", "title": "群"},
        "from": {"id": 777 if chat < 0 else chat, "is_bot": False, "first_name": "李"},
        **content,
    }


def keyboard_of(given: Json) -> list[str]:
    """Return the labels of a sent message's buttons."""
    rows = json.loads(given["reply_markup"])["inline_keyboard"]
    return [button["text"] for row in rows for button in row]


@asynccontextmanager
async def fake_telegram() -> AsyncIterator[FakeTelegram]:
    """Open a Bot API on a free port."""
    fake = FakeTelegram()
    app = web.Application()
    app.router.add_post(f"/bot{TOKEN}/{{method}}", fake.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    fake.address = f"http://127.0.0.1:{port}"
    try:
        yield fake
    finally:
        await runner.cleanup()
