"""Records of the staff and of the bureau's own rules."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update

from db.engine import Session, insert_into
from db.staff_tables import HouseRuleRow, StaffRow
from people.staff.roles import Role
from people.staff.staff import Staff


class NameTakenError(Exception):
    """Somebody signs in with this name already."""


async def create(
    session: Session, name: str, shown_name: str, roles: Iterable[Role], now: datetime
) -> Staff:
    """Make a record of somebody who has no password yet; raises `NameTakenError`."""
    made = await session.scalar(
        insert_into(session, StaffRow)
        .values(
            name=name, shown_name=shown_name, roles=sorted(roles), is_active=True,
            totp_step=0, created_at=now,
        )
        .on_conflict_do_nothing(index_elements=["name"])
        .returning(StaffRow.id)
    )  # fmt: skip
    if made is None:
        raise NameTakenError(name)
    found = await get(session, made)
    if found is None:
        raise LookupError(made)
    return found


async def get(session: Session, staff_id: int) -> Staff | None:
    """Return somebody, or None."""
    row = await session.get(StaffRow, staff_id, populate_existing=True)
    return staff_of(row) if row else None


async def called(session: Session, name: str) -> Staff | None:
    """Return whoever signs in with this name, or None."""
    row = await session.scalar(select(StaffRow).where(StaffRow.name == name))
    return staff_of(row) if row else None


async def everybody(session: Session) -> Sequence[Staff]:
    """Return all staff, those who left too, in the order they came."""
    rows = await session.scalars(select(StaffRow).order_by(StaffRow.id))
    return [staff_of(row) for row in rows]


async def count(session: Session) -> int:
    """Return how many there ever were."""
    return await session.scalar(select(func.count()).select_from(StaffRow)) or 0


async def names(session: Session, ids: Iterable[int | None]) -> dict[int, str]:
    """Return the shown names behind numbers, as many as there are."""
    wanted = {number for number in ids if number is not None}
    rows = await session.execute(
        select(StaffRow.id, StaffRow.shown_name).where(StaffRow.id.in_(wanted))
    )
    return {row.id: row.shown_name for row in rows}


async def change_roles(session: Session, staff_id: int, roles: Iterable[Role]) -> None:
    """Entrust somebody with exactly these roles."""
    await _set(session, staff_id, roles=sorted(roles))


async def rename(session: Session, staff_id: int, shown_name: str) -> None:
    """Change what citizens read as somebody's name from now on."""
    await _set(session, staff_id, shown_name=shown_name)


async def let_in(session: Session, staff_id: int, *, is_active: bool) -> None:
    """Let somebody sign in, or no longer."""
    await _set(session, staff_id, is_active=is_active)


async def rule(session: Session, name: str) -> Any:  # noqa: ANN401 -- whatever JSON holds
    """Return a house rule's value, or None where nobody chose one."""
    row = await session.get(HouseRuleRow, name, populate_existing=True)
    return row.value if row else None


async def set_rule(
    session: Session,
    name: str,
    value: Any,  # noqa: ANN401 -- whatever JSON holds
    staff: Staff | None,
    now: datetime,
) -> None:
    """Choose a house rule; who chose it last is kept."""
    chosen = {"value": value, "staff_id": staff.id if staff else None, "chosen_at": now}
    await session.execute(
        insert_into(session, HouseRuleRow)
        .values(name=name, **chosen)
        .on_conflict_do_update(index_elements=["name"], set_=chosen)
    )


async def _set(session: Session, staff_id: int, **values: Any) -> None:  # noqa: ANN401 -- columns
    await session.execute(update(StaffRow).where(StaffRow.id == staff_id).values(**values))


def staff_of(row: StaffRow) -> Staff:
    """Return the person behind a row."""
    return Staff(
        id=row.id,
        name=row.name,
        shown_name=row.shown_name,
        roles=frozenset(Role(role) for role in row.roles if role in set(Role)),
        is_active=row.is_active,
        created_at=row.created_at,
        signed_in_at=row.signed_in_at,
        is_set_up=row.password_hash is not None and row.totp_secret is not None,
    )
