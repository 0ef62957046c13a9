"""`asked`: what citizens ask most, and what of it the menu shows."""

import argparse
import asyncio
from typing import Any

from bot.commands.opened import open_records
from bot.settings import Settings
from bot.turns import utc_now
from desk import hot, store
from faq.editorial import store as entries
from handlers.context import CHINA
from texts import commands as texts

MOST = 20


def add_parser(commands: Any) -> None:  # noqa: ANN401 -- argparse keeps its type private
    """Add the command."""
    parser = commands.add_parser("asked", help=texts.ASKED)
    parser.add_argument(
        "--days", metavar=texts.DAYS_SHOWN, type=int, default=hot.DAYS, help=texts.ASKED_DAYS
    )
    parser.add_argument(
        "--most", metavar=texts.ROWS, type=int, default=MOST, help=texts.ASKED_MOST
    )
    parser.set_defaults(run=_list)


def _list(given: argparse.Namespace, settings: Settings) -> int:
    today = utc_now().astimezone(CHINA).date()

    async def look() -> None:
        database = await open_records(settings)
        async with database.read() as session:
            asked = await store.most_asked(session, hot.first_day(today, given.days), 1)
            known = await entries.titles(session, [one.entry_id for one in asked[: given.most]])
        await database.close()
        for place, one in enumerate(asked[: given.most], start=1):
            print(texts.asked_line(place, one, known.get(one.entry_id)))
        print(texts.asked_rules(len(asked), given.days))

    asyncio.run(look())
    return 0
