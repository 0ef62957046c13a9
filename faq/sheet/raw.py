"""Raw rows out of an XLSX or CSV file, within bounds: the file may come from anywhere."""

import codecs
import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries

from faq.sheet.grid import SheetError, SheetFault
from faq.sheet.values import text_of, unguarded

LARGEST_FILE = 10 * 1024 * 1024
LARGEST_INSIDE = 200 * 1024 * 1024
MOST_ROWS = 20_000
MOST_BLANK = 1_000
"""Blank rows after which a table ends: programs save formatted emptiness to the last row."""
MOST_COLUMNS = 200
LONGEST_FIELD = 1_000_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=[\"']([A-Z]+\d+:[A-Z]+\d+)[\"']")
_PIECE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class RawCell:
    """A cell's text; a formula is told apart from a text that looks like one."""

    text: str
    is_formula: bool = False


BLANK = RawCell("")
"""Most cells of a row that is read: a row is as wide as a table may be."""


@dataclass(frozen=True, slots=True)
class RawSheet:
    """One sheet: rows by number, and the first day its serial numbers count from."""

    name: str
    rows: Iterator[tuple[int, list[RawCell]]]
    epoch: datetime | None = None


def sheets_of(path: Path) -> Iterator[RawSheet]:
    """Open a file and give its visible sheets, then the hidden ones; raises `SheetError`."""
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(_PIECE)
    if not head.strip(b"\0 \r\n\t"):
        raise SheetError(SheetFault.EMPTY)
    if size > LARGEST_FILE:
        raise SheetError(SheetFault.TOO_LARGE, size=size, limit=LARGEST_FILE)
    if head.startswith(_OLE):
        is_locked = _LOCKED in path.read_bytes()
        raise SheetError(SheetFault.LOCKED if is_locked else SheetFault.OLD_EXCEL)
    if zipfile.is_zipfile(path):
        yield from _workbook(path)
    elif head.startswith(_ZIP):
        raise SheetError(SheetFault.BROKEN, problem="zip")
    else:
        yield _csv(path)


def _workbook(path: Path) -> Iterator[RawSheet]:
    _measure(path)
    try:
        # Not by its name: the reader goes by the ending, and an upload has none.
        held = io.BytesIO(path.read_bytes())
        book = load_workbook(held, read_only=True, data_only=False, keep_links=False)
    except SheetError:
        raise
    except Exception as problem:
        # Whatever a broken or foreign file makes the reader raise, to the author it is one thing.
        raise SheetError(SheetFault.BROKEN, problem=type(problem).__name__) from problem
    pages = [page for page in book.worksheets if hasattr(page, "_worksheet_path")]
    for page in sorted(pages, key=lambda one: one.sheet_state != "visible"):
        yield RawSheet(page.title, _rows(page, path), book.epoch)


def _measure(path: Path) -> None:
    """Unpack nothing that says, or turns out, to be too big."""
    with zipfile.ZipFile(path) as packed:
        inside = sum(one.file_size for one in packed.infolist())
        if "xl/workbook.xml" not in packed.namelist():
            raise SheetError(SheetFault.NOT_A_TABLE)
    if inside > LARGEST_INSIDE:
        raise SheetError(SheetFault.TOO_BIG_INSIDE)


def _rows(page: Any, path: Path) -> Iterator[tuple[int, list[RawCell]]]:  # noqa: ANN401 -- the reader's own
    merged = _merged(path, page._worksheet_path)  # noqa: SLF001 -- the reader tells it nowhere else
    page.reset_dimensions()
    try:
        yield from _filled(page.iter_rows(max_col=MOST_COLUMNS), merged)
    except SheetError:
        raise
    except Exception as problem:
        raise SheetError(SheetFault.BROKEN, problem=type(problem).__name__) from problem


def _filled(
    rows: Iterable[Any], merged: Mapping[int, list[tuple[int, int]]]
) -> Iterator[tuple[int, list[RawCell]]]:
    """Give every row; cells merged downwards repeat what stands in the first one."""
    above: dict[int, tuple[int, RawCell]] = {}
    blank = 0
    for number, row in enumerate(rows, start=1):
        cells = [BLANK if cell.value is None else _cell(cell) for cell in row]
        for column, last in merged.get(number, []):
            if column < len(cells):
                above[column] = (last, cells[column])
        for column, (last, cell) in above.items():
            if number <= last and column < len(cells) and not cells[column].text:
                cells[column] = cell
        is_blank = not any(cell.text for cell in cells)
        blank = blank + 1 if is_blank else 0
        if blank > MOST_BLANK:
            return
        if not is_blank:
            yield number, cells


def _cell(cell: Any) -> RawCell:  # noqa: ANN401 -- the reader's own
    if cell.data_type == "f":
        return RawCell(str(getattr(cell.value, "text", cell.value) or "="), is_formula=True)
    return RawCell(text_of(cell.value))


def _merged(path: Path, part: str) -> dict[int, list[tuple[int, int]]]:
    """Find the cells merged downwards: by first row, columns from 0 and the last row."""
    found: dict[int, list[tuple[int, int]]] = {}
    with zipfile.ZipFile(path) as packed, packed.open(part) as file:
        rest, read = b"", 0
        while piece := file.read(_PIECE):
            read += len(piece)
            if read > LARGEST_INSIDE:
                raise SheetError(SheetFault.TOO_BIG_INSIDE)
            rest += piece
            for one in _MERGED.finditer(rest):
                left, top, right, bottom = (
                    side or 0 for side in range_boundaries(one[1].decode())
                )
                if left == right and bottom > top:
                    found.setdefault(top, []).append((left - 1, bottom))
            rest = rest[-100:] if not _MERGED.search(rest[-100:]) else b""
    return found


def _csv(path: Path) -> RawSheet:
    text = decoded(path.read_bytes())
    first = text.split("\n", 1)[0]
    separator = max(",\t;", key=first.count)
    return RawSheet("", _records(io.StringIO(text, newline=""), separator))


def decoded(data: bytes) -> str:
    """Decode what Excel, WPS and LibreOffice save as CSV; raises `SheetError` for other bytes."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise SheetError(SheetFault.ENCODING)


def _records(file: io.StringIO, separator: str) -> Iterator[tuple[int, list[RawCell]]]:
    csv.field_size_limit(LONGEST_FIELD)
    try:
        for number, record in enumerate(csv.reader(file, delimiter=separator), start=1):
            cells = [RawCell(unguarded(text_of(one))) for one in record[:MOST_COLUMNS]]
            if any(cell.text for cell in cells):
                yield number, cells
    except csv.Error as problem:
        raise SheetError(SheetFault.BROKEN, problem=str(problem)) from problem
