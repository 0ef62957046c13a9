"""Records of notices (答复通知): promised once a question and answer, told once."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select, delete, func, select, update

from db.columns import table_of
from db.engine import Session, worded
from db.knowledge_tables import NoticeRow
from db.tables import IdentityRow, UnansweredRow
from desk.notices.notice import Due, Notice
from desk.unanswered import Kind
from people.person import Person

GRACE = timedelta(minutes=5)
"""So long an operator may take back what askers are to be told."""
AT_ONCE = 500

_NOTICE, _ROW, _NAME = table_of(NoticeRow), table_of(UnansweredRow), table_of(IdentityRow)
_PROMISE = worded(
    NoticeRow,
    lambda insert: insert.on_conflict_do_nothing(index_elements=["receipt", "entry_id"]),
)


async def promise(session: Session, receipts: Sequence[str], now: datetime) -> int:
    """Note that whoever asked is to be told, where it is known who; returns how many are.

    The same word about the same question is noted once, however often this runs.
    """
    found = await session.execute(
        select(_ROW).where(_ROW.c.receipt.in_(receipts), _ROW.c.person_id.is_not(None))
    )
    rows = [
        {
            "person_id": row.person_id, "channel": row.channel, "receipt": row.receipt,
            "entry_id": row.resolved_entry or "", "created_at": now, "leased_until": now + GRACE,
            "attempts": 0,
        }
        for row in found
    ]  # fmt: skip
    if rows:
        await session.execute(_PROMISE(session), rows)
    return len(rows)


async def answered(session: Session, found: Mapping[str, str], now: datetime) -> tuple[str, ...]:
    """Note which entry answers which waiting question, and promise to tell of it.

    Returns the receipts this call answered; those another process was first with are left.
    """
    taken: list[str] = []
    for number, entry_id in sorted(found.items()):
        changed: Any = await session.execute(
            update(_ROW)
            .where(
                _ROW.c.receipt == number, _ROW.c.closed_at.is_not(None),
                _ROW.c.answered_at.is_(None),
            )
            .values(answered_at=now, resolved_entry=entry_id)
        )  # fmt: skip
        if changed.rowcount:
            taken.append(number)
    await promise(session, taken, now)
    return tuple(taken)


async def drop(session: Session, receipts: Sequence[str]) -> tuple[str, ...]:
    """Take back what nobody has been told yet; returns the receipts nobody was told of."""
    theirs = select(_NOTICE.c.receipt, _NOTICE.c.told_at).where(_NOTICE.c.receipt.in_(receipts))
    rows = await session.execute(theirs.order_by(_NOTICE.c.id).with_for_update())
    known = {row.receipt for row in rows if row.told_at is not None}
    untold = tuple(number for number in receipts if number not in known)
    await session.execute(
        delete(_NOTICE).where(_NOTICE.c.receipt.in_(untold), _NOTICE.c.told_at.is_(None))
    )
    return untold


async def due(session: Session, now: datetime, day: datetime) -> Sequence[Due]:
    """Return what may be told now, person by person; `day` is when today began.

    Who was told something today hears no more of it before tomorrow.
    """
    told = select(_NOTICE.c.person_id).where(_NOTICE.c.told_at >= day)
    query = (
        _told_of(_NAME.c.external, _NAME.c.id.label("local_id"), _NOTICE.c.channel)
        .join(
            _NAME,
            (_NAME.c.person_id == _NOTICE.c.person_id) & (_NAME.c.channel == _NOTICE.c.channel),
        )
        .where(_NOTICE.c.leased_until <= now, _NOTICE.c.person_id.not_in(told))
        .limit(AT_ONCE)
    )
    persons: dict[int, list[Row[Any]]] = {}
    for row in await session.execute(query):
        persons.setdefault(row.person_id, []).append(row)
    return [
        Due(person, rows[0].channel, rows[0].external, rows[0].local_id, tuple(map(_read, rows)))
        for person, rows in persons.items()
    ]


async def take(session: Session, numbers: Sequence[int], now: datetime, until: datetime) -> bool:
    """Lease notices until an instant; False where another process has any of them."""
    rows = select(_NOTICE.c.id).where(_NOTICE.c.id.in_(numbers)).order_by(_NOTICE.c.id)
    await session.execute(rows.with_for_update())
    changed: Any = await session.execute(
        update(_NOTICE)
        .where(_untold(numbers), _NOTICE.c.leased_until <= now)
        .values(leased_until=until, attempts=_NOTICE.c.attempts + 1)
    )
    return bool(changed.rowcount == len(numbers))


async def tell(
    session: Session, numbers: Sequence[int], now: datetime, day: datetime
) -> Sequence[Notice]:
    """Count notices as told, in the transaction that tells, and return those still to be said.

    What was taken back meanwhile, or belongs to nobody any more, is not among them; nor is
    anything where the person was told something today already.
    """
    found = (await session.execute(_told_of().where(_untold(numbers)))).all()
    persons = {row.person_id for row in found}
    again = select(func.count()).where(_NOTICE.c.person_id.in_(persons), _NOTICE.c.told_at >= day)
    if not found or await session.scalar(again):
        return ()
    said = [row.id for row in found]
    await session.execute(update(_NOTICE).where(_untold(said)).values(told_at=now))
    return tuple(map(_read, found))


async def postpone(session: Session, numbers: Sequence[int], until: datetime) -> None:
    """Look at notices again at an instant."""
    await session.execute(update(_NOTICE).where(_untold(numbers)).values(leased_until=until))


async def forget(session: Session, person: Person) -> None:
    """Delete everything a person was or is to be told."""
    await session.execute(delete(_NOTICE).where(_NOTICE.c.person_id == person.id))


def _untold(numbers: Sequence[int]) -> Any:  # noqa: ANN401 -- SQLAlchemy's own
    return _NOTICE.c.id.in_(numbers) & _NOTICE.c.told_at.is_(None)


def _told_of(*more: Any) -> Select[Any]:  # noqa: ANN401 -- SQLAlchemy's own
    """Select untold notices with their questions, as long as those are still the same person's."""
    return (
        select(
            _NOTICE.c.id, _NOTICE.c.person_id, _NOTICE.c.receipt, _NOTICE.c.entry_id,
            _NOTICE.c.created_at, _ROW.c.kind, _ROW.c.text, _ROW.c.door,
            _ROW.c.created_at.label("asked_at"), _ROW.c.entry_id.label("complained_of"), *more,
        )
        .join(
            _ROW,
            (_ROW.c.receipt == _NOTICE.c.receipt) & (_ROW.c.person_id == _NOTICE.c.person_id),
        )
        .where(_NOTICE.c.told_at.is_(None))
        .order_by(_NOTICE.c.id)
    )  # fmt: skip


def _read(row: Row[Any]) -> Notice:
    return Notice(
        row.id, row.receipt, Kind(row.kind), row.text, row.asked_at, row.created_at,
        row.entry_id or None, row.door, row.complained_of,
    )  # fmt: skip
