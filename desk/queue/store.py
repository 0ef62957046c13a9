"""What operators make of the queue's rows: a row is resolved once, by whoever is first."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from db.columns import table_of
from db.engine import Session
from db.tables import TicketRow, UnansweredRow
from desk.notices import store as notices
from desk.queue.reading.store import (
    by_receipt,
    count_promised,
    count_tickets,
    median_to_live,
    open_counts,
    open_rows,
    open_tickets,
    promised,
    state,
)
from desk.queue.rows import MOST
from desk.unanswered import Handling, Resolution

__all__ = [
    "by_receipt",
    "close_ticket",
    "count_promised",
    "count_tickets",
    "median_to_live",
    "open_counts",
    "open_rows",
    "open_tickets",
    "promised",
    "reopen",
    "resolve",
    "state",
]

_ROW = table_of(UnansweredRow)
_TICKET = table_of(TicketRow)
LONGEST_NOTE = 200


async def resolve(
    session: Session,
    receipts: Sequence[str],
    handling: Handling,
    staff_id: int | None,
    now: datetime,
) -> tuple[str, ...]:
    """Resolve those of the rows that are still open, and return their receipts.

    Rows that somebody else was quicker with stay as they are. Whoever is sent to another office
    is told so by a notice.
    """
    if not receipts:
        return ()
    await _lock(session, receipts[:MOST])
    taken = await session.scalars(
        update(_ROW)
        .where(_ROW.c.receipt.in_(receipts[:MOST]), _ROW.c.closed_at.is_(None))
        .values(
            closed_at=now, closed_by=staff_id, resolution=handling.resolution.value,
            resolved_entry=handling.entry_id, door=handling.door, answered_at=None,
        )
        .returning(_ROW.c.receipt)
    )  # fmt: skip
    found = tuple(sorted(taken.all()))
    if handling.resolution is Resolution.REDIRECT:
        await notices.promise(session, found, now)
    return found


async def reopen(session: Session, receipts: Sequence[str]) -> tuple[str, ...]:
    """Put resolved rows back that nobody has been told of yet; return their receipts."""
    if not receipts:
        return ()
    await _lock(session, receipts[:MOST])
    untold = await notices.drop(session, receipts[:MOST])
    back = await session.scalars(
        update(_ROW)
        .where(
            _ROW.c.receipt.in_(untold), _ROW.c.closed_at.is_not(None), _ROW.c.answered_at.is_(None)
        )
        .values(closed_at=None, closed_by=None, resolution=None, resolved_entry=None, door=None)
        .returning(_ROW.c.receipt)
    )
    return tuple(sorted(back.all()))


async def close_ticket(
    session: Session, number: str, note: str, staff_id: int, now: datetime
) -> bool:
    """Close a wish for a person with a note; False where it is not open any more."""
    changed: Any = await session.execute(
        update(_TICKET)
        .where(_TICKET.c.receipt == number, _TICKET.c.closed_at.is_(None))
        .values(closed_at=now, closed_by=staff_id, note=note[:LONGEST_NOTE] or None)
    )
    return bool(changed.rowcount)


async def _lock(session: Session, receipts: Sequence[str]) -> None:
    """Take rows in one order, before their notices, so that no two wait for each other."""
    rows = select(_ROW.c.receipt).where(_ROW.c.receipt.in_(receipts)).order_by(_ROW.c.receipt)
    await session.execute(rows.with_for_update(key_share=True))
