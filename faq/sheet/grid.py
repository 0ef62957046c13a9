"""A table as it was read: rows with their numbers, and what was wrong with the file or a cell."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class SheetFault(StrEnum):
    """Why a file cannot be taken at all."""

    EMPTY = "empty"
    OLD_EXCEL = "old_excel"
    LOCKED = "locked"
    NOT_A_TABLE = "not_a_table"
    TOO_LARGE = "too_large"
    TOO_BIG_INSIDE = "too_big_inside"
    TOO_MANY_ROWS = "too_many_rows"
    BROKEN = "broken"
    ENCODING = "encoding"
    NO_HEADINGS = "no_headings"
    REPEATED_HEADING = "repeated_heading"
    NO_ROWS = "no_rows"
    TOO_SLOW = "too_slow"


class SheetError(Exception):
    """The file cannot be taken; the facts are for the sentence that says why."""

    def __init__(self, kind: SheetFault, **facts: object) -> None:
        super().__init__(kind)
        self.kind = kind
        self.facts = facts


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row: its number as the programs show it, and its cells by column."""

    number: int
    cells: Mapping[str, str]
    formulas: tuple[str, ...] = ()
    """Columns whose cell is a formula, which is never computed."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. `columns` are those it has; `extra` are headings that mean nothing to us."""

    sheet: str
    columns: tuple[str, ...]
    extra: tuple[str, ...]
    rows: tuple[GridRow, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a row, at a column, with what stands there."""

    row: int
    column: str
    kind: str
    value: str = ""
    item: int = 0
    facts: Mapping[str, object] = field(default_factory=dict)
