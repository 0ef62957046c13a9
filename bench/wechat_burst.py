"""200 citizens ask at once in WeChat's safe mode, of a bot that has one core.

    python -m bench.wechat_burst [ROUNDS [CITIZENS]]

Each posts one real question, sealed, at the same moment, over a line that is open already, and
waits for the sealed answer in the response (被动回复). First come strangers, whose record is made
on the way, then the same citizens again. A bare aiogram webhook echo, which keeps nothing, is
asked by as many in turns on the same core; citizens and WeChat's API run on the others.
"""

import asyncio
import os
import random
import secrets
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

import aiohttp
import yaml

from bench.process import HOUSE, BotProcess
from bot.channels.wechat.crypto import Cipher, signature
from bot.channels.wechat.envelope import parse
from tests.wechat.platform import APP_ID, SECRET, platform

ROUNDS, CITIZENS = 5, 200
PAUSE_SECONDS = 3.0
"""Between rounds: nobody asks 20 times in 10 seconds."""

LIMIT_SECONDS = 5.0
"""WeChat hangs up then."""

TOKEN, ACCOUNT = "zhixiaotong", "gh_0123456789ab"
AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
CIPHER = Cipher(TOKEN, APP_ID, AES_KEY)
TUNING = HOUSE / "tests" / "exam" / "tuning"

PINNED = "import os, runpy, sys; os.sched_setaffinity(0, {0}); name = sys.argv.pop(1); \
runpy.run_module(name, run_name='__main__', alter_sys=True)"

Posts = Callable[[aiohttp.ClientSession, str, str], Awaitable[bool]]
"""Ask a question as somebody; return whether it was answered."""


@dataclass(frozen=True, slots=True)
class Burst:
    """One round: seconds to each answer, seconds to the last, processor seconds of all."""

    seconds: tuple[float, ...]
    asked: int
    elapsed: float
    used: float

    def share(self, percent: int) -> float:
        """Return a percentile in milliseconds."""
        return statistics.quantiles(self.seconds, n=100, method="inclusive")[percent - 1] * 1000


async def burst(server: BotProcess, posts: Posts, names: Sequence[str], seed: int) -> Burst:
    """Let everybody ask at the same moment."""
    questions = random.Random(seed).choices(_questions(), k=len(names))  # noqa: S311 -- repeatable, no secret
    line = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(server.url, connector=line) as http:
        await asyncio.gather(*(_opened(http) for _ in names))
        used, begun = server.processor_seconds(), time.perf_counter()
        found = await asyncio.gather(
            *(_asked(posts(http, *one)) for one in zip(names, questions, strict=True))
        )
        elapsed, used = time.perf_counter() - begun, server.processor_seconds() - used
    return Burst(tuple(one for one in found if one is not None), len(names), elapsed, used)


async def _opened(http: aiohttp.ClientSession) -> None:
    async with http.get("/healthz") as reply:
        await reply.read()


async def _asked(asking: Awaitable[bool]) -> float | None:
    """Return the seconds to an answer, None where none came in time."""
    begun = time.perf_counter()
    try:
        async with asyncio.timeout(LIMIT_SECONDS):
            is_answered = await asking
    except TimeoutError:
        return None
    return time.perf_counter() - begun if is_answered else None


async def to_wechat(http: aiohttp.ClientSession, name: str, question: str) -> bool:
    """Post as WeChat does and read the answer."""
    stamp, nonce = str(int(time.time())), secrets.token_hex(5)
    body = CIPHER.seal(_typed(name, question), stamp, nonce)
    query = {
        "timestamp": stamp, "nonce": nonce, "openid": name, "encrypt_type": "aes",
        "signature": signature(TOKEN, stamp, nonce),
        "msg_signature": parse(body.encode())["MsgSignature"],
    }  # fmt: skip
    async with http.post("/wechat", params=query, data=body.encode()) as reply:
        answer = await reply.read()
        if reply.status != 200 or answer in {b"", b"success"}:
            return False
    sealed = parse(answer)
    signed = (sealed["MsgSignature"], sealed["TimeStamp"], sealed["Nonce"])
    return bool(parse(CIPHER.open(sealed["Encrypt"], *signed))["Content"])


def _typed(name: str, question: str) -> str:
    return (
        f"<xml><ToUserName>{ACCOUNT}</ToUserName><FromUserName>{name}</FromUserName>"
        f"<CreateTime>{int(time.time())}</CreateTime><MsgType>text</MsgType>"
        f"<Content>{escape(question)}</Content><MsgId>{secrets.randbits(60)}</MsgId></xml>"
    )


async def to_echo(http: aiohttp.ClientSession, name: str, question: str) -> bool:
    """Post as Telegram does and read the answer."""
    number = int(name[1:], 16) % 10**9
    person = {"id": number, "is_bot": False, "first_name": "市民"}
    message = {
        "message_id": 1, "date": int(time.time()), "chat": {"id": number, "type": "private"},
        "from": person, "text": question,
    }  # fmt: skip
    update = {"update_id": secrets.randbits(30), "message": message}
    async with http.post("/telegram", json=update) as reply:
        return reply.status == 200 and question.encode() in await reply.read()


async def measure(folder: Path, rounds: int, citizens: int) -> None:
    """Print a line for each crowd: everything over all rounds."""
    async with platform() as place:
        bot = BotProcess(
            folder / "bot", command=_pinned("bot", "run"), settings=_settings(place.url)
        )
        echo = BotProcess(folder / "echo", command=_pinned("bench.webhook_echo"))
        found: dict[str, list[Burst]] = {}
        try:
            await bot.start("/readyz")
            await echo.start("/readyz")
            await burst(bot, to_wechat, _names(citizens), 0)
            await burst(echo, to_echo, _names(citizens), 0)
            for number in range(1, rounds + 1):
                names = _names(citizens)
                for kind, server, posts, seed in (
                    ("strangers", bot, to_wechat, number),
                    ("known", bot, to_wechat, -number),
                    ("echo", echo, to_echo, number),
                ):
                    await asyncio.sleep(PAUSE_SECONDS)
                    found.setdefault(kind, []).append(await burst(server, posts, names, seed))
            print("\n".join(_table(found)))
        finally:
            await bot.kill()
            await echo.kill()


def _pinned(*module: str) -> tuple[str, ...]:
    return (sys.executable, "-c", PINNED, *module)


def _settings(api: str) -> dict[str, str]:
    return {
        "WECHAT_TOKEN": TOKEN, "WECHAT_APP_ID": APP_ID, "WECHAT_APP_SECRET": SECRET,
        "WECHAT_AES_KEY": AES_KEY, "WECHAT_API": api, "WECHAT_ACCOUNT": "verified_service",
    }  # fmt: skip


def _names(count: int) -> list[str]:
    return ["o" + secrets.token_hex(13) for _ in range(count)]


def _questions() -> list[str]:
    files = sorted(TUNING.glob("*.yaml"))
    asked = (yaml.safe_load(file.read_text(encoding="utf-8")) for file in files)
    return [one["text"] for each in asked for one in each if isinstance(one["text"], str)]


def _table(found: dict[str, list[Burst]]) -> list[str]:
    head = ("crowd", "asked", "within 5 s", "p50 ms", "p95 ms", "p99 ms", "max ms", "turns/s")
    lines = ["".join(f"{name:>11}" for name in (*head, "CPU ms"))]
    for kind, rounds in found.items():
        asked = sum(one.asked for one in rounds)
        seconds = tuple(second for one in rounds for second in one.seconds)
        every = Burst(
            seconds, asked, sum(one.elapsed for one in rounds), sum(one.used for one in rounds)
        )
        figures = (
            *(every.share(percent) for percent in (50, 95, 99)), max(seconds) * 1000,
            asked / every.elapsed, every.used / asked * 1000,
        )  # fmt: skip
        lines.append(
            f"{kind:>11}{asked:>11}{len(seconds) / asked:>11.1%}"
            + "".join(f"{one:>11.1f}" for one in figures)
        )
    return lines


def main(rounds: int = ROUNDS, citizens: int = CITIZENS) -> int:
    """Run and print."""
    os.sched_setaffinity(0, set(range(1, os.cpu_count() or 2)))
    print(f"{citizens} citizens at once, bot on one core; {rounds} rounds in turns")
    print(f"load before: {os.getloadavg()[0]:.1f}", flush=True)
    with tempfile.TemporaryDirectory() as name:
        asyncio.run(measure(Path(name), rounds, citizens))
    return 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
