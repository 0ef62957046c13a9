"""Records of who did what: written once, read by auditors, never changed."""

import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select, text

from db.columns import table_of
from db.engine import Session
from db.staff_tables import AuditRow
from db.taking_turns import Lane, take_turn
from people.audit.chain import BEGINNING, Act, Broken, Whole, hash_of
from people.staff.staff import Staff

ROWS_AT_ONCE = 500
_LOG = table_of(AuditRow)


@dataclass(frozen=True, slots=True)
class Filter:
    """Which acts somebody wants to see; `since` is part of it, `until` is not."""

    staff_id: int | None = None
    action: str | None = None
    since: datetime | None = None
    until: datetime | None = None


async def record(
    session: Session,
    staff: Staff | None,
    action: str,
    subject: str,
    facts: Mapping[str, Any],
    now: datetime,
) -> None:
    """Add an act to the log, in the transaction of the act itself and as the last thing in it.

    `staff` is None where the programme itself acts. `facts` hold ids, numbers and hashes only.
    """
    await take_turn(session, Lane.AUDIT)
    kept = json.loads(json.dumps(dict(facts)))
    newest = select(AuditRow.hash).order_by(AuditRow.id.desc()).limit(1)
    previous = await session.scalar(newest) or BEGINNING
    staff_id = staff.id if staff else None
    session.add(
        AuditRow(
            at=now, staff_id=staff_id, action=action, subject=subject, facts=kept,
            previous=previous, hash=hash_of(previous, now, staff_id, action, subject, kept),
        )
    )  # fmt: skip
    await session.flush()


async def verify(session: Session) -> Broken | None:
    """Return the first row that is not as it was written, or None."""
    found = await examine(session)
    return found if isinstance(found, Broken) else None


async def examine(session: Session) -> Broken | Whole:
    """Go through the whole log and say whether it is whole."""
    previous, count, last = BEGINNING, 0, 0
    async for act in every(session):
        if act.previous != previous:
            return Broken(act.id, "missing")
        if act.hash != hash_of(previous, act.at, act.staff_id, act.action, act.subject, act.facts):
            return Broken(act.id, "changed")
        previous, count, last = act.hash, count + 1, act.id
    is_cut = await _last_given(session) > last
    return Broken(last + 1, "cut") if is_cut else Whole(count, previous)


async def every(session: Session) -> AsyncIterator[Act]:
    """Yield all acts, oldest first, without holding them all."""
    last = 0
    while True:
        rows = await session.execute(
            select(_LOG).where(_LOG.c.id > last).order_by(_LOG.c.id).limit(ROWS_AT_ONCE)
        )
        acts = [Act(*row) for row in rows]
        for act in acts:
            yield act
        if len(acts) < ROWS_AT_ONCE:
            return
        last = acts[-1].id


async def find(session: Session, wanted: Filter, page: int, size: int) -> tuple[list[Act], int]:
    """Return a page of acts, newest first, and how many there are."""
    terms = _terms(wanted)
    total = await session.scalar(select(func.count()).select_from(AuditRow).where(*terms))
    newest_first = select(_LOG).where(*terms).order_by(_LOG.c.id.desc())
    rows = await session.execute(newest_first.offset((page - 1) * size).limit(size))
    return [Act(*row) for row in rows], total or 0


async def actions(session: Session) -> list[str]:
    """Return the actions that were ever recorded."""
    return list(
        await session.scalars(select(AuditRow.action).distinct().order_by(AuditRow.action))
    )


async def _last_given(session: Session) -> int:
    """Return the last number SQLite gave; PostgreSQL's numbers have gaps and prove nothing."""
    if session.get_bind().dialect.name != "sqlite":
        return 0
    given = text("SELECT seq FROM sqlite_sequence WHERE name = 'audit'")
    return await session.scalar(given) or 0


def _terms(wanted: Filter) -> list[ColumnElement[bool]]:
    terms: list[ColumnElement[bool]] = []
    if wanted.staff_id is not None:
        is_programme = wanted.staff_id == 0
        terms.append(
            AuditRow.staff_id.is_(None) if is_programme else AuditRow.staff_id == wanted.staff_id
        )
    if wanted.action is not None:
        terms.append(AuditRow.action == wanted.action)
    if wanted.since is not None:
        terms.append(AuditRow.at >= wanted.since)
    if wanted.until is not None:
        terms.append(AuditRow.at < wanted.until)
    return terms
