"""The HTTP side of the process: which address is answered by whom."""

from collections.abc import Callable
from dataclasses import dataclass
from socket import socket

from aiohttp import web

from bot.channels.upload import Upload, UploadLinks
from bot.channels.web import Web
from bot.channels.web_files import WebFiles
from bot.channels.web_routes import WebRoutes
from bot.channels.web_visitor import Visitors
from bot.console_parts import console_parts, mount
from bot.figures import PublicFigures
from bot.health import Figures, Health
from bot.knowledge import Shelf
from bot.pages import Pages, set_up
from bot.preview import Preview
from bot.proofs import Proofs
from bot.settings import Settings
from bot.switchboard import Switchboard
from bot.telegram_parts import TelegramParts
from bot.wechat_parts import WeChatParts
from bot.work import Work
from db.engine import Database
from faq.stations import Station

CLOSE_SECONDS = 3.0
"""How long open requests may take at the end."""

LARGEST_BODY = 64 * 1024
"""Bytes of a body read whole; files are streamed and counted on their own."""


@dataclass(frozen=True, slots=True)
class Site:
    """What the addresses need."""

    settings: Settings
    database: Database
    figures: Figures
    shelf: Shelf
    chats: Web
    work: Work
    links: UploadLinks
    telegram: TelegramParts | None
    wechat: WeChatParts | None
    stations: Callable[[], tuple[Station, ...]]
    board: Switchboard

    def build(self) -> web.Application:
        """Put the addresses together."""
        settings = self.settings
        app = web.Application(client_max_size=LARGEST_BODY)
        pages = Pages(settings.data_dir)
        set_up(app, pages, settings.public_url)
        Proofs(settings.data_dir).add_routes(app)
        is_https = settings.address.startswith("https://")
        visitors = Visitors(self.links.secret, is_https)
        WebRoutes(self.chats, pages, visitors).add_routes(app)
        WebFiles(self.chats, self.work.folder, visitors).add_routes(app)
        Upload(
            self.database, self.work.folder, pages, self.links, self.work.wake,
            switches=lambda: self.board.switches,
        ).add_routes(app)  # fmt: skip
        Health(
            self.database, settings.media, self.figures, settings.trusted_proxies,
            self.shelf.is_ready,
        ).add_routes(app)  # fmt: skip
        PublicFigures(self.database, lambda: self.shelf.knowledge, pages).add_routes(app)
        can_push = self.wechat.standing.can_push if self.wechat else lambda: False
        preview = Preview(lambda: self.shelf.knowledge, can_push)
        parts = console_parts(
            self.links.secret, self.shelf, settings, self.stations, preview,
            self._renewed,
        )  # fmt: skip
        mount(app, parts)
        if self.telegram:
            app.add_routes(self.telegram.routes())
        if self.wechat:
            app.add_routes(self.wechat.door.routes())
        return app

    def _renewed(self) -> None:
        self.shelf.renewed()
        self.board.renewed()

    async def open(self, listener: socket) -> web.AppRunner:
        """Answer on `listener`; the caller ends it with `cleanup`."""
        runner = web.AppRunner(self.build(), access_log=None, shutdown_timeout=CLOSE_SECONDS)
        await runner.setup()
        await web.SockSite(runner, listener).start()
        return runner
