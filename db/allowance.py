"""How many messages may still be pushed to somebody before they write again (客服消息额度)."""

from datetime import datetime, timedelta

from sqlalchemy import and_, bindparam, delete, or_, select, update

from db.columns import table_of
from db.engine import Session, worded
from db.platform_tables import AllowanceRow


async def renew(
    session: Session, chat_id: int, pushes: int, lasts: timedelta, now: datetime
) -> None:
    """Allow `pushes` messages from now on; what is left and is more, or lasts longer, stays."""
    allowed = {"chat_id": chat_id, "pushes_left": pushes, "until": now + lasts, "at": now}
    await session.execute(_RENEW(session), allowed)


async def left(session: Session, chat_id: int, now: datetime) -> int:
    """Return how many messages may be pushed now."""
    query = select(AllowanceRow.pushes_left).where(
        AllowanceRow.chat_id == chat_id, AllowanceRow.until > now
    )
    return await session.scalar(query) or 0


async def spend(session: Session, chat_id: int) -> None:
    """Count one pushed message."""
    await session.execute(
        update(AllowanceRow)
        .where(AllowanceRow.chat_id == chat_id, AllowanceRow.pushes_left > 0)
        .values(pushes_left=AllowanceRow.pushes_left - 1)
    )


async def exhaust(session: Session, chat_id: int) -> None:
    """Note that the platform takes no more, whatever we counted."""
    await session.execute(
        update(AllowanceRow).where(AllowanceRow.chat_id == chat_id).values(pushes_left=0)
    )


async def forget(session: Session, chat_id: int) -> None:
    """Delete what is counted for a chat."""
    await session.execute(delete(AllowanceRow).where(AllowanceRow.chat_id == chat_id))


async def forget_older(session: Session, instant: datetime) -> None:
    """Delete what ended before `instant`."""
    await session.execute(delete(AllowanceRow).where(AllowanceRow.until < instant))


_ROWS = table_of(AllowanceRow).c
_RENEW = worded(
    AllowanceRow,
    lambda insert: insert.on_conflict_do_update(
        index_elements=["chat_id"],
        set_={"pushes_left": insert.excluded.pushes_left, "until": insert.excluded.until},
        where=or_(
            _ROWS.until <= bindparam("at", type_=_ROWS.until.type),
            and_(
                _ROWS.pushes_left <= insert.excluded.pushes_left,
                or_(_ROWS.pushes_left == 0, _ROWS.until <= insert.excluded.until),
            ),
        ),
    ),
)
