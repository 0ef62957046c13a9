"""Write a table for office programs: texts stay texts, and the workbook explains itself."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import xlsxwriter

from faq.sheet.shape import Column, ColumnKind, Shape
from faq.sheet.values import guarded
from faq.words import shipped

LONGEST_CELL = 32_767
"""Characters that a cell of the format can hold; the writer drops longer ones silently."""
SPARE_ROWS = 2_000
"""Rows below the last one that also offer the choices, for what is added."""
_FORMULA_STARTS = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")

Written = Mapping[str, str]
"""A row by column: texts, lists with a line an item, days in ISO."""


def xlsx(shape: Shape, rows: Iterable[Written], errors: Sequence[str] | None = None) -> bytes:
    """Write a workbook: the table, and how to fill it in.

    `errors` adds a column in front that says what is wrong with each row.
    """
    held = io.BytesIO()
    book = xlsxwriter.Workbook(
        held,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    styles = _styles(book)
    first = [Column("", shipped("sheets.yaml")["report"], width=50)] if errors is not None else []
    columns = [*first, *shape.columns]
    page = book.add_worksheet(shape.sheet)
    page.freeze_panes(1, len(first) + 1)
    for place, column in enumerate(columns):
        style = styles["day" if column.kind is ColumnKind.DAY else "text"]
        page.set_column(place, place, column.width, style)
        page.write_string(0, place, column.title, styles["heading"])
    count = 0
    for count, row in enumerate(rows, start=1):
        if errors is not None:
            _write(page, (count, 0), errors[count - 1], columns[0], styles)
        for place, column in enumerate(shape.columns, start=len(first)):
            _write(page, (count, place), row.get(column.key, ""), column, styles)
    _offer(page, columns, count)
    page.autofilter(0, 0, max(count, 1), len(columns) - 1)
    _explain(book, shape, styles)
    book.close()
    return held.getvalue()


def csv_file(shape: Shape, rows: Iterable[Written]) -> bytes:
    """Write a CSV file that Excel opens as UTF-8, and in which nothing becomes a formula."""
    held = io.StringIO(newline="")
    writer = csv.writer(held)
    writer.writerow([column.title for column in shape.columns])
    for row in rows:
        writer.writerow([guarded(row.get(column.key, "")) for column in shape.columns])
    return held.getvalue().encode("utf-8-sig")


def _styles(book: Any) -> dict[str, Any]:  # noqa: ANN401 -- the writer has no types
    cell = {"num_format": "@", "valign": "top", "text_wrap": True}
    return {
        "heading": book.add_format(
            {"bold": True, "bg_color": "#E8EEF7", "valign": "top", "border": 1}
        ),
        "text": book.add_format(cell),
        "quoted": book.add_format({**cell, "quote_prefix": True}),
        "locked": book.add_format({**cell, "font_color": "#808080"}),
        "day": book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"}),
    }


def _write(
    page: Any,  # noqa: ANN401 -- the writer has no types
    place: tuple[int, int],
    text: str,
    column: Column,
    styles: Mapping[str, Any],
) -> None:
    text = text.encode("utf-8", "replace").decode()[:LONGEST_CELL]
    if not text:
        return
    day = _day(text) if column.kind is ColumnKind.DAY else None
    if day is not None:
        page.write_datetime(*place, day, styles["day"])
    elif column.is_read_only:
        page.write_string(*place, text, styles["locked"])
    else:
        style = "quoted" if text.startswith(_FORMULA_STARTS) else "text"
        page.write_string(*place, text, styles[style])


def _offer(page: Any, columns: Sequence[Column], count: int) -> None:  # noqa: ANN401 -- the writer has no types
    """Offer the choices of a column in a list that drops down."""
    for place, column in enumerate(columns):
        if column.options:
            choice = {
                "validate": "list",
                "source": list(column.options),
                "error_type": "warning",
            }
            page.data_validation(1, place, count + SPARE_ROWS, place, choice)


def _explain(book: Any, shape: Shape, styles: Mapping[str, Any]) -> None:  # noqa: ANN401 -- the writer has no types
    guide = shipped("sheets.yaml")["guide"]
    page = book.add_worksheet(guide["sheet"])
    page.set_column(0, 0, 14)
    page.set_column(1, 1, 90)
    for place, heading in enumerate(guide["headings"]):
        page.write_string(0, place, heading, styles["heading"])
    rows = [(column.title, column.about) for column in shape.columns]
    rows += [("", note) for note in shape.notes]
    for number, (title, about) in enumerate(rows, start=1):
        page.write_string(number, 0, title, styles["text"])
        page.write_string(number, 1, about, styles["text"])


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
