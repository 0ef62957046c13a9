"""Tables of entries (表格往返): out, in with a preview, and written all or none."""

import asyncio
import json
from dataclasses import dataclass, field

from aiohttp import web

from console.doors import READERS, Door
from console.entries.editing import RESERVED
from console.sheets import imports
from console.sheets.imports import Import
from console.sheets.taking import CSV, SPREADSHEET, UPLOAD_BODY, Reader, attachment
from console.visit import Visit
from faq.editorial.sheet import shape, written
from faq.editorial.sheets import store
from faq.editorial.sheets.store import HeadText, Incoming, Meanwhile
from faq.sheet import writing
from people.audit import store as audit
from people.staff.roles import Role
from texts import console_entries
from texts import console_sheets as words

EDITORS = frozenset({Role.EDITOR})
KIND = "entries"
HOME = "/entries/sheets"
TOKEN = f"{HOME}/{{token:[0-9a-f]{{32}}}}"
IDS_NAMED = 3
PHASES = frozenset(phase.value for phase in console_entries.PHASES)


def doors() -> list[Door]:
    """Return the family's doors."""
    pages = SheetPages()
    return [
        Door("GET", HOME, pages.begin, READERS),
        Door("GET", f"{HOME}/{{name:entries[.](?:xlsx|csv)}}", pages.export, READERS),
        Door("POST", HOME, pages.upload, EDITORS, UPLOAD_BODY),
        Door("GET", TOKEN, pages.preview, EDITORS),
        Door("POST", TOKEN, pages.confirm, EDITORS),
        Door("GET", f"{TOKEN}/errors.xlsx", pages.report, EDITORS),
    ]


@dataclass(frozen=True, slots=True)
class SheetPages:
    """The pages, with the one reader of uploads."""

    reader: Reader = field(default_factory=Reader)

    async def begin(self, visit: Visit) -> web.Response:
        """Show what can be exported, and the form of an import."""
        return _beginning(visit, {})

    async def export(self, visit: Visit) -> web.Response:
        """Give every entry's newest text as a table."""
        name = visit.request.match_info["name"]
        heads = await _heads(visit)
        topic, phase = (visit.request.query.get(one, "") for one in ("topic", "phase"))
        is_csv = name.endswith(".csv")
        data = await asyncio.to_thread(_written, heads, topic, phase, is_csv=is_csv)
        dated = f"entries-{visit.today:%Y%m%d}.{'csv' if is_csv else 'xlsx'}"
        return attachment(data, dated, CSV if is_csv else SPREADSHEET)

    async def upload(self, visit: Visit) -> web.Response:
        """Take a table and show what it would change; nothing is written."""
        heads = await _heads(visit)
        job = {
            "heads": [(one.id, one.number, one.version, one.phase, one.content) for one in heads],
            "reserved": sorted(RESERVED),
        }
        one = await self.reader.take(visit, KIND, job)
        if isinstance(one, str):
            return _beginning(visit, {"file": one}, 422)
        return visit.go(f"{HOME}/{one.token}")

    async def preview(self, visit: Visit) -> web.Response:
        """Show what an import would change, or every error."""
        one = _import(visit)
        if one is None:
            return visit.go(HOME, words.EXPIRED, "warn")
        if one.is_done:
            return visit.go("/entries?phase=draft", words.DONE_ALREADY, "warn")
        preview = await asyncio.to_thread(lambda: one.preview)
        return visit.show(
            "sheets/preview.html", one=one, preview=preview, words=console_entries, texts=words
        )

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
            return visit.go("/entries?phase=draft", said, "warn")
        try:
            incoming = await asyncio.to_thread(lambda: [Incoming(**row) for row in rows])
            await _take(visit, one, incoming)
        except Meanwhile as quicker:
            one.give_back()
            ids = "、".join(quicker.ids[:IDS_NAMED])
            return visit.go(HOME, words.meanwhile(len(quicker.ids), ids), "error")
        except BaseException:
            one.give_back()
            raise
        counts = (await asyncio.to_thread(lambda: one.preview))["counts"]
        one.end()
        done = words.taken(counts["new"], counts["changed"], counts["conflict"])
        return visit.go("/entries?phase=draft", done)

    async def report(self, visit: Visit) -> web.StreamResponse:
        """Give the table back with what is wrong in each row."""
        one = _import(visit)
        if one is None or not one.has_report:
            return visit.go(HOME, words.EXPIRED, "warn")
        data = await asyncio.to_thread((one.folder / imports.REPORT).read_bytes)
        return attachment(data, f"errors-{visit.today:%Y%m%d}.xlsx", SPREADSHEET)


async def _take(visit: Visit, one: Import, rows: list[Incoming]) -> None:
    async with visit.parts.database.begin_long() as session:
        note = words.note(one.file_name)
        await store.take(session, rows, visit.staff.id, visit.now, note)
        new = sum(not row.seen for row in rows)
        facts = {"new": new, "changed": len(rows) - new}
        await audit.record(session, visit.staff, "sheet.entries", one.token, facts, visit.now)


async def _heads(visit: Visit) -> list[HeadText]:
    async with visit.parts.database.read() as session:
        return await store.heads(session)


def _written(heads: list[HeadText], topic: str, phase: str, *, is_csv: bool) -> bytes:
    rows = [
        written(one.id, json.loads(one.content), one.version)
        for one in heads
        if (one.phase == phase if phase in PHASES else one.phase != "archived")
    ]
    if topic:
        rows = [row for row in rows if row["topic"] == topic]
    return writing.csv_file(shape(), rows) if is_csv else writing.xlsx(shape(), rows)


def _import(visit: Visit) -> Import | None:
    token = visit.request.match_info["token"]
    return imports.find(visit.parts.data_dir, KIND, token, visit.staff.id, visit.now)


def _beginning(visit: Visit, errors: dict[str, str], status: int = 200) -> web.Response:
    return visit.show(
        "sheets/begin.html", status, errors=errors, shape=shape(), limit=words.too_large_limit()
    )
