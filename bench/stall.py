"""A big folder of knowledge goes live while the bot answers: `python -m bench.stall [EVAL]`.

EVAL is the folder that holds exam.py and its data/. The shelf of the real process holds a few
live entries and follows the database; another process then puts 60,000 wordings live. Meanwhile
one task of the same event loop wakes every millisecond and notes how late it was, another asks a
question every ten. The last lines are the memory of this process and of a second one that opens
the same index.
"""

import argparse
import asyncio
import gc
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path
from statistics import median, quantiles

from bench.fill import SIZES, Filled, filled, write
from bench.process import memory_of, until
from bot.knowledge import Shelf
from bot.seed import plant_seed
from db import migrate
from db.engine import Database, sqlite_url
from faq.decide import decide
from faq.outcome import Context

SMALL, BIG = SIZES[0], SIZES[-1]
WAKE_SECONDS, ASK_SECONDS = 0.001, 0.01
REST_SECONDS, AFTERWARDS_SECONDS = 5.0, 1.0
"""How long the loop is watched before anything is built, for comparison, and after the change."""
ENTRIES, INDEX, SMALLER = "entries", "index", "smaller"
PLANT = """
import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path
from bot.seed import plant_seed
from db.engine import Database
async def plant():
    database = Database(sys.argv[1])
    await plant_seed(database, datetime.now(UTC), Path(sys.argv[2]))
    await database.close()
asyncio.run(plant())
"""
OPEN = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from faq import segment
from faq.decide import decide
from faq.knowledge import Knowledge
from faq.outcome import Context
segment.warm()
knowledge = Knowledge.open(*map(Path, sys.argv[1:]))
for entry in list(knowledge.entries.values())[:1000]:
    decide(entry.standard_question, Context(), datetime.now(UTC), knowledge)
print("open", flush=True)
sys.stdin.read()
"""


@dataclass(slots=True)
class Watched:
    """Seconds a sleeping task woke too late, and seconds each decision took."""

    late: list[float] = field(default_factory=list)
    decisions: list[float] = field(default_factory=list)

    def line(self, name: str) -> str:
        """Write what was seen in milliseconds."""
        shares = quantiles(self.decisions, n=100)
        figures = (max(self.late), _share(self.late, 99), median(self.decisions), shares[98])
        return f"{name:<22}" + "".join(f"{1000 * each:>12.1f}" for each in figures)


async def watched(shelf: Shelf, questions: Iterator[str], until: asyncio.Event) -> Watched:
    """Wake and ask until told to stop."""
    seen = Watched()

    async def wake() -> None:
        while not until.is_set():
            begun = time.perf_counter()
            await asyncio.sleep(WAKE_SECONDS)
            seen.late.append(time.perf_counter() - begun - WAKE_SECONDS)

    async def ask() -> None:
        while not until.is_set():
            begun = time.perf_counter()
            decide(next(questions), Context(), datetime.now(UTC), shelf.knowledge)
            seen.decisions.append(time.perf_counter() - begun)
            await asyncio.sleep(ASK_SECONDS)

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(wake())
        tasks.create_task(ask())
    return seen


async def swapped(folder: Path, small: Filled, big: Filled) -> None:
    """Watch the loop at rest and while the big knowledge goes live; print both."""
    write(big.entries, folder / ENTRIES)
    url = sqlite_url(folder / "records.db")
    database = Database(url)
    shelf = await _opened_with(small, database, folder)
    questions = cycle(big.questions)
    print(f"{'milliseconds':<22}" + "".join(f"{name:>12}" for name in _HEAD))
    async with asyncio.TaskGroup() as tasks:
        following = tasks.create_task(shelf.follow())
        rest = asyncio.Event()
        asyncio.get_running_loop().call_later(REST_SECONDS, rest.set)
        print((await watched(shelf, questions, rest)).line("at rest"), flush=True)
        live = asyncio.Event()
        seen = tasks.create_task(watched(shelf, questions, live))
        seconds = await _exchanged(url, folder / ENTRIES, shelf, len(big.entries))
        live.set()
        print((await seen).line("while it goes live"))
        following.cancel()
    print(f"from the commit to live: {seconds:.1f} s")
    await database.close()
    print(_memory(folder))


async def _opened_with(small: Filled, database: Database, folder: Path) -> Shelf:
    """Put the small knowledge live in new records, and open a shelf on it."""
    write(small.entries, folder / SMALLER)
    await migrate.upgrade(database)
    await plant_seed(database, datetime.now(UTC), folder / SMALLER)
    shelf = Shelf(database, folder / INDEX, folder / ENTRIES)
    await shelf.open()
    gc.collect()
    gc.freeze()
    return shelf


async def _exchanged(url: str, entries: Path, shelf: Shelf, count: int) -> float:
    """Put the entries live from another process; return the seconds until they are in force."""
    child = await asyncio.create_subprocess_exec(sys.executable, "-c", PLANT, url, str(entries))
    await child.wait()
    begun = time.monotonic()

    async def is_live() -> bool:
        return len(shelf.knowledge.entries) >= count

    await until(is_live)
    seconds = time.monotonic() - begun
    await asyncio.sleep(AFTERWARDS_SECONDS)
    return seconds


def _memory(folder: Path) -> str:
    """Start two processes with the big knowledge, one after another, and say what each takes."""
    with _opened(folder) as one:
        alone = memory_of(one)
        with _opened(folder) as other:
            both = memory_of(one)["Pss"] + memory_of(other)["Pss"]
    return (
        f"memory of a process with the knowledge alone: {alone['Rss']:.0f} MB; "
        f"a further one adds {both - alone['Pss']:.0f} MB"
    )


@contextmanager
def _opened(folder: Path) -> Iterator[int]:
    command = (sys.executable, "-c", OPEN, str(folder / ENTRIES), str(folder / INDEX))
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        child.stdout.readline() if child.stdout else None
        yield child.pid
        child.communicate()


_HEAD = ("stall max", "late p99", "decide p50", "decide p99")


def _share(seconds: Sequence[float], percent: int) -> float:
    return quantiles(seconds, n=100)[percent - 1]


def main() -> int:
    """Print the two lines and the memory, or say why not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("eval", type=Path, nargs="?")
    given = parser.parse_args()
    if given.eval is None:
        print("without the evaluation folder there are not enough wordings to fill up with")
        return 0
    small, big = filled(given.eval, SMALL), filled(given.eval, BIG)
    with tempfile.TemporaryDirectory() as name:
        asyncio.run(swapped(Path(name), small, big))
    return 0


if __name__ == "__main__":
    sys.exit(main())
