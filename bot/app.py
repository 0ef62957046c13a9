"""The composition root: builds, opens and closes everything; one task group owns the work."""

import asyncio
import signal
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from aiogram import Bot

from bot import late_types
from bot.bots import web_bot
from bot.channels.upload import UploadLinks
from bot.channels.web import NAME as WEB_NAME
from bot.channels.web import Web
from bot.channels.web_lines import Lines
from bot.console_parts import set_up_line
from bot.conversation import Conversation
from bot.dispatch import build_dispatcher
from bot.editorial import Editorial
from bot.health import Figures
from bot.inbox import Inbox
from bot.knowledge import Shelf, first_faults
from bot.locks import StartError
from bot.loops import keep
from bot.masking import Masking
from bot.nightly import Nightly
from bot.notices import Notices
from bot.records import open_database, plant_sample
from bot.retention import Retention
from bot.seed import Planted, plant_seed
from bot.settings import Settings, secret
from bot.site import Site
from bot.switchboard import Switchboard
from bot.telegram_parts import TelegramParts, build_telegram
from bot.turns import Settle, Turn, Turns, utc_now
from bot.wechat_parts import WeChatParts, build_wechat
from bot.work import Fetch, Work
from campaign.campaign import Campaign
from campaign.files import MediaFolder
from db.engine import Database
from db.inbox import Received
from faq.build import end_builds
from faq.keeping import index_folder
from faq.knowledge import Knowledge, KnowledgeError
from faq.register import store as register
from faq.stations import Station, StationsError
from faq.stations import load as load_stations
from handlers.context import TELEGRAM, WEB, WECHAT, Channel
from texts import start

TURNS_SECONDS = 20.0
"""How long turns in progress may take at the end."""

CLOSING_SECONDS = 5.0
"""How long transactions may take to close at the end."""

Tell = Callable[[str], None]
Loop = Callable[[], Awaitable[None]]


@dataclass(slots=True)
class App:
    """Everything one process is made of."""

    settings: Settings
    database: Database
    tasks: asyncio.TaskGroup
    figures: Figures = field(default_factory=Figures)
    shelf: Shelf = field(init=False)
    board: Switchboard = field(init=False)
    conversation: Conversation = field(init=False)
    inbox: Inbox = field(init=False)
    web: Web = field(init=False)
    links: UploadLinks = field(init=False)
    work: Work = field(init=False)
    telegram: TelegramParts | None = None
    wechat: WeChatParts | None = None
    channels: dict[str, Channel] = field(
        default_factory=lambda: {one.name: one for one in (WEB, TELEGRAM, WECHAT)}
    )

    def __post_init__(self) -> None:
        """Put the parts together; nothing runs yet."""
        settings, database = self.settings, self.database
        self.shelf = Shelf(database, index_folder(settings.data_dir))
        self.board = Switchboard(database)
        self.inbox = Inbox(database, self._run_turn, self.tasks)
        masking = Masking(lambda: self.shelf.knowledge)
        self.web = Web(database, self.inbox, Lines(WEB_NAME, database), masked=masking)
        bots: dict[str, Bot] = {WEB.name: web_bot()}
        if settings.telegram_token:
            self.telegram = build_telegram(settings.telegram_token, settings, database, self.inbox)
            bots[TELEGRAM.name] = self.telegram.bot
        if settings.wechat_token:
            token = settings.wechat_token
            self.wechat = build_wechat(token, settings, database, self.inbox, self._channel)
            bots[WECHAT.name] = self.wechat.bot
        self.conversation = Conversation(
            Turns(database, self._committed, settlers=self._settlers()),
            build_dispatcher(),
            bots,
            self.channels,
            self._given,
            ended=self.figures.turn_ended,
        )
        self.links = UploadLinks(secret(settings), settings.address)
        self.work = self._build_work()

    def _build_work(self) -> Work:
        settings, folder = self.settings, MediaFolder(self.settings.media)
        fetchers: dict[str, Fetch] = {}
        if self.telegram:
            fetchers[TELEGRAM.name] = self.telegram.fetch_into(folder)
        if self.wechat and (fetch := self.wechat.fetch_into(folder)):
            fetchers[WECHAT.name] = fetch
        has_page = settings.public_url is not None
        return Work(self.database, self.conversation, folder, self.links, has_page, fetchers)

    async def serve(self, listener: socket.socket, stop: asyncio.Event, tell: Tell) -> None:
        """Open the doors, work until told to stop, finish the turns in progress."""
        await self._open_media()
        campaign = await plant_sample(self.database, utc_now())
        site = Site(
            self.settings, self.database, self.figures, self.shelf, self.web, self.work,
            self.links, self.telegram, self.wechat, lambda: self.shelf.stations, self.board,
        )  # fmt: skip
        runner = await site.open(listener)
        tell(start.serving(self.settings.address))
        if line := await set_up_line(self.database, self.settings.address, utc_now()):
            tell(line)
        background = self.tasks.create_task(self._work(campaign, tell))
        await stop.wait()
        tell(start.STOPPING)
        patience = TURNS_SECONDS
        if not self.shelf.is_ready.is_set():
            # Nothing can be answered yet: what came is stored for the next start.
            background.cancel()
            patience = 0
        self.web.lines.close()
        await runner.cleanup()
        await self.inbox.drain(patience)
        if not background.cancelling():  # a second cancel would cut short the first one's tidying
            background.cancel()
        end_builds()
        await asyncio.wait([background])
        await self._close_channels()

    async def _close_channels(self) -> None:
        if self.telegram:
            await self.telegram.channel.wire.session.close()
        if self.wechat:
            await self.wechat.close()

    async def _work(self, campaign: Campaign, tell: Tell) -> None:
        """Open the knowledge, take up what was left behind, then work until cancelled."""
        late_types.warm()
        shipped = _stations()
        planted = await plant_seed(self.database, utc_now())
        await self.board.look()
        async with self.database.begin_long() as session:
            await register.plant(session, shipped, utc_now())
        knowledge = await self._open_knowledge()
        self._introduce(knowledge, planted, campaign, tell)
        await self.inbox.recover(alone=self.database.is_sqlite)
        async with asyncio.TaskGroup() as loops:
            for name, loop in self._loops():
                loops.create_task(keep(name, loop))

    async def _open_media(self) -> None:
        folder = self.settings.media
        try:
            await asyncio.to_thread(self.work.folder.prepare)
        except OSError as problem:
            reason = problem.strerror or str(problem)
            raise StartError(start.media_unwritable(str(folder), reason)) from None

    async def _open_knowledge(self) -> Knowledge:
        try:
            return await self.shelf.open()
        except KnowledgeError as broken:
            raise StartError(start.knowledge_broken(first_faults(broken))) from None

    def _loops(self) -> list[tuple[str, Loop]]:
        loops: list[tuple[str, Loop]] = [
            ("inbox", self.inbox.sweep),
            ("knowledge", self.shelf.follow),
            ("switches", self.board.follow),
            ("pages", self.web.lines.sweep),
            ("files", self.work.run),
            ("retention", Retention(self.database, self.work.folder).run),
            ("editorial", Editorial(self.database, self.shelf.renewed).run),
            ("self-exam", Nightly(self.database, self.settings.surroundings).run),
            ("notices", Notices(self.database, self.conversation, self._knowledge).run),
        ]
        if self.telegram:
            loops.append(("telegram in", self.telegram.receive))
            loops.append(("telegram out", self.telegram.delivery.deliver))
        if self.wechat:
            loops.append(("wechat account", self.wechat.watch))
            loops.append(("wechat out", self.wechat.deliver))
        return loops

    async def _run_turn(self, received: Received) -> None:
        # What comes before the knowledge is there is stored, acknowledged, and waits here.
        await self.shelf.is_ready.wait()
        await self.conversation.run(received)

    def _given(self) -> dict[str, object]:
        return {
            "knowledge": self.shelf.knowledge,
            "stations": self.shelf.stations,
            "switches": self.board.switches,
            "links": self.links,
            "has_public_page": self.work.has_public_page,
        }

    def _committed(self, turn: Turn) -> None:
        self.work.wake()
        channel = turn.dialogue.channel
        if channel == WEB.name:
            self.web.committed(turn.chat_id)
        elif channel == WECHAT.name and self.wechat:
            self.wechat.committed(turn)
        elif self.telegram:
            self.telegram.delivery.wake()

    def _knowledge(self) -> Knowledge:
        return self.shelf.knowledge

    def _settlers(self) -> dict[str, Settle]:
        return {WECHAT.name: self.wechat.channel.settle} if self.wechat else {}

    def _channel(self, channel: Channel) -> None:
        """Take a channel as it now is."""
        self.channels[channel.name] = channel

    def _introduce(
        self, knowledge: Knowledge, planted: Planted, campaign: Campaign, tell: Tell
    ) -> None:
        unsigned = sum(not entry.is_signed for entry in knowledge.entries.values())
        tell(start.telegram(is_on=self.telegram is not None))
        tell(start.wechat(is_on=self.wechat is not None))
        taken = planted.taken
        tell(start.knowledge(len(knowledge.entries), unsigned, taken.to_review, taken.waiting))
        if planted.faults:
            tell(start.seed_broken(len(planted.faults)))
        samples = sum(station.is_sample for station in self.shelf.stations)
        tell(start.samples(samples, campaign.name, campaign.closes_at))
        tell(start.data(str(self.settings.data_dir.resolve())))


async def run(settings: Settings, listener: socket.socket, tell: Tell) -> None:
    """Run the bot until it is told to stop; raises `StartError` where it cannot start."""
    stop = _stop_signal()
    database, copy = await open_database(settings, utc_now())
    tell(start.migrated(str(copy) if copy else None))
    try:
        async with asyncio.TaskGroup() as tasks:
            await App(settings, database, tasks).serve(listener, stop, tell)
    except* StartError as group:
        raise group.exceptions[0] from None
    finally:
        await _left_behind()
        await database.close()
    tell(start.STOPPED)


async def _left_behind() -> None:
    """Let transactions end whose task was cancelled while they were closing.

    SQLAlchemy closes in a task of its own, which would wait for ever for a closed database.
    """
    others = asyncio.all_tasks() - {asyncio.current_task()}
    if others:
        await asyncio.wait(others, timeout=CLOSING_SECONDS)


def _stations() -> tuple[Station, ...]:
    try:
        return load_stations()
    except StationsError as broken:
        raise StartError(start.stations_broken(str(broken))) from None


def _stop_signal() -> asyncio.Event:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop
