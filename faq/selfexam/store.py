"""Records of self-exams: asked for, leased while they run, ended with their totals."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, insert, or_, select, update

from db.columns import table_of
from db.engine import Session
from db.knowledge_tables import ExamRunRow
from db.taking_turns import Lane, take_turn
from faq.selfexam.run import Run, Unrun
from faq.selfexam.totals import Totals, as_json, of_json

LEASE = timedelta(minutes=15)
"""Longer than an exam on a slow machine; after it another process begins anew."""
GIVEN_UP = timedelta(hours=2)
"""A run that did not end in so long is broken."""

_RUN = table_of(ExamRunRow)
_SHOWN = (
    _RUN.c.id, _RUN.c.ran_at, _RUN.c.night, _RUN.c.ended_at, _RUN.c.fault, _RUN.c.revision,
    _RUN.c.totals, _RUN.c.evidence,
)  # fmt: skip


async def ask(session: Session, now: datetime, night: date | None = None) -> int | None:
    """Ask for an exam and return its number.

    None where one waits or runs already, or the night has had its own.
    """
    await take_turn(session, Lane.EXAM)
    unfit: list[ColumnElement[bool]] = [_RUN.c.ended_at.is_(None)]
    if night is not None:
        unfit.append(_RUN.c.night == night)
    if await session.scalar(select(_RUN.c.id).where(or_(*unfit)).limit(1)) is not None:
        return None
    values: dict[str, Any] = {"ran_at": now, "night": night, "leased_until": now}
    values |= {"revision": "", "totals": {}}
    return int(await session.scalar(insert(_RUN).values(values).returning(_RUN.c.id)) or 0)


async def is_waiting(session: Session, now: datetime) -> bool:
    """Whether an exam waits for a process to run it."""
    return await session.scalar(_waiting(now)) is not None


async def take(session: Session, now: datetime) -> int | None:
    """Take an exam that waits, so that no other process runs it too; None where none does."""
    await take_turn(session, Lane.EXAM)
    await session.execute(
        update(_RUN)
        .where(_RUN.c.ended_at.is_(None), _RUN.c.ran_at < now - GIVEN_UP)
        .values(ended_at=now, fault=Unrun.BROKEN.value)
    )
    number = await session.scalar(_waiting(now))
    if number is None:
        return None
    lease = update(_RUN).where(_RUN.c.id == number).values(leased_until=now + LEASE)
    await session.execute(lease)
    return int(number)


async def end(
    session: Session, number: int, revision: str, totals: Totals, evidence: str, now: datetime
) -> None:
    """Put down what an exam came to."""
    values = {"revision": revision, "totals": as_json(totals), "evidence": evidence}
    await _end(session, number, now, values)


async def fail(session: Session, number: int, fault: Unrun, now: datetime) -> None:
    """Put down why an exam has no result; one that has one keeps it."""
    await _end(session, number, now, {"fault": fault.value})


async def latest(session: Session, most: int) -> Sequence[Run]:
    """Return the latest exams, the last asked for first."""
    return await _runs(session, select(*_SHOWN).order_by(_RUN.c.id.desc()).limit(most))


async def last_result(session: Session) -> Run | None:
    """Return the last exam that came to a result."""
    done = select(*_SHOWN).where(_RUN.c.evidence.is_not(None))
    found = await _runs(session, done.order_by(_RUN.c.id.desc()).limit(1))
    return found[0] if found else None


async def get(session: Session, number: int) -> Run | None:
    """Return one exam, or None."""
    found = await _runs(session, select(*_SHOWN).where(_RUN.c.id == number))
    return found[0] if found else None


def _waiting(now: datetime) -> Select[Any]:
    waiting = select(_RUN.c.id).where(_RUN.c.ended_at.is_(None), _RUN.c.leased_until <= now)
    return waiting.order_by(_RUN.c.id).limit(1)


async def _runs(session: Session, query: Select[Any]) -> list[Run]:
    return [
        Run(
            row.id, row.ran_at, row.night, row.ended_at, Unrun(row.fault) if row.fault else None,
            row.revision, of_json(row.totals) if row.totals else None, row.evidence,
        )
        for row in await session.execute(query)
    ]  # fmt: skip


async def _end(session: Session, number: int, now: datetime, values: dict[str, Any]) -> None:
    unended = update(_RUN).where(_RUN.c.id == number, _RUN.c.ended_at.is_(None))
    await session.execute(unended.values(ended_at=now, **values))
