import asyncio
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from db.engine import Database
from faq.editorial import store
from faq.editorial.content import as_content
from faq.editorial.lifecycle import Act, Change, Phase
from faq.editorial.seed.store import take_in
from faq.editorial.shipped import Taken, shipped
from faq.entry import Entry
from tests.faq.editorial.records import BOTH, NOW, address, records
from tests.knowledge import ENTRIES, MONTH, SIGNED, THREE_NOS

LATER = NOW + timedelta(days=30)
NEWER = replace(MONTH, answer="每年 9 月，见新通知。")
NEWEST = replace(MONTH, answer="每年 9 月，见更新的通知。")


async def started(database: Database, entries: Iterable[Entry], note: str = "新版种子") -> Taken:
    async with database.begin_long() as session:
        return await take_in(session, shipped(entries), LATER, note)


async def written(database: Database, answer: str) -> store.Record:
    async with database.begin() as session:
        record = await store.known(session, MONTH.id)
        content = {**as_content(MONTH), "answer": answer}
        return await store.save(
            session, MONTH.id, content, seen=record.version, origin="console", author_id=7, now=NOW
        )


async def newest(database: Database) -> tuple[Phase, int | None, str, str | None]:
    async with database.read() as session:
        record = await store.known(session, MONTH.id)
        head = await store.text_of(session, MONTH.id, record.head)
    return record.phase, record.live, head.content["answer"], head.note


@BOTH
async def test_at_the_first_start_every_entry_is_live_and_nobodys(
    kind: str, tmp_path: Path
) -> None:
    async with records(kind, tmp_path) as database:
        assert await started(database, ENTRIES) == Taken(new=4)
        async with database.read() as session:
            changes = await store.live_since(session, 0)
            found = await store.find(session, store.Filter())
        assert sorted(changes.read().entries, key=lambda one: one.id) == sorted(
            ENTRIES, key=lambda one: one.id
        )
        assert {(one.phase, one.owner_id, one.live) for one in found.records} == {
            (Phase.LIVE, None, 1)
        }
        assert [one.id for one in found.records if one.is_signed] == [SIGNED.id]
        assert await started(database, ENTRIES) == Taken()
        async with database.read() as session:
            assert await store.serial(session) == changes.serial


@BOTH
async def test_a_shipped_text_that_changed_is_a_draft_and_citizens_read_the_old_one(
    kind: str, tmp_path: Path
) -> None:
    async with records(kind, tmp_path) as database:
        await started(database, ENTRIES)
        assert await started(database, [NEWER]) == Taken(arrived=1, to_review=1)
        assert await newest(database) == (Phase.DRAFT, 1, NEWER.answer, "新版种子")
        assert await started(database, [NEWER]) == Taken(to_review=1)
        assert await started(database, [NEWEST]) == Taken(arrived=1, to_review=1)
        assert await newest(database) == (Phase.DRAFT, 1, NEWEST.answer, "新版种子")
        async with database.read() as session:
            assert MONTH in (await store.live_since(session, 0)).read().entries


@BOTH
async def test_a_shipped_text_waits_while_somebodys_draft_is_open(
    kind: str, tmp_path: Path
) -> None:
    async with records(kind, tmp_path) as database:
        await started(database, ENTRIES)
        record = await written(database, "九月。")
        assert await started(database, [NEWER]) == Taken(waiting=1)
        assert await newest(database) == (Phase.DRAFT, 1, "九月。", None)
        async with database.begin() as session:
            approved = Change(Act.APPROVE, 2, Phase.LIVE, 8, goes_live=True)
            await store.move(session, MONTH.id, approved, seen=record.version, now=NOW)
        assert await started(database, [NEWER]) == Taken(arrived=1, to_review=1)
        assert await newest(database) == (Phase.DRAFT, 2, NEWER.answer, "新版种子")


@BOTH
async def test_what_operators_wrote_themselves_does_not_arrive_again(
    kind: str, tmp_path: Path
) -> None:
    async with records(kind, tmp_path) as database:
        await started(database, ENTRIES)
        await written(database, NEWER.answer)
        assert await started(database, [NEWER]) == Taken()
        assert await newest(database) == (Phase.DRAFT, 1, NEWER.answer, None)


@BOTH
async def test_an_archived_entry_stays_out_of_use_and_one_no_longer_shipped_stays_in(
    kind: str, tmp_path: Path
) -> None:
    async with records(kind, tmp_path) as database:
        await started(database, ENTRIES)
        async with database.begin() as session:
            await store.archive(session, MONTH.id, "不再适用", None, NOW)
        assert await started(database, [NEWER]) == Taken()
        assert await newest(database) == (Phase.ARCHIVED, None, MONTH.answer, None)
        async with database.read() as session:
            left = (await store.live_since(session, 0)).read()
        assert {entry.id for entry in left.entries} == {one.id for one in ENTRIES} - {MONTH.id}


@BOTH
async def test_an_id_that_operators_used_first_gets_the_shipped_text_as_a_draft(
    kind: str, tmp_path: Path
) -> None:
    async with records(kind, tmp_path) as database:
        content = {**as_content(MONTH), "answer": "九月。"}
        async with database.begin() as session:
            await store.add(session, MONTH.id, content, "console", 7, NOW)
            await store.put_live(session, MONTH.id, 1, NOW)
        assert await started(database, [MONTH, THREE_NOS]) == Taken(1, 1, 0, 1)
        assert await newest(database) == (Phase.DRAFT, 1, MONTH.answer, "新版种子")


@BOTH
async def test_two_processes_that_start_at_once_take_everything_in_once(
    kind: str, tmp_path: Path
) -> None:
    async with address(kind, tmp_path) as url:
        both = Database(url), Database(url)
        try:
            taken = await asyncio.gather(*(started(one, ENTRIES) for one in both))
            assert sorted(one.new for one in taken) == [0, 4]
            async with both[0].read() as session:
                assert (await store.find(session, store.Filter())).total == 4
                assert len(await store.revisions(session, MONTH.id)) == 1
        finally:
            for one in both:
                await one.close()
