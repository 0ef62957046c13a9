"""Records of entries on both databases, for tests of their stores."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from db import migrate
from db.engine import Database, sqlite_url
from faq.editorial import store
from faq.editorial.content import as_content
from faq.entry import Entry
from people.staff import store as staff
from people.staff.roles import Role
from tests.databases import fresh_postgres

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
BOTH = pytest.mark.parametrize(
    "kind", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
)


@asynccontextmanager
async def address(kind: str, folder: Path) -> AsyncIterator[str]:
    """Name a new database of this kind, in its newest shape."""
    if kind == "postgres":
        async with fresh_postgres() as url:
            await _upgrade(url)
            yield url
    else:
        url = sqlite_url(folder / "records.db")
        await _upgrade(url)
        yield url


@asynccontextmanager
async def records(kind: str, folder: Path) -> AsyncIterator[Database]:
    """Open a new database of this kind."""
    async with address(kind, folder) as url:
        database = Database(url)
        try:
            yield database
        finally:
            await database.close()


async def begun(database: Database, entry: Entry, *, live: bool = False) -> store.Record:
    """Begin an entry, and put it live where told to."""
    async with database.begin() as session:
        record = await store.add(session, entry.id, as_content(entry), "console", None, NOW)
        return await store.put_live(session, entry.id, 1, NOW) if live else record


async def person(database: Database, name: str) -> int:
    """Make somebody of the staff."""
    async with database.begin() as session:
        return (await staff.create(session, name, f"示例{name}", {Role.APPROVER}, NOW)).id


async def _upgrade(url: str) -> None:
    database = Database(url)
    await migrate.upgrade(database)
    await database.close()
