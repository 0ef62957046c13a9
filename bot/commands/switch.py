"""`switch list|stop|resume`: stopping something when the console is out of reach."""

import argparse
import asyncio
import sys
from typing import Any

from bot.commands.opened import open_records
from bot.settings import Settings
from bot.turns import utc_now
from desk.switches import store
from desk.switches.switches import TOPIC, BadStopError, Stop
from people.audit import store as audit
from texts import console_switches as texts


def add_parser(commands: Any) -> None:  # noqa: ANN401 -- argparse keeps its type private
    """Add the command."""
    parser = commands.add_parser("switch", help=texts.COMMAND)
    actions = parser.add_subparsers(required=True, metavar=texts.ACTION)
    actions.add_parser("list", help=texts.COMMAND_LIST).set_defaults(run=_list)
    stopping = actions.add_parser("stop", help=texts.COMMAND_STOP)
    stopping.add_argument("scope", metavar=texts.SCOPE, help=texts.COMMAND_SCOPE)
    stopping.add_argument("--message", metavar=texts.WORDS, help=texts.COMMAND_WORDS)
    stopping.set_defaults(run=_stop)
    resuming = actions.add_parser("resume", help=texts.COMMAND_RESUME)
    resuming.add_argument("scope", metavar=texts.SCOPE, help=texts.COMMAND_SCOPE)
    resuming.set_defaults(run=_resume)


def _list(_given: argparse.Namespace, settings: Settings) -> int:
    async def look() -> list[Stop]:
        database = await open_records(settings)
        async with database.read() as session:
            stops = (await store.load(session)).stops
        await database.close()
        return list(stops.values())

    print(texts.listed(asyncio.run(look())))
    return 0


def _stop(given: argparse.Namespace, settings: Settings) -> int:
    scope, now = given.scope, utc_now()
    message = texts.default(scope) if given.message is None else given.message

    async def work() -> Stop | None:
        database = await open_records(settings)
        try:
            async with database.begin() as session:
                if await store.stop(session, scope, message, None, now):
                    await audit.record(session, None, "switch.on", scope, {}, now)
                    return None
                return (await store.load(session)).stops[scope]
        finally:
            await database.close()

    if scope not in texts.TITLES and not scope.startswith(TOPIC):
        print(texts.bad_scope(scope), file=sys.stderr)
        return 1
    try:
        there = asyncio.run(work())
    except BadStopError as bad:
        wrong = texts.too_long(len(message.strip())) if message.strip() else texts.NO_WORDS
        print(texts.bad_scope(scope) if str(bad) == "scope" else wrong, file=sys.stderr)
        return 1
    print(texts.listed([there]) if there else texts.stopped_saying(scope, message))
    return 0


def _resume(given: argparse.Namespace, settings: Settings) -> int:
    scope, now = given.scope, utc_now()

    async def work() -> bool:
        database = await open_records(settings)
        async with database.begin() as session:
            is_done = await store.resume(session, scope)
            if is_done:
                await audit.record(session, None, "switch.off", scope, {}, now)
        await database.close()
        return is_done

    print(texts.resumed(scope) if asyncio.run(work()) else texts.already_on(scope))
    return 0
