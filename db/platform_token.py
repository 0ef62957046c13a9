"""The token of a platform's API, one for all processes, and who is getting the next one."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import or_, select, update

from db.engine import Session, insert_into
from db.platform_tables import PlatformTokenRow

LONGEST_LEASE = timedelta(minutes=1)
"""A lease that seems to last longer was taken while a clock was wrong, and does not count."""

NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Held:
    """What is known of an account's token; `value` is empty before the first one."""

    value: str
    expires_at: datetime
    leased_until: datetime

    def is_leased(self, now: datetime) -> bool:
        """Whether somebody may be getting the next token."""
        return now < self.leased_until <= now + LONGEST_LEASE


UNKNOWN = Held("", NEVER, NEVER)


async def find(session: Session, app_id: str) -> Held:
    """Return what is known of an account's token."""
    query = select(
        PlatformTokenRow.value, PlatformTokenRow.expires_at, PlatformTokenRow.leased_until
    ).where(PlatformTokenRow.app_id == app_id)
    found = (await session.execute(query)).one_or_none()
    return UNKNOWN if found is None else Held(*found)


async def lease(session: Session, app_id: str, seen: str, now: datetime, until: datetime) -> bool:
    """Become the one who replaces the token `seen`, until an instant that names the lease.

    False where somebody else is at it or the token is another one by now.
    """
    await session.execute(
        insert_into(session, PlatformTokenRow)
        .values(app_id=app_id, value="", expires_at=NEVER, leased_until=NEVER)
        .on_conflict_do_nothing(index_elements=["app_id"])
    )
    leased = (
        update(PlatformTokenRow)
        .where(
            PlatformTokenRow.app_id == app_id,
            PlatformTokenRow.value == seen,
            or_(
                PlatformTokenRow.leased_until <= now,
                PlatformTokenRow.leased_until > now + LONGEST_LEASE,
            ),
        )
        .values(leased_until=until)
        .returning(PlatformTokenRow.app_id)
        .execution_options(synchronize_session=False)
    )
    return await session.scalar(leased) is not None


async def keep(session: Session, app_id: str, until: datetime, new: Held) -> bool:
    """Store the token a lease was taken for; False where the lease is somebody else's by now."""
    kept = (
        update(PlatformTokenRow)
        .where(PlatformTokenRow.app_id == app_id, PlatformTokenRow.leased_until == until)
        .values(value=new.value, expires_at=new.expires_at, leased_until=new.leased_until)
        .returning(PlatformTokenRow.app_id)
        .execution_options(synchronize_session=False)
    )
    return await session.scalar(kept) is not None


async def release(session: Session, app_id: str, until: datetime) -> None:
    """Give a lease up, if it is still ours."""
    await session.execute(
        update(PlatformTokenRow)
        .where(PlatformTokenRow.app_id == app_id, PlatformTokenRow.leased_until == until)
        .values(leased_until=NEVER)
    )
