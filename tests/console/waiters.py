"""Watching who waits for whom in PostgreSQL, so that tests need no clock."""

from sqlalchemy import text

from bench.process import until
from db.engine import Database

_WAITING = text(
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


async def wait_for_waiters(database: Database, count: int) -> None:
    """Return once so many transactions of this database wait for a lock."""

    async def are_waiting() -> bool:
        async with database.read() as session:
            return bool(await session.scalar(_WAITING) == count)

    await until(are_waiting, seconds=20)
