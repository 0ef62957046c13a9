"""Kill the bot with SIGKILL at every step of handing in a video, and count what became of it.

    python -m bench.kill_submit [ROUNDS]

Each round is a new visitor of the web page, whose browser sends again what was not acknowledged,
as the page does. At every step the process is killed at a random moment and started again.
"""

import asyncio
import json
import os
import random
import signal
import socket
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import aiohttp

from tests.campaign.videos import Film, film

LONGEST_DELAY = 0.15
PATIENCE_SECONDS = 60
PHONE = "13812345678"
SYNOPSIS = "一位老师傅四十年来怎样把每一台秤校准，讲的是身边的质量故事。"
CONFIRM = "我确认是原创并同意使用条款，提交"
WATCHED = ("请核对，没问题就提交", "提交成功", "没有重复提交", "事件编号")
BEFORE_FILE = (
    "微视频投稿", "同意并开始", "已满 14 周岁", "老师傅的秤", "张三、李四", "没有单位", PHONE,
    "质量故事", SYNOPSIS,
)  # fmt: skip


@dataclass(slots=True)
class Bot:
    """The process under attack."""

    folder: Path
    port: int
    process: asyncio.subprocess.Process | None = None
    starts: list[float] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Where the page is."""
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Start and wait until the page is served."""
        begun = time.monotonic()
        settings = {"DATA_DIR": str(self.folder), "PORT": str(self.port)}
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", env={**os.environ, **settings},
            stdout=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        async with aiohttp.ClientSession() as http:
            await until(lambda: _is_up(http, self.url))
        self.starts.append(time.monotonic() - begun)

    async def kill(self) -> None:
        """End it as a power cut would."""
        assert self.process is not None  # noqa: S101 -- started before
        self.process.send_signal(signal.SIGKILL)
        await self.process.wait()

    async def kill_and_start(self, delay: float) -> None:
        """Kill after `delay` seconds and start again."""
        await asyncio.sleep(delay)
        await self.kill()
        await self.start()


async def until(is_so: Callable[[], Awaitable[bool]]) -> None:
    """Ask again and again until it is so; raises `TimeoutError`."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not await is_so():  # noqa: ASYNC110 -- another process cannot set an event
            await asyncio.sleep(0.05)


async def _is_up(http: aiohttp.ClientSession, url: str) -> bool:
    try:
        async with http.get(f"{url}/healthz") as reply:
            return reply.status == 200
    except aiohttp.ClientError:
        return False


@dataclass(slots=True)
class Visitor:
    """A browser that sends again until it is acknowledged."""

    bot: Bot
    http: aiohttp.ClientSession

    async def hello(self) -> None:
        """Come in."""
        async with self.http.post(f"{self.bot.url}/chat/hello", json={}) as reply:
            reply.raise_for_status()

    async def says(self, text: str, *, kill: bool = True) -> None:
        """Say something while the process is killed, and wait for the answer."""
        body = {"key": str(uuid4()), "text": text}
        await self._through("POST", "/chat/messages", {"json": body}, kill=kill)

    async def confirms(self, *, kill: bool = True) -> None:
        """Tap the button that hands in while the process is killed, and wait for the answer."""
        number, data = next(
            (bubble["id"], button["data"])
            for bubble in await self.heard()
            for row in bubble["body"].get("buttons", [])
            for button in row
            if button["label"] == CONFIRM
        )
        body = {"key": str(uuid4()), "button": {"message": number, "data": data}}
        await self._through("POST", "/chat/messages", {"json": body}, kill=kill)

    async def hands_over(self, video: Path, *, kill: bool = True) -> None:
        """Send the video while the process is killed, and wait for the answer."""
        content = await asyncio.to_thread(video.read_bytes)
        more = {
            "data": content, "params": {"name": video.name},
            "headers": {"Content-Type": "video/mp4"},
        }  # fmt: skip
        await self._through("PUT", f"/chat/files/{uuid4()}", more, kill=kill)

    async def waits_for(self, words: str) -> None:
        """Wait until the bot has said something."""

        async def is_said() -> bool:
            return any(words in str(one) for one in await self.heard())

        await until(is_said)

    async def heard(self) -> list[dict[str, Any]]:
        """Return the conversation, bubble by bubble."""
        async with self.http.get(f"{self.bot.url}/chat/history", params={"limit": 100}) as reply:
            return list((await reply.json())["messages"])

    async def _through(self, method: str, path: str, more: dict[str, Any], *, kill: bool) -> None:
        before = len(await self.heard())
        delay = random.uniform(0, LONGEST_DELAY)  # noqa: S311 -- no secret
        async with asyncio.TaskGroup() as both:
            if kill:
                both.create_task(self.bot.kill_and_start(delay))
            both.create_task(self._send(method, path, more))

        async def is_answered() -> bool:
            return len(await self.heard()) >= before + 2

        await until(is_answered)

    async def _send(self, method: str, path: str, more: dict[str, Any]) -> None:

        async def is_taken() -> bool:
            try:
                async with self.http.request(method, self.bot.url + path, **more) as reply:
                    return reply.status in {200, 202}
            except aiohttp.ClientError:
                return False

        await until(is_taken)


@asynccontextmanager
async def visitor(bot: Bot) -> AsyncIterator[Visitor]:
    """Open a browser."""
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(cookie_jar=jar) as http:
        one = Visitor(bot, http)
        await one.hello()
        yield one


async def hand_in(bot: Bot, video: Path) -> Counter[str]:
    """Hand in one video through a storm of kills and return what was said how often."""
    async with visitor(bot) as author:
        for words in BEFORE_FILE:
            await author.says(words)
        await author.hands_over(video)
        await asyncio.sleep(random.uniform(0, 1))  # noqa: S311 -- no secret
        await bot.kill_and_start(0)
        await author.waits_for("请核对，没问题就提交")
        await author.confirms()
        await author.confirms(kill=False)
        heard = await author.heard()
    return Counter(words for words in WATCHED for bubble in heard if words in str(bubble))


def count(folder: Path) -> dict[str, int]:
    """Count works in the records: handed in, drafts, half made."""
    with sqlite3.connect(folder / "zhixiaotong.db") as records:
        rows = records.execute(
            "SELECT state, receipt, answers, media_id FROM submission"
        ).fetchall()
    records.close()
    handed_in = [row for row in rows if row[0] != "draft"]
    half = [
        row for row in handed_in
        if not row[1] or not row[3] or json.loads(row[2]).get("phone") != PHONE
        or json.loads(row[2]).get("synopsis") != SYNOPSIS
    ]  # fmt: skip
    return {"handed in": len(handed_in), "drafts": len(rows) - len(handed_in), "half": len(half)}


async def main(rounds: int) -> int:
    """Run the rounds and print the figures; 0 where nothing was lost, doubled or half made."""
    with tempfile.TemporaryDirectory() as name, socket.socket() as free:
        folder = Path(name)
        free.bind(("127.0.0.1", 0))
        bot = Bot(folder / "data", free.getsockname()[1])
        free.close()
        small = Film(width=320, height=180, seconds=31, fps=10, noise=8)
        video = await asyncio.to_thread(film, folder / "video.mp4", small)
        await bot.start()
        said: Counter[str] = Counter()
        for _ in range(rounds):
            said += await hand_in(bot, video)
        await bot.kill()
        works = count(folder / "data")
    kills = rounds * (len(BEFORE_FILE) + 3)
    print(f"rounds {rounds}, kills {kills}, start {max(bot.starts):.1f} s at most")
    print(f"works: {works}; said: {dict(said)}")
    lost, doubled = max(0, rounds - works["handed in"]), max(0, works["handed in"] - rounds)
    print(f"lost {lost}, doubled {doubled}, half made {works['half'] + works['drafts']}")
    return int(works != {"handed in": rounds, "drafts": 0, "half": 0})


if __name__ == "__main__":
    sys.exit(asyncio.run(main(int(sys.argv[1]) if sys.argv[1:] else 5)))
