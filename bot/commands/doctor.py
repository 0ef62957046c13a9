"""`doctor`: looks at everything a start needs, and says what would go wrong."""

import argparse
import asyncio
import os
import shutil
from collections.abc import Callable
from typing import Any

from bot.settings import Settings
from db import migrate
from db.engine import Database, DatabaseError
from faq.check import check_folder
from faq.commands import SEED
from faq.stations import StationsError, load
from texts import commands as texts

LEAST_FREE = 1024**3
"""Bytes that should be free: videos stop being taken at half of it."""

Finding = tuple[bool, str]


def add_parser(commands: Any) -> None:  # noqa: ANN401 -- argparse keeps its type private
    """Add the command."""
    commands.add_parser("doctor", help=texts.DOCTOR).set_defaults(run=_run)


def _run(_given: argparse.Namespace, settings: Settings) -> int:
    looks: list[Callable[[Settings], Finding]] = [_folder, _space, _records, _knowledge, _stations]
    findings = [look(settings) for look in looks]
    for is_well, line in findings:
        print(texts.finding(line, is_well=is_well))
    return 0 if all(is_well for is_well, _ in findings) else 1


def _folder(settings: Settings) -> Finding:
    folder = settings.data_dir
    return folder.is_dir() and os.access(folder, os.W_OK), texts.data_folder(str(folder))


def _space(settings: Settings) -> Finding:
    folder = (
        settings.data_dir if settings.data_dir.is_dir() else settings.data_dir.absolute().parent
    )
    free = shutil.disk_usage(folder).free if folder.is_dir() else 0
    return free >= LEAST_FREE, texts.free_space(free)


def _records(settings: Settings) -> Finding:
    file = settings.database_file
    if file is not None and not file.exists():
        return True, texts.NO_RECORDS_YET

    async def look() -> str | None:
        database = Database(settings.records)
        try:
            return await migrate.current(database)
        finally:
            await database.close()

    try:
        revision = asyncio.run(look())
    except (DatabaseError, OSError) as problem:
        return False, texts.records_unreadable(str(problem).splitlines()[0])
    return True, texts.records(is_newest=revision == migrate.newest())


def _knowledge(_settings: Settings) -> Finding:
    checked = check_folder(SEED)
    return not checked.errors, texts.knowledge(len(checked.entries), len(checked.errors))


def _stations(_settings: Settings) -> Finding:
    try:
        stations = load()
    except StationsError as broken:
        return False, texts.stations_broken(str(broken))
    return True, texts.stations(len(stations), sum(station.is_sample for station in stations))
