"""`migrate`, `backup`, `restore`: the records as a whole."""

import argparse
import asyncio
import shutil
import sqlite3
from pathlib import Path
from typing import Any

from bot.locks import StartError, data_folder
from bot.records import open_database
from bot.settings import Settings
from bot.turns import utc_now
from db import migrate
from texts import commands as texts
from texts import start


def add_parsers(commands: Any) -> None:  # noqa: ANN401 -- argparse keeps its type private
    """Add the three commands."""
    commands.add_parser("migrate", help=texts.MIGRATE).set_defaults(run=_migrate)
    commands.add_parser("backup", help=texts.BACKUP).set_defaults(run=_backup)
    restore = commands.add_parser("restore", help=texts.RESTORE)
    restore.add_argument("file", metavar=texts.FILE, type=Path, help=texts.RESTORE_FILE)
    restore.set_defaults(run=_restore)


def _migrate(_given: argparse.Namespace, settings: Settings) -> int:
    async def work() -> Path | None:
        database, copy = await open_database(settings, utc_now())
        await database.close()
        return copy

    with data_folder(settings.data_dir, alone=settings.database_file is not None):
        copy = asyncio.run(work())
    print(start.migrated(str(copy) if copy else None))
    return 0


def _backup(_given: argparse.Namespace, settings: Settings) -> int:
    file = _file(settings)
    if not file.exists():
        raise StartError(texts.no_records(str(file)))
    try:
        copy = migrate.copy_sqlite(file, settings.data_dir / "backups", utc_now())
    except (OSError, sqlite3.Error) as problem:
        raise StartError(texts.backup_failed(str(problem))) from None
    print(texts.backed_up(str(copy)))
    return 0


def _restore(given: argparse.Namespace, settings: Settings) -> int:
    file = _file(settings)
    if not _is_database(given.file):
        raise StartError(texts.no_backup(str(given.file)))
    with data_folder(settings.data_dir, alone=True):
        if file.exists():
            kept = migrate.copy_sqlite(file, settings.data_dir / "backups", utc_now())
            print(texts.backed_up(str(kept)))
        arriving = file.with_name(f"{file.name}.restoring")
        shutil.copyfile(given.file, arriving)
        for leftover in (file.with_name(file.name + end) for end in ("-wal", "-shm")):
            leftover.unlink(missing_ok=True)
        arriving.replace(file)
    print(texts.restored(str(given.file)))
    return 0


def _file(settings: Settings) -> Path:
    file = settings.database_file
    if file is None:
        raise StartError(texts.NOT_SQLITE)
    return file


def _is_database(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(16) == b"SQLite format 3\0"
    except OSError:
        return False
