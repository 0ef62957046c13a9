"""Records of what citizens are told: the state it is in, and what changed since another state."""

from datetime import datetime
from typing import Any

from sqlalchemy import Text, and_, cast, select

from db.columns import table_of
from db.engine import Session, insert_into
from db.knowledge_tables import EntryRow, KnowledgeStateRow, RevisionRow
from db.staff_tables import StaffRow
from faq.editorial.record import Changes, Shown

STATE = 1
"""The number of the one row of the knowledge's state."""
AT_ONCE = 500
"""Rows read in one go, so that whoever asks meanwhile hardly waits."""

_ENTRY, _REVISION, _STATE, _STAFF = map(
    table_of, (EntryRow, RevisionRow, KnowledgeStateRow, StaffRow)
)
_SHOWN = (
    select(
        _ENTRY.c.id,
        # As it is stored: whoever wants the entry reads the JSON in a thread.
        cast(_REVISION.c.content, Text).label("content"),
        _STAFF.c.shown_name,
        _REVISION.c.approved_at,
    )
    .select_from(
        _ENTRY.outerjoin(
            _REVISION,
            and_(_REVISION.c.entry_id == _ENTRY.c.id, _REVISION.c.number == _ENTRY.c.live),
        ).outerjoin(_STAFF, _STAFF.c.id == _REVISION.c.approved_by)
    )
    .order_by(_ENTRY.c.id)
    .limit(AT_ONCE)
)


async def bump(session: Session, now: datetime) -> int:
    """Count one more change of what citizens are told.

    Until the transaction ends no other can count: states come into force in their order.
    """
    statement = insert_into(session, KnowledgeStateRow).values(id=STATE, serial=1, changed_at=now)
    counted: int | None = await session.scalar(
        statement.on_conflict_do_update(
            index_elements=["id"], set_={"serial": _STATE.c.serial + 1, "changed_at": now}
        ).returning(_STATE.c.serial)
    )
    return counted or 0


async def claim(session: Session, now: datetime) -> None:
    """Keep all others from writing entries until the transaction ends.

    Every writer of entries, words or stations takes the one row of the state first (here or by
    `bump`), then entries, then questions and notices, then the log: no two wait for each other.
    """
    first = insert_into(session, KnowledgeStateRow).values(id=STATE, serial=0, changed_at=now)
    await session.execute(first.on_conflict_do_nothing(index_elements=["id"]))
    held = select(_STATE.c.serial).where(_STATE.c.id == STATE).with_for_update()
    await session.execute(held)


async def serial(session: Session) -> int:
    """Return how often what citizens are told has changed."""
    return await session.scalar(select(_STATE.c.serial).where(_STATE.c.id == STATE)) or 0


async def changed_at(session: Session) -> datetime | None:
    """Return when what citizens are told last changed; None before it began."""
    changed: datetime | None = await session.scalar(
        select(_STATE.c.changed_at).where(_STATE.c.id == STATE)
    )
    return changed


async def live_since(session: Session, since: int) -> Changes:
    """Return the entries whose live text changed after a state, and the state they are in.

    What changes while they are read is in these or comes with the next state, or both.
    """
    now = await serial(session)
    shown: list[Shown] = []
    if now == since:
        return Changes(now)
    newer = (_ENTRY.c.serial > since, _ENTRY.c.serial > 0)
    last = ""
    while page := await _page(session, *newer, _ENTRY.c.id > last):
        shown += page
        last = page[-1].id
    return Changes(now, tuple(shown))


async def _page(session: Session, *which: Any) -> list[Shown]:  # noqa: ANN401 -- conditions
    return [Shown(*row) for row in await session.execute(_SHOWN.where(*which))]
