"""Records of one-time links: only their hashes are kept."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import delete, update

from db.engine import Session
from db.staff_tables import StaffLinkRow
from people.staff.sessions.store import TOKEN_BYTES, key_of


class Purpose(StrEnum):
    """What a link lets its holder do."""

    SET_UP = "set_up"
    INVITE = "invite"
    RESET = "reset"


LIVES = {
    Purpose.SET_UP: timedelta(hours=24),
    Purpose.INVITE: timedelta(days=7),
    Purpose.RESET: timedelta(hours=24),
}


@dataclass(frozen=True, slots=True)
class Link:
    """A link (一次性链接) that may still be used; nobody's yet for the first set-up."""

    key: str
    purpose: Purpose
    staff_id: int | None
    expires_at: datetime


async def make(session: Session, purpose: Purpose, staff_id: int | None, now: datetime) -> str:
    """Make a link and return its secret; older ones of the same person no longer work."""
    if staff_id is not None:
        await void(session, staff_id, now)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    session.add(
        StaffLinkRow(
            token_hash=key_of(token), purpose=purpose, staff_id=staff_id, created_at=now,
            expires_at=now + LIVES[purpose],
        )
    )  # fmt: skip
    await session.flush()
    return token


async def find(session: Session, token: str, now: datetime) -> Link | None:
    """Return a link that may still be used, or None."""
    row = await session.get(StaffLinkRow, key_of(token), populate_existing=True)
    if row is None or row.used_at is not None or row.expires_at <= now:
        return None
    return Link(row.token_hash, Purpose(row.purpose), row.staff_id, row.expires_at)


async def use(session: Session, link: Link, now: datetime) -> bool:
    """Use a link up; False where somebody was faster."""
    used = await session.scalar(
        update(StaffLinkRow)
        .where(StaffLinkRow.token_hash == link.key, StaffLinkRow.used_at.is_(None))
        .values(used_at=now)
        .returning(StaffLinkRow.token_hash)
    )
    return used is not None


async def void(session: Session, staff_id: int, now: datetime) -> None:
    """Let none of somebody's links work any more."""
    await session.execute(
        update(StaffLinkRow)
        .where(StaffLinkRow.staff_id == staff_id, StaffLinkRow.used_at.is_(None))
        .values(used_at=now)
    )


async def forget_over(session: Session, now: datetime) -> None:
    """Delete links that ended more than a week ago."""
    await session.execute(
        delete(StaffLinkRow).where(StaffLinkRow.expires_at < now - timedelta(days=7))
    )
