"""The page's doors: `/`, what is sent, what is shown, and leaving."""

import json
import re
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from bot.channels.web import NAME, NotOfferedError, TooFastError, Web
from bot.channels.web_stream import Stream, shown
from bot.channels.web_visitor import Visitors
from bot.pages import FOLDER, Pages, Refused
from db import transcript
from texts import web as words

KEY = re.compile(r"[0-9A-Za-z-]{8,64}")
MOST_BYTES = 16 * 1024
MOST_CHARACTERS = 2000
MOST_HISTORY = 100
LARGEST_ROW = 2**63 - 1
WAIT_SECONDS = "5"
NOT_PRELOADED = {"chat.js", "measure.js", "old-browser.js", "upload-page.js"}

Asked = dict[str, Any]


@dataclass(frozen=True, slots=True)
class WebRoutes:
    """Translates requests of the page to what visitors can do."""

    chats: Web
    pages: Pages
    visitors: Visitors

    def add_routes(self, app: web.Application) -> None:
        """Serve the page and what it asks for."""
        app.router.add_get("/", self.page)
        app.router.add_post("/chat/hello", self.hello)
        app.router.add_post("/chat/messages", self.message)
        app.router.add_post("/chat/leave", self.leave)
        app.router.add_get("/chat/history", self.history)
        app.router.add_get("/chat/events", self.events)

    async def page(self, _request: web.Request) -> web.Response:
        """Show the chat."""
        scripts = sorted(file.name for file in (FOLDER / "static" / "js").glob("*.js"))
        modules = [name for name in scripts if name not in NOT_PRELOADED]
        return self.pages.show("chat.html", modules=modules)

    async def hello(self, request: web.Request) -> web.Response:
        """Let the bot greet a newcomer; returning visitors find everything as it was."""
        visitor = self.visitors.of(request) or self.visitors.newcomer()
        chat_id = await self.chats.greet(visitor)
        return self._answer(visitor, 200, {"large": await self.chats.prefers_large(chat_id)})

    async def message(self, request: web.Request) -> web.Response:
        """Take one message; 202 says it is stored, 200 that it already was."""
        asked = await _asked(request)
        visitor = self.visitors.of(request) or self.visitors.newcomer()
        try:
            is_new = await self._act(visitor, asked)
        except NotOfferedError:
            raise Refused(400, words.NOT_OFFERED) from None
        except TooFastError:
            raise Refused(429, words.TOO_FAST, {"Retry-After": WAIT_SECONDS}) from None
        return self._answer(visitor, 202 if is_new else 200, {})

    async def history(self, request: web.Request) -> web.Response:
        """Return a page of messages before `before`, oldest first."""
        chat_id = await self._chat(request)
        limit = min(_number(request, "limit") or 30, MOST_HISTORY)
        if chat_id is None:
            return web.json_response({"messages": []})
        async with self.chats.database.read() as session:
            bubbles = await transcript.before(
                session, NAME, chat_id, _number(request, "before"), limit
            )
        return web.json_response({"messages": [shown(bubble) for bubble in bubbles]})

    async def events(self, request: web.Request) -> web.StreamResponse:
        """Stream what happens in the conversation from the last seen message on."""
        seen = _row(request.headers.get("Last-Event-ID", ""))
        after = seen if seen is not None else _number(request, "after") or 0
        stream = Stream(self.chats, after)
        return await stream.run(request, await self._chat(request))

    async def leave(self, _request: web.Request) -> web.Response:
        """Make this browser forget who was here."""
        response = web.json_response({})
        self.visitors.forget(response)
        return response

    async def _act(self, visitor: str, asked: Asked) -> bool:
        match asked:
            case {"key": str(key), "text": str(text)} if _is_sayable(key, text):
                return await self.chats.say(visitor, key, _whole(text))
            case {"key": str(key), "button": {"message": int(number), "data": str(data)}} if (
                KEY.fullmatch(key) and 0 < number <= LARGEST_ROW
            ):
                return await self.chats.tap(visitor, key, number, data)
            case {
                "key": str(key),
                "location": {
                    "latitude": int() | float() as north,
                    "longitude": int() | float() as east,
                },
            } if KEY.fullmatch(key) and _is_on_earth(north, east):
                return await self.chats.share_place(visitor, key, float(north), float(east))
            case _:
                raise Refused(400, words.GARBLED)

    async def _chat(self, request: web.Request) -> int | None:
        visitor = self.visitors.of(request)
        return None if visitor is None else await self.chats.chat_of(visitor)

    def _answer(self, visitor: str, status: int, body: Asked) -> web.Response:
        response = web.json_response(body, status=status)
        self.visitors.remember(response, visitor)
        return response


async def _asked(request: web.Request) -> Asked:
    if request.content_type != "application/json":
        raise Refused(415, words.GARBLED)
    if (request.content_length or 0) > MOST_BYTES:
        raise Refused(413, words.TOO_LONG)
    try:
        asked = json.loads(await request.read())
    except web.HTTPRequestEntityTooLarge:
        raise Refused(413, words.TOO_LONG) from None
    except (ValueError, RecursionError):
        asked = None
    if not isinstance(asked, dict):
        raise Refused(400, words.GARBLED)
    return asked


def _is_sayable(key: str, text: str) -> bool:
    if len(text) > MOST_CHARACTERS:
        raise Refused(413, words.TOO_LONG)
    return KEY.fullmatch(key) is not None and bool(text.strip()) and "\0" not in text


def _whole(text: str) -> str:
    """Replace halves of characters, which a text box cuts off at its limit."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _is_on_earth(latitude: float, longitude: float) -> bool:
    return abs(latitude) <= 90 and abs(longitude) <= 180  # noqa: PLR2004 -- degrees


def _number(request: web.Request, name: str) -> int | None:
    return _row(request.query.get(name, ""))


def _row(text: str) -> int | None:
    """Read a row's number; None for everything that cannot be one."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 18 else None  # noqa: PLR2004 -- digits of a row number
