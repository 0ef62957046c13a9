import asyncio
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from db import migrate
from db.engine import Database, sqlite_url
from people import store as people
from tests.databases import fresh_postgres

NOW = datetime(2026, 9, 1, 4, tzinfo=UTC)


async def test_nobody_stops_while_another_process_holds_the_lock(tmp_path: Path) -> None:
    database = Database(sqlite_url(tmp_path / "a.db"))
    await migrate.upgrade(database)
    other = sqlite3.connect(tmp_path / "a.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    async def meet() -> int:
        async with database.begin() as session:
            return await people.number_of(session, "wechat", "o1", NOW)

    async with asyncio.TaskGroup() as tasks:
        waiting = tasks.create_task(meet())
        for _ in range(20):
            await asyncio.sleep(0.01)
        assert not waiting.done()
        other.execute("COMMIT")
    number = waiting.result()
    assert other.execute("SELECT id, external FROM identity").fetchall() == [(number, "o1")]
    other.close()
    await database.close()


@pytest.mark.parametrize("opening", ["begin", "begin_long"])
async def test_what_fails_is_undone_and_the_connection_serves_on(
    opening: str, tmp_path: Path
) -> None:
    database = Database(sqlite_url(tmp_path / "a.db"))
    await migrate.upgrade(database)

    async def fail() -> None:
        async with getattr(database, opening)() as session:
            await people.meet(session, "wechat", "o1", NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    async with getattr(database, opening)() as session:
        await people.meet(session, "wechat", "o2", NOW)
    async with database.read() as session:
        names = (await session.scalars(text("SELECT external FROM identity"))).all()
        persons = await session.scalar(text("SELECT count(*) FROM person"))
    assert (names, persons) == (["o2"], 1)
    await database.close()


async def test_two_first_messages_at_once_make_one_person_on_postgresql() -> None:
    async with fresh_postgres() as url:
        database = Database(url)
        await migrate.upgrade(database)
        met = asyncio.Event()

        async def meet(*, first: bool) -> int:
            if not first:
                await met.wait()
            async with database.begin() as session:
                number = await people.number_of(session, "wechat", "o1", NOW)
                met.set()
                await asyncio.sleep(0.1 if first else 0)
            return number

        one, other = await asyncio.gather(meet(first=True), meet(first=False))
        async with database.read() as session:
            persons = await session.scalar(text("SELECT count(*) FROM person"))
        assert (one == other, persons) == (True, 1)
        await database.close()
