"""The whole: the bot's real process, WeChat's servers before it and their API behind it.

async with whole(tmp_path / "data") as place, place.phone() as phone:
    answer = await phone.happens("subscribe")
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from bench.process import BotProcess, free_port
from bot.channels.wechat.account import Kind
from tests.wechat.phone import AES_KEY, APP_ID, TOKEN, Phone
from tests.wechat.platform import SECRET, Platform, platform


@dataclass(frozen=True, slots=True)
class Whole:
    """A running bot and the WeChat it is connected to."""

    bot: BotProcess
    weixin: Platform

    @asynccontextmanager
    async def phone(self) -> AsyncIterator[Phone]:
        """Give somebody a phone."""
        async with aiohttp.ClientSession() as http:
            yield Phone(self.bot.url, http)


def settings(api: str) -> Mapping[str, str]:
    """Return the settings of safe mode (安全模式), as an operator writes them."""
    return {
        "WECHAT_TOKEN": TOKEN, "WECHAT_APP_ID": APP_ID, "WECHAT_APP_SECRET": SECRET,
        "WECHAT_AES_KEY": AES_KEY, "WECHAT_API": api,
    }  # fmt: skip


@asynccontextmanager
async def whole(folder: Path, kind: Kind = Kind.VERIFIED_SERVICE) -> AsyncIterator[Whole]:
    """Run everything, the bot's data in `folder`, until the account's rights are known."""
    async with platform() as weixin:
        weixin.kind = kind
        port = free_port()
        public = {"PUBLIC_URL": f"http://127.0.0.1:{port}"}
        bot = BotProcess(folder, port, settings={**settings(weixin.url), **public})
        try:
            await bot.start("/readyz")
            yield Whole(bot, weixin)
        finally:
            await bot.kill()
