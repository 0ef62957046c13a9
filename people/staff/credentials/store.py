"""Records of what somebody signs in with: hashes, and a phone's secret sealed with our key."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, select, update

from db.engine import Session
from db.staff_tables import RecoveryCodeRow, StaffRow
from people.staff.staff import Staff
from people.staff.store import staff_of


@dataclass(frozen=True, slots=True)
class Credentials:
    """What somebody signs in with; None where it is not chosen yet."""

    staff: Staff
    password_hash: str | None
    totp_secret: str | None


async def of_name(session: Session, name: str) -> Credentials | None:
    """Return what whoever has this name signs in with, or None."""
    return await _of(session, StaffRow.name == name)


async def of(session: Session, staff_id: int) -> Credentials | None:
    """Return what somebody signs in with, or None."""
    return await _of(session, StaffRow.id == staff_id)


async def set_password(session: Session, staff_id: int, password_hash: str) -> None:
    """Keep another password."""
    await _set(session, staff_id, password_hash=password_hash)


async def tie_device(session: Session, staff_id: int, sealed: str, step: int) -> None:
    """Keep a phone's sealed secret; codes up to `step` are used."""
    await _set(session, staff_id, totp_secret=sealed, totp_step=step)


async def use_step(session: Session, staff_id: int, step: int) -> bool:
    """Use a phone's code up; False where it, or a later one, was used before."""
    used = await session.scalar(
        update(StaffRow)
        .where(StaffRow.id == staff_id, StaffRow.totp_step < step)
        .values(totp_step=step)
        .returning(StaffRow.id)
    )
    return used is not None


async def give_codes(session: Session, staff_id: int, hashes: Iterable[str]) -> None:
    """Keep new recovery codes instead of the old ones."""
    await session.execute(delete(RecoveryCodeRow).where(RecoveryCodeRow.staff_id == staff_id))
    session.add_all(RecoveryCodeRow(staff_id=staff_id, code_hash=one) for one in hashes)
    await session.flush()


async def use_code(session: Session, staff_id: int, code_hash: str, now: datetime) -> bool:
    """Use a recovery code up; False where it is none, or was used before."""
    used = await session.scalar(
        update(RecoveryCodeRow)
        .where(
            RecoveryCodeRow.staff_id == staff_id,
            RecoveryCodeRow.code_hash == code_hash,
            RecoveryCodeRow.used_at.is_(None),
        )
        .values(used_at=now)
        .returning(RecoveryCodeRow.id)
    )
    return used is not None


async def codes_left(session: Session, staff_id: int) -> int:
    """Return how many recovery codes somebody has left."""
    unused = select(func.count()).where(
        RecoveryCodeRow.staff_id == staff_id, RecoveryCodeRow.used_at.is_(None)
    )
    return await session.scalar(unused) or 0


async def clear(session: Session, staff_id: int) -> None:
    """Take everything away somebody could sign in with."""
    await _set(session, staff_id, password_hash=None, totp_secret=None)
    await give_codes(session, staff_id, ())


async def _of(session: Session, term: ColumnElement[bool]) -> Credentials | None:
    row = await session.scalar(
        select(StaffRow).where(term).execution_options(populate_existing=True)
    )
    return Credentials(staff_of(row), row.password_hash, row.totp_secret) if row else None


async def _set(session: Session, staff_id: int, **values: Any) -> None:  # noqa: ANN401 -- columns
    await session.execute(update(StaffRow).where(StaffRow.id == staff_id).values(**values))
