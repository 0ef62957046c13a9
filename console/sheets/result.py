"""What reading a table comes to, and the parts all kinds of tables share."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from faq.sheet import writing
from faq.sheet.grid import Grid, Problem
from faq.sheet.shape import Shape
from texts import console_sheets as words

MOST_SHOWN = 300
"""Of each kind on a page; the report names all errors."""

Say = Callable[[Problem], str]


@dataclass(frozen=True, slots=True)
class Result:
    """A preview for people, the rows to write, and a report where something is wrong."""

    preview: dict[str, Any]
    rows: list[dict[str, Any]]
    report: bytes | None = None


def columns_of(grid: Grid, shape: Shape) -> dict[str, Any]:
    """Say which columns a table has not, and which of its own mean nothing to us."""
    missing = [column.title for column in shape.columns if column.key not in grid.columns]
    return {"sheet": grid.sheet, "extra": list(grid.extra), "missing": missing}


def problems_of(problems: Sequence[Problem], shape: Shape, say: Say) -> dict[str, Any]:
    """Name problems by row and column, as many as a page can show."""
    shown = [
        {
            "row": one.row, "column": shape.title(one.column),
            "value": words.shortened(one.value), "sentence": say(one),
        }
        for one in problems[:MOST_SHOWN]
    ]  # fmt: skip
    rows = len({one.row for one in problems})
    return {"problems": shown, "problem_count": len(problems), "problem_rows": rows}


def report_of(grid: Grid, problems: Sequence[Problem], shape: Shape, say: Say) -> bytes | None:
    """Write the table again with what is wrong in each row; None where nothing is."""
    if not problems:
        return None
    wrong: dict[int, list[str]] = defaultdict(list)
    for one in problems:
        wrong[one.row].append(words.named(one, shape, say(one)))
    told = ["\n".join(wrong.get(row.number, ())) for row in grid.rows]
    return writing.xlsx(shape, [row.cells for row in grid.rows], told)
