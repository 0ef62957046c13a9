"""The least bot on the same plumbing: `python -m bench.echo`, told its place by DATA_DIR and PORT.

The page's doors, inbox, turn, transaction, transcript and event stream are the bot's own; behind
them stand an aiogram dispatcher with one handler, which says the words back, and nothing else: no
knowledge, no other routers, no background work.
"""

import asyncio
import os
import signal
from pathlib import Path

from aiogram import Bot, Dispatcher, Router
from aiogram.types import Message
from aiohttp import web

from bot import late_types
from bot.bots import web_bot
from bot.channels.web import NAME, Web
from bot.channels.web_lines import Lines
from bot.channels.web_routes import WebRoutes
from bot.channels.web_visitor import Visitors
from bot.conversation import Conversation
from bot.dialogue import TurnStorage
from bot.inbox import Inbox
from bot.pages import Pages, set_up
from bot.turns import Turns
from db import migrate
from db.engine import Database, sqlite_url
from handlers.context import WEB


def echo() -> Router:
    """Say the words back."""
    router = Router()

    @router.message()
    async def heard(message: Message, bot: Bot) -> None:
        await bot.send_message(message.chat.id, message.text or "")

    return router


async def serve(folder: Path, port: int) -> None:
    """Answer until told to stop."""
    late_types.warm()
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    database = Database(sqlite_url(folder / "zhixiaotong.db"))
    await migrate.upgrade(database)
    lines = Lines(NAME, database)
    turns = Turns(database, lambda turn: lines.stir(turn.chat_id, is_typing=False))
    dispatcher = Dispatcher(storage=TurnStorage())
    dispatcher.include_router(echo())
    conversation = Conversation(turns, dispatcher, {NAME: web_bot()}, {NAME: WEB})
    async with asyncio.TaskGroup() as tasks:
        chats = Web(database, Inbox(database, conversation.run, tasks), lines)
        runner = web.AppRunner(_site(chats, folder), access_log=None, shutdown_timeout=1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        await stop.wait()
        lines.close()
        await runner.cleanup()
    await database.close()


def _site(chats: Web, folder: Path) -> web.Application:
    app, pages = web.Application(), Pages(folder)
    set_up(app, pages, None)
    WebRoutes(chats, pages, Visitors("x" * 32, is_secure=False)).add_routes(app)
    return app


def main() -> None:
    """Serve what the environment says."""
    folder = Path(os.environ["DATA_DIR"])
    folder.mkdir(parents=True, exist_ok=True)
    asyncio.run(serve(folder, int(os.environ["PORT"])))


if __name__ == "__main__":
    main()
