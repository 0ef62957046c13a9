"""Tables of stations: out, in with a preview, and written all or none."""

import asyncio
from dataclasses import dataclass, field

from aiohttp import web

from console.sheets import imports
from console.sheets.imports import Import
from console.sheets.taking import CSV, SPREADSHEET, UPLOAD_BODY, Reader, attachment
from console.visit import Visit
from faq.register import store
from faq.register.register import Record
from faq.register.sheet import shape, written
from faq.register.store import Incoming, Overtaken
from faq.sheet import writing
from people.audit import store as audit
from texts import console_sheets as words
from texts import console_stations
from texts.stations import SERVICES

KIND = "stations"
HOME = "/stations/sheets"
REPLACE = "replace"


@dataclass(frozen=True, slots=True)
class StationSheets:
    """The pages, with the one reader of uploads."""

    reader: Reader = field(default_factory=Reader)
    body: int = UPLOAD_BODY

    async def begin(self, visit: Visit) -> web.Response:
        """Show what can be exported, and the form of an import."""
        return await _beginning(visit, {}, "update")

    async def export(self, visit: Visit) -> web.Response:
        """Give every station as a table."""
        records = await _records(visit)
        is_csv = visit.request.match_info["name"].endswith(".csv")
        rows = [written(record, SERVICES) for record in records]
        write = writing.csv_file if is_csv else writing.xlsx
        data = await asyncio.to_thread(write, shape(), rows)
        name = f"stations-{visit.today:%Y%m%d}.{'csv' if is_csv else 'xlsx'}"
        return attachment(data, name, CSV if is_csv else SPREADSHEET)

    async def upload(self, visit: Visit) -> web.Response:
        """Take a table and show what it would change; nothing is written."""
        mode = str((await visit.form()).get("mode", ""))
        records = await _records(visit)
        job = {
            "records": [
                (one.id, one.place, one.is_sample, one.content, one.version) for one in records
            ],
            "is_replacing": mode == REPLACE,
        }
        one = await self.reader.take(visit, KIND, job)
        if isinstance(one, str):
            return await _beginning(visit, {"file": one}, mode, 422)
        return visit.go(f"{HOME}/{one.token}")

    async def preview(self, visit: Visit) -> web.Response:
        """Show what an import would change, or every error."""
        one = _import(visit)
        if one is None:
            return visit.go(HOME, words.EXPIRED, "warn")
        if one.is_done:
            return visit.go("/stations", words.DONE_ALREADY, "warn")
        preview = await asyncio.to_thread(lambda: one.preview)
        return visit.show("stations/import.html", one=one, preview=preview, texts=words)

    async def confirm(self, visit: Visit) -> web.Response:
        """Write every row, or none; a second click finds it done."""
        one = _import(visit)
        if one is None:
            return visit.go(HOME, words.EXPIRED, "warn")
        if one.has_report:
            return visit.go(f"{HOME}/{one.token}", words.HAS_ERRORS, "error")
        rows = await asyncio.to_thread(one.claim)
        if rows is None:
            said = words.DONE_ALREADY if one.is_done else words.UNDER_WAY
            return visit.go("/stations", said, "warn")
        try:
            said = await _take(visit, one, [Incoming(**row) for row in rows])
        except Overtaken as quicker:
            one.give_back()
            said = console_stations.meanwhile(len(quicker.ids))
            return visit.go(HOME, said, "error")
        except BaseException:
            one.give_back()
            raise
        one.end()
        visit.parts.renewed()
        return visit.go("/stations", said)

    async def report(self, visit: Visit) -> web.StreamResponse:
        """Give the table back with what is wrong in each row."""
        one = _import(visit)
        if one is None or not one.has_report:
            return visit.go(HOME, words.EXPIRED, "warn")
        data = await asyncio.to_thread((one.folder / imports.REPORT).read_bytes)
        return attachment(data, f"errors-{visit.today:%Y%m%d}.xlsx", SPREADSHEET)


async def _take(visit: Visit, one: Import, rows: list[Incoming]) -> str:
    preview = await asyncio.to_thread(lambda: one.preview)
    removed = 0
    async with visit.parts.database.begin() as session:
        await store.write(session, rows, visit.now)
        if preview["is_replacing"]:
            removed = await store.remove_samples(session, visit.now)
        new = sum(not row.seen for row in rows)
        facts = {"new": new, "changed": len(rows) - new, "removed": removed}
        await audit.record(session, visit.staff, "sheet.stations", one.token, facts, visit.now)
    conflicts = preview["counts"]["conflict"]
    return console_stations.taken(new, len(rows) - new, removed, conflicts)


async def _records(visit: Visit) -> list[Record]:
    async with visit.parts.database.read() as session:
        return await store.records(session)


def _import(visit: Visit) -> Import | None:
    token = visit.request.match_info["token"]
    return imports.find(visit.parts.data_dir, KIND, token, visit.staff.id, visit.now)


async def _beginning(
    visit: Visit, errors: dict[str, str], mode: str, status: int = 200
) -> web.Response:
    samples = sum(record.is_sample for record in await _records(visit))
    return visit.show(
        "stations/sheets.html", status, errors=errors, shape=shape(), mode=mode, samples=samples,
        limit=words.too_large_limit(),
    )  # fmt: skip
