"""Read a table whose columns may stand anywhere, in a file any office program saved."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from faq.sheet.grid import Grid, GridRow, SheetError, SheetFault
from faq.sheet.raw import MOST_ROWS, RawCell, RawSheet, sheets_of
from faq.sheet.shape import Column, ColumnKind, Shape
from faq.sheet.values import day_of, plain

LAST_HEADING_ROW = 20
"""Headings stand in one of the first rows; titles may stand above them."""
FEWEST_HEADINGS = 2
_DECORATION = re.compile(r"[\s*:：]|[（(].*[)）]$")
"""What people add to a heading: blanks, stars, a remark in brackets at its end."""


@dataclass(frozen=True, slots=True)
class _Headings:
    row: int
    places: dict[str, int]
    extra: tuple[str, ...]


def read(path: Path, shape: Shape) -> Grid:
    """Read the sheet that has the columns; raises `SheetError` where none has."""
    required = [column.title for column in shape.columns if column.is_required]
    for sheet in _by_name(path, shape):
        rows = sheet.rows
        headings = _headings(rows, shape)
        if headings is not None:
            grid = tuple(_grid_rows(rows, headings, shape, sheet))
            if not grid:
                raise SheetError(SheetFault.NO_ROWS)
            return Grid(sheet.name, tuple(headings.places), headings.extra, grid)
    raise SheetError(SheetFault.NO_HEADINGS, required=required)


def _by_name(path: Path, shape: Shape) -> Iterator[RawSheet]:
    """Look at the sheet of our name first, then at the others as they stand."""
    sheets = list(sheets_of(path))
    yield from sorted(sheets, key=lambda sheet: sheet.name.strip() != shape.sheet)


def _headings(rows: Iterator[tuple[int, list[RawCell]]], shape: Shape) -> _Headings | None:
    known = _known(shape)
    required = {column.key for column in shape.columns if column.is_required}
    for number, cells in rows:
        titles = [_bare(cell.text) for cell in cells]
        keys = [known.get(title) for title in titles]
        found = [key for key in keys if key]
        if required <= set(found) and len(found) >= min(FEWEST_HEADINGS, len(shape.columns)):
            twice = next((key for key in found if found.count(key) > 1), None)
            if twice is not None:
                raise SheetError(SheetFault.REPEATED_HEADING, title=shape.title(twice))
            places = {key: place for place, key in enumerate(keys) if key}
            extra = [cells[place].text for place, key in enumerate(keys) if not key]
            return _Headings(number, places, tuple(text for text in extra if text))
        if number >= LAST_HEADING_ROW:
            break
    return None


def _known(shape: Shape) -> dict[str, str]:
    return {
        _bare(title): column.key
        for column in reversed(shape.columns)
        for title in (*column.aliases, column.title)
    }


def _bare(title: str) -> str:
    return _DECORATION.sub("", plain(title)).upper()


def _grid_rows(
    rows: Iterator[tuple[int, list[RawCell]]], headings: _Headings, shape: Shape, sheet: RawSheet
) -> Iterator[GridRow]:
    columns = {column.key: column for column in shape.columns}
    count = 0
    for number, cells in rows:
        given = {key: cells[place] for key, place in headings.places.items() if place < len(cells)}
        values = {
            key: _value(cell, columns[key], sheet) for key, cell in given.items() if cell.text
        }
        if not any(not columns[key].is_read_only for key in values):
            continue
        count += 1
        if count > MOST_ROWS:
            raise SheetError(SheetFault.TOO_MANY_ROWS, limit=MOST_ROWS)
        formulas = tuple(
            key for key, cell in given.items() if cell.is_formula and not columns[key].is_read_only
        )
        yield GridRow(number, values, formulas)


def _value(cell: RawCell, column: Column, sheet: RawSheet) -> str:
    if cell.is_formula:
        return cell.text
    if column.kind is ColumnKind.DAY:
        return day_of(cell.text, epoch=sheet.epoch)
    if column.kind in (ColumnKind.WHOLE, ColumnKind.CHOICE):
        return plain(cell.text)
    return cell.text
