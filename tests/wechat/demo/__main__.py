"""`python -m tests.wechat.demo`: WeChat on one's own machine, all of it pretended but the bot.

DATA_DIR keeps the bot's records there, else they are temporary; DEMO_PORT is the page's port.
"""

import asyncio
import os
import signal
import sys
import tempfile
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
from aiohttp import web

from bench.process import BotProcess, GoneError, free_port
from tests.wechat.demo.door import Door
from tests.wechat.demo.stage import Stage
from tests.wechat.phone import Phone
from tests.wechat.platform import platform
from tests.wechat.whole import settings

HOST, PORT = "127.0.0.1", "8099"


class BusyPortError(Exception):
    """Somebody else listens there."""


@dataclass(slots=True)
class Show:
    """A running demonstration; `stop` ends it."""

    stop: asyncio.Event = field(default_factory=asyncio.Event)
    problem: str = ""
    _work: set[asyncio.Task[None]] = field(default_factory=set)

    def spawn(self, tasks: asyncio.TaskGroup, work: Coroutine[None, None, None]) -> None:
        """Work beside the page; ends with the demonstration."""
        task = tasks.create_task(work)
        self._work.add(task)
        task.add_done_callback(self._work.discard)

    async def runs(self, folder: Path, port: int) -> None:
        """Show everything until told to stop."""
        async with stage(folder) as place, asyncio.TaskGroup() as tasks:
            door = Door(place, lambda work: self.spawn(tasks, work))
            async with served(door, port):
                self.spawn(tasks, place.watches())
                self.spawn(tasks, self._begins(place, port))
                await self.stop.wait()
                print("正在停止……", flush=True)
                door.is_open = False
                for task in self._work:
                    task.cancel()

    async def _begins(self, place: Stage, port: int) -> None:
        print("正在启动机器人（第一次约半分钟）……", flush=True)
        try:
            await place.begins()
        except GoneError as gone:
            self.problem = str(gone)
            self.stop.set()
            return
        print(f"模拟的微信：http://{HOST}:{port} （只在本机，按 Ctrl-C 停止）", flush=True)
        print(f"机器人网页：{place.bot.url}", flush=True)
        print(f"机器人数据：{place.bot.folder}（日志在旁边的 .err）", flush=True)


@asynccontextmanager
async def stage(folder: Path) -> AsyncIterator[Stage]:
    """Put WeChat, a phone and the bot together; the bot is not started yet, but ended here."""
    async with platform() as weixin, aiohttp.ClientSession() as http:
        weixin.counts_pushes = True
        port = free_port()
        public = {"PUBLIC_URL": f"http://{HOST}:{port}"}
        bot = BotProcess(folder, port, settings={**settings(weixin.url), **public})
        try:
            yield Stage(weixin, bot, Phone(bot.url, http))
        finally:
            await bot.kill()


@asynccontextmanager
async def served(door: Door, port: int) -> AsyncIterator[None]:
    """Serve the page; raises `BusyPortError`."""
    runner = web.AppRunner(door.app(), access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        await web.TCPSite(runner, HOST, port).start()
    except OSError:
        await runner.cleanup()
        raise BusyPortError from None
    try:
        yield
    finally:
        await runner.cleanup()


async def show(folder: Path, port: int) -> str:
    """Run the demonstration and return what went wrong, if anything."""
    one = Show()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, one.stop.set)
    try:
        await one.runs(folder, port)
    except* BusyPortError:
        one.problem = f"端口 {port} 已被占用，换一个：DEMO_PORT=8100 make wechat-demo"
    return one.problem


def main() -> int:
    """Run on a folder that is thrown away, unless one is given."""
    port, kept = int(os.environ.get("DEMO_PORT", PORT)), os.environ.get("DATA_DIR")
    with tempfile.TemporaryDirectory(prefix="zhixiaotong-demo-") as name:
        problem = asyncio.run(show(Path(kept).resolve() if kept else Path(name) / "data", port))
    if problem:
        print(problem, file=sys.stderr)
    return 1 if problem else 0


if __name__ == "__main__":
    sys.exit(main())
