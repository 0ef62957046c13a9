from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, text

from db import migrate
from db.engine import Database, sqlite_url
from db.tables import TABLES
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
