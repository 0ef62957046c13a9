"""A table of entries beside the records: what each row would do."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from console.sheets.result import MOST_SHOWN, Result, columns_of, problems_of, report_of
from faq.editorial.diff import differences
from faq.editorial.sheet import Compared, Head, RowRead, Status, compare, shape
from faq.sheet.reading import read
from texts import console_sheets as words

WRITTEN = (Status.NEW, Status.CHANGED)


def run(upload: Path, job: Mapping[str, Any]) -> Result:
    """Read and compare a table; raises `SheetError`."""
    grid = read(upload, shape())
    heads = {
        entry_id: Head(entry_id, number, version, phase, json.loads(content))
        for entry_id, number, version, phase, content in job["heads"]
    }
    compared = compare(grid, heads, frozenset(job["reserved"]))
    preview = {
        **columns_of(grid, shape()),
        **problems_of(compared.problems, shape(), words.problem),
        "counts": {status.value: compared.count(status) for status in Status},
        "shown": _shown(compared, heads),
    }
    rows = [
        {"id": row.id, "content": row.content, "seen": row.seen}
        for row in compared.rows
        if row.status in WRITTEN
    ]
    return Result(preview, rows, report_of(grid, compared.problems, shape(), words.problem))


def _shown(compared: Compared, heads: Mapping[str, Head]) -> dict[str, list[dict[str, Any]]]:
    return {
        status.value: [
            _row(row, heads)
            for row in [one for one in compared.rows if one.status is status][:MOST_SHOWN]
        ]
        for status in (Status.NEW, Status.CHANGED, Status.CONFLICT)
    }


def _row(row: RowRead, heads: Mapping[str, Head]) -> dict[str, Any]:
    head = heads.get(row.id)
    return {
        "row": row.row,
        "id": row.id,
        "question": str(row.content.get("standard_question") or ""),
        "clash": row.clash and words.CLASHES[row.clash],
        "diffs": _diffs(head.content, row.content) if head else [],
    }


def _diffs(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "field": one.field,
            "is_list": one.is_list,
            "pieces": [{"mark": piece.mark.value, "text": piece.text} for piece in one.pieces],
        }
        for one in differences(old, new)
    ]
