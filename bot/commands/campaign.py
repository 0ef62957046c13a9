"""`campaign list|show|export|load`: the call for videos, for staff at the terminal."""

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path, PurePath
from typing import Any

import yaml

from bot.commands.opened import open_records
from bot.locks import StartError
from bot.settings import Settings
from bot.turns import utc_now
from campaign import store
from campaign.campaign import BadCampaignError, Campaign
from campaign.export import ExportRow, MediaItem, export_media, write_xlsx
from campaign.files import MediaFolder
from campaign.media import store as files
from campaign.media.media import Media
from campaign.naming import stable_name
from campaign.submission import Submission
from db.engine import Database, Session
from people import receipt
from texts import campaign as texts
from texts import check
from texts.commands import ACTION, FILE, FOLDER, NUMBER
from texts.mine import STATES

Work = Callable[[Database], Awaitable[int]]
MEGABYTE = 1024 * 1024
DIGEST_SHOWN = 16


def add_parser(commands: Any) -> None:  # noqa: ANN401 -- argparse keeps its type private
    """Add the command."""
    parser = commands.add_parser("campaign", help=texts.COMMAND)
    actions = parser.add_subparsers(required=True, metavar=ACTION)
    actions.add_parser("list", help=texts.LIST).set_defaults(run=_list)
    showing = actions.add_parser("show", help=texts.SHOW)
    showing.add_argument("receipt", metavar=NUMBER, help=texts.RECEIPT)
    showing.set_defaults(run=_show)
    exporting = actions.add_parser("export", help=texts.EXPORT)
    exporting.add_argument("--out", metavar=FOLDER, type=Path, help=texts.OUT)
    exporting.add_argument("--campaign", metavar=NUMBER, help=texts.CAMPAIGN)
    exporting.set_defaults(run=_export)
    loading = actions.add_parser("load", help=texts.LOAD)
    loading.add_argument("file", metavar=FILE, type=Path, help=texts.FILE)
    loading.set_defaults(run=_load)


def run(given: argparse.Namespace, settings: Settings) -> int:
    """Run the action that was asked for."""
    status: int = given.run(given, settings)
    return status


def _with_records(settings: Settings, work: Work) -> int:
    async def open_and_work() -> int:
        database = await open_records(settings)
        try:
            return await work(database)
        finally:
            await database.close()

    return asyncio.run(open_and_work())


def _list(_given: argparse.Namespace, settings: Settings) -> int:
    async def work(database: Database) -> int:
        async with database.read() as session:
            known = await store.campaigns(session)
            for campaign in known:
                counts = await store.count_states(session, campaign.id)
                print(texts.campaign_line(campaign, counts, utc_now()))
                for one in await store.handed_in(session, campaign.id):
                    print(f"　　{texts.work_line(one)}")
            await _print_perishing(session)
        if not known:
            print(texts.NO_CAMPAIGN)
        return 0

    return _with_records(settings, work)


async def _print_perishing(session: Session) -> None:
    perishing = await files.perishing(session)
    if perishing:
        print(texts.PERISHING)
    for media in perishing:
        work = await store.get(session, media.submission_id or "")
        print(texts.perishing_line(media, work))


def _show(given: argparse.Namespace, settings: Settings) -> int:
    number = receipt.find(given.receipt) or given.receipt

    async def work(database: Database) -> int:
        async with database.read() as session:
            found = await store.find(session, number)
            if found is None:
                print(texts.not_found(number))
                return 1
            media = await files.get(session, found.media_id)
            history = await store.history(session, found.id)
            consents = texts.consent_list(await store.consents(session, found.id))
        print(texts.work_sheet(found, media, history, consents))
        return 0

    return _with_records(settings, work)


def _export(given: argparse.Namespace, settings: Settings) -> int:
    folder = MediaFolder(settings.media)

    async def work(database: Database) -> int:
        async with database.read() as session:
            campaign = await _asked(session, given.campaign)
            rows, items = await _collect(session, campaign, folder)
        out = given.out or Path(f"export-{campaign.id}")
        try:
            await asyncio.to_thread(_write, out, campaign, rows, items)
        except OSError as problem:
            raise StartError(texts.unwritable(str(out), problem.strerror or "")) from None
        return 0

    return _with_records(settings, work)


def _write(out: Path, campaign: Campaign, rows: list[ExportRow], items: list[MediaItem]) -> None:
    out.mkdir(parents=True, exist_ok=True)
    table = out / f"{campaign.id}.xlsx"
    count = write_xlsx(table, rows, texts.HEADINGS, texts.SHEET)
    report = export_media(items, out / "videos", _tell_progress)
    if items:
        print(file=sys.stderr)
    print(texts.exported(count, str(table), report))


def _tell_progress(done: int, total: int) -> None:
    print(texts.progress(done, total), end="", file=sys.stderr, flush=True)


async def _asked(session: Session, number: str | None) -> Campaign:
    if number is None:
        current = await store.current(session, utc_now())
        if current is None:
            raise StartError(texts.NO_CAMPAIGN)
        return current
    try:
        return await store.campaign(session, number)
    except LookupError:
        raise StartError(texts.no_such_campaign(number)) from None


async def _collect(
    session: Session, campaign: Campaign, folder: MediaFolder
) -> tuple[list[ExportRow], list[MediaItem]]:
    rows, items = [], []
    for work in await store.handed_in(session, campaign.id):
        media = await files.get(session, work.media_id)
        name = ""
        if media is not None and media.key is not None:
            name = _name(work, media.key)
            items.append(MediaItem(folder.path(media.key), name, media.size or 0))
        rows.append(await _row(session, work, media, name))
    return rows, items


def _name(work: Submission, key: str) -> str:
    authors = work.answers.get("authors") or [""]
    return stable_name(
        work.receipt or work.id,
        str(work.answers.get("organisation") or ""),
        work.title or texts.UNTITLED,
        str(authors[0]),
        PurePath(key).suffix,
    )


async def _row(session: Session, work: Submission, media: Media | None, name: str) -> ExportRow:
    answers = work.answers
    measured = media.verdict.measured if media and media.verdict else None
    history = await store.history(session, work.id)
    return ExportRow(
        receipt=work.receipt or "",
        title=work.title,
        authors="、".join(answers.get("authors") or ()),
        organisation=str(answers.get("organisation") or ""),
        phone=str(answers.get("phone") or ""),
        category=str(answers.get("category") or ""),
        synopsis=str(answers.get("synopsis") or ""),
        state=STATES[work.state],
        channel=texts.CHANNELS.get(work.channel, work.channel),
        received_at=work.received_at,
        duration=check.duration(measured.seconds) if measured else "",
        resolution=f"{measured.width}x{measured.height}" if measured else "",
        size_mb=round(media.size / MEGABYTE, 1) if media and media.size else None,
        sha256=(media.sha256 or "")[:DIGEST_SHOWN] if media else "",
        file_name=name,
        consents=texts.consent_list(await store.consents(session, work.id)),
        remarks=texts.remarks(work, media, history),
    )


def _load(given: argparse.Namespace, settings: Settings) -> int:
    try:
        document = yaml.safe_load(given.file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as problem:
        reason = str(problem).splitlines()[0]
        raise StartError(texts.unreadable(str(given.file), reason)) from None
    if not isinstance(document, dict):
        raise StartError(texts.bad_campaign(str(given.file), "id"))

    async def work(database: Database) -> int:
        try:
            async with database.begin() as session:
                campaign = await store.replace_campaign(session, document, utc_now())
        except BadCampaignError as wrong:
            raise StartError(texts.bad_campaign(str(given.file), wrong.field)) from None
        print(texts.loaded(campaign))
        return 0

    return _with_records(settings, work)
