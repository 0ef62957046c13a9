"""What one process publishes, another tells: two databases on the same records, two shelves."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from bench.process import until
from bot.knowledge import Shelf
from db.engine import Database
from faq.commands import SEED
from faq.editorial import store
from faq.editorial.content import as_content
from faq.editorial.seed.store import take_in
from faq.editorial.shipped import shipped
from faq.entry import Entry
from faq.knowledge import Knowledge
from faq.outcome import Answer
from faq.search import search
from tests.faq.editorial.records import BOTH, NOW, TODAY, address
from tests.knowledge import ENTRIES, MONTH, SIGNED, THREE_NOS


@asynccontextmanager
async def following(url: str, folder: Path, entries: Path) -> AsyncIterator[Shelf]:
    """Open a shelf as a process does, and let it follow."""
    database = Database(url)
    shelf = Shelf(database, folder / "index", entries)
    try:
        await shelf.open()
        async with asyncio.TaskGroup() as tasks:
            task = tasks.create_task(shelf.follow())
            yield shelf
            task.cancel()
    finally:
        await database.close()


@asynccontextmanager
async def published(
    kind: str, folder: Path, entries: Iterable[Entry] = ENTRIES, beside: Path | None = None
) -> AsyncIterator[tuple[Database, Shelf]]:
    """Open records with live entries for whoever publishes, and a shelf of another process."""
    async with address(kind, folder) as url:
        writing = Database(url)
        try:
            async with writing.begin() as session:
                await take_in(session, shipped(entries), NOW)
            async with following(url, folder, beside or folder / "entries") as shelf:
                yield writing, shelf
        finally:
            await writing.close()


async def publish(database: Database, entry: Entry) -> None:
    """Write another text and put it live."""
    async with database.begin() as session:
        seen = await store.get(session, entry.id)
        if seen is None:
            record = await store.add(session, entry.id, as_content(entry), "console", 7, NOW)
        else:
            record = await store.save(
                session, entry.id, as_content(entry), seen=seen.version, origin="console",
                author_id=7, now=NOW,
            )  # fmt: skip
        await store.put_live(session, entry.id, record.head, NOW)


async def tells(shelf: Shelf, text: str, answer: str | None) -> None:
    """Wait until a question is answered so, or not at all."""

    async def is_told() -> bool:
        return asked(text, shelf.knowledge) == answer

    await until(is_told)


def asked(text: str, knowledge: Knowledge) -> str | None:
    outcome = search(text, TODAY, knowledge)
    return outcome.entry.answer if isinstance(outcome, Answer) else None


@BOTH
async def test_another_process_tells_what_was_published(kind: str, tmp_path: Path) -> None:
    async with published(kind, tmp_path) as (writing, shelf):
        before = shelf.knowledge
        assert asked("质量月是几月", before) == MONTH.answer
        await publish(writing, replace(MONTH, answer="每年 9 月，见新通知。"))
        await tells(shelf, "质量月是几月", "每年 9 月，见新通知。")
        assert shelf.knowledge.index is before.index
        assert asked("质量月是几月", before) == MONTH.answer


@BOTH
async def test_new_entries_and_wordings_are_found_once_they_are_learned(
    kind: str, tmp_path: Path
) -> None:
    new = replace(
        SIGNED, id="fruit", topic="食品", standard_question="水果要不要进货票据",
        similar_questions=("卖水果要留进货单吗", "水果摊查不查票据"), answer="要留。",
        reviewed_by=None, reviewed_on=None,
    )  # fmt: skip
    async with published(kind, tmp_path) as (writing, shelf):
        await publish(writing, new)
        await tells(shelf, "水果要不要进货票据", "要留。")
        await publish(writing, replace(new, similar_questions=("果品摊子要备索证资料吗",)))
        await tells(shelf, "果品摊子要备索证资料吗", "要留。")


async def test_what_is_archived_is_told_no_more(tmp_path: Path) -> None:
    async with published("sqlite", tmp_path) as (writing, shelf):
        async with writing.begin() as session:
            await store.archive(session, THREE_NOS.id, "不再适用", None, NOW)
        shelf.renewed()
        await tells(shelf, "三无产品能卖吗", None)
        assert THREE_NOS.id not in shelf.knowledge.entries


async def test_a_broken_text_leaves_what_was_told_before(tmp_path: Path) -> None:
    async with published("sqlite", tmp_path) as (writing, shelf):
        async with writing.begin() as session:
            broken = {**as_content(MONTH), "as_of": "去年"}
            record = await store.known(session, MONTH.id)
            await store.save(
                session, MONTH.id, broken, seen=record.version, origin="console", author_id=7,
                now=NOW,
            )  # fmt: skip
            await store.put_live(session, MONTH.id, 2, NOW)
        await publish(writing, replace(THREE_NOS, answer="不能。"))
        await tells(shelf, "三无产品能卖吗", "不能。")
        assert asked("质量月是几月", shelf.knowledge) == MONTH.answer


async def test_the_bot_opens_with_nothing_live_but_its_neighbours(tmp_path: Path) -> None:
    async with published("sqlite", tmp_path, (), SEED) as (writing, shelf):
        assert dict(shelf.knowledge.entries) == {}
        assert asked("质量月是几月", shelf.knowledge) is None
        await publish(writing, MONTH)
        await tells(shelf, "质量月是几月", MONTH.answer)


def test_before_it_is_open_there_is_no_knowledge(tmp_path: Path) -> None:
    shelf = Shelf(Database("sqlite+aiosqlite:///nowhere.db"), tmp_path)
    with pytest.raises(LookupError):
        _ = shelf.knowledge
