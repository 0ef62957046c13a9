"""Entries as rows of a table (表格往返): written for people, read back as the same texts."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from faq.editorial.content import Content, content_hash, faults_of
from faq.editorial.lifecycle import Phase
from faq.sheet.grid import Grid, GridRow, Problem
from faq.sheet.shape import Shape, shape_of
from faq.sheet.values import day_of, lines_of, plain

SOURCE = ("title", "number", "article", "date", "url")
DAYS = ("as_of", "valid_from", "valid_until", "review_by")
PLAIN = ("topic", "standard_question", "answer", "evidence")
BAR = "\uff5c"
"""The full-width bar between the parts of a source."""
_TOKEN = re.compile(r"\\[\\\uff5c]|\uff5c|[^\\\uff5c]+|\\")
_IDS = re.compile(r"[\s,，、;；]+")


class Status(StrEnum):
    """What importing a row would do."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    CONFLICT = "conflict"
    WRONG = "wrong"


class Clash(StrEnum):
    """Why a row cannot be taken although nothing is wrong with it."""

    OVERTAKEN = "overtaken"
    NO_VERSION = "no_version"
    ARCHIVED = "archived"


@dataclass(frozen=True, slots=True)
class Head:
    """An entry as it is now: what a row is compared with."""

    id: str
    number: int
    version: int
    phase: str
    content: Content


@dataclass(frozen=True, slots=True)
class RowRead:
    """What a row says. `content` is whole: what the table has no column for is the head's."""

    row: int
    id: str
    status: Status
    content: Content
    seen: int = 0
    clash: Clash | None = None


@dataclass(frozen=True, slots=True)
class Compared:
    """A whole table beside the records."""

    rows: tuple[RowRead, ...]
    problems: tuple[Problem, ...]

    def count(self, status: Status) -> int:
        """Say how many rows have a status."""
        return sum(row.status is status for row in self.rows)


def shape() -> Shape:
    """Give the table's columns."""
    return shape_of("entries")


def written(entry_id: str, content: Mapping[str, Any], version: int) -> dict[str, str]:
    """Write a text as a row."""
    return {
        "id": entry_id,
        **{name: str(content.get(name) or "") for name in (*PLAIN, *DAYS)},
        "similar_questions": "\n".join(map(str, content.get("similar_questions") or ())),
        "sources": "\n".join(source_line(one) for one in content.get("sources") or ()),
        "related": "\n".join(map(str, content.get("related") or ())),
        "version": str(version),
    }


def source_line(source: Mapping[str, Any]) -> str:
    """Write a source as a line that reads back as itself."""
    parts = [str(source.get(name) or "").strip() for name in SOURCE]
    escaped = [part.replace("\\", "\\\\").replace(BAR, f"\\{BAR}") for part in parts]
    while len(escaped) > 2 and not escaped[-1]:  # noqa: PLR2004 -- a bar always shows what it is
        escaped.pop()
    return BAR.join(escaped)


def source_of(line: str) -> Content | None:
    """Read a source's line; None where it has too many parts."""
    if BAR not in line and line.count("|") == len(SOURCE) - 1:
        line = line.replace("|", BAR)
    parts = _parts(line)
    if len(parts) > len(SOURCE):
        return None
    told = dict(zip(SOURCE, parts, strict=False))
    if told.get("date"):
        told["date"] = day_of(told["date"])
    return {name: value for name, value in told.items() if value}


def compare(
    grid: Grid, heads: Mapping[str, Head], reserved: frozenset[str] = frozenset()
) -> Compared:
    """Check every row and say what importing it would do; every problem is named.

    `reserved` are ids no entry may have.
    """
    rows, problems = [], []
    seen_in: dict[str, int] = {}
    known = set(heads) | {plain(row.cells.get("id", "")) for row in grid.rows}
    for row in grid.rows:
        one, wrong = _compared(row, grid, heads, known)
        if one.id in seen_in:
            facts = {"other": seen_in[one.id]}
            wrong.append(Problem(row.number, "id", "repeated_id", one.id, facts=facts))
        elif one.id in reserved:
            wrong.append(Problem(row.number, "id", "reserved_id", one.id))
        elif one.id:
            seen_in[one.id] = row.number
        status = Status.WRONG if wrong else one.status
        rows.append(RowRead(one.row, one.id, status, one.content, one.seen, one.clash))
        problems += wrong
    return Compared(tuple(rows), tuple(problems))


def _compared(
    row: GridRow, grid: Grid, heads: Mapping[str, Head], known: set[str]
) -> tuple[RowRead, list[Problem]]:
    entry_id = plain(row.cells.get("id", ""))
    head = heads.get(entry_id)
    content, problems = _content(row, grid.columns)
    if head is not None:
        missing = {k: v for k, v in head.content.items() if k not in grid.columns and v}
        content = {**missing, **content}
    problems += [
        Problem(row.number, name, "formula", row.cells.get(name, "")) for name in row.formulas
    ]
    status, clash = _status(row, content, head)
    if status is not Status.SAME:
        # What is in the records already, a half-written draft too, may stay as it is.
        named = {problem.column for problem in problems}
        faults = list(_faults(row, entry_id, content))
        problems += [problem for problem in faults if problem.column not in named]
        problems += list(_wrongly_related(row, content, known))
    seen = head.version if head else 0
    return RowRead(row.number, entry_id, status, content, seen, clash), problems


def _status(row: GridRow, content: Content, head: Head | None) -> tuple[Status, Clash | None]:
    if head is None:
        return Status.NEW, None
    if content_hash(content) == content_hash(head.content):
        return Status.SAME, None
    if head.phase == Phase.ARCHIVED:
        return Status.CONFLICT, Clash.ARCHIVED
    version = row.cells.get("version", "")
    if not version:
        return Status.CONFLICT, Clash.NO_VERSION
    if version != str(head.version):
        return Status.CONFLICT, Clash.OVERTAKEN
    return Status.CHANGED, None


def _content(row: GridRow, columns: Sequence[str]) -> tuple[Content, list[Problem]]:
    """Read the fields a table has columns for."""
    cells = {name: text for name, text in row.cells.items() if name not in row.formulas}
    content: Content = {name: cells[name] for name in (*PLAIN, *DAYS) if cells.get(name)}
    if "similar_questions" in columns:
        content["similar_questions"] = lines_of(cells.get("similar_questions", ""))
    if "related" in columns:
        content["related"] = [one for one in _IDS.split(plain(cells.get("related", ""))) if one]
    problems = []
    if "sources" in columns:
        read = [(line, source_of(line)) for line in lines_of(cells.get("sources", ""))]
        content["sources"] = [source for _, source in read if source]
        problems = [
            Problem(row.number, "sources", "source_parts", line, item)
            for item, (line, source) in enumerate(read, start=1)
            if source is None
        ]
    return {name: value for name, value in content.items() if value}, problems


def _faults(row: GridRow, entry_id: str, content: Content) -> Iterator[Problem]:
    """Check a text as the form does; what only warns is for the review."""
    for fault in faults_of(entry_id, content):
        if not fault.is_warning:
            column = fault.place.file
            value = _value(content, row.cells, column, fault.place.line)
            yield Problem(
                row.number, column, fault.kind.value, value, fault.place.line, dict(fault.facts)
            )


def _value(content: Content, cells: Mapping[str, str], column: str, item: int) -> str:
    given = content.get(column)
    if item and isinstance(given, list) and item <= len(given):
        one = given[item - 1]
        return source_line(one) if isinstance(one, Mapping) else str(one)
    return cells.get(column, "")


def _wrongly_related(row: GridRow, content: Content, known: set[str]) -> Iterator[Problem]:
    for item, one in enumerate(content.get("related") or (), start=1):
        if one not in known:
            facts = {"value": one}
            yield Problem(row.number, "related", "unknown_related", one, item, facts)
        elif one == plain(row.cells.get("id", "")):
            yield Problem(row.number, "related", "related_to_itself", one, item)


def _parts(line: str) -> list[str]:
    """Split at bars; a backslash before one, or before another backslash, makes it a text."""
    parts = [""]
    for token in _TOKEN.findall(line):
        if token == BAR:
            parts.append("")
        else:
            parts[-1] += token[1] if token[0] == "\\" and len(token) > 1 else token
    return [part.strip() for part in parts]
