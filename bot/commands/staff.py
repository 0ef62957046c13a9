"""`staff list|setup-link|reset|disable|enable`: letting people into the console from here."""

import argparse
import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from bot.commands.opened import open_records
from bot.console_parts import link_to, set_up_line
from bot.settings import Settings
from bot.turns import utc_now
from db.engine import Database
from people.staff import store
from people.staff.entering import name_of
from people.staff.governing import Governor, LastAdminError
from people.staff.links.store import LIVES, Purpose
from people.staff.staff import Staff
from texts import commands as texts
from texts import console_staff as words

Told = tuple[str, int]
Act = Callable[[Governor, Staff, Settings], Awaitable[str]]


def add_parser(commands: Any) -> None:  # noqa: ANN401 -- argparse keeps its type private
    """Add the command."""
    parser = commands.add_parser("staff", help=words.STAFF_COMMAND)
    actions = parser.add_subparsers(required=True, metavar=texts.ACTION)
    actions.add_parser("list", help=words.LIST_COMMAND).set_defaults(run=_run(_list))
    actions.add_parser("setup-link", help=words.LINK_COMMAND).set_defaults(run=_run(_link))
    on_one: tuple[tuple[str, str, Act], ...] = (
        ("reset", words.RESET_COMMAND, _reset),
        ("disable", words.DISABLE_COMMAND, _disable),
        ("enable", words.ENABLE_COMMAND, _enable),
    )
    for name, about, act in on_one:
        action = actions.add_parser(name, help=about)
        action.add_argument("name", metavar=words.NAME_ARGUMENT, help=words.NAME_ARGUMENT)
        action.set_defaults(run=_run(_on_one(act)))


def _run(
    work: Callable[[Database, argparse.Namespace, Settings], Awaitable[Told]],
) -> Callable[[argparse.Namespace, Settings], int]:
    async def open_and_work(given: argparse.Namespace, settings: Settings) -> Told:
        database = await open_records(settings)
        try:
            return await work(database, given, settings)
        finally:
            await database.close()

    def run(given: argparse.Namespace, settings: Settings) -> int:
        said, status = asyncio.run(open_and_work(given, settings))
        print(said)
        return status

    return run


async def _list(database: Database, _given: argparse.Namespace, _settings: Settings) -> Told:
    async with database.read() as session:
        everybody = await store.everybody(session)
    return "\n".join(words.line(one) for one in everybody) or words.NOBODY_YET, 0


async def _link(database: Database, _given: argparse.Namespace, settings: Settings) -> Told:
    line = await set_up_line(database, settings.address, utc_now())
    return (line, 0) if line else (words.STAFF_EXISTS, 1)


def _on_one(
    act: Act,
) -> Callable[[Database, argparse.Namespace, Settings], Awaitable[Told]]:
    async def work(database: Database, given: argparse.Namespace, settings: Settings) -> Told:
        try:
            async with database.begin() as session:
                staff = await store.called(session, name_of(given.name))
                if staff is None:
                    return words.unknown(given.name), 1
                return await act(Governor(session, None, utc_now()), staff, settings), 0
        except LastAdminError:
            return words.LAST_ADMIN, 1

    return work


async def _reset(governor: Governor, staff: Staff, settings: Settings) -> str:
    token = await governor.reset(staff)
    until = governor.now + LIVES[Purpose.RESET if staff.is_set_up else Purpose.INVITE]
    return words.reset_done(staff.shown_name, link_to(settings.address, token), until)


async def _disable(governor: Governor, staff: Staff, _settings: Settings) -> str:
    await governor.disable(staff)
    return words.disabled(staff.shown_name)


async def _enable(governor: Governor, staff: Staff, _settings: Settings) -> str:
    await governor.enable(staff)
    return words.enabled(staff.shown_name)
