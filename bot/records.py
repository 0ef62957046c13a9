"""Opens the records: a copy first, then the missing migrations."""

import asyncio
import sqlite3
from datetime import datetime
from pathlib import Path

import yaml

from bot.locks import StartError
from bot.settings import Settings
from campaign import store as campaigns
from campaign.campaign import Campaign
from db import migrate
from db.engine import Database, DatabaseError
from texts import start

SAMPLE_CAMPAIGN = Path(campaigns.__file__).parent / "data" / "sample.yaml"


async def open_database(settings: Settings, now: datetime) -> tuple[Database, Path | None]:
    """Return the database in its newest shape and the copy made before; raises `StartError`."""
    database = Database(settings.records)
    try:
        return database, await _upgrade(database, settings, now)
    except (DatabaseError, sqlite3.Error, OSError) as problem:
        await database.close()
        raise StartError(start.database_unreachable(_short(problem))) from None


async def plant_sample(database: Database, now: datetime) -> Campaign:
    """Store the sample campaign at the first start; it opens then, for its number of days."""
    document = yaml.safe_load(SAMPLE_CAMPAIGN.read_text(encoding="utf-8"))
    async with database.begin() as session:
        return await campaigns.plant(session, document, now)


async def _upgrade(database: Database, settings: Settings, now: datetime) -> Path | None:
    had = await migrate.current(database)
    if had == migrate.newest():
        return None
    file, copy = settings.database_file, None
    if had is not None and file is not None:
        folder = settings.data_dir / "backups"
        copy = await asyncio.to_thread(migrate.copy_sqlite, file, folder, now)
    await migrate.upgrade(database)
    return copy


def _short(problem: Exception) -> str:
    cause = getattr(problem, "orig", None) or problem
    return (str(cause).splitlines() or [type(cause).__name__])[0]
