"""The shape of a table: its columns, what each holds, and how it explains itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from faq.words import shipped


class ColumnKind(StrEnum):
    """What the cells of a column hold."""

    TEXT = "text"
    LINES = "lines"
    DAY = "day"
    WHOLE = "whole"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Column:
    """A column; it is found by its title or by one of the aliases, wherever it stands."""

    key: str
    title: str
    aliases: tuple[str, ...] = ()
    width: int = 12
    kind: ColumnKind = ColumnKind.TEXT
    options: tuple[str, ...] = ()
    about: str = ""
    is_required: bool = False
    is_read_only: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """A kind of table: the sheet's name, its columns, and notes for whoever fills it in."""

    name: str
    sheet: str
    columns: tuple[Column, ...]
    notes: tuple[str, ...]

    def title(self, key: str) -> str:
        """Give a column's heading."""
        return next((column.title for column in self.columns if column.key == key), key)


@cache
def shape_of(name: str) -> Shape:
    """Read a shape from the shipped words: `entries` or `stations`."""
    given = shipped("sheets.yaml")[name]
    columns = tuple(_column(row) for row in given["columns"])
    return Shape(name, given["sheet"], columns, tuple(given["notes"]))


def with_options(shape: Shape, options: Mapping[str, Sequence[str]]) -> Shape:
    """Give columns the choices that only the records know."""
    columns = tuple(
        Column(
            each.key, each.title, each.aliases, each.width, each.kind,
            tuple(options.get(each.key, each.options)), each.about, each.is_required,
            each.is_read_only,
        )
        for each in shape.columns
    )  # fmt: skip
    return Shape(shape.name, shape.sheet, columns, shape.notes)


def _column(row: Mapping[str, object]) -> Column:
    given = {"width": 12, "about": "", **row}
    return Column(
        key=str(given["key"]),
        title=str(given["title"]),
        aliases=_texts(given.get("aliases")),
        width=int(str(given["width"])),
        kind=ColumnKind(str(given.get("kind", "text"))),
        options=_texts(given.get("options")),
        about=str(given["about"]),
        is_required=bool(given.get("required")),
        is_read_only=bool(given.get("read_only")),
    )


def _texts(values: object) -> tuple[str, ...]:
    return tuple(str(each) for each in values) if isinstance(values, list) else ()
