"""A table of stations beside the records: what each row would do."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from console.sheets.result import MOST_SHOWN, Result, columns_of, problems_of, report_of
from faq.editorial.sheet import Status
from faq.register.register import Record, station_of, warnings
from faq.register.sheet import Compared, RowRead, compare, fields_of, shape
from faq.sheet.reading import read
from texts import console_stations as words
from texts.stations import SERVICES

WRITTEN = (Status.NEW, Status.CHANGED)


def run(upload: Path, job: Mapping[str, Any]) -> Result:
    """Read and compare a table; raises `SheetError`."""
    grid = read(upload, shape())
    now = datetime.now(UTC)
    records = [
        Record(station_id, place, is_sample, content, version, now)
        for station_id, place, is_sample, content, version in job["records"]
    ]
    compared = compare(grid, records, SERVICES, is_replacing=job["is_replacing"])
    known = {record.id: record for record in records}
    preview = {
        **columns_of(grid, shape()),
        **problems_of(compared.problems, shape(), words.problem),
        "counts": {status.value: compared.count(status) for status in Status},
        "shown": _shown(compared, known),
        "warnings": _warnings(compared),
        "is_replacing": job["is_replacing"],
        "removed": _removed(compared, records) if job["is_replacing"] else [],
    }
    rows = [
        {"id": row.id, "is_sample": row.is_sample, "content": row.content, "seen": row.seen}
        for row in compared.rows
        if row.status in WRITTEN
    ]
    return Result(preview, rows, report_of(grid, compared.problems, shape(), words.problem))


def _shown(compared: Compared, known: Mapping[str, Record]) -> dict[str, list[dict[str, Any]]]:
    return {
        status.value: [
            _row(row, known)
            for row in [one for one in compared.rows if one.status is status][:MOST_SHOWN]
        ]
        for status in (Status.NEW, Status.CHANGED, Status.CONFLICT)
    }


def _row(row: RowRead, known: Mapping[str, Record]) -> dict[str, Any]:
    record = known.get(row.id)
    new = fields_of(station_of(row.id, row.content, is_sample=row.is_sample), SERVICES)
    old = fields_of(record.station, SERVICES) if record else {}
    return {
        "row": row.row,
        "id": row.id,
        "name": new["name"],
        "clash": row.clash and words.CLASHES[row.clash],
        "changes": [
            {"title": words.FIELDS[name], "old": old.get(name, ""), "new": new[name]}
            for name in new
            if old and old.get(name, "") != new[name]
        ],
    }


def _warnings(compared: Compared) -> list[dict[str, Any]]:
    """Say which points are unusual; they may be right all the same."""
    stations = [
        (row.row, station_of(row.id, row.content, is_sample=row.is_sample))
        for row in compared.rows
        if row.status in WRITTEN
    ]
    others = [station for _, station in stations]
    return [
        {"row": number, "name": station.name, "sentence": words.flaw(one)}
        for number, station in stations
        for one in warnings(station, station.id, others)
    ][:MOST_SHOWN]


def _removed(compared: Compared, records: list[Record]) -> list[str]:
    """Name the samples that would go: those the table does not make real."""
    made_real = {row.id for row in compared.rows if row.status in WRITTEN}
    return [
        str(one.content["name"]) for one in records if one.is_sample and one.id not in made_real
    ]
