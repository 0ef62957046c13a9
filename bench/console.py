"""The console and the chat beside it, at full size: `python -m bench.console [EVAL] [--chat]`.

The real process, over real HTTP, holds 10,000 entries with 60,000 wordings, 200,000 rows of
journal, 100,000 of audit and 2,000 open questions (`bench.console_fill`). First every page is
asked for, with nobody else about; then citizens ask at an even pace, alone and while a replay, an
import, an export or a check of the audit log runs. EVAL is the folder with exam.py.
"""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from time import perf_counter

from bench.console_chat import Citizens, ratio
from bench.console_fill import House, fill
from bench.console_operator import Operator, memory_at_most, operator
from bench.process import BotProcess, until
from bench.publish import publisher
from faq.editorial.content import faults_of
from faq.editorial.sheet import shape, written
from faq.editorial.shipped import shipped
from faq.sheet import writing

TIMES, PUBLISHED, ROWS = 30, 10, 5_000
REPLAY_SECONDS = 30.0
"""So long a replay is watched, which takes minutes where others work too."""
UPLOAD = "/entries/sheets"
Work = Callable[[], Awaitable[object]]


def _words(house: House, number: int) -> str:
    return house.entries[number * 37].standard_question


async def pages(one: Operator, house: House) -> None:
    """Look at every page and type, and print what a person waits for."""
    print(f"{'milliseconds':<46}{'p50':>9}{'p95':>9}{'max':>9}")
    await one.looks("home", "/", TIMES)
    await one.looks("entries, first page", "/entries", TIMES)
    await one.looks("entries, page 150", "/entries?page=150", TIMES)
    await one.looks("entries, one topic", "/entries?topic=测速 7", TIMES)
    await one.looks("entries, search", lambda n: f"/entries?text={_words(house, n)[:3]}", TIMES)
    await one.looks("an entry", lambda n: f"/entries/e{n * 11}", TIMES)
    await one.looks("the form of an entry", lambda n: f"/entries/e{n * 11}/edit", TIMES)
    form = await one.form("/entries/e7/edit")
    typed = _words(house, 1)
    for what, path in (("preview", "/entries/preview"), ("hints", "/entries/hints")):
        await one.sends(
            f"{what} while typing", path,
            lambda n: {**form, "similar_questions": f"{typed}\n新问法{'怎' * (n % 20)}{n}"}, TIMES,
        )  # fmt: skip
    await _saved(one)
    await one.sends("try it", "/trial", lambda n: {"text": _words(house, n)}, TIMES)
    await one.looks("unanswered, first look", "/unanswered", 1)
    await one.looks("unanswered, 2,000 open", "/unanswered", TIMES)
    await one.looks("unanswered, one group", "/unanswered/Q-0000007", TIMES)
    await one.looks("figures, 30 days", "/figures?days=30", TIMES)
    await one.looks("figures, 90 days", "/figures?days=90", TIMES)
    await one.looks("figures, a plot of 90 days", "/figures/days.svg?days=90", TIMES)
    await one.looks("audit, first page", "/audit", TIMES)
    await one.looks("audit, page 1,500", "/audit?page=1500", TIMES)
    await one.looks("words", "/words", 5)


async def _saved(one: Operator) -> None:
    forms = {n: await one.form(f"/entries/e{5000 + n}/edit") for n in range(TIMES)}
    await one.sends(
        "save a draft", lambda n: f"/entries/e{5000 + n}/edit",
        lambda n: {**forms[n], "answer": f"改过的答复 {n}。", "do": "save"}, TIMES,
    )  # fmt: skip


async def told(one: Operator, house: House) -> None:
    """Put texts live in one process and ask the other until it tells them."""
    async with publisher(house.url) as put:
        took = []
        for number in range(PUBLISHED):
            entry, said = house.entries[number * 97], f"新答复 {number} 号。"
            committed = await put(entry.id, {"answer": said})
            question = {"text": entry.standard_question}

            async def is_told(said: str = said, asked: dict[str, str] = question) -> bool:
                return said in await one.post("/trial", asked)

            await until(is_told, every=0.05, seconds=60)
            took.append(datetime.now(UTC).timestamp() - committed)
    one.line("published until the other process tells it", took)


async def tables(one: Operator, bot: BotProcess, table: bytes) -> None:
    """Export all and preview a table, and print seconds and memory."""
    for what, path in (("XLSX", "entries.xlsx"), ("CSV", "entries.csv")):
        with memory_at_most(bot.child.pid) as memory:
            begun = perf_counter()
            size = len(await one.file(f"{UPLOAD}/{path}"))
            seconds = perf_counter() - begun
        print(f"export as {what}: {seconds:.1f} s, {size / 1e6:.1f} MB; {memory()}", flush=True)
    with memory_at_most(bot.child.pid) as memory:
        begun = perf_counter()
        await one.upload(UPLOAD, table)
        seconds = perf_counter() - begun
    print(f"import of {ROWS:,} rows, to its preview: {seconds:.1f} s; {memory()}", flush=True)


async def beside(one: Operator, house: House, bot: BotProcess, table: bytes) -> None:
    """Let citizens ask alone and beside each work, and print their waits."""

    async def imported() -> None:
        await one.confirm(await one.upload(UPLOAD, table))

    async with Citizens.at(bot.url, house.entries) as citizens:
        head = f"{'a chat reply, milliseconds':<46}{'p50':>9}{'p95':>9}{'p99':>9}"
        print(f"{head}  turns  p99 to alone")
        alone = await citizens.alone()
        works: tuple[tuple[str, Work], ...] = (
            ("an import of 5,000 rows", imported),
            ("an export as XLSX", lambda: one.file(f"{UPLOAD}/entries.xlsx")),
            ("a check of the audit log", lambda: one.post("/audit/verify", {})),
            ("figures of 90 days", lambda: one.get("/figures?days=90")),
            ("unanswered, 2,000 open", lambda: one.get("/unanswered")),
            ("a replay of 5,000 questions", lambda: one.replays("e9000", REPLAY_SECONDS)),
        )
        for what, work in works:
            again = work is not imported
            print(ratio(what, await citizens.beside(work, again=again), alone), flush=True)
        await citizens.alone()


def _table(house: House) -> bytes:
    whole = (
        one
        for one in shipped(house.entries)
        if all(fault.is_warning for fault in faults_of(one.id, one.content))
    )
    rows = [
        written(one.id, {**one.content, "answer": f"表格里的答复 {place}。"}, 1)
        for place, one in enumerate(islice(whole, ROWS))
    ]
    return writing.xlsx(shape(), rows)


async def measured(folder: Path, eval_folder: Path | None, *, is_chat_alone: bool) -> None:
    """Fill the records, start the bot, and measure."""
    house = await fill(folder / "bot", eval_folder, datetime.now(UTC))
    table = _table(house)
    bot = BotProcess(folder / "bot", patience=300)
    try:
        print(f"ready after {await bot.start('/readyz'):.1f} s; {bot.memory()['Rss']:.0f} MB")
        async with operator(bot.url, house.token) as one:
            if not is_chat_alone:
                await pages(one, house)
                await told(one, house)
                await tables(one, bot, table)
            await beside(one, house, bot, table)
        print(f"afterwards {bot.memory()['Rss']:.0f} MB")
    finally:
        await bot.kill()


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("eval", type=Path, nargs="?")
    parser.add_argument("--chat", action="store_true", help="the chat's figures alone")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / "bot").mkdir()
        asyncio.run(measured(Path(name), given.eval, is_chat_alone=given.chat))
    return 0


if __name__ == "__main__":
    sys.exit(main())
