"""An import between its upload and its confirmation: a folder that lives for an hour.

It belongs to who uploaded it. Whoever confirms first takes its rows away, so a second click finds
that it has been done.
"""

import json
import re
import secrets
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

LIFE = timedelta(hours=1)
UPLOAD, JOB, PREVIEW, ROWS, REPORT = (
    "upload",
    "job.json",
    "preview.json",
    "rows.json",
    "report.xlsx",
)
_CLAIMED, _DONE = "claimed.json", "done"
_TOKEN = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Import:
    """One uploaded table."""

    token: str
    folder: Path
    kind: str
    staff_id: int
    file_name: str
    made_at: datetime

    @property
    def preview(self) -> dict[str, Any]:
        """What the table would do; blocks for a moment."""
        loaded: dict[str, Any] = json.loads((self.folder / PREVIEW).read_text(encoding="utf-8"))
        return loaded

    @property
    def has_report(self) -> bool:
        """Whether there are errors to be downloaded."""
        return (self.folder / REPORT).is_file()

    @property
    def is_done(self) -> bool:
        """Whether it was imported."""
        return (self.folder / _DONE).is_file()

    def claim(self) -> list[dict[str, Any]] | None:
        """Take the rows, or None where somebody has taken them."""
        try:
            (self.folder / ROWS).rename(self.folder / _CLAIMED)
        except FileNotFoundError:
            return None
        loaded: list[dict[str, Any]] = json.loads(
            (self.folder / _CLAIMED).read_text(encoding="utf-8")
        )
        return loaded

    def give_back(self) -> None:
        """Put the rows back: nothing was written."""
        (self.folder / _CLAIMED).rename(self.folder / ROWS)

    def end(self) -> None:
        """Note that the rows were written, and keep their texts no longer."""
        (self.folder / _DONE).touch()
        (self.folder / _CLAIMED).unlink(missing_ok=True)
        (self.folder / UPLOAD).unlink(missing_ok=True)


def begin(
    data_dir: Path, kind: str, staff_id: int, file_name: str, job: dict[str, Any], now: datetime
) -> Import:
    """Make a folder for a table that was uploaded, and forget old ones."""
    root = data_dir / "imports"
    sweep(root, now)
    token = secrets.token_hex(16)
    folder = root / token
    folder.mkdir(parents=True, mode=0o700)
    about = {"kind": kind, "staff": staff_id, "name": file_name, "at": now.timestamp()}
    (folder / JOB).write_text(json.dumps({**job, **about}, ensure_ascii=False), encoding="utf-8")
    (folder / "about.json").write_text(json.dumps(about), encoding="utf-8")
    return Import(token, folder, kind, staff_id, file_name, now)


def find(data_dir: Path, kind: str, token: str, staff_id: int, now: datetime) -> Import | None:
    """Return somebody's own import, or None where there is none any more."""
    folder = data_dir / "imports" / token
    if not _TOKEN.fullmatch(token):
        return None
    try:
        about = json.loads((folder / "about.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    made_at = datetime.fromtimestamp(about["at"], UTC)
    is_own = about["staff"] == staff_id and about["kind"] == kind
    if not is_own or now - made_at > LIFE:
        return None
    return Import(token, folder, kind, staff_id, about["name"], made_at)


def sweep(root: Path, now: datetime) -> None:
    """Remove what is older than an hour."""
    for folder in root.glob("*"):
        changed = datetime.fromtimestamp(folder.stat().st_mtime, UTC)
        if abs(now - changed) > 2 * LIFE or _is_old(folder, now):
            shutil.rmtree(folder, ignore_errors=True)


def _is_old(folder: Path, now: datetime) -> bool:
    try:
        about = json.loads((folder / "about.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return now - datetime.fromtimestamp(about["at"], UTC) > LIFE
