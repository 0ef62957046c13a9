"""Hand a campaign's submissions to staff: a table and a folder of media with stable names."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

import xlsxwriter

BEIJING = ZoneInfo("Asia/Shanghai")
PIECE = 4 * 1024 * 1024
LONGEST_CELL = 32_767
"""Characters that a cell of the format can hold; the writer drops longer ones silently."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
WIDTHS = {
    "receipt": 12,
    "title": 32,
    "authors": 20,
    "organisation": 28,
    "phone": 15,
    "category": 14,
    "synopsis": 60,
    "state": 12,
    "channel": 10,
    "received_at": 20,
    "duration": 12,
    "resolution": 14,
    "size_mb": 11,
    "sha256": 18,
    "file_name": 48,
    "consents": 32,
    "remarks": 40,
}


@dataclass(frozen=True, slots=True)
class ExportRow:
    """One submission as staff read it; words are Chinese already, the time is an aware datetime.

    `size_mb` is None when there is no file; `sha256` may be a prefix; `phone` is shown in full,
    so only roles that may see phones may ask for this table.
    """

    receipt: str
    title: str
    authors: str
    organisation: str
    phone: str
    category: str
    synopsis: str
    state: str
    channel: str
    received_at: datetime | None
    duration: str = ""
    resolution: str = ""
    size_mb: float | None = None
    sha256: str = ""
    file_name: str = ""
    consents: str = ""
    remarks: str = ""


@dataclass(frozen=True, slots=True)
class MediaItem:
    """One file to hand out: where it lies, the stable name it gets, its size in bytes."""

    path: Path
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class MediaReport:
    """What the hand-out did: files copied, files already there, names whose file is gone."""

    copied: int
    already: int
    missing: tuple[str, ...]


def write_xlsx(
    path: Path, rows: Iterable[ExportRow], headings: Mapping[str, str], sheet: str
) -> int:
    """Write the table and give the number of rows; the file appears only when it is complete.

    `headings` gives each field's Chinese heading. Nothing typed by a citizen can become a
    formula, a link or a number. Memory does not grow with the rows.
    """
    with TemporaryDirectory(dir=path.parent) as workshop:
        draft = Path(workshop) / path.name
        book = xlsxwriter.Workbook(
            draft,
            {
                "constant_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "tmpdir": workshop,
            },
        )
        count = _fill(book, book.add_worksheet(sheet), rows, headings)
        book.close()
        draft.replace(path)
    return count


def _fill(book: Any, page: Any, rows: Iterable[ExportRow], headings: Mapping[str, str]) -> int:  # noqa: ANN401 -- the writer has no types
    """Write headings, widths and rows."""
    styles = {
        "heading": book.add_format({"bold": True, "bg_color": "#E8EEF7", "valign": "top"}),
        "text": book.add_format({"num_format": "@", "valign": "top", "text_wrap": True}),
        "quoted": book.add_format(
            {"num_format": "@", "valign": "top", "text_wrap": True, "quote_prefix": True}
        ),
        "time": book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss", "valign": "top"}),
        "number": book.add_format({"num_format": "0.0", "valign": "top"}),
    }
    names = [field.name for field in fields(ExportRow)]
    page.freeze_panes(1, 1)
    for column, name in enumerate(names):
        page.set_column(column, column, WIDTHS[name])
        page.write_string(0, column, headings[name], styles["heading"])
    count = 0
    for count, row in enumerate(rows, 1):
        for column, name in enumerate(names):
            _cell(page, (count, column), getattr(row, name), styles)
    page.autofilter(0, 0, count, len(names) - 1)
    return count


def _cell(
    page: Any,  # noqa: ANN401 -- the writer has no types
    place: tuple[int, int],
    value: str | float | datetime | None,
    styles: Mapping[str, Any],
) -> None:
    """Write one value by its own type, never guessed from what it looks like."""
    if isinstance(value, datetime):
        page.write_datetime(*place, value.astimezone(BEIJING).replace(tzinfo=None), styles["time"])
    elif isinstance(value, str):
        text = value.encode("utf-8", "replace").decode()[:LONGEST_CELL]
        style = "quoted" if text.startswith(FORMULA_STARTS) else "text"
        page.write_string(*place, text, styles[style])
    elif value is not None:
        page.write_number(*place, value, styles["number"])


def export_media(
    items: Sequence[MediaItem], folder: Path, progress: Callable[[int, int], None]
) -> MediaReport:
    """Copy the files under their stable names, telling `progress` bytes done and bytes in all.

    Copies, not links: staff may cut what they got without touching the original. A file already
    there in full size is left, so a broken-off export goes on where it stopped. Blocking.
    """
    folder.mkdir(parents=True, exist_ok=True)
    total = sum(item.size for item in items)
    done = copied = already = 0
    missing = []
    for item in items:
        target = folder / item.name
        if target.exists() and target.stat().st_size == item.size:
            already += 1
        elif item.path.exists():
            for count in _copy(item.path, target):
                progress(done + count, total)
            copied += 1
        else:
            missing.append(item.name)
        done += item.size
        progress(done, total)
    return MediaReport(copied, already, tuple(missing))


def _copy(source: Path, target: Path) -> Iterator[int]:
    """Copy one file under a passing name, yielding the bytes copied so far.

    A half copy never bears the stable name.
    """
    passing = target.with_name(f".{os.getpid()}.part")
    count = 0
    try:
        with source.open("rb") as reading, passing.open("wb") as writing:
            while piece := reading.read(PIECE):
                writing.write(piece)
                count += len(piece)
                yield count
        passing.replace(target)
    finally:
        passing.unlink(missing_ok=True)
