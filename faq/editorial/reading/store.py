"""Records of entries as they are looked at: one, its history, and lists of thousands."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import fields
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, or_, select

from db.columns import table_of
from db.engine import Session
from db.knowledge_tables import EntryRow, RevisionRow
from faq.editorial.folder import Texts
from faq.editorial.hints import InTheMaking
from faq.editorial.lifecycle import Phase
from faq.editorial.record import Filter, Found, Record, Revision
from faq.editorial.standing import EXPIRING_DAYS, Standing
from faq.normalize import normalize

MOST_IN_THE_MAKING = 300
"""So many texts on their way are looked at while somebody types."""
_OPEN = (Phase.DRAFT.value, Phase.IN_REVIEW.value, Phase.SCHEDULED.value)
PAGE = 50
"""Entries of a page."""
VALIDITIES = (
    Standing.EXPIRED, Standing.EXPIRING, Standing.REVIEW_DUE, Standing.REVIEW_SOON,
    Standing.NOT_LIVE,
)  # fmt: skip
"""What a list can be narrowed down to; an entry that expires may also be due for review."""

_ENTRY, _REVISION = table_of(EntryRow), table_of(RevisionRow)
_RECORD = tuple(_ENTRY.c[one.name] for one in fields(Record))
_TEXT = tuple(_REVISION.c[one.name] for one in fields(Revision))


async def get(session: Session, entry_id: str) -> Record | None:
    """Return where an entry stands, or None."""
    row = (await session.execute(select(*_RECORD).where(_ENTRY.c.id == entry_id))).one_or_none()
    return None if row is None else _record(row)


async def known(session: Session, entry_id: str) -> Record:
    """Return where an entry stands; raises LookupError where there is none."""
    record = await get(session, entry_id)
    if record is None:
        raise LookupError(entry_id)
    return record


async def revision(session: Session, entry_id: str, number: int) -> Revision | None:
    """Return one text of an entry, or None."""
    query = select(*_TEXT).where(_REVISION.c.entry_id == entry_id, _REVISION.c.number == number)
    row = (await session.execute(query)).one_or_none()
    return None if row is None else Revision(**row._asdict())


async def text_of(session: Session, entry_id: str, number: int) -> Revision:
    """Return one text of an entry; raises LookupError where there is none."""
    found = await revision(session, entry_id, number)
    if found is None:
        raise LookupError(entry_id, number)
    return found


async def revisions(session: Session, entry_id: str) -> list[Revision]:
    """Return every text of an entry, newest first."""
    query = select(*_TEXT).where(_REVISION.c.entry_id == entry_id)
    rows = await session.execute(query.order_by(_REVISION.c.number.desc()))
    return [Revision(**row._asdict()) for row in rows]


async def find(
    session: Session, wanted: Filter, page: int = 1, size: int = PAGE, *, today: date | None = None
) -> Found:
    """Return one page (from 1) of the entries that fit, the latest changed first.

    A validity needs the day it is meant for.
    """
    which = tuple(_conditions(wanted, today))
    total = await session.scalar(select(func.count()).select_from(_ENTRY).where(*which)) or 0
    query = (
        select(*_RECORD)
        .where(*which)
        .order_by(_ENTRY.c.changed_at.desc(), _ENTRY.c.id)
        .limit(size)
        .offset(size * (max(page, 1) - 1))
    )
    rows = await session.execute(query)
    return Found(tuple(_record(row) for row in rows), total)


async def waiting(session: Session, phase: Phase) -> list[tuple[Record, Revision]]:
    """Return the entries of a phase with their newest texts, the longest waiting first."""
    head = and_(_REVISION.c.entry_id == _ENTRY.c.id, _REVISION.c.number == _ENTRY.c.head)
    query = (
        select(_ENTRY.c.id)
        .join(_REVISION, head)
        .where(_ENTRY.c.phase == phase.value)
        .order_by(_REVISION.c.goes_live_at, _REVISION.c.submitted_at, _ENTRY.c.id)
    )
    found = []
    for entry_id in list(await session.scalars(query)):
        record = await known(session, entry_id)
        found.append((record, await text_of(session, entry_id, record.head)))
    return found


async def in_the_making(session: Session, but: str) -> list[InTheMaking]:
    """Return the other texts that are on their way, the latest changed first."""
    query = (
        select(_ENTRY.c.id, _ENTRY.c.standard_question, _ENTRY.c.sought)
        .where(_ENTRY.c.phase.in_(_OPEN), _ENTRY.c.id != but)
        .order_by(_ENTRY.c.changed_at.desc())
        .limit(MOST_IN_THE_MAKING)
    )
    return [InTheMaking(*row) for row in await session.execute(query)]


async def topics(session: Session) -> dict[str, int]:
    """Count the entries in use or in the making by topic."""
    query = (
        select(_ENTRY.c.topic, func.count())
        .where(_ENTRY.c.phase != Phase.ARCHIVED.value)
        .group_by(_ENTRY.c.topic)
        .order_by(_ENTRY.c.topic)
    )
    return {row[0]: row[1] for row in await session.execute(query)}


async def counts(session: Session) -> dict[Phase, int]:
    """Count the entries by phase."""
    query = select(_ENTRY.c.phase, func.count()).group_by(_ENTRY.c.phase)
    found = {Phase(phase): count for phase, count in await session.execute(query)}
    return {phase: found.get(phase, 0) for phase in Phase}


async def titles(session: Session, entries: Collection[str]) -> dict[str, str]:
    """Return the standard questions of entries that are known."""
    query = select(_ENTRY.c.id, _ENTRY.c.standard_question).where(_ENTRY.c.id.in_(entries))
    return {row[0]: row[1] for row in await session.execute(query)}


async def texts(session: Session) -> dict[str, Texts]:
    """Return every entry with its newest text and the one citizens read."""
    found = await session.execute(select(*_RECORD).order_by(_ENTRY.c.id))
    records = [_record(row) for row in found]
    wanted = or_(_REVISION.c.number == _ENTRY.c.head, _REVISION.c.number == _ENTRY.c.live)
    query = select(*_TEXT).join(_ENTRY, _REVISION.c.entry_id == _ENTRY.c.id).where(wanted)
    known = {
        (row.entry_id, row.number): Revision(**row._asdict())
        for row in await session.execute(query)
    }
    return {
        one.id: Texts(one, known[one.id, one.head], known.get((one.id, one.live or 0)))
        for one in records
    }


async def due(session: Session, now: datetime) -> Sequence[tuple[Record, Revision]]:
    """Return the scheduled texts whose time has come, in the order of their entries' ids."""
    head = and_(_REVISION.c.entry_id == _ENTRY.c.id, _REVISION.c.number == _ENTRY.c.head)
    query = (
        select(_ENTRY.c.id)
        .join(_REVISION, head)
        .where(_ENTRY.c.phase == Phase.SCHEDULED.value, _REVISION.c.goes_live_at <= now)
        .order_by(_ENTRY.c.id)
    )
    found = []
    for entry_id in list(await session.scalars(query)):
        record = await known(session, entry_id)
        found.append((record, await text_of(session, entry_id, record.head)))
    return found


def _record(row: Row[*tuple[Any, ...]]) -> Record:
    values = row._asdict()
    return Record(**{**values, "phase": Phase(values["phase"])})


def _conditions(wanted: Filter, today: date | None) -> Iterator[ColumnElement[bool]]:
    for word in wanted.text.split():
        yield _ENTRY.c.sought.contains(normalize(word), autoescape=True)
    exact = {"topic": wanted.topic, "owner_id": wanted.owner_id, "is_signed": wanted.signed}
    for name, value in exact.items():
        if value is not None:
            yield _ENTRY.c[name] == value
    if wanted.phase is not None:
        yield _ENTRY.c.phase == wanted.phase.value
    if wanted.validity is not None and today is not None:
        yield _standing(wanted.validity, today)


def _standing(standing: Standing, today: date) -> ColumnElement[bool]:
    soon = today + timedelta(days=EXPIRING_DAYS)
    until, review = _ENTRY.c.valid_until, _ENTRY.c.review_by
    conditions = {
        Standing.EXPIRED: until < today,
        Standing.EXPIRING: until.between(today, soon),
        Standing.REVIEW_DUE: review < today,
        Standing.REVIEW_SOON: review.between(today, soon),
    }
    if standing is Standing.NOT_LIVE:
        return _ENTRY.c.live.is_(None)
    return and_(_ENTRY.c.live.is_not(None), conditions[standing])
