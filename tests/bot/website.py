"""The web chat on a real port, with a small dialogue of the test's own behind it.

async with site(tmp_path) as place, place.browser() as visitor:
    await visitor.says("你好")
"""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import aiohttp
from aiogram import Bot, Dispatcher, Router
from aiogram.enums import ContentType
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message
from aiogram.utils.formatting import Bold, Text
from aiohttp import web

from bot.channels.upload import Upload, UploadLinks
from bot.channels.web import NAME, Web, WebSession
from bot.channels.web_files import WebFiles
from bot.channels.web_lines import Lines
from bot.channels.web_routes import WebRoutes
from bot.channels.web_visitor import Visitors
from bot.conversation import Conversation
from bot.dialogue import TurnStorage
from bot.inbox import Inbox
from bot.pages import Pages, set_up
from bot.turns import Turns
from campaign.files import MediaFolder
from db import migrate, transcript
from db.engine import Database, Session, sqlite_url
from handlers.answering import say
from handlers.context import WEB, Person
from people import store as people
from texts.reply import Button, Reply, Venue, rows

SECRET = "x" * 32
WELCOME = Reply(
    Text("您好，我是质小通。"), rows(Button("问政策", "ask"), Button("找站点", "find"))
)
STATION = Venue("城区服务站（示例）", "示例路 1 号", 37.85, 113.57)


def parrot() -> Router:
    """Answer so that a test sees what came in."""
    router = Router()

    @router.message(Command("start"))
    async def greet(message: Message, bot: Bot) -> None:
        await say(bot, message.chat.id, WELCOME)

    @router.callback_query()
    async def tapped(query: CallbackQuery, bot: Bot) -> None:
        await say(bot, query.from_user.id, Reply(Text("点了 ", query.data)))

    @router.message()
    async def heard(message: Message, bot: Bot, session: Session, person: Person) -> None:
        if message.text == "大字":
            await people.choose_large_print(session, person, large=True)
        if message.text == "忘":
            await transcript.forget(session, NAME, message.chat.id)
        if message.text == "慢":
            await asyncio.sleep(1)
        venue = STATION if message.text == "站点" else None
        said = message.text or str(ContentType(message.content_type).value)
        buttons = rows(Button("没解决", "nav:no"), Button("再问", "again"))
        await say(bot, message.chat.id, Reply(Text("听到 ", Bold(said)), buttons, venue))

    return router


@dataclass(slots=True)
class Visitor:
    """A browser with its cookies."""

    url: str
    http: aiohttp.ClientSession

    async def post(self, path: str, body: object, **headers: str) -> tuple[int, Any]:
        async with self.http.post(self.url + path, json=body, headers=headers) as reply:
            return reply.status, await reply.json()

    async def hello(self) -> Any:
        return (await self.post("/chat/hello", {}))[1]

    async def says(self, text: str, key: str | None = None) -> tuple[int, Any]:
        return await self.post("/chat/messages", {"key": key or str(uuid4()), "text": text})

    async def sends(
        self, content: bytes, name: str, kind: str, key: str | None = None
    ) -> tuple[int, Any]:
        """Send a file as the page does."""
        return await self.put(f"/chat/files/{key or uuid4()}", content, name, kind)

    async def put(self, path: str, content: bytes, name: str, kind: str) -> tuple[int, Any]:
        headers = {"Content-Type": kind}
        async with self.http.put(
            self.url + path, params={"name": name}, data=BytesIO(content), headers=headers
        ) as reply:
            return reply.status, await reply.json()

    async def get(self, path: str, **headers: str) -> tuple[int, bytes]:
        async with self.http.get(self.url + path, headers=headers) as reply:
            return reply.status, await reply.read()

    async def history(self, **query: int) -> list[dict[str, Any]]:
        async with self.http.get(f"{self.url}/chat/history", params=query) as reply:
            return list((await reply.json())["messages"])

    async def hears(self, count: int) -> list[dict[str, Any]]:
        """Wait until the conversation has `count` bubbles and return it."""
        for _ in range(200):
            bubbles = await self.history(limit=100)
            if len(bubbles) >= count:
                return bubbles
            await asyncio.sleep(0.02)
        raise TimeoutError(bubbles)

    @asynccontextmanager
    async def events(self, **options: Any) -> AsyncIterator["Events"]:
        async with self.http.get(f"{self.url}/chat/events", **options) as reply:
            yield Events(reply)


@dataclass(slots=True)
class Events:
    """The lines of an event stream, read event by event."""

    reply: aiohttp.ClientResponse

    async def next(self, name: str = "message") -> dict[str, Any]:
        """Return the data of the next event of this name; its id as `_id`."""
        fields: dict[str, str] = {}
        async with asyncio.timeout(30):
            async for raw in self.reply.content:
                line = raw.decode().rstrip("\n")
                if line:
                    key, _, value = line.partition(": ")
                    fields[key] = value
                    continue
                if fields.get("event") == name:
                    return {**json.loads(fields["data"]), "_id": fields.get("id")}
                fields = {}
        raise EOFError


@dataclass(slots=True)
class Site:
    """A running server."""

    url: str
    folder: Path
    database: Database
    chats: Web
    media: MediaFolder
    links: UploadLinks

    @asynccontextmanager
    async def browser(self) -> AsyncIterator[Visitor]:
        jar = aiohttp.CookieJar(unsafe=True)
        async with aiohttp.ClientSession(cookie_jar=jar) as http:
            yield Visitor(self.url, http)


@asynccontextmanager
async def site(
    folder: Path, *routers: Router, public_url: str | None = None
) -> AsyncIterator[Site]:
    """Serve the page with these conversations (a parrot where none are given)."""
    database = Database(sqlite_url(folder / "records.db"))
    try:
        await migrate.upgrade(database)
        async with site_at(folder, database, *routers, public_url=public_url) as place:
            yield place
    finally:
        await database.close()


@asynccontextmanager
async def site_at(
    folder: Path, database: Database, *routers: Router, public_url: str | None = None
) -> AsyncIterator[Site]:
    """Serve the page on records that are open already."""
    dispatcher = Dispatcher(storage=TurnStorage())
    dispatcher.include_routers(*(routers or (parrot(),)))
    lines = Lines(NAME, database)
    bots = {NAME: Bot("1:web", session=WebSession())}
    turns = Turns(database, lambda turn: lines.stir(turn.chat_id, is_typing=False))
    conversation = Conversation(turns, dispatcher, bots, {NAME: WEB})
    async with asyncio.TaskGroup() as tasks:
        chats = Web(database, Inbox(database, conversation.run, tasks), lines)
        media = MediaFolder(folder / "files", reserve=0)
        async with served(chats, media, folder, public_url) as (url, links):
            yield Site(url, folder, database, chats, media, links)


@asynccontextmanager
async def served(
    chats: Web, media: MediaFolder, folder: Path, public_url: str | None
) -> AsyncIterator[tuple[str, UploadLinks]]:
    """Listen on a free port."""
    app, pages = web.Application(client_max_size=65536), Pages(folder)
    set_up(app, pages, public_url)
    visitors = Visitors(SECRET, is_secure=bool(public_url))
    links = UploadLinks(SECRET, "")
    WebRoutes(chats, pages, visitors).add_routes(app)
    WebFiles(chats, media, visitors).add_routes(app)
    Upload(chats.database, media, pages, links).add_routes(app)
    runner = web.AppRunner(app, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}", links
    finally:
        chats.lines.close()
        await chats.inbox.drain(5)
        await runner.cleanup()
