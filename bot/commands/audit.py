"""`audit verify|export`: whether anybody touched the log of acts, and the log as a table."""

import argparse
import asyncio
import csv
import sys
from pathlib import Path
from typing import Any

from bot.commands.opened import open_records
from bot.settings import Settings
from people.audit import store
from people.audit.chain import Act, Broken, Whole
from people.staff import store as people
from texts import commands as texts
from texts import console as common
from texts import console_audit as words

FORMULA = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
"""What a spreadsheet would calculate."""


def add_parser(commands: Any) -> None:  # noqa: ANN401 -- argparse keeps its type private
    """Add the command."""
    parser = commands.add_parser("audit", help=words.AUDIT_COMMAND)
    actions = parser.add_subparsers(required=True, metavar=texts.ACTION)
    actions.add_parser("verify", help=words.VERIFY_COMMAND).set_defaults(run=_verify)
    exporting = actions.add_parser("export", help=words.EXPORT_COMMAND)
    exporting.add_argument("file", metavar=texts.FILE, type=Path, help=words.FILE_ARGUMENT)
    exporting.set_defaults(run=_export)


def _verify(_given: argparse.Namespace, settings: Settings) -> int:
    async def look() -> Broken | Whole:
        database = await open_records(settings)
        async with database.read() as session:
            found = await store.examine(session)
        await database.close()
        return found

    found = asyncio.run(look())
    print(words.examined(found))
    return 1 if isinstance(found, Broken) else 0


def _export(given: argparse.Namespace, settings: Settings) -> int:
    async def look() -> list[list[str]]:
        database = await open_records(settings)
        async with database.read() as session:
            names = {one.id: one.shown_name for one in await people.everybody(session)}
            rows = [_row(act, names) async for act in store.every(session)]
        await database.close()
        return rows

    rows = asyncio.run(look())
    try:
        _write(given.file, rows)
    except OSError as problem:
        print(words.not_written(str(given.file), problem.strerror or ""), file=sys.stderr)
        return 1
    print(words.exported(len(rows), str(given.file)))
    return 0


def _write(file: Path, rows: list[list[str]]) -> None:
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(words.COLUMNS)
        writer.writerows(rows)


def _row(act: Act, names: dict[int, str]) -> list[str]:
    who = words.PROGRAMME if act.staff_id is None else names.get(act.staff_id, "")
    row = [
        str(act.id), common.second(act.at), str(act.staff_id or ""), who,
        words.ACTIONS.get(act.action, act.action), act.action, act.subject,
        words.facts(dict(act.facts)), act.previous, act.hash,
    ]  # fmt: skip
    return ["'" + cell if cell.startswith(FORMULA) else cell for cell in row]
