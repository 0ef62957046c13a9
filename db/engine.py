"""Opens the database and hands out transactions.

SQLite runs in WAL mode with `synchronous=FULL`: a commit that returned survives a power cut.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)

from db import near
from db.columns import table_of

DatabaseError = SQLAlchemyError
"""Whatever the database may answer instead of rows."""

Session = AsyncSession
"""One open transaction; stores take it, doors only carry it."""

BUSY_MILLISECONDS = 10_000
READ_ONLY = {"zhixiaotong_read_only": True}
LONG = {"zhixiaotong_long": True}


class Database:
    """The records: one transaction for a change, a cheap snapshot for a look."""

    def __init__(self, url: str) -> None:
        self.is_sqlite = make_url(url).get_backend_name() == "sqlite"
        self.engine = (
            _sqlite(url)
            if self.is_sqlite
            else create_async_engine(url, pool_size=10, pool_pre_ping=True, hide_parameters=True)
        )
        self._write = async_sessionmaker(self.engine, expire_on_commit=False)
        self._read = async_sessionmaker(
            self.engine.execution_options(**READ_ONLY), expire_on_commit=False
        )
        self._long = async_sessionmaker(
            self.engine.execution_options(**LONG), expire_on_commit=False
        )
        # SQLite has one writer: queue fairly here instead of spinning on its lock.
        self._turnstile: AbstractAsyncContextManager[Any] = (
            asyncio.Lock() if self.is_sqlite else nullcontext()
        )

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Session]:
        """Open a transaction; it is committed when the block ends, rolled back when it raises."""
        async with self._turnstile, self._write.begin() as session:
            yield session

    @asynccontextmanager
    async def begin_long(self) -> AsyncIterator[Session]:
        """Open a transaction that goes through whole tables, while others do their work."""
        async with self._turnstile, self._long.begin() as session:
            yield session

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Session]:
        """Open a snapshot for reading; it never waits for a writer."""
        async with self._read() as session:
            yield session

    async def close(self) -> None:
        """Close every connection."""
        await self.engine.dispose()


def insert_into(session: Session, table: type[Any]) -> Any:  # noqa: ANN401 -- two dialects, two types
    """Begin an insert that may say what to do `on_conflict`; both databases word it alike."""
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    return dialect.insert(table)


def worded(table: type[Any], word: Callable[[Any], Any]) -> Callable[[Session], Any]:
    """Word an insert once for each database: building a statement takes longer than running it.

    The values are given with the statement when it is executed, by the columns' names.
    """

    @cache
    def of(dialect: str) -> Any:  # noqa: ANN401 -- two dialects, two types
        return word((sqlite if dialect == "sqlite" else postgresql).insert(table_of(table)))

    return lambda session: of(session.get_bind().dialect.name)


def sqlite_url(path: Path) -> str:
    """Name the database file `path` as SQLAlchemy does."""
    return f"sqlite+aiosqlite:///{path}"


def is_database(url: str) -> bool:
    """Whether `url` names a PostgreSQL database or an SQLite file, through our drivers."""
    try:
        given = make_url(url)
    except (ArgumentError, ValueError):
        return False
    is_file = given.database not in {None, "", ":memory:"}
    return given.drivername == "postgresql+asyncpg" or (
        given.drivername == "sqlite+aiosqlite" and is_file and given.host is None
    )


def _sqlite(url: str) -> AsyncEngine:
    engine = create_async_engine(url, pool_size=8, max_overflow=8, hide_parameters=True)
    event.listen(engine.sync_engine, "do_connect", _connect)
    event.listen(engine.sync_engine, "connect", _prepare)
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


def _connect(_dialect: object, _record: object, _args: object, given: dict[str, Any]) -> None:
    given["async_creator_fn"] = near.connect


def _prepare(connection: DBAPIConnection, _record: object) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_MILLISECONDS}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    if next(iter(READ_ONLY)) in options:
        connection.exec_driver_sql("BEGIN")
        return
    # A deferred transaction that later writes fails at once on a busy database: lock first.
    connection.exec_driver_sql("BEGIN IMMEDIATE")
    if next(iter(LONG)) not in options:
        driven: Any = connection.connection.driver_connection
        driven.is_near = True
