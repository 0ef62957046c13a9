"""What there is beside the web when `TELEGRAM_TOKEN` is set."""

import hmac
import json
from dataclasses import dataclass

from aiogram import Bot
from aiohttp import web

from bot.bots import telegram_bot, telegram_wire
from bot.channels.telegram import Telegram, TelegramSession
from bot.channels.telegram_carrier import TelegramCarrier
from bot.channels.telegram_updates import NAME, readable
from bot.delivery import Delivery
from bot.fetch import TelegramFetch
from bot.inbox import Inbox
from bot.settings import Settings
from campaign.files import MediaFolder
from db.engine import Database
from handlers.context import TELEGRAM

HEADER = "X-Telegram-Bot-Api-Secret-Token"

LARGEST_UPDATE = 1024 * 1024
"""Bytes; two long texts with their styles, every sign escaped, pass the page's own limit."""


@dataclass(frozen=True, slots=True)
class TelegramParts:
    """The channel and its two loops."""

    bot: Bot
    channel: Telegram
    delivery: Delivery
    secret: str | None
    address: str

    async def receive(self) -> None:
        """Take updates for ever, by polling or through the webhook."""
        if self.secret is None:
            await self.channel.poll()
        else:
            await self.channel.listen(f"{self.address}/telegram", self.secret)

    async def on_webhook(self, request: web.Request) -> web.Response:
        """Store one update Telegram brings, then acknowledge it."""
        given = request.headers.get(HEADER, "")
        if not hmac.compare_digest(given.encode(), (self.secret or "").encode()):
            raise web.HTTPForbidden
        if not self.channel.is_known:
            raise web.HTTPServiceUnavailable  # Telegram brings it again
        try:
            raw = json.loads(await request.clone(client_max_size=LARGEST_UPDATE).read())
            update = readable(dict(raw), self.channel.wire)
        except (ValueError, TypeError):
            raise web.HTTPBadRequest from None
        await self.channel.receive([update])
        return web.Response()

    def fetch_into(self, folder: MediaFolder) -> TelegramFetch:
        """Make what fetches citizens' files."""
        return TelegramFetch(self.channel.wire, folder, TELEGRAM.max_upload)

    def routes(self) -> list[web.RouteDef]:
        """List the webhook's address, where there is a webhook."""
        return [web.post("/telegram", self.on_webhook)] if self.secret else []


def build_telegram(
    token: str, settings: Settings, database: Database, inbox: Inbox
) -> TelegramParts:
    """Put the channel together."""
    session = TelegramSession()
    wire = telegram_wire(token, settings)
    return TelegramParts(
        bot=telegram_bot(token, session),
        channel=Telegram(wire, session, inbox),
        delivery=Delivery(NAME, TelegramCarrier(wire), database),
        secret=settings.telegram_webhook_secret,
        address=settings.address,
    )
