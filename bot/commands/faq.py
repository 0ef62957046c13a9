"""`faq export|import DIR`: the entries of the database as knowledge files, and back."""

import argparse
import asyncio
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bot.commands.opened import open_records
from bot.locks import StartError
from bot.seed import plant_seed
from bot.settings import Settings
from bot.turns import utc_now
from db.engine import Session
from faq.check import Checked, check_folder
from faq.editorial import store
from faq.editorial.content import entry_of
from faq.editorial.folder import Arrival, Arriving, Texts, arriving, files_of
from faq.editorial.lifecycle import Phase
from faq.editorial.record import Origin
from faq.entry import Entry
from faq.faults import Fault, FaultKind, sentence
from handlers.context import CHINA
from people.audit import store as audit
from texts import commands as command_texts
from texts import knowledge_files as texts

SOME_LEFT_OUT = 3
"""The exit status where entries did not come in; 2 is argparse's."""


class _OnlyLookingError(Exception):
    """Undoes what a dry run has written."""


def add_parser(commands: Any) -> None:  # noqa: ANN401 -- argparse keeps its type private
    """Add the command."""
    actions = commands.add_parser("faq", help=texts.HELP).add_subparsers(
        required=True, metavar=command_texts.ACTION
    )
    out = actions.add_parser("export", help=texts.EXPORT, description=texts.EXPORT_MORE)
    out.add_argument("folder", type=Path, metavar=texts.FOLDER, help=texts.FOLDER)
    out.add_argument("--drafts", action="store_true", help=texts.DRAFTS)
    out.set_defaults(run=_export)
    back = actions.add_parser("import", help=texts.IMPORT, description=texts.IMPORT_MORE)
    back.add_argument("folder", type=Path, metavar=texts.FOLDER, help=texts.FOLDER)
    back.add_argument("--dry-run", action="store_true", help=texts.DRY_RUN)
    back.set_defaults(run=_import)


def _export(given: argparse.Namespace, settings: Settings) -> int:
    folder: Path = given.folder
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise StartError(texts.not_empty(str(folder)))
    entries = asyncio.run(_entries(settings, with_drafts=given.drafts))
    if not entries:
        raise StartError(texts.nothing())
    files = files_of(entries)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise StartError(texts.unwritable(str(folder), reason)) from None
    faults = check_folder(folder).errors
    _print(sentence(fault) for fault in faults)
    print(texts.exported(len(entries), len(files), str(folder)))
    if faults:
        print(texts.exported_faulty(len(faults)))
    return 1 if faults else 0


async def _entries(settings: Settings, *, with_drafts: bool) -> list[Entry]:
    """Read what citizens are told, or the newest texts."""
    database = await open_records(settings)
    try:
        await plant_seed(database, utc_now())
        async with database.read() as session:
            if not with_drafts:
                return list((await store.live_since(session, 0)).read().entries)
            kept = await store.texts(session)
    finally:
        await database.close()
    heads = (one.head for one in kept.values() if one.record.phase is not Phase.ARCHIVED)
    return [entry_of(head.entry_id, head.content) for head in heads]


def _import(given: argparse.Namespace, settings: Settings) -> int:
    checked = check_folder(given.folder, utc_now().astimezone(CHINA).date())
    found, faults = asyncio.run(_imported(settings, checked, is_dry=given.dry_run))
    if faults:
        _print(sentence(fault) for fault in faults)
        raise StartError(texts.refused(len(faults)))
    _print(sentence(fault) for fault in checked.warnings)
    _print(texts.lines(found))
    print(texts.imported(found, is_dry=given.dry_run))
    left_out = any(one.arrival in (Arrival.BUSY, Arrival.ARCHIVED) for one in found)
    return SOME_LEFT_OUT if left_out else 0


async def _imported(
    settings: Settings, checked: Checked, *, is_dry: bool
) -> tuple[list[Arriving], list[Fault]]:
    """Take a folder in as drafts, all of it or nothing; a dry run undoes it."""
    database = await open_records(settings)
    try:
        await plant_seed(database, utc_now())
        async with database.begin_long() as session:
            kept = await store.texts(session)
            faults = _faults(checked, kept)
            found = arriving(checked.entries, kept) if not faults else []
            await _write(session, found)
            _undo(is_dry=is_dry)
    except _OnlyLookingError:
        pass
    finally:
        await database.close()
    return found, faults


def _faults(checked: Checked, kept: dict[str, Texts]) -> list[Fault]:
    """Leave out relations to entries that are not in the folder but in the records."""
    return [
        fault
        for fault in checked.errors
        if fault.kind is not FaultKind.UNKNOWN_RELATED or fault.facts["value"] not in kept
    ]


async def _write(session: Session, found: list[Arriving]) -> None:
    now, coming = utc_now(), []
    await store.claim(session, now)
    for one in found:
        if one.arrival is Arrival.NEW:
            await store.add(session, one.entry.id, one.content, Origin.IMPORT, None, now)
            coming.append(one.entry.id)
        elif one.arrival is Arrival.CHANGED and one.kept:
            await store.save(
                session, one.entry.id, one.content, seen=one.kept.record.version,
                origin=Origin.IMPORT, author_id=None, now=now,
            )  # fmt: skip
            coming.append(one.entry.id)
    if coming:
        facts = {"entries": len(coming), "first": coming[:20]}
        await audit.record(session, None, "entry.import", "entries", facts, now)


def _undo(*, is_dry: bool) -> None:
    if is_dry:
        raise _OnlyLookingError


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        print(line)
