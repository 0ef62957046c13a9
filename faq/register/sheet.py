"""Stations as rows of a table (表格往返): written for people, read back as the same stations."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from faq.editorial.sheet import Clash, Status
from faq.hours import Hours
from faq.register.register import (
    Content,
    Filled,
    Flaw,
    Record,
    content_of,
    districts,
    free_id,
    id_flaw,
    read,
)
from faq.register.spans import written_spans
from faq.sheet.grid import Grid, GridRow, Problem
from faq.sheet.shape import Shape, shape_of, with_options
from faq.sheet.values import plain
from faq.stations import ServiceKind, Station

CLOSED = "休息"
_SEPARATOR = re.compile(r"[\s,，、;；/|]+")
_YES = frozenset({"是", "示例", "TRUE", "true", "1", "Y", "y", "✓", "√"})
_NO = frozenset({"", "否", "不是", "FALSE", "false", "0", "N", "n"})
_FIELDS = ("name", "district", "address", "phone", "latitude", "longitude", "workdays", "holidays")

Names = Mapping[ServiceKind, str]
"""What the services are called."""


@dataclass(frozen=True, slots=True)
class RowRead:
    """What a row says of a station."""

    row: int
    id: str
    status: Status
    is_sample: bool
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
    return with_options(shape_of("stations"), {"district": districts()})


def fields_of(station: Station, names: Names) -> dict[str, str]:
    """Write a station as texts, as the form and the table show it."""
    point = station.point
    return {
        "name": station.name,
        "district": station.district,
        "address": station.address or "",
        "phone": station.phone or "",
        "services": "、".join(names[kind] for kind in ServiceKind if kind in station.services),
        "latitude": f"{point.latitude:.6f}".rstrip("0") if point else "",
        "longitude": f"{point.longitude:.6f}".rstrip("0") if point else "",
        "workdays": _day(station.hours, "workdays"),
        "holidays": _day(station.hours, "holidays"),
        "is_sample": "是" if station.is_sample else "",
    }


def written(record: Record, names: Names) -> dict[str, str]:
    """Write a record as a row."""
    told = fields_of(record.station, names)
    return {"id": record.id, **told, "version": str(record.version)}


def compare(
    grid: Grid, records: Iterable[Record], names: Names, *, is_replacing: bool = False
) -> Compared:
    """Check every row and say what importing it would do; every problem is named.

    Replacing the samples, a table holds real stations only.
    """
    known = {record.id: record for record in records}
    taken = set(known) | {plain(row.cells.get("id", "")) for row in grid.rows}
    rows: list[RowRead] = []
    problems: list[Problem] = []
    seen_in: dict[str, int] = {}
    for row in grid.rows:
        one, wrong = _compared(row, grid, known, names)
        if not one.id:
            one = replace(one, id=free_id(taken))
            taken.add(one.id)
        if one.id in seen_in:
            facts = {"other": seen_in[one.id]}
            wrong.append(Problem(row.number, "id", "repeated_id", one.id, facts=facts))
        seen_in.setdefault(one.id, row.number)
        if is_replacing and one.is_sample:
            wrong.append(Problem(row.number, "is_sample", "sample_while_replacing", one.id))
        rows.append(replace(one, status=Status.WRONG) if wrong else one)
        problems += wrong
    return Compared(tuple(rows), tuple(problems))


def _compared(
    row: GridRow, grid: Grid, known: Mapping[str, Record], names: Names
) -> tuple[RowRead, list[Problem]]:
    station_id = plain(row.cells.get("id", ""))
    record = known.get(station_id)
    base = written(record, names) if record else {}
    kept = {name: base[name] for name in base if name not in grid.columns}
    cells = {**kept, **{k: v for k, v in row.cells.items() if k not in row.formulas}}
    filled, flaws = _filled(cells, names)
    station, more = read(filled)
    flaws += more
    if station_id and record is None and (flaw := id_flaw(station_id)):
        flaws.append(flaw)
    problems = [_problem(row, name) for name in row.formulas]
    named = set(row.formulas)
    problems += [
        Problem(row.number, one.at, one.kind, one.value, 0, one.facts)
        for one in flaws
        if one.at not in named
    ]
    content = content_of(station)
    status, clash = _status(row, record, content, is_sample=station.is_sample)
    seen = record.version if record else 0
    is_sample = station.is_sample
    return RowRead(row.number, station_id, status, is_sample, content, seen, clash), problems


def _status(
    row: GridRow, record: Record | None, content: Content, *, is_sample: bool
) -> tuple[Status, Clash | None]:
    if record is None:
        return Status.NEW, None
    if content_of(record.station) == content and record.is_sample == is_sample:
        return Status.SAME, None
    version = row.cells.get("version", "")
    if not version:
        return Status.CONFLICT, Clash.NO_VERSION
    if version != str(record.version):
        return Status.CONFLICT, Clash.OVERTAKEN
    return Status.CHANGED, None


def _filled(cells: Mapping[str, str], names: Names) -> tuple[Filled, list[Flaw]]:
    flaws = []
    kinds = {name: kind.value for kind, name in names.items()}
    kinds |= {kind.value: kind.value for kind in ServiceKind}
    given = [one for one in _SEPARATOR.split(plain(cells.get("services", ""))) if one]
    unknown = [one for one in given if one not in kinds]
    if unknown:
        facts = {"known": list(names.values())}
        flaws.append(Flaw("services", "services", "、".join(unknown), facts))
    sample = plain(cells.get("is_sample", ""))
    if sample not in _YES | _NO:
        flaws.append(Flaw("is_sample", "yes_or_no", sample))
    services = tuple(kinds[one] for one in given if one in kinds)
    told = {name: cells.get(name, "") for name in _FIELDS}
    return Filled(services=services, is_sample=sample in _YES, **told), flaws


def _problem(row: GridRow, name: str) -> Problem:
    return Problem(row.number, name, "formula", row.cells.get(name, ""))


def _day(hours: Hours | None, name: str) -> str:
    if hours is None:
        return ""
    return written_spans(getattr(hours, name)) or CLOSED
