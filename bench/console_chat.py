"""Citizens who ask at an even pace on the page, alone and while an operator's work runs."""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from statistics import median, quantiles

from bench.web_turn import Asker, opened
from faq.entry import Entry

CITIZENS, PAUSE_SECONDS, LEAST_SECONDS = 8, 0.6, 15.0
"""Below 20 questions in 10 seconds each, as people do."""


@dataclass(frozen=True, slots=True)
class Citizens:
    """A crowd with open pages."""

    askers: tuple[Asker, ...]
    questions: Sequence[str]

    @classmethod
    @asynccontextmanager
    async def at(cls, url: str, entries: Sequence[Entry]) -> AsyncIterator["Citizens"]:
        """Open their pages."""
        chance = random.Random(0)  # noqa: S311 -- repeatable, no secret
        questions = [chance.choice(entry.wordings) for entry in chance.choices(entries, k=5_000)]
        async with AsyncExitStack() as stack:
            askers = [await opened(stack, url, questions[0]) for _ in range(CITIZENS)]
            yield cls(tuple(askers), questions)

    async def alone(self) -> list[float]:
        """Let them ask with nobody else about, and print it."""
        seconds = await self.beside(lambda: asyncio.sleep(LEAST_SECONDS), again=False)
        print(ratio("alone", seconds, seconds), flush=True)
        return seconds

    async def beside(self, work: Callable[[], Awaitable[object]], *, again: bool) -> list[float]:
        """Let them ask while a work runs, begun again until there is enough to see."""
        ended = asyncio.Event()
        loop = asyncio.get_running_loop()
        async with asyncio.TaskGroup() as tasks:
            asking = [
                tasks.create_task(self._asks(place, asker, ended))
                for place, asker in enumerate(self.askers)
            ]
            until = loop.time() + LEAST_SECONDS
            await work()
            while again and loop.time() < until:
                await work()
            ended.set()
        return [seconds for one in asking for seconds in one.result()]

    async def _asks(self, place: int, asker: Asker, ended: asyncio.Event) -> list[float]:
        asker.seconds.clear()
        await asyncio.sleep(place * PAUSE_SECONDS / len(self.askers))
        for question in self.questions[place :: len(self.askers)]:
            if ended.is_set():
                break
            await asker.asks([question])
            await asyncio.sleep(PAUSE_SECONDS)
        return list(asker.seconds)


def ratio(what: str, seconds: list[float], alone: list[float]) -> str:
    """Write p50, p95 and p99 in milliseconds, and how many times the p99 of being alone it is."""
    figures = (median(seconds), _share(seconds, 95), _share(seconds, 99))
    shown = "".join(f"{1000 * one:>9.1f}" for one in figures)
    return f"{what:<46}{shown}{len(seconds):>7}{figures[-1] / _share(alone, 99):>14.2f}"


def _share(seconds: Sequence[float], percent: int) -> float:
    return quantiles(seconds, n=100, method="inclusive")[percent - 1]
