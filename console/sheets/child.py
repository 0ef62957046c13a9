"""Reads an uploaded table in a process of its own: bounded in memory and time, killed if need be.

    python -m console.sheets.child FOLDER

The folder holds the upload and what it is to be compared with; it gets a preview, the rows to be
written and, where something is wrong, the table again with what is wrong in each row.
"""

import json
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from console.sheets import entry_job, station_job
from console.sheets.imports import JOB, PREVIEW, REPORT, ROWS, UPLOAD
from console.sheets.result import Result
from faq.sheet.grid import SheetError, SheetFault

MOST_MEMORY = 2 * 1024**3
"""Address space, of which much is never touched."""
MOST_SECONDS = 120
Job = Callable[[Path, dict[str, Any]], Result]
JOBS: dict[str, Job] = {"entries": entry_job.run, "stations": station_job.run}


def main(folder: Path) -> None:
    """Do the job a folder describes."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    job = json.loads((folder / JOB).read_text(encoding="utf-8"))
    try:
        result = JOBS[job["kind"]](folder / UPLOAD, job)
    except SheetError as wrong:
        _write(folder / PREVIEW, {"fault": wrong.kind, "facts": wrong.facts})
        return
    except MemoryError:
        _write(folder / PREVIEW, {"fault": SheetFault.TOO_BIG_INSIDE, "facts": {}})
        return
    if result.report is not None:
        (folder / REPORT).write_bytes(result.report)
    else:
        _write(folder / ROWS, result.rows)
    _write(folder / PREVIEW, result.preview)


def _write(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
