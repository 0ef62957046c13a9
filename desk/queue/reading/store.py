"""Records of the queue, read for the operators."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from sqlalchemy import func, select

from db.engine import Session
from db.tables import TicketRow, UnansweredRow
from desk.unanswered import PROMISES, Kind, Resolution, Ticket, Unanswered

IN_ONE_QUERY = 500


@dataclass(frozen=True, slots=True)
class State:
    """Which rows are open, told so that any change of them changes this."""

    newest: int
    count: int
    total: int


def question_of(row: UnansweredRow) -> Unanswered:
    """Read a row."""
    return Unanswered(
        row.receipt, Kind(row.kind), row.text, row.entry_id, row.reason, row.channel,
        row.created_at, row.closed_at, row.person_id,
        Resolution(row.resolution) if row.resolution else None,
        row.resolved_entry, row.door, row.answered_at, row.closed_by,
    )  # fmt: skip


async def state(session: Session, kind: Kind) -> State:
    """Tell which rows of a kind are open."""
    query = select(
        func.coalesce(func.max(UnansweredRow.id), 0),
        func.count(),
        func.coalesce(func.sum(UnansweredRow.id), 0),
    ).where(UnansweredRow.kind == kind, UnansweredRow.closed_at.is_(None))
    newest, count, total = (await session.execute(query)).one()
    return State(int(newest), int(count), int(total))


async def open_rows(session: Session, kind: Kind, limit: int) -> Sequence[Unanswered]:
    """Return the open rows of a kind, newest first."""
    query = (
        select(UnansweredRow)
        .where(UnansweredRow.kind == kind, UnansweredRow.closed_at.is_(None))
        .order_by(UnansweredRow.id.desc())
        .limit(limit)
    )
    return [question_of(row) for row in await session.scalars(query)]


async def by_receipt(session: Session, receipts: Collection[str]) -> dict[str, Unanswered]:
    """Return rows by their receipts, open or not."""
    found: dict[str, Unanswered] = {}
    names = list(receipts)
    for start in range(0, len(names), IN_ONE_QUERY):
        some = names[start : start + IN_ONE_QUERY]
        query = select(UnansweredRow).where(UnansweredRow.receipt.in_(some))
        found |= {row.receipt: question_of(row) for row in await session.scalars(query)}
    return found


async def open_counts(session: Session) -> dict[Kind, int]:
    """Count the open rows of every kind."""
    query = (
        select(UnansweredRow.kind, func.count())
        .where(UnansweredRow.closed_at.is_(None))
        .group_by(UnansweredRow.kind)
    )
    counted = {Kind(kind): int(count) for kind, count in await session.execute(query)}
    return {kind: counted.get(kind, 0) for kind in Kind}


async def promised(session: Session, limit: int, offset: int = 0) -> Sequence[Unanswered]:
    """Return the rows that wait for an answer being made ready, longest waiting first."""
    query = (
        select(UnansweredRow)
        .where(UnansweredRow.resolution.in_(PROMISES), UnansweredRow.answered_at.is_(None))
        .order_by(UnansweredRow.closed_at, UnansweredRow.id)
        .offset(offset)
        .limit(limit)
    )
    return [question_of(row) for row in await session.scalars(query)]


async def count_promised(session: Session) -> int:
    """Count the rows that wait for an answer being made ready."""
    query = (
        select(func.count())
        .select_from(UnansweredRow)
        .where(UnansweredRow.resolution.in_(PROMISES), UnansweredRow.answered_at.is_(None))
    )
    return await session.scalar(query) or 0


async def count_tickets(session: Session) -> int:
    """Count the open wishes for a person."""
    query = select(func.count()).select_from(TicketRow).where(TicketRow.closed_at.is_(None))
    return await session.scalar(query) or 0


async def open_tickets(session: Session, limit: int, offset: int = 0) -> Sequence[Ticket]:
    """Return the open wishes for a person, longest waiting first."""
    query = (
        select(TicketRow)
        .where(TicketRow.closed_at.is_(None))
        .order_by(TicketRow.id)
        .offset(offset)
        .limit(limit)
    )
    return [
        Ticket(row.receipt, row.text, row.channel, row.created_at, row.closed_at)
        for row in await session.scalars(query)
    ]


async def median_to_live(session: Session, since: datetime) -> timedelta | None:
    """Tell how long it took at the median from a question to its answer being live.

    Counted are the questions answered since an instant; None where there were none.
    """
    query = select(UnansweredRow.created_at, UnansweredRow.answered_at).where(
        UnansweredRow.answered_at >= since
    )
    took = [
        (answered - asked).total_seconds()
        for asked, answered in await session.execute(query)
        if answered is not None
    ]
    return timedelta(seconds=median(took)) if took else None
