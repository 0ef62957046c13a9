"""What there is beside the web when `WECHAT_TOKEN` is set."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from aiogram import Bot

from bot.bots import wechat_bot
from bot.channels.wechat.account import Kind, Rights, rights_of
from bot.channels.wechat.api import WeChatApi
from bot.channels.wechat.carrier import WeChatCarrier
from bot.channels.wechat.channel import NAME, WeChat
from bot.channels.wechat.crypto import Cipher
from bot.channels.wechat.door import Door
from bot.channels.wechat.fetch import WeChatFetch
from bot.channels.wechat.standing import UNTOLD, Standing
from bot.channels.wechat.uploads import Uploads
from bot.delivery import Delivery
from bot.inbox import Inbox
from bot.settings import Settings
from bot.turns import Clock, Turn, utc_now
from campaign.files import MediaFolder
from db import outbox
from db.engine import Database
from handlers.context import WECHAT, Channel

Changed = Callable[[Channel], None]


@dataclass(slots=True)
class WeChatParts:
    """The channel, its door and, where the account has a secret, what pushes and fetches."""

    bot: Bot
    channel: WeChat
    door: Door
    standing: Standing
    database: Database
    changed: Changed
    api: WeChatApi | None = None
    delivery: Delivery | None = None

    def committed(self, turn: Turn) -> None:
        """Answer the request that waits for this turn."""
        self.channel.committed(turn)

    def wake(self) -> None:
        """Push what was stored for pushing."""
        if self.delivery:
            self.delivery.wake()

    async def watch(self) -> None:
        """Find out what the account may do, for ever."""
        if self.api:
            await self.standing.watch(self.api)

    async def deliver(self) -> None:
        """Push messages, for ever; what waited for a right it now has is tried again."""
        if self.delivery:
            async with self.database.begin() as session:
                await outbox.unpark(session, NAME, utc_now())
            await self.delivery.deliver()

    def fetch_into(self, folder: MediaFolder) -> WeChatFetch | None:
        """Make what fetches citizens' files, where the account has a secret."""
        return WeChatFetch(self.api, folder, WECHAT.max_upload) if self.api else None

    def found(self, rights: Rights) -> None:
        """Let handlers know what the account may do."""
        self.changed(replace(WECHAT, can_push=rights.push, takes_files=rights.media))
        self.wake()

    async def close(self) -> None:
        """Close the line to WeChat."""
        if self.api:
            await self.api.close()


def build_wechat(
    token: str,
    settings: Settings,
    database: Database,
    inbox: Inbox,
    changed: Changed,
    clock: Clock = utc_now,
) -> WeChatParts:
    """Put the channel together."""
    kind = Kind(settings.wechat_account) if settings.wechat_account else None
    standing = Standing(kind)
    channel = WeChat(database, inbox, standing.can_push, clock=clock)
    door = Door(channel, token, _cipher(token, settings), clock)
    parts = WeChatParts(wechat_bot(), channel, door, standing, database, changed)
    standing.changed, channel.pushed = parts.found, parts.wake
    if settings.wechat_app_id and settings.wechat_app_secret:
        secret = settings.wechat_app_secret
        api = WeChatApi(settings.wechat_app_id, secret, settings.wechat_api, database, clock)
        parts.api = api
        standing.become(rights_of(kind) if kind else UNTOLD)
        uploads = Uploads(api, database, clock)
        carrier = WeChatCarrier(api, uploads, standing, database, clock)
        parts.delivery = Delivery(NAME, carrier, database, clock)
    return parts


def _cipher(token: str, settings: Settings) -> Cipher | None:
    if not (settings.wechat_app_id and settings.wechat_aes_key):
        return None
    return Cipher(token, settings.wechat_app_id, settings.wechat_aes_key)
