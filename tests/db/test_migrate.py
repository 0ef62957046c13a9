from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, text

from db import migrate
from db.engine import Database, sqlite_url
from db.tables import TABLES
from desk.queue import store as queue
from desk.unanswered import Handling, Kind, Resolution
from tests.databases import fresh_postgres


async def _differences(database: Database) -> list[object]:
    def compare(connection: Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection), TABLES))

    async with database.engine.connect() as connection:
        return await connection.run_sync(compare)


async def test_migrations_lead_to_the_tables_on_sqlite(tmp_path: Path) -> None:
    database = Database(sqlite_url(tmp_path / "a.db"))
    await migrate.upgrade(database)
    assert await _differences(database) == []
    assert await migrate.current(database) == migrate.newest()
    await database.close()


@pytest.mark.postgres
async def test_migrations_lead_to_the_tables_on_postgres() -> None:
    async with fresh_postgres() as url:
        database = Database(url)
        await migrate.upgrade(database)
        assert await _differences(database) == []
        await database.close()


async def test_a_copy_of_a_live_database_holds_its_rows(tmp_path: Path) -> None:
    database = Database(sqlite_url(tmp_path / "a.db"))
    await migrate.upgrade(database)
    async with database.begin() as session:
        await session.execute(
            text("INSERT INTO person (created_at, large_print) VALUES ('2026-11-22', 0)")
        )
    copy = migrate.copy_sqlite(
        tmp_path / "a.db", tmp_path / "b", datetime(2026, 11, 22, tzinfo=UTC)
    )
    await database.close()
    assert copy.name == "a-20261122-000000-000000.db"
    other = Database(sqlite_url(copy))
    async with other.read() as session:
        assert await session.scalar(text("SELECT count(*) FROM person")) == 1
    await other.close()


async def test_a_commit_is_forced_to_the_disk(tmp_path: Path) -> None:
    database = Database(sqlite_url(tmp_path / "a.db"))
    async with database.read() as session:
        assert await session.scalar(text("PRAGMA synchronous")) == 2
        assert await session.scalar(text("PRAGMA journal_mode")) == "wal"
    await database.close()


async def _upgraded_with_rows(url: str) -> None:
    """Fill a database as the version before the console left it, and bring it up to date."""
    database = Database(url)
    await migrate.upgrade(database, "0003")
    async with database.engine.begin() as connection:
        for statement in _ROWS_OF_0003:
            await connection.execute(text(statement))
    await migrate.upgrade(database)
    assert await _differences(database) == []
    async with database.begin() as session:
        counts = await queue.open_counts(session)
        [old] = (await queue.by_receipt(session, ["Q-2"])).values()
        taken = await queue.resolve(
            session, ["Q-1", "Q-2"], Handling(Resolution.DISMISSED), 7, datetime.now(UTC)
        )
        tickets = await queue.open_tickets(session, 9)
    await database.close()
    assert counts == {Kind.UNKNOWN: 1, Kind.UNSOLVED: 0, Kind.WRONG: 0}
    assert (old.person, old.resolution, old.text) == (1, None, "二")
    assert taken == ("Q-1",)
    assert [(one.receipt, one.text) for one in tickets] == [("T-1", "请联系我")]


_ROWS_OF_0003 = (
    "INSERT INTO person (id, created_at, large_print) VALUES (1, '2026-11-01 00:00:00', false)",
    (
        "INSERT INTO unanswered (receipt, kind, text, reason, person_id, channel, created_at)"
        " VALUES ('Q-1', 'unknown', '一', 'below', 1, 'web', '2026-11-01 00:00:00')"
    ),
    (
        "INSERT INTO unanswered"
        " (receipt, kind, text, reason, person_id, channel, created_at, closed_at)"
        " VALUES ('Q-2', 'wrong', '二', 'said', 1, 'web', '2026-11-01 00:00:00',"
        " '2026-11-02 00:00:00')"
    ),
    (
        "INSERT INTO ticket (receipt, person_id, channel, text, created_at)"
        " VALUES ('T-1', 1, 'web', '请联系我', '2026-11-01 00:00:00')"
    ),
)


async def test_what_waited_before_the_console_waits_in_it_on_sqlite(tmp_path: Path) -> None:
    await _upgraded_with_rows(sqlite_url(tmp_path / "a.db"))


@pytest.mark.postgres
async def test_what_waited_before_the_console_waits_in_it_on_postgres() -> None:
    async with fresh_postgres() as url:
        await _upgraded_with_rows(url)
