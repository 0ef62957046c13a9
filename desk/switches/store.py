"""Records of what is stopped: a row as long as it is."""

from datetime import datetime

from sqlalchemy import delete, select, update

from db.columns import table_of
from db.engine import Session, worded
from db.staff_tables import SwitchRow
from desk.switches.switches import Stop, Switches, checked

_SWITCH = table_of(SwitchRow)


async def load(session: Session) -> Switches:
    """Return everything that is stopped now."""
    rows = await session.execute(select(_SWITCH).order_by(_SWITCH.c.scope))
    return Switches(
        {row.scope: Stop(row.scope, row.message, row.staff_id, row.turned_at) for row in rows}
    )


async def stop(
    session: Session, scope: str, message: str, staff_id: int | None, now: datetime
) -> bool:
    """Stop something; False where it already is, and then its words stay as they are.

    Raises `BadStopError`.
    """
    scope, message = checked(scope, message)
    values = {"scope": scope, "message": message, "staff_id": staff_id, "turned_at": now}
    return await session.scalar(_STOP(session), values) is not None


async def reword(session: Session, scope: str, message: str, seen: str) -> bool:
    """Say something else meanwhile; False where `seen` is not what is said now.

    Raises `BadStopError`.
    """
    scope, message = checked(scope, message)
    known = await _seen(session, scope, seen)
    if known is None:
        return False
    changed = update(_SWITCH).where(_SWITCH.c.scope == scope, _SWITCH.c.message == known.message)
    statement = changed.values(message=message).returning(_SWITCH.c.scope)
    return await session.scalar(statement) is not None


async def resume(session: Session, scope: str, seen: str | None = None) -> bool:
    """Let something go on; False where it does, or where `seen` is not what is said now."""
    known = await _seen(session, scope, seen)
    if known is None:
        return False
    gone = delete(_SWITCH).where(_SWITCH.c.scope == scope, _SWITCH.c.message == known.message)
    return await session.scalar(gone.returning(_SWITCH.c.scope)) is not None


async def _seen(session: Session, scope: str, seen: str | None) -> Stop | None:
    """Return what is stopped, where it is what somebody saw."""
    known = (await load(session)).stops.get(scope)
    return None if known is None or seen not in {None, known.seen} else known


_STOP = worded(
    SwitchRow,
    lambda insert: insert.on_conflict_do_nothing(index_elements=["scope"]).returning(
        _SWITCH.c.scope
    ),
)
