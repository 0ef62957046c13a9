"""Records of the desk: the queue of unanswered questions, the tickets, what is asked how often."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import delete, func, select, update

from db.columns import table_of
from db.engine import Session, worded
from db.tables import AskedRow, TicketRow, UnansweredRow
from desk.hot import Asked
from desk.notices import store as notices
from desk.queue.reading.store import question_of
from desk.unanswered import Question, Ticket, Unanswered
from people import receipt
from people.mask import mask
from people.person import Person
from people.receipt import ReceiptKind

LONGEST_TEXT = 500


async def record(session: Session, person: Person, question: Question, now: datetime) -> str:
    """Put a question into the queue and return its receipt, `Q-…`.

    The same report about the same entry on the same question keeps its number: a second tap.
    """
    text = mask(question.text)[:LONGEST_TEXT]
    same = select(UnansweredRow.receipt).where(
        UnansweredRow.person_id == person.id,
        UnansweredRow.kind == question.kind,
        UnansweredRow.text == text,
        UnansweredRow.entry_id == question.entry_id,
        UnansweredRow.closed_at.is_(None),
    )
    known = await session.scalar(same)
    if known is not None:
        return known
    number = receipt.issue(ReceiptKind.QUESTION)
    session.add(
        UnansweredRow(
            receipt=number, kind=question.kind, text=text, entry_id=question.entry_id,
            reason=question.reason, person_id=person.id, channel=person.channel, created_at=now,
        )
    )  # fmt: skip
    await session.flush()
    return number


async def open_ticket(session: Session, person: Person, text: str, now: datetime) -> str:
    """Record the wish to speak with a person and return its receipt, `T-…`.

    Whoever already waits gets the number they have.
    """
    waiting = select(TicketRow.receipt).where(
        TicketRow.person_id == person.id, TicketRow.closed_at.is_(None)
    )
    known = await session.scalar(waiting)
    if known is not None:
        return known
    number = receipt.issue(ReceiptKind.TICKET)
    session.add(
        TicketRow(
            receipt=number, text=mask(text)[:LONGEST_TEXT], person_id=person.id,
            channel=person.channel, created_at=now,
        )
    )  # fmt: skip
    await session.flush()
    return number


async def find_question(session: Session, number: str, person: Person) -> Unanswered | None:
    """Return a question by its receipt to whoever asked it, else None."""
    row = await session.scalar(
        select(UnansweredRow).where(
            UnansweredRow.receipt == number, UnansweredRow.person_id == person.id
        )
    )
    return None if row is None else question_of(row)


async def find_ticket(session: Session, number: str, person: Person) -> Ticket | None:
    """Return a ticket by its receipt to whoever opened it, else None."""
    row = await session.scalar(
        select(TicketRow).where(TicketRow.receipt == number, TicketRow.person_id == person.id)
    )
    if row is None:
        return None
    return Ticket(row.receipt, row.text, row.channel, row.created_at, row.closed_at)


async def waiting(session: Session, limit: int) -> Sequence[Unanswered]:
    """Return the newest open questions."""
    query = (
        select(UnansweredRow)
        .where(UnansweredRow.closed_at.is_(None))
        .order_by(UnansweredRow.id.desc())
        .limit(limit)
    )
    return [question_of(row) for row in await session.scalars(query)]


async def waiting_tickets(session: Session, limit: int) -> Sequence[Ticket]:
    """Return the newest open tickets."""
    query = (
        select(TicketRow)
        .where(TicketRow.closed_at.is_(None))
        .order_by(TicketRow.id.desc())
        .limit(limit)
    )
    return [
        Ticket(row.receipt, row.text, row.channel, row.created_at, row.closed_at)
        for row in await session.scalars(query)
    ]


async def close(session: Session, number: str, now: datetime) -> bool:
    """Close a question or ticket; False where no open one has this number."""
    question = await session.scalar(
        select(UnansweredRow).where(
            UnansweredRow.receipt == number, UnansweredRow.closed_at.is_(None)
        )
    )
    ticket = await session.scalar(
        select(TicketRow).where(TicketRow.receipt == number, TicketRow.closed_at.is_(None))
    )
    row = question or ticket
    if row is None:
        return False
    row.closed_at = now
    return True


async def count_asked(session: Session, entries: Collection[str], day: date) -> None:
    """Count entries as asked once more on a day; no two turns lose each other's count.

    The rows are taken in the order of their ids, so that two turns never wait for each other.
    """
    rows = [{"entry_id": entry, "day": day, "count": 1} for entry in sorted(entries)]
    await session.execute(_COUNT(session), rows)


async def most_asked(session: Session, since: date, least: int) -> Sequence[Asked]:
    """Return what was asked at least `least` times from a day on, the most asked first."""
    total = func.sum(AskedRow.count)
    query = (
        select(AskedRow.entry_id, total)
        .where(AskedRow.day >= since)
        .group_by(AskedRow.entry_id)
        .having(total >= least)
        .order_by(total.desc(), AskedRow.entry_id)
    )
    return [Asked(entry_id, int(count)) for entry_id, count in await session.execute(query)]


async def forget_asked(session: Session, before: date) -> None:
    """Delete the counts of days before `before`."""
    await session.execute(delete(AskedRow).where(AskedRow.day < before))


async def forget(session: Session, person: Person) -> None:
    """Take a person out of their questions and wishes; the masked texts stay for the operators.

    What they were to be told is told to nobody any more.
    """
    await notices.forget(session, person)
    for table in (UnansweredRow, TicketRow):
        await session.execute(
            update(table).where(table.person_id == person.id).values(person_id=None)
        )


async def forget_older(session: Session, instant: datetime) -> None:
    """Take the persons out of questions and wishes from before `instant`."""
    for table in (UnansweredRow, TicketRow):
        await session.execute(
            update(table).where(table.created_at < instant).values(person_id=None)
        )


async def count_of(session: Session, person: Person) -> int:
    """Count the questions and wishes that are kept under a person's number."""
    total = 0
    for table in (UnansweredRow, TicketRow):
        query = select(func.count()).select_from(table).where(table.person_id == person.id)
        total += await session.scalar(query) or 0
    return total


_COUNT = worded(
    AskedRow,
    lambda insert: insert.on_conflict_do_update(
        index_elements=["entry_id", "day"], set_={"count": table_of(AskedRow).c.count + 1}
    ),
)
