"""Brings a database to the newest shape, after a copy of it was put aside."""

import sqlite3
from datetime import datetime
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection

from db.engine import Database

SCRIPTS = Path(__file__).parent / "migrations"


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.attributes["connection"] = connection
    return config


@cache
def newest() -> str:
    """Return the revision this code expects; alembic compiles every script to find it."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    if head is None:
        raise LookupError(SCRIPTS)
    return head


async def current(database: Database) -> str | None:
    """Return the revision the database has, or None where it is empty."""
    async with database.read() as session:
        connection = await session.connection()
        return await connection.run_sync(
            lambda sync: MigrationContext.configure(sync).get_current_revision()
        )


async def upgrade(database: Database, revision: str = "head") -> None:
    """Run the migrations missing up to a revision, all in one transaction."""
    async with database.engine.begin() as connection:
        await connection.run_sync(lambda sync: command.upgrade(_config(sync), revision))


def copy_sqlite(source: Path, folder: Path, now: datetime) -> Path:
    """Copy a live SQLite file into `folder` and return the copy's path.

    Raises `OSError` or `sqlite3.Error` where the copy cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{source.stem}-{now:%Y%m%d-%H%M%S-%f}.db"
    with sqlite3.connect(source) as old, sqlite3.connect(target) as new:
        old.backup(new)
    old.close()
    new.close()
    return target
