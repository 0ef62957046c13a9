"""One aiogram bot a channel: dialogue states and ids of channels never mix."""

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import PRODUCTION, TelegramAPIServer

from bot.channels.telegram import TelegramSession
from bot.channels.web import WebSession
from bot.channels.wechat.session import WeChatSession
from bot.settings import Settings

WEB_TOKEN = "1:web"  # noqa: S105 -- aiogram wants the shape of a token; this one opens nothing

WECHAT_TOKEN = "2:wechat"  # noqa: S105 -- the same


def web_bot() -> Bot:
    """Make the bot whose words become bubbles of the page."""
    return Bot(WEB_TOKEN, session=WebSession())


def wechat_bot() -> Bot:
    """Make the bot whose words become replies in WeChat."""
    return Bot(WECHAT_TOKEN, session=WeChatSession())


def telegram_bot(token: str, session: TelegramSession) -> Bot:
    """Make the bot whose words become rows of the outbox."""
    return Bot(token, session=session)


def telegram_wire(token: str, settings: Settings) -> Bot:
    """Make the bot that really speaks to Telegram, or to another Bot API server."""
    address = settings.telegram_api
    server = TelegramAPIServer.from_base(address) if address else PRODUCTION
    return Bot(token, session=AiohttpSession(api=server))
