"""From a publication in one process to the telling in another: `python -m bench.publish [EVAL]`.

10,000 entries with 60,000 wordings lie in a temporary SQLite database. One process saves texts and
puts them live; the shelf of another, as the bot runs it, is looked at until it has them. Then the
console's list is asked for pages, and drafts are saved. EVAL is the folder with exam.py and its
data/; without it the wordings are the shipped ones with numbers.
"""

import argparse
import asyncio
import json
import logging
import sys
import tempfile
import time
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import structlog

from bench.fill import ANSWER, filled
from bench.process import HOUSE, until
from bot.knowledge import Shelf
from db import migrate
from db.engine import Database, sqlite_url
from faq.commands import SEED
from faq.editorial import store
from faq.editorial.lifecycle import Phase
from faq.editorial.seed.store import take_in
from faq.editorial.shipped import shipped
from faq.editorial.standing import Standing
from faq.entry import Entry
from faq.load import read_folder

ENTRIES, WORDINGS, TOPICS = 10_000, 6, 40
ANSWERS, NEW_WORDINGS, LISTS, SAVES = 20, 3, 60, 60
WANTED = (
    store.Filter(), store.Filter(text="多少"), store.Filter(text="质量 怎么"),
    store.Filter(topic="测速 7"), store.Filter(text="不会有人这样写"),
    store.Filter(phase=Phase.LIVE, signed=False), store.Filter(validity=Standing.REVIEW_SOON),
)  # fmt: skip


def entries(eval_folder: Path | None) -> list[Entry]:
    """Deal the wordings out to entries, six each."""
    wordings = _wordings(eval_folder)
    dealt = [tuple(islice(wordings, WORDINGS)) for _ in range(ENTRIES)]
    return [
        Entry(f"e{number}", f"测速 {number % TOPICS}", first, tuple(others), ANSWER)
        for number, (first, *others) in enumerate(dealt)
    ]


def _wordings(eval_folder: Path | None) -> Iterator[str]:
    public = filled(eval_folder, ENTRIES * WORDINGS).entries if eval_folder else ()
    yield from (text for entry in public for text in entry.wordings)
    ours = [text for entry in read_folder(SEED).entries for text in entry.wordings]
    yield from (f"{text}{number}" for number in range(1, ENTRIES) for text in ours)


async def publish(url: str) -> int:
    """Put texts live as lines of JSON say, and say when each was committed."""
    database = Database(url)
    for line in sys.stdin:
        entry_id, change = json.loads(line)
        async with database.begin() as session:
            record = await _saved(session, entry_id, change)
            await store.put_live(session, entry_id, record.head, datetime.now(UTC))
        print(time.time(), flush=True)
    await database.close()
    return 0


async def _saved(session: Any, entry_id: str, change: dict[str, Any]) -> store.Record:  # noqa: ANN401
    record = await store.known(session, entry_id)
    head = await store.text_of(session, entry_id, record.head)
    return await store.save(
        session, entry_id, {**head.content, **change}, seen=record.version, origin="console",
        author_id=1, now=datetime.now(UTC),
    )  # fmt: skip


@asynccontextmanager
async def publisher(url: str) -> AsyncIterator[Callable[[str, dict[str, Any]], Awaitable[float]]]:
    """Start the process that publishes; what is given puts a text live and tells when."""
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.publish", "--publish", url, cwd=HOUSE, stdin=PIPE, stdout=PIPE
    )

    async def put(entry_id: str, change: dict[str, Any]) -> float:
        if not child.stdin or not child.stdout:
            raise LookupError
        child.stdin.write(json.dumps([entry_id, change]).encode() + b"\n")
        return float(await child.stdout.readline())

    yield put
    child.stdin.close() if child.stdin else None
    await child.wait()


async def told(shelf: Shelf, entry_id: str, what: str, committed: float) -> float:
    """Give the seconds from a commit until the shelf has an answer or a wording of an entry."""

    async def is_told() -> bool:
        knowledge = shelf.knowledge
        return what in (knowledge.entries[entry_id].answer, *knowledge.wordings_of(entry_id))

    await until(is_told, every=0.005, seconds=300)
    return time.time() - committed


async def published(url: str, shelf: Shelf) -> None:
    """Publish texts, then wordings, and print how long they took to be told."""
    async with publisher(url) as put:
        answers, wordings = [], []
        for number in range(ANSWERS):
            name, text = f"e{number * 97}", f"新答复 {number}。"
            committed = await put(name, {"answer": text})
            answers.append(await told(shelf, name, text, committed))
        _line("a new answer until another process tells it", answers, 1, "s")
        for number in range(NEW_WORDINGS):
            name, asked = f"e{number}", f"这是第 {number} 个新问法吗"
            committed = await put(name, {"similar_questions": [asked]})
            wordings.append(await told(shelf, name, asked, committed))
        _line("a new wording, with its index", wordings, 1, "s")


async def listed(database: Database) -> None:
    """Look at pages and save drafts as the console does, and print how long each took."""
    looks, saves = [], []
    for number in range(LISTS):
        begun = time.perf_counter()
        async with database.read() as session:
            wanted, page = WANTED[number % len(WANTED)], 1 + number % 3 * 60
            await store.find(session, wanted, page, today=date(2026, 11, 23))
        looks.append(time.perf_counter() - begun)
    for number in range(SAVES):
        begun = time.perf_counter()
        async with database.begin() as session:
            await _saved(session, f"e{number * 13}", {"answer": f"草稿 {number}。"})
        saves.append(time.perf_counter() - begun)
    _line("one page of the list, with its count", looks, 1000, "ms")
    _line("saving a draft", saves, 1000, "ms")


def _line(what: str, seconds: list[float], times: float, unit: str) -> None:
    last = quantiles(seconds, n=20)[-1] if len(seconds) > ANSWERS / 2 else max(seconds)
    shown = f"{times * median(seconds):8.2f}{times * last:8.2f}{times * max(seconds):8.2f} {unit}"
    print(f"{what:<46}{shown}", flush=True)


async def measured(folder: Path, eval_folder: Path | None) -> None:
    """Fill the database, open the shelf, and measure."""
    url = sqlite_url(folder / "records.db")
    database = Database(url)
    await migrate.upgrade(database)
    given = shipped(entries(eval_folder))
    begun = time.perf_counter()
    async with database.begin_long() as session:
        await take_in(session, given, datetime.now(UTC))
    print(
        f"{ENTRIES:,} entries taken in at the first start in {time.perf_counter() - begun:.1f} s"
    )
    begun = time.perf_counter()
    async with database.begin_long() as session:
        await take_in(session, given, datetime.now(UTC))
    print(f"looked through at the next start in {time.perf_counter() - begun:.2f} s")
    shelf = Shelf(database, folder / "index", folder / "entries")
    await shelf.open()
    print(f"{'':<46}{'p50':>8}{'p95':>8}{'max':>8}")
    async with asyncio.TaskGroup() as tasks:
        following = tasks.create_task(shelf.follow())
        await published(url, shelf)
        following.cancel()
    await listed(database)
    await database.close()


def main() -> int:
    """Print the figures, or be the process that publishes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("eval", type=Path, nargs="?")
    parser.add_argument("--publish", metavar="DATABASE", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.publish:
        return asyncio.run(publish(given.publish))
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    with tempfile.TemporaryDirectory() as name:
        asyncio.run(measured(Path(name), given.eval))
    return 0


if __name__ == "__main__":
    sys.exit(main())
