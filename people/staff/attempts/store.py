"""Records of attempts to sign in, as hashes: counted, and forgotten within a day or two."""

from datetime import datetime

from sqlalchemy import delete, select

from db.engine import Session
from db.staff_tables import SignInRow
from people.staff.patience import (
    FREE_FOR_A_NAME,
    FREE_FOR_AN_ADDRESS,
    REMEMBERED,
    wait_until,
)


async def barred_until(
    session: Session, name_hash: str, address_hash: str, now: datetime
) -> datetime | None:
    """Return until when this name or this address must wait, or None."""
    since = SignInRow.at > now - REMEMBERED
    by_name = await session.scalars(
        select(SignInRow.at).where(SignInRow.name_hash == name_hash, since)
    )
    by_address = await session.scalars(
        select(SignInRow.at).where(SignInRow.address_hash == address_hash, since)
    )
    waits = (
        wait_until(by_name.all(), FREE_FOR_A_NAME),
        wait_until(by_address.all(), FREE_FOR_AN_ADDRESS),
    )
    return max((wait for wait in waits if wait and wait > now), default=None)


async def note(session: Session, name_hash: str, address_hash: str, now: datetime) -> None:
    """Count an attempt; it is a failure until `forgive` says otherwise."""
    session.add(SignInRow(name_hash=name_hash, address_hash=address_hash, at=now))
    await session.flush()


async def forgive(session: Session, name_hash: str) -> None:
    """Forget a name's attempts: its owner has come in."""
    await session.execute(delete(SignInRow).where(SignInRow.name_hash == name_hash))


async def forget_older(session: Session, now: datetime) -> None:
    """Delete attempts that no longer count."""
    await session.execute(delete(SignInRow).where(SignInRow.at <= now - REMEMBERED))
