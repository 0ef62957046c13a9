"""How many messages may still be pushed to somebody before they write again (客服消息额度)."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from db.engine import Session, insert_into
from db.platform_tables import AllowanceRow


async def renew(
    session: Session, chat_id: int, pushes: int, lasts: timedelta, now: datetime
) -> None:
    """Allow `pushes` messages from now on; what was allowed before and is more stays."""
    until = now + lasts
    inserted = insert_into(session, AllowanceRow).values(
        chat_id=chat_id, pushes_left=pushes, until=until
    )
    is_over = AllowanceRow.until <= now
    is_less = AllowanceRow.pushes_left <= pushes
    await session.execute(
        inserted.on_conflict_do_update(
            index_elements=["chat_id"],
            set_={"pushes_left": pushes, "until": until},
            where=is_over | is_less,
        )
    )


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
