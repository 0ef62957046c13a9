"""The bot's side of WeChat on a real port, with WeChat's API behind it.

async with site(tmp_path, Kind.VERIFIED_SERVICE) as place, place.phone() as phone:
    answer = await phone.says("你好")
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
from aiogram import Bot, Dispatcher, Router
from aiogram.enums import ContentType
from aiogram.filters import Command
from aiogram.types import CallbackQuery, FSInputFile, Message
from aiogram.utils.formatting import Text, TextLink
from aiohttp import web

from bot.channels.wechat.account import Kind
from bot.channels.wechat.channel import NAME
from bot.conversation import Conversation
from bot.dialogue import TurnStorage
from bot.inbox import Inbox
from bot.pages import Pages, set_up
from bot.settings import Settings
from bot.site import LARGEST_BODY
from bot.turns import Turns
from bot.wechat_parts import WeChatParts, build_wechat
from db import migrate
from db.engine import Database, sqlite_url
from db.inbox import Received
from handlers.answering import say
from handlers.context import WECHAT, Channel
from people import store as people
from people.person import Person
from tests.wechat.phone import AES_KEY, APP_ID, TOKEN, Phone
from tests.wechat.platform import SECRET, Platform, platform
from texts.menu import PRIVACY_NOTICE
from texts.reply import Button, Reply, Venue, rows

MENU = rows(Button("问政策", "menu:ask"), Button("找站点", "menu:find"))
OTHER_MENU = rows(Button("甲站", "station:a"), Button("乙站", "station:b"))
BACK = Button("返回", "nav:back")
STATION = Venue("城区服务站（示例）", "示例路 1 号", 37.85, 113.57)
SENTENCE = "这一句话说的是质量服务站能办的第{}件事情，办事以前请带齐材料。\n"
LONG = "".join(SENTENCE.format(number) for number in range(60)).strip()
"""About 5,500 bytes: three messages."""

NOTICE = f"\n\n{PRIVACY_NOTICE}"


class BrokenError(Exception):
    """What a broken handler raises."""


SAID: Mapping[str, tuple[Reply, ...]] = {
    "两组": (
        Reply(Text("第一组"), MENU),
        Reply(Text("第二组"), (*OTHER_MENU, (BACK,))),
    ),
    "长": (Reply(Text(LONG), MENU),),
    "站点": (Reply(Text("到了"), venue=STATION),),
    "链接": (
        Reply(
            Text("看", TextLink("网页", url="https://example.com/?a=1&b=2")),
            rows(Button("打开", url="https://example.com/page")),
        ),
    ),
}
"""What the parrot says to some words."""


def parrot(picture: Path) -> Router:
    """Say what came in, or what a test asks for."""
    router = Router()

    @router.message(Command("start"))
    async def greet(message: Message, bot: Bot) -> None:
        scene = (message.text or "").removeprefix("/start").strip()
        await say(bot, message.chat.id, Reply(Text(f"您好{scene}"), MENU))

    @router.callback_query()
    async def tapped(query: CallbackQuery, bot: Bot) -> None:
        await say(bot, query.from_user.id, Reply(Text("点了 ", query.data or "")))

    @router.message(lambda message: message.text in SAID)
    async def asked(message: Message, bot: Bot) -> None:
        for reply in SAID[message.text or ""]:
            await say(bot, message.chat.id, reply)

    @router.message(lambda message: message.text == "图片")
    async def shown(message: Message, bot: Bot) -> None:
        await bot.send_photo(message.chat.id, FSInputFile(picture), caption="看图")

    @router.message(lambda message: message.text == "炸")
    async def broken(_: Message) -> None:
        raise BrokenError

    router.message.register(heard)
    return router


async def heard(message: Message, bot: Bot, channel: Channel) -> None:
    """Say what came in; asked for 文件, how a file can be handed in."""
    said = ContentType(message.content_type).value
    if message.location:
        said = f"{message.location.latitude:.3f} {message.location.longitude:.3f}"
    if message.text:
        said = message.text
    if message.text == "文件":
        said = "发来就行" if channel.takes_files else "请用网页上传"
    await say(bot, message.chat.id, Reply(Text("听到 ", said)))


@dataclass(slots=True)
class Clock:
    """The time, which a test may move on."""

    moved: timedelta = timedelta()

    def __call__(self) -> datetime:
        """Return the present instant."""
        return datetime.now(UTC) + self.moved

    def passes(self, **time: float) -> None:
        """Let time pass, as `timedelta` names it."""
        self.moved += timedelta(**time)


@dataclass(slots=True)
class Site:
    """A running bot."""

    url: str
    database: Database
    weixin: Platform
    parts: WeChatParts
    inbox: Inbox
    clock: Clock
    conversation: Conversation
    ready: asyncio.Event
    """Turns run only while this is set, as before the knowledge is there."""
    folder: Path

    @asynccontextmanager
    async def phone(self, *, is_sealed: bool = False, **more: Any) -> AsyncIterator[Phone]:
        """Give somebody a phone."""
        async with aiohttp.ClientSession() as http:
            phone = Phone(self.url, http, is_sealed=is_sealed, **more)
            yield phone

    @asynccontextmanager
    async def follower(self, **more: Any) -> AsyncIterator[Phone]:
        """Give a phone to somebody who has greeted the bot and read the privacy notice."""
        async with self.phone(**more) as phone:
            assert (await phone.says("在吗")).text == f"听到 在吗{NOTICE}"
            yield phone

    async def sent(self, count: int) -> None:
        """Wait for what is pushed; fails for more or fewer messages than `count`."""
        await until(lambda: len(self.weixin.sent) >= count)
        await asyncio.sleep(0.2)
        assert len(self.weixin.sent) == count

    async def pushes(self, openid: str, *texts: str, buttons: Any = ()) -> None:
        """Let background work say something, each text as a turn of its own."""
        async with self.database.read() as session:
            chat_id = await people.find_local_id(session, NAME, openid)
        assert chat_id is not None
        for text in texts:

            async def speak(_: object, bot: Bot, __: Person, text: str = text) -> None:
                await say(bot, chat_id, Reply(Text(text), buttons))

            await self.conversation.notify(NAME, chat_id, speak)


@asynccontextmanager
async def site(
    folder: Path, kind: Kind = Kind.UNVERIFIED_SUBSCRIPTION, *routers: Router, **more: Any
) -> AsyncIterator[Site]:
    """Run a bot on records of its own; `more` as in `site_at`."""
    database = Database(sqlite_url(folder / "records.db"))
    try:
        await migrate.upgrade(database)
        async with platform() as weixin:
            weixin.kind = kind
            async with site_at(folder, database, weixin, *routers, **more) as place:
                yield place
    finally:
        await database.close()


@asynccontextmanager
async def site_at(  # noqa: PLR0913 -- a test may change each
    folder: Path,
    database: Database,
    weixin: Platform,
    *routers: Router,
    clock: Clock | None = None,
    settings: Mapping[str, str | None] | None = None,
    given: Mapping[str, Any] | None = None,
    is_known: bool = True,
) -> AsyncIterator[Site]:
    """Run a bot, a parrot where no routers are given, as one process on these records.

    `is_known` says that an operator has set the account's kind; else it is found out.
    """
    clock = clock or Clock()
    ready = asyncio.Event()
    ready.set()
    dispatcher = Dispatcher(storage=TurnStorage())
    picture = folder / "picture.png"
    picture.write_bytes(b"\x89PNG example")
    dispatcher.include_routers(*(routers or (parrot(picture),)))
    channels = {NAME: WECHAT}
    values = settings_of(weixin, is_known=is_known) | dict(settings or {})
    async with asyncio.TaskGroup() as tasks:

        async def run(received: Received) -> None:
            await ready.wait()
            await conversation.run(received)

        inbox = Inbox(database, run, tasks, clock)
        parts = build_wechat(
            TOKEN, Settings(_env_file=None, **values), database, inbox,
            lambda channel: channels.update({NAME: channel}), clock,
        )  # fmt: skip
        channel = parts.channel
        channel.answer_seconds, channel.held_seconds, channel.look_seconds = 0.4, 0.5, 0.05
        turns = Turns(database, parts.committed, clock, {NAME: channel.settle})
        conversation = Conversation(
            turns, dispatcher, {NAME: parts.bot}, channels, lambda: dict(given or {})
        )
        async with served(parts, folder) as url, working(parts.watch, parts.deliver):
            yield Site(
                url, database, weixin, parts, inbox, clock, conversation, ready, folder
            )  # fmt: skip
            await inbox.drain(0.5)
    await parts.close()


def settings_of(weixin: Platform, *, is_known: bool) -> dict[str, Any]:
    """Return the settings of safe mode (安全模式), as an operator writes them."""
    return {
        "wechat_token": TOKEN, "wechat_app_id": APP_ID,
        "wechat_app_secret": SECRET, "wechat_aes_key": AES_KEY, "wechat_api": weixin.url,
        "wechat_account": weixin.kind.value if is_known else None,
    }  # fmt: skip


@asynccontextmanager
async def working(*loops: Callable[[], Awaitable[None]]) -> AsyncIterator[None]:
    """Run what the bot does in the background."""
    tasks = [asyncio.ensure_future(loop()) for loop in loops]
    try:
        yield
        assert [task.exception() for task in tasks if task.done() and task.exception()] == []
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@asynccontextmanager
async def served(parts: WeChatParts, folder: Path) -> AsyncIterator[str]:
    """Listen on a free port, with the headers and error pages of the whole site."""
    app = web.Application(client_max_size=LARGEST_BODY)
    set_up(app, Pages(folder), None)
    app.add_routes(parts.door.routes())
    runner = web.AppRunner(app, shutdown_timeout=0.2)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        with suppress(TimeoutError):
            await runner.cleanup()


async def until(is_so: Callable[[], bool], seconds: float = 5.0) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(seconds):
        while not is_so():  # noqa: ASYNC110 -- what is awaited is not ours to signal
            await asyncio.sleep(0.02)
