"""From a fresh clone and `make run` to the first served page, and the memory of it.

    python -m bench.start

Clones the last commit into an empty folder and starts it twice: without `.venv`, then with it.
The first includes what the package installer has to fetch, from its cache where it has one.
"""

import asyncio
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.process import HOUSE, BotProcess
from bench.visitor import browser, new_key

AGAIN = 3
"""Starts with `.venv`, of which the median is shown."""

QUESTION, ANSWER = "质量月是几月", "9 月"


@dataclass(frozen=True, slots=True)
class Started:
    """Seconds to the first page and to the first answer; resident and shared memory in MB."""

    page: float
    answer: float
    rss: float
    pss: float


async def start(clone: Path, data: Path) -> Started:
    """Run `make run` in a clone until it has answered one question."""
    bot = BotProcess(data, command=("make", "-C", str(clone), "run"), patience=900)
    begun = time.monotonic()
    try:
        page = await bot.start("/")
        async with browser(bot.url) as visitor:
            key = new_key()
            await visitor.says(QUESTION, key)
            await visitor.hears(ANSWER, key)
        answer = time.monotonic() - begun
        await bot.answers("/readyz")
        memory = bot.memory()
    finally:
        await bot.stop(signal.SIGINT)
    return Started(page, answer, memory["Rss"], memory["Pss"])


def cloned(folder: Path) -> Path:
    """Clone the last commit of this house."""
    subprocess.run(["git", "clone", "--quiet", str(HOUSE), str(folder)], check=True)
    return folder


def starts(folder: Path) -> Iterator[tuple[str, Started]]:
    """Start as a newcomer does, then with everything installed: on new data and on old."""
    clone = cloned(folder / "clone")
    yield "fresh clone, no .venv", asyncio.run(start(clone, folder / "first"))
    new = [asyncio.run(start(clone, folder / f"new{n}")) for n in range(AGAIN)]
    yield ".venv, empty data folder", _median(new)
    again = [asyncio.run(start(clone, folder / "first")) for _ in range(AGAIN)]
    yield ".venv, data and index there", _median(again)


def _median(found: list[Started]) -> Started:
    names = ("page", "answer", "rss", "pss")
    return Started(*(statistics.median(getattr(one, name) for one in found) for name in names))


def main() -> int:
    """Print the table."""
    print(f"{'make run':<29}{'page s':>8}{'answer s':>10}{'RSS MB':>8}{'PSS MB':>8}")
    with tempfile.TemporaryDirectory() as name:
        for what, found in starts(Path(name)):
            cells = f"{found.page:>8.1f}{found.answer:>10.1f}{found.rss:>8.0f}{found.pss:>8.0f}"
            print(f"{what:<29}{cells}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
