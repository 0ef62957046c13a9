"""Records of the browsers staff are signed in with: a hash of the cookie is all we keep."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, select, update

from db.engine import Session
from db.staff_tables import StaffRow, StaffSessionRow
from people.staff.staff import Staff
from people.staff.store import staff_of

TOKEN_BYTES = 32
IDLE = timedelta(hours=8)
"""A session nobody used for so long is over."""

LIFE = timedelta(hours=24)
"""However busy, a session is over then."""

NOTED_EVERY = timedelta(minutes=1)
"""How exactly we know when a session was last used."""

BROWSER_LENGTH = 120


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session (登录) in force, and whose it is. `key` is the hash of its cookie."""

    key: str
    staff: Staff
    browser: str
    created_at: datetime
    seen_at: datetime


def key_of(token: str) -> str:
    """Return what we keep of a session's or link's secret."""
    return hashlib.sha256(token.encode()).hexdigest()


async def begin(session: Session, staff_id: int, browser: str, now: datetime) -> str:
    """Begin a session and return the secret for its cookie."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    session.add(
        StaffSessionRow(
            token_hash=key_of(token), staff_id=staff_id, browser=browser[:BROWSER_LENGTH],
            created_at=now, seen_at=now, expires_at=now + LIFE,
        )
    )  # fmt: skip
    await session.execute(update(StaffRow).where(StaffRow.id == staff_id).values(signed_in_at=now))
    return token


async def find(session: Session, token: str, now: datetime) -> SignedIn | None:
    """Return the session a cookie belongs to, or None where it is over or its owner may not."""
    found = await _look(session, now, StaffSessionRow.token_hash == key_of(token))
    return found[0] if found else None


async def of(session: Session, staff_id: int, now: datetime) -> Sequence[SignedIn]:
    """Return somebody's sessions in force, the last used first."""
    return await _look(session, now, StaffSessionRow.staff_id == staff_id)


async def note_use(session: Session, signed_in: SignedIn, now: datetime) -> None:
    """Note that a session was used just now."""
    await session.execute(
        update(StaffSessionRow)
        .where(StaffSessionRow.token_hash == signed_in.key, StaffSessionRow.seen_at < now)
        .values(seen_at=now)
    )


async def end(session: Session, staff_id: int, key: str, now: datetime) -> bool:
    """End one session of somebody's; False where they have no such session in force."""
    return await _end(session, now, _owned(staff_id), StaffSessionRow.token_hash == key) > 0


async def end_all(
    session: Session, staff_id: int, now: datetime, *, but: str | None = None
) -> int:
    """End somebody's sessions, but for one where they stay, and return how many there were."""
    return await _end(session, now, _owned(staff_id), StaffSessionRow.token_hash != (but or ""))


async def forget_over(session: Session, now: datetime) -> None:
    """Delete sessions that have been over for a day."""
    await session.execute(
        delete(StaffSessionRow).where(StaffSessionRow.expires_at < now - timedelta(days=1))
    )


async def _look(session: Session, now: datetime, term: ColumnElement[bool]) -> list[SignedIn]:
    rows = await session.execute(
        select(StaffSessionRow, StaffRow)
        .join(StaffRow, StaffRow.id == StaffSessionRow.staff_id)
        .where(
            term,
            StaffSessionRow.revoked_at.is_(None),
            StaffSessionRow.expires_at > now,
            StaffSessionRow.seen_at > now - IDLE,
            StaffRow.is_active,
        )
        .order_by(StaffSessionRow.seen_at.desc(), StaffSessionRow.token_hash)
    )
    return [
        SignedIn(row.token_hash, staff_of(owner), row.browser, row.created_at, row.seen_at)
        for row, owner in rows
    ]


def _owned(staff_id: int) -> ColumnElement[bool]:
    return StaffSessionRow.staff_id == staff_id


async def _end(session: Session, now: datetime, *terms: ColumnElement[bool]) -> int:
    ended = await session.scalars(
        update(StaffSessionRow)
        .where(StaffSessionRow.revoked_at.is_(None), *terms)
        .values(revoked_at=now)
        .returning(StaffSessionRow.token_hash)
    )
    return len(ended.all())
