import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from db.engine import Database
from faq.editorial import store
from faq.editorial.content import as_content, entry_of
from faq.editorial.lifecycle import Act, Change, Phase
from faq.editorial.record import Origin, Overtaken
from tests.faq.editorial.records import BOTH, NOW, begun, person, records
from tests.knowledge import MONTH, SIGNED, THREE_NOS

LATER = NOW + timedelta(days=1)
CONTENT = as_content(MONTH)
OTHER = {**CONTENT, "answer": "九月。"}


async def saved(
    database: Database, answer: str, seen: int, origin: str = Origin.CONSOLE
) -> store.Record:
    async with database.begin() as session:
        return await store.save(
            session, MONTH.id, {**CONTENT, "answer": answer}, seen=seen, origin=origin,
            author_id=7, now=LATER,
        )  # fmt: skip


async def moved(database: Database, change: Change, seen: int) -> store.Record:
    async with database.begin() as session:
        return await store.move(session, MONTH.id, change, seen=seen, now=LATER)


async def text(database: Database, number: int) -> store.Revision:
    async with database.read() as session:
        return await store.text_of(session, MONTH.id, number)


async def shown(database: Database, since: int = 0) -> tuple[int, list[object]]:
    async with database.read() as session:
        changes = await store.live_since(session, since)
    return changes.serial, [one.entry() or one.id for one in changes.shown]


@BOTH
async def test_a_new_entry_is_a_draft_nobody_is_shown(kind: str, tmp_path: Path) -> None:
    async with records(kind, tmp_path) as database:
        record = await begun(database, MONTH)
        assert (record.head, record.live, record.phase) == (1, None, Phase.DRAFT)
        assert (record.topic, record.standard_question) == ("质量月", "质量月是几月")
        assert entry_of(MONTH.id, (await text(database, 1)).content) == MONTH
        assert await shown(database) == (0, [])
        with pytest.raises(store.IdTakenError):
            await begun(database, MONTH)


@BOTH
async def test_a_new_text_is_a_new_revision_and_the_live_one_stays(
    kind: str, tmp_path: Path
) -> None:
    async with records(kind, tmp_path) as database:
        live = await begun(database, MONTH, live=True)
        record = await saved(database, "九月。", live.version)
        assert (record.head, record.live, record.phase) == (2, 1, Phase.DRAFT)
        assert record.version == live.version + 1
        assert await shown(database) == (1, [MONTH])
        again = await saved(database, "九月。", record.version)
        assert again == record
        async with database.read() as session:
            known = await store.revisions(session, MONTH.id)
        assert [(one.number, one.content["answer"]) for one in known] == [
            (2, "九月。"), (1, MONTH.answer),
        ]  # fmt: skip


@BOTH
async def test_whoever_saves_what_they_have_not_seen_is_told_and_writes_nothing(
    kind: str, tmp_path: Path
) -> None:
    async with records(kind, tmp_path) as database:
        seen = (await begun(database, MONTH)).version
        newest = await saved(database, "九月。", seen)
        with pytest.raises(Overtaken) as told:
            await saved(database, "十月。", seen)
        with pytest.raises(Overtaken):
            await moved(database, Change(Act.SUBMIT, 1, Phase.IN_REVIEW, 7), seen)
        assert told.value.record == newest
        async with database.read() as session:
            assert await store.get(session, MONTH.id) == newest
            assert len(await store.revisions(session, MONTH.id)) == 2


@BOTH
async def test_of_many_writers_at_once_one_is_first(kind: str, tmp_path: Path) -> None:
    async with records(kind, tmp_path) as database:
        seen = (await begun(database, MONTH)).version
        tried = [saved(database, f"第 {number} 个答案。", seen) for number in range(8)]
        ended = await asyncio.gather(*tried, return_exceptions=True)
        assert [type(one) for one in ended].count(Overtaken) == 7
        async with database.read() as session:
            assert [one.number for one in await store.revisions(session, MONTH.id)] == [2, 1]


@BOTH
async def test_the_way_of_a_text_is_written_down(kind: str, tmp_path: Path) -> None:
    async with records(kind, tmp_path) as database:
        approver = await person(database, "approver")
        record = await begun(database, MONTH)
        record = await moved(database, Change(Act.SUBMIT, 1, Phase.IN_REVIEW, 7), record.version)
        assert (await text(database, 1)).submitted_at == LATER
        back = Change(Act.RETURN, 1, Phase.DRAFT, approver, "日期不对")
        record = await moved(database, back, record.version)
        returned = await text(database, 1)
        assert (returned.returned_by, returned.returned_reason) == (approver, "日期不对")
        assert returned.submitted_at is None
        at = LATER + timedelta(days=2)
        plan = Change(Act.SCHEDULE, 1, Phase.SCHEDULED, approver, goes_live_at=at)
        record = await moved(database, plan, record.version)
        async with database.read() as session:
            assert await store.due(session, LATER) == []
            assert await store.due(session, at) == [(record, await text(database, 1))]
        assert await shown(database) == (0, [])
        go = Change(Act.GO_LIVE, 1, Phase.LIVE, goes_live=True)
        record = await moved(database, go, record.version)
        assert (record.live, record.phase, record.is_signed) == (1, Phase.LIVE, True)
        signed = replace(MONTH, reviewed_by="示例approver", reviewed_on=LATER.date())
        assert await shown(database) == (1, [signed])


@BOTH
async def test_signing_archiving_and_rolling_back_reach_citizens(
    kind: str, tmp_path: Path
) -> None:
    async with records(kind, tmp_path) as database:
        approver = await person(database, "approver")
        record = await begun(database, MONTH, live=True)
        assert (record.is_signed, await shown(database)) == (False, (1, [MONTH]))
        sign = Change(Act.SIGN, 1, record.phase, approver)
        record = await moved(database, sign, record.version)
        signed = replace(MONTH, reviewed_by="示例approver", reviewed_on=LATER.date())
        assert (record.is_signed, await shown(database, 1)) == (True, (2, [signed]))
        away = Change(Act.ARCHIVE, 1, Phase.ARCHIVED, approver, "不再适用", ends=True)
        record = await moved(database, away, record.version)
        assert (record.live, record.is_signed) == (None, False)
        assert await shown(database, 2) == (3, [MONTH.id])
        assert (await text(database, 1)).ended_at == LATER
        record = await saved(database, MONTH.answer, record.version, Origin.ROLLBACK)
        back = Change(Act.ROLL_BACK, record.head, Phase.LIVE, approver, goes_live=True)
        record = await moved(database, back, record.version)
        assert (record.live, record.head, record.is_signed) == (2, 2, True)
        assert await shown(database, 3) == (4, [signed])
        assert await shown(database, 4) == (4, [])


@BOTH
async def test_a_signature_in_a_file_counts_until_a_newer_text_is_approved(
    kind: str, tmp_path: Path
) -> None:
    content = {**as_content(SIGNED), "reviewed_by": "示例审定人", "reviewed_on": "2026-11-20"}
    async with records(kind, tmp_path) as database:
        async with database.begin() as session:
            await store.add(session, SIGNED.id, content, Origin.SEED, None, NOW)
            record = await store.put_live(session, SIGNED.id, 1, NOW)
        assert (record.is_signed, await shown(database)) == (True, (1, [SIGNED]))


@BOTH
async def test_a_broken_text_is_named_and_the_others_count(kind: str, tmp_path: Path) -> None:
    async with records(kind, tmp_path) as database:
        await begun(database, MONTH, live=True)
        broken = {**as_content(THREE_NOS), "as_of": "去年"}
        async with database.begin() as session:
            await store.add(session, THREE_NOS.id, broken, Origin.CONSOLE, None, NOW)
            await store.put_live(session, THREE_NOS.id, 1, NOW)
            await store.add(session, "blank", {}, Origin.CONSOLE, None, NOW)
            await store.put_live(session, "blank", 1, NOW)
        async with database.read() as session:
            read = (await store.live_since(session, 0)).read()
        assert (read.entries, read.gone) == ((MONTH,), ())
        assert set(read.broken) == {THREE_NOS.id, "blank"}


@BOTH
async def test_an_entry_changes_hands(kind: str, tmp_path: Path) -> None:
    async with records(kind, tmp_path) as database:
        owner = await person(database, "owner")
        record = await begun(database, MONTH)
        async with database.begin() as session:
            now = await store.own(session, MONTH.id, owner, seen=record.version, now=LATER)
        assert (now.owner_id, now.head, now.version) == (owner, 1, record.version + 1)
