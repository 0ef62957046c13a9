"""`exam`: sit the self-exam (考评自测) now, on this machine."""

import argparse
import asyncio
from pathlib import Path
from typing import Any

from bot.commands.opened import open_records
from bot.selfexam import Sitting, be_nice
from bot.settings import Settings
from bot.turns import utc_now
from db.engine import Database
from faq.commands import EXAM
from faq.selfexam import store
from faq.selfexam.run import Run
from texts import exam as texts
from texts.commands import FOLDER, NUMBER


def add_parser(commands: Any) -> None:  # noqa: ANN401 -- argparse keeps its type private
    """Add the command."""
    parser = commands.add_parser("exam", help=texts.COMMAND)
    parser.add_argument("--number", metavar=NUMBER, type=int, help=texts.NUMBER)
    parser.add_argument("--folder", metavar=FOLDER, type=Path, default=EXAM, help=texts.FOLDER)
    parser.set_defaults(run=_run)


def _run(given: argparse.Namespace, settings: Settings) -> int:
    async def work() -> Run | None:
        database = await open_records(settings)
        try:
            number = given.number or await _taken(database)
            sitting = Sitting(database, settings.data_dir, given.folder)
            return await sitting.sit(number) if number else None
        finally:
            await database.close()

    be_nice()
    run = asyncio.run(work())
    print(texts.result(run) if run else texts.ALREADY)
    return 0 if run and run.totals else 1


async def _taken(database: Database) -> int | None:
    """Ask for an exam and take it in one step, so that nobody else does."""
    async with database.begin() as session:
        if await store.ask(session, utc_now()) is None:
            return None
        return await store.take(session, utc_now())
