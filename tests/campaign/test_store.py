import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from campaign import store
from campaign.campaign import CHINA
from campaign.submission import State, change
from db import migrate
from db.engine import Database, sqlite_url
from people import receipt
from people import store as people
from people.person import Person
from tests.citizen import NOON
from tests.databases import fresh_postgres
from tests.studio import sample


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def records(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Database]:
    async with AsyncExitStack() as stack:
        url = sqlite_url(tmp_path / "records.db")
        if request.param == "postgres":
            url = await stack.enter_async_context(fresh_postgres())
        database = Database(url)
        stack.push_async_callback(database.close)
        await migrate.upgrade(database)
        async with database.begin() as session:
            await store.plant(session, sample(), NOON)
        yield database


async def meet(records: Database, name: str) -> Person:
    async with records.begin() as session:
        return await people.meet(session, "web", name, NOON)


async def hand_in(records: Database, person: Person) -> str:
    async with records.begin() as session:
        work = await store.begin(session, person, person.id, "sample", NOON)
        work = await store.give_receipt(session, work, NOON)
        await store.record(session, work, change(work, State.RECEIVED, NOON, "author"))
    return work.receipt or ""


async def test_the_sample_is_planted_once_and_keeps_its_dates(records: Database) -> None:
    async with records.begin() as session:
        again = await store.plant(session, sample(), NOON.replace(month=12))
        assert again.opens_at == NOON
        assert await store.current(session, NOON) == again
        assert again.closes_at.astimezone(CHINA).isoformat() == "2027-01-21T23:59:59+08:00"


async def test_two_tabs_begin_one_draft(records: Database) -> None:
    person = await meet(records, "a")

    async def begin() -> str:
        async with records.begin() as session:
            return (await store.begin(session, person, person.id, "sample", NOON)).id

    assert len(set(await asyncio.gather(*(begin() for _ in range(10))))) == 1


async def test_a_hundred_works_at_once_get_a_hundred_numbers(records: Database) -> None:
    async with records.begin() as session:
        persons = [await people.meet(session, "web", str(number), NOON) for number in range(100)]
    numbers = await asyncio.gather(*(hand_in(records, person) for person in persons))
    assert len(set(numbers)) == 100
    async with records.read() as session:
        assert len(await store.handed_in(session, "sample")) == 100
        assert await store.count_states(session, "sample") == {State.RECEIVED: 100}


async def test_a_taken_number_is_tried_again(
    records: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = await meet(records, "a"), await meet(records, "b")
    taken, free = receipt.issue(receipt.ReceiptKind.VIDEO), "V-AAAAAAA"
    numbers = iter([taken, taken, taken, free])
    monkeypatch.setattr(receipt, "issue", lambda _kind: next(numbers))
    assert await hand_in(records, first) == taken
    assert await hand_in(records, second) == free


async def test_a_number_stays_with_its_work(records: Database) -> None:
    person = await meet(records, "a")
    number = await hand_in(records, person)
    async with records.begin() as session:
        work = await store.find(session, number)
        assert work is not None
        assert (await store.give_receipt(session, work, NOON)).receipt == number


async def test_the_second_of_two_changes_learns_that_it_is_late(records: Database) -> None:
    number = await hand_in(records, await meet(records, "a"))
    async with records.begin() as session:
        seen = await store.find(session, number)
        assert seen is not None
        await store.record(session, seen, change(seen, State.WITHDRAWN, NOON, "author"))
    with pytest.raises(store.StaleStateError):
        async with records.begin() as session:
            await store.record(session, seen, change(seen, State.CHECKING, NOON, "check"))
    async with records.read() as session:
        history = await store.history(session, seen.id)
    assert [done.after for done in history] == [State.RECEIVED, State.WITHDRAWN]


async def test_a_draft_is_deleted_without_a_trace(records: Database) -> None:
    person = await meet(records, "a")
    async with records.begin() as session:
        draft = await store.begin(session, person, 1, "sample", NOON)
        await store.delete_draft(session, draft)
        assert await store.get(session, draft.id) is None
        assert await store.draft_of(session, person, "sample") is None
