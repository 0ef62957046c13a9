"""How acts are chained: each hash covers the one before, so that nothing can be taken out."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

BEGINNING = "0" * 64
"""What the first act follows."""


@dataclass(frozen=True, slots=True)
class Act:
    """One row of the log (审计记录)."""

    id: int
    at: datetime
    staff_id: int | None
    action: str
    subject: str
    facts: Mapping[str, Any]
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class Broken:
    """The first row that is not as it was written; `why` is changed, missing or cut."""

    id: int
    why: str


@dataclass(frozen=True, slots=True)
class Whole:
    """A log nobody touched: how many rows, and the hash to compare with an earlier one."""

    count: int
    head: str


def hash_of(
    previous: str,
    at: datetime,
    staff_id: int | None,
    action: str,
    subject: str,
    facts: Mapping[str, Any],
) -> str:
    """Return what a row's hash must be."""
    row = [at.astimezone(UTC).isoformat(), staff_id, action, subject, facts]
    canonical = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256((previous + canonical).encode()).hexdigest()
