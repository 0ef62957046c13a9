"""Takes an upload in: kept in its folder, read by a child process, one at a time."""

import asyncio
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import web

from console.sheets import imports
from console.sheets.imports import Import
from console.visit import Visit
from faq.sheet.grid import SheetError, SheetFault
from faq.sheet.raw import LARGEST_FILE
from texts import console_sheets as words

UPLOAD_BODY = LARGEST_FILE + 1024 * 1024
"""A little more than the largest file, so that one that is too large is told so in words."""
PATIENCE_SECONDS = 90.0
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"
LONGEST_NAME = 80


@dataclass(slots=True)
class Reader:
    """Reads tables one after the other: two at once would take twice the memory."""

    turn: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(1))

    async def take(self, visit: Visit, kind: str, job: dict[str, Any]) -> Import | str:
        """Take the uploaded file in; a sentence where it cannot be taken."""
        file = await visit.file("file")
        if file is None:
            return words.NO_FILE
        name = Path(file.filename.replace("\\", "/")).name[:LONGEST_NAME]
        one = await asyncio.to_thread(self._keep, visit, kind, name, job, file)
        try:
            async with self.turn:
                await self._read(one)
        except SheetError as wrong:
            return words.fault(wrong.kind, wrong.facts)
        preview = await asyncio.to_thread(lambda: one.preview)
        if "fault" in preview:
            return words.fault(SheetFault(preview["fault"]), preview["facts"])
        return one

    def _keep(
        self, visit: Visit, kind: str, name: str, job: dict[str, Any], file: web.FileField
    ) -> Import:
        data_dir, now = visit.parts.data_dir, visit.now
        one = imports.begin(data_dir, kind, visit.staff.id, name, job, now)
        with (one.folder / imports.UPLOAD).open("wb") as kept:
            while piece := file.file.read(1024 * 1024):
                kept.write(piece)
        return one

    async def _read(self, one: Import) -> None:
        child = await asyncio.create_subprocess_exec(
            "nice", sys.executable, "-m", "console.sheets.child", str(one.folder),
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                status = await child.wait()
        except TimeoutError:
            raise SheetError(SheetFault.TOO_SLOW) from None
        finally:
            if child.returncode is None:
                child.kill()
                await child.wait()
        if status:
            raise SheetError(SheetFault.TOO_BIG_INSIDE if status < 0 else SheetFault.BROKEN)


def attachment(data: bytes, name: str, kind: str) -> web.Response:
    """Return a file to be saved; its name is ASCII, so that every browser takes it."""
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return web.Response(body=data, content_type=kind, headers=headers)
