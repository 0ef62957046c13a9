"""The least there can be: `python -m bench.webhook_echo`, told its port by PORT.

aiogram's own webhook handler and one handler that says the words back in the response itself: no
records, no knowledge, nothing kept.
"""

import asyncio
import os
import signal

from aiogram import Bot, Dispatcher
from aiogram.methods import SendMessage
from aiogram.types import Message
from aiogram.webhook.aiohttp_server import SimpleRequestHandler
from aiohttp import web


async def heard(message: Message) -> SendMessage:
    """Say the words back."""
    return message.answer(message.text or "")


async def on_look(_request: web.Request) -> web.Response:
    """Say that it is up."""
    return web.Response()


async def serve(port: int) -> None:
    """Answer until told to stop."""
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    dispatcher = Dispatcher()
    dispatcher.message.register(heard)
    app = web.Application()
    app.router.add_routes(web.get(path, on_look) for path in ("/healthz", "/readyz"))
    SimpleRequestHandler(dispatcher, Bot("1:echo"), handle_in_background=False).register(
        app, path="/telegram"
    )
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    await stop.wait()
    await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(serve(int(os.environ["PORT"])))
