"""From a question to its answer on the page, beside a bare aiogram echo on the same plumbing.

    python -m bench.web_turn [ROUNDS]

Both servers run as processes of their own and are asked in turns. A citizen is a browser with an
open event stream who asks, waits for the answer to arrive on the stream, and asks again; the time
runs from the start of the POST. Questions are the knowledge's own wordings.
"""

import asyncio
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

from bench.process import BotProcess
from bench.visitor import browser, new_key
from faq.commands import SEED
from faq.load import read_folder

ROUNDS = 5
CROWDS = {1: 15, 50: 6}
"""Citizens at once, and how much each of them asks: below 20 in 10 seconds, as people do."""

# "bot" comes first, as in the bot's own process: it spares both the building of aiogram's types.
ECHO = (sys.executable, "-c", "import bot, bench.echo; bench.echo.main()")


@dataclass(frozen=True, slots=True)
class Measured:
    """One round: seconds of each turn, turns in a second over all, processor seconds a turn."""

    seconds: tuple[float, ...]
    throughput: float
    processor: float

    def share(self, percent: int) -> float:
        """Return a percentile in milliseconds."""
        return statistics.quantiles(self.seconds, n=100, method="inclusive")[percent - 1] * 1000


@dataclass(slots=True)
class Asker:
    """One citizen with an open page."""

    url: str
    http: aiohttp.ClientSession
    stream: AsyncIterator[dict[str, Any]]
    seconds: list[float] = field(default_factory=list)

    async def asks(self, questions: Sequence[str]) -> None:
        """Ask one after another and note how long each answer took."""
        for question in questions:
            asked = {"key": new_key(), "text": question}
            begun = time.perf_counter()
            async with self.http.post(f"{self.url}/chat/messages", json=asked) as reply:
                reply.raise_for_status()
            async for bubble in self.stream:
                if bubble["author"] == "bot":
                    break
            self.seconds.append(time.perf_counter() - begun)


async def bubbles(reply: aiohttp.ClientResponse) -> AsyncIterator[dict[str, Any]]:
    """Read messages off an event stream."""
    name = ""
    async for raw in reply.content:
        key, _, value = raw.decode().rstrip("\n").partition(": ")
        if key == "event":
            name = value
        elif key == "data" and name == "message":
            yield json.loads(value)


async def crowd(server: BotProcess, citizens: int, questions: list[str]) -> Measured:
    """Let so many citizens ask at once, each with a share of the questions."""
    async with AsyncExitStack() as stack:
        askers = [await opened(stack, server.url, questions[0]) for _ in range(citizens)]
        begun, used = time.perf_counter(), server.processor_seconds()
        async with asyncio.TaskGroup() as asking:
            for place, asker in enumerate(askers):
                asking.create_task(asker.asks(questions[place::citizens]))
        elapsed, used = time.perf_counter() - begun, server.processor_seconds() - used
    seconds = tuple(one for asker in askers for one in asker.seconds)
    return Measured(seconds, len(seconds) / elapsed, used / len(seconds))


async def opened(stack: AsyncExitStack, url: str, question: str) -> Asker:
    """Open a page and ask once, so that the cookie and the privacy notice are behind us."""
    visitor = await stack.enter_async_context(browser(url))
    await visitor.says(question, new_key())
    reply = await stack.enter_async_context(
        visitor.http.get(f"{url}/chat/events", timeout=aiohttp.ClientTimeout(total=None))
    )
    asker = Asker(url, visitor.http, bubbles(reply))
    async for bubble in asker.stream:
        if bubble["author"] == "bot":
            break
    return asker


async def measure(folder: Path, rounds: int) -> None:
    """Print a line for each server and crowd: medians over the rounds."""
    servers = {
        "bot": BotProcess(folder / "bot"),
        "echo": BotProcess(folder / "echo", command=ECHO),
    }
    found: dict[tuple[str, int], list[Measured]] = {}
    try:
        await servers["bot"].start("/readyz")
        await servers["echo"].start("/")
        print(_memory("at rest", servers))
        for number in range(rounds):
            for citizens, each in CROWDS.items():
                questions = _questions(number, citizens * each)
                for name, server in servers.items():
                    measured = await crowd(server, citizens, questions)
                    found.setdefault((name, citizens), []).append(measured)
        for line in _table(found):
            print(line)
        print(_memory("afterwards", servers))
    finally:
        for server in servers.values():
            await server.kill()


def _questions(seed: int, count: int) -> list[str]:
    wordings = [wording for entry in read_folder(SEED).entries for wording in entry.wordings]
    return random.Random(seed).choices(wordings, k=count)  # noqa: S311 -- repeatable, no secret


def _table(found: dict[tuple[str, int], list[Measured]]) -> list[str]:
    head = ("server", "citizens", "p50 ms", "p95 ms", "turns/s", "CPU ms")
    lines = ["".join(f"{name:>10}" for name in head)]
    for (name, citizens), rounds in sorted(found.items()):
        figures = (
            statistics.median(one.share(50) for one in rounds),
            statistics.median(one.share(95) for one in rounds),
            statistics.median(one.throughput for one in rounds),
            statistics.median(one.processor for one in rounds) * 1000,
        )
        lines.append(f"{name:>10}{citizens:>10}" + "".join(f"{one:>10.1f}" for one in figures))
    return lines


def _memory(when: str, servers: dict[str, BotProcess]) -> str:
    found = {name: server.memory() for name, server in servers.items()}
    each = (f"{name} {one['Rss']:.0f}/{one['Pss']:.0f} MB" for name, one in found.items())
    return f"memory {when} (RSS/PSS): {', '.join(each)}"


def main(rounds: int = ROUNDS) -> int:
    """Run and print."""
    print(f"web turn, POST to answer on the event stream; medians of {rounds} rounds in turns")
    with tempfile.TemporaryDirectory() as name:
        asyncio.run(measure(Path(name), rounds))
    return 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
