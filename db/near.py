"""SQLite's statements within a transaction, run where they are asked for.

aiosqlite sends every call to the connection's own thread: four trips for a statement that itself
takes a few microseconds. In a short transaction only what may wait for a lock or the disk goes
there, its beginning and its commit; the statements between find their pages in memory.
"""

import sqlite3
from collections.abc import Callable
from typing import Any

import aiosqlite

ROWS_AT_ONCE = 64


class NearCursor(aiosqlite.Cursor):
    """A cursor whose closing needs no thread."""

    async def close(self) -> None:
        """Close it."""
        self._cursor.close()


class NearConnection(aiosqlite.Connection):
    """A connection that runs statements in the caller's thread while `is_near`."""

    is_near = False

    def cursor(self) -> NearCursor:  # type: ignore[override] # SQLAlchemy enters it, awaits nothing
        """Make a cursor."""
        return NearCursor(self, self._conn.cursor())

    async def commit(self) -> None:
        """Commit, where a transaction is open: this waits for the disk."""
        self.is_near = False
        if self._conn.in_transaction:
            await super().commit()

    async def rollback(self) -> None:
        """Roll back, where a transaction is open."""
        self.is_near = False
        if self._conn.in_transaction:
            await super().rollback()

    async def _execute(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 -- whatever SQLite returns
        if self.is_near:
            return fn(*args, **kwargs)
        return await super()._execute(fn, *args, **kwargs)  # type: ignore[no-untyped-call]


def connect(path: str, **given: Any) -> NearConnection:  # noqa: ANN401 -- what sqlite3 takes
    """Return a connection that opens when it is awaited."""
    connection = NearConnection(lambda: sqlite3.connect(path, **given), ROWS_AT_ONCE)
    connection._thread.daemon = True  # noqa: SLF001 -- as SQLAlchemy does
    return connection
