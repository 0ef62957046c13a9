"""`unanswered list|close`: what citizens asked in vain, for whoever keeps the FAQ true."""

import argparse
import asyncio
from typing import Any

from bot.commands.opened import open_records
from bot.settings import Settings
from bot.turns import utc_now
from db.engine import Session
from desk import store
from texts import commands as texts

MOST = 200


def add_parser(commands: Any) -> None:  # noqa: ANN401 -- argparse keeps its type private
    """Add the command."""
    parser = commands.add_parser("unanswered", help=texts.UNANSWERED)
    actions = parser.add_subparsers(required=True, metavar=texts.ACTION)
    listing = actions.add_parser("list", help=texts.UNANSWERED_LIST)
    listing.add_argument(
        "--most", metavar=texts.ROWS, type=int, default=MOST, help=texts.UNANSWERED_MOST
    )
    listing.set_defaults(run=_list)
    closing = actions.add_parser("close", help=texts.UNANSWERED_CLOSE)
    closing.add_argument("receipt", metavar=texts.NUMBER, help=texts.UNANSWERED_NUMBER)
    closing.set_defaults(run=_close)


def _list(given: argparse.Namespace, settings: Settings) -> int:
    async def look() -> None:
        database = await open_records(settings)
        async with database.read() as session:
            await _print_waiting(session, given.most)
        await database.close()

    asyncio.run(look())
    return 0


async def _print_waiting(session: Session, most: int) -> None:
    questions = await store.waiting(session, most)
    tickets = await store.waiting_tickets(session, most)
    for question in questions:
        print(texts.question_line(question))
    for ticket in tickets:
        print(texts.ticket_line(ticket))
    print(texts.waiting(len(questions), len(tickets)))


def _close(given: argparse.Namespace, settings: Settings) -> int:
    number = given.receipt.strip().upper()

    async def work() -> bool:
        database = await open_records(settings)
        async with database.begin() as session:
            is_closed = await store.close(session, number, utc_now())
        await database.close()
        return is_closed

    is_closed = asyncio.run(work())
    print(texts.closed(number) if is_closed else texts.not_open(number))
    return 0 if is_closed else 1
