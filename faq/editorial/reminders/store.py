"""Records of reminders: raised once a step, waiting until their owner has seen them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Select, select, update

from db.columns import table_of
from db.engine import Session, insert_into
from db.knowledge_tables import EntryRow, WarningRow
from faq.editorial.standing import REMINDED_DAYS, reminder

_ENTRY, _WARNING = table_of(EntryRow), table_of(WarningRow)
KINDS = {"validity": "valid_until", "review": "review_by"}
"""What is reminded of, and the column with its day."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder that nobody has seen yet; `kind` is review or validity."""

    entry_id: str
    standard_question: str
    kind: str
    due: date
    step: int
    """How many days before the day it was raised at the latest."""
    owner_id: int | None
    raised_at: datetime


async def raise_due(session: Session, today: date, now: datetime) -> int:
    """Raise what has become due for live entries; each step of a day once. Returns how many."""
    raised = 0
    for entry_id, kind, due, step in await _missing(session, today):
        values = {"entry_id": entry_id, "kind": kind, "due": due, "days": step}
        added = await session.scalar(
            insert_into(session, WarningRow)
            .values(**values, raised_at=now)
            .on_conflict_do_nothing(index_elements=list(values))
            .returning(WarningRow.entry_id)
        )
        raised += added is not None
    return raised


async def waiting(session: Session, staff_id: int | None = None) -> Sequence[Reminder]:
    """Give the unseen reminders of the entries somebody owns, with those nobody owns.

    Without anybody, those of all entries. Only the nearest step of a day counts, and only days
    the entry still has.
    """
    query = _unseen()
    if staff_id is not None:
        query = query.where((_ENTRY.c.owner_id == staff_id) | _ENTRY.c.owner_id.is_(None))
    return await _read(session, query)


async def of_entry(session: Session, entry_id: str) -> Sequence[Reminder]:
    """Give the unseen reminders of an entry."""
    return await _read(session, _unseen().where(_ENTRY.c.id == entry_id))


async def mark_seen(session: Session, entry_id: str, staff_id: int, now: datetime) -> None:
    """Note that somebody has seen an entry's reminders; a later step is a new one."""
    await session.execute(
        update(_WARNING)
        .where(_WARNING.c.entry_id == entry_id, _WARNING.c.seen_at.is_(None))
        .values(seen_by=staff_id, seen_at=now)
    )


async def _missing(session: Session, today: date) -> list[tuple[str, str, date, int]]:
    """List what live entries should have been reminded of, and were not."""
    latest = today + timedelta(days=max(REMINDED_DAYS))
    known = select(_WARNING.c.entry_id, _WARNING.c.kind, _WARNING.c.due, _WARNING.c.days)
    raised = {tuple(row) for row in await session.execute(known)}
    found: list[tuple[str, str, date, int]] = []
    for kind, column in KINDS.items():
        day = _ENTRY.c[column]
        query = select(_ENTRY.c.id, day).where(_ENTRY.c.live.is_not(None), day <= latest)
        for entry_id, due in await session.execute(query.order_by(_ENTRY.c.id)):
            step = reminder(today, due)
            if step is not None and (entry_id, kind, due, step) not in raised:
                found.append((entry_id, kind, due, step))
    return found


def _unseen() -> Select[tuple[str, str, str, date, int, int | None, datetime]]:
    return (
        select(
            _WARNING.c.entry_id, _ENTRY.c.standard_question, _WARNING.c.kind, _WARNING.c.due,
            _WARNING.c.days.label("step"), _ENTRY.c.owner_id, _WARNING.c.raised_at,
        )
        .join(_ENTRY, _ENTRY.c.id == _WARNING.c.entry_id)
        .where(_WARNING.c.seen_at.is_(None), _ENTRY.c.live.is_not(None))
        .where(
            ((_WARNING.c.kind == "review") & (_WARNING.c.due == _ENTRY.c.review_by))
            | ((_WARNING.c.kind == "validity") & (_WARNING.c.due == _ENTRY.c.valid_until))
        )
        .order_by(_WARNING.c.due, _ENTRY.c.id, _WARNING.c.days)
    )  # fmt: skip


async def _read(
    session: Session, query: Select[tuple[str, str, str, date, int, int | None, datetime]]
) -> list[Reminder]:
    nearest: dict[tuple[str, str], Reminder] = {}
    for row in await session.execute(query):
        one = Reminder(**row._asdict())
        nearest.setdefault((one.entry_id, one.kind), one)
    return list(nearest.values())
