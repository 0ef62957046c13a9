"""`doctor`: looks at everything a start needs, and says what would go wrong."""

import argparse
import asyncio
import os
import shutil
from collections.abc import Callable
from typing import Any

from bot.channels.wechat.account import Rights, detect, kind_of
from bot.channels.wechat.api import WeChatApi
from bot.channels.wechat.errors import AwayError, WeChatError
from bot.commands.wechat_menu import line_of
from bot.settings import Settings
from campaign.media import store as files
from campaign.media.media import Media
from db import migrate
from db.engine import Database, DatabaseError
from faq.check import check_folder
from faq.commands import SEED
from faq.editorial import store as entries
from faq.editorial.record import Read
from faq.stations import StationsError, load
from texts import commands as texts

LEAST_FREE = 1024**3
"""Bytes that should be free: videos stop being taken at half of it."""

Finding = tuple[bool, str]


def add_parser(commands: Any) -> None:  # noqa: ANN401 -- argparse keeps its type private
    """Add the command."""
    commands.add_parser("doctor", help=texts.DOCTOR).set_defaults(run=_run)


def _run(_given: argparse.Namespace, settings: Settings) -> int:
    found = findings(settings)
    for is_well, line in found:
        print(texts.finding(line, is_well=is_well))
    return 0 if all(is_well for is_well, _ in found) else 1


def findings(settings: Settings) -> list[Finding]:
    """Look at everything; needs no bot that runs, and disturbs none."""
    looks: list[Callable[[Settings], Finding]] = [_folder, _space, _records, _knowledge, _stations]
    found = [look(settings) for look in looks]
    if asyncio.run(_has_records(settings)):
        found += [_perishing(settings)]
    return [*found, _wechat(settings)]


def _folder(settings: Settings) -> Finding:
    folder = settings.data_dir
    if not folder.exists():
        there = next(parent for parent in folder.absolute().parents if parent.exists())
        return there.is_dir() and os.access(there, os.W_OK), texts.no_data_folder(str(folder))
    return folder.is_dir() and os.access(folder, os.W_OK), texts.data_folder(str(folder))


def _space(settings: Settings) -> Finding:
    folder = (
        settings.data_dir if settings.data_dir.is_dir() else settings.data_dir.absolute().parent
    )
    free = shutil.disk_usage(folder).free if folder.is_dir() else 0
    return free >= LEAST_FREE, texts.free_space(free)


async def _has_records(settings: Settings) -> bool:
    """Whether there is a database of this version."""
    file = settings.database_file
    if file is not None and not file.exists():
        return False
    database = Database(settings.records)
    try:
        return await migrate.current(database) == migrate.newest()
    except (DatabaseError, OSError):
        return False  # said by `_records`
    finally:
        await database.close()


def _perishing(settings: Settings) -> Finding:
    async def look() -> list[Media]:
        database = Database(settings.records)
        try:
            async with database.read() as session:
                return await files.perishing(session)
        finally:
            await database.close()

    return True, texts.perishing([media.gone_at for media in asyncio.run(look()) if media.gone_at])


def _wechat(settings: Settings) -> Finding:
    if not settings.wechat_token:
        return True, texts.WECHAT_OFF
    app_id, secret = settings.wechat_app_id, settings.wechat_app_secret
    if not app_id or not secret:
        return True, texts.WECHAT_ANSWERS_ONLY

    async def look() -> Rights:
        database = Database(settings.records)
        api = WeChatApi(app_id, secret, settings.wechat_api, database)
        try:
            return await detect(api)
        finally:
            await api.close()
            await database.close()

    if not asyncio.run(_has_records(settings)):
        return True, texts.WECHAT_LATER
    try:
        rights = asyncio.run(look())
    except (WeChatError, AwayError) as problem:
        return False, texts.wechat_trouble(line_of(problem))
    return True, texts.wechat_rights(
        kind_of(rights).value, push=rights.push, media=rights.media, menu=rights.menu
    )


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


def _knowledge(settings: Settings) -> Finding:
    """Look at the live entries, every one of which can be read, and at the shipped ones."""

    async def look() -> Read | None:
        if not await _has_records(settings):
            return None
        database = Database(settings.records)
        try:
            async with database.read() as session:
                return (await entries.live_since(session, 0)).read()
        finally:
            await database.close()

    read, faults = asyncio.run(look()), len(check_folder(SEED).errors)
    live = None if read is None else len(read.entries)
    broken = () if read is None else tuple(read.broken)
    return not (faults or broken), texts.knowledge(live, broken, faults)


def _stations(_settings: Settings) -> Finding:
    try:
        stations = load()
    except StationsError as broken:
        return False, texts.stations_broken(str(broken))
    return True, texts.stations(len(stations), sum(station.is_sample for station in stations))
