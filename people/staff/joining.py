"""Joining (启用账号): behind a one-time link one chooses a password and ties one's phone to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from db.engine import Database, Session
from db.taking_turns import Lane, take_turn
from people.audit import store as audit
from people.staff import codes, store
from people.staff.credentials import store as credentials
from people.staff.entering import CODE, DEVICE
from people.staff.keys import Keys
from people.staff.links import store as links
from people.staff.links.store import Link, Purpose
from people.staff.roles import Role
from people.staff.sessions import store as sessions
from people.staff.staff import Staff


class LinkOverError(Exception):
    """The link was used, is too old, or never was."""


class WrongCodeError(Exception):
    """The phone's code is not the one expected: most often its clock is wrong."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What somebody chose behind a link; name and roles only count at the first set-up."""

    name: str
    shown_name: str
    roles: frozenset[Role]
    password_hash: str
    secret: str
    code: str
    browser: str


@dataclass(frozen=True, slots=True)
class Joined:
    """Somebody who can sign in now, and is; the codes are shown this once."""

    staff: Staff
    token: str
    codes: list[str]


async def invitee(session: Session, token: str, now: datetime) -> tuple[Link, Staff | None]:
    """Return a link in force and whom it is for; raises `LinkOverError`.

    Nobody is set up any more by a first link once there is staff.
    """
    link = await links.find(session, token, now)
    if link is None:
        raise LinkOverError
    if link.staff_id is None:
        if await store.count(session):
            raise LinkOverError
        return link, None
    staff = await store.get(session, link.staff_id)
    if staff is None or not staff.is_active:
        raise LinkOverError
    return link, staff


async def join(
    database: Database, keys: Keys, token: str, chosen: Chosen, now: datetime
) -> Joined:
    """Use a link up; raises `LinkOverError`, `WrongCodeError`, `store.NameTakenError`."""
    step = codes.step_of(chosen.secret, chosen.code, now)
    if step is None:
        raise WrongCodeError
    async with database.begin() as session:
        await take_turn(session, Lane.STAFF)
        link, staff = await invitee(session, token, now)
        if not await links.use(session, link, now):
            raise LinkOverError
        if staff is None:
            staff = await store.create(session, chosen.name, chosen.shown_name, chosen.roles, now)
        await credentials.set_password(session, staff.id, chosen.password_hash)
        sealed = keys.seal(DEVICE, chosen.secret, now)
        await credentials.tie_device(session, staff.id, sealed, step)
        fresh = await new_codes(session, keys, staff.id)
        await sessions.end_all(session, staff.id, now)
        begun = await sessions.begin(session, staff.id, chosen.browser, now)
        facts = {"link": link.purpose, "roles": sorted(staff.roles)}
        await audit.record(session, staff, "staff.join", str(staff.id), facts, now)
    return Joined(staff, begun, fresh)


async def new_codes(session: Session, keys: Keys, staff_id: int) -> list[str]:
    """Give somebody new recovery codes; the old ones no longer work."""
    fresh = codes.new_recovery_codes()
    stamps = (keys.stamp(CODE, codes.plain(code)) for code in fresh)
    await credentials.give_codes(session, staff_id, stamps)
    return fresh


async def set_up_link(database: Database, now: datetime) -> str | None:
    """Return the secret of a new first link, or None where there is staff already."""
    async with database.begin() as session:
        await take_turn(session, Lane.STAFF)
        if await store.count(session):
            return None
        return await links.make(session, Purpose.SET_UP, None, now)


def first_roles(ticked: Iterable[Role]) -> frozenset[Role]:
    """Return the first person's roles: whatever they tick, somebody must be admin."""
    return frozenset({Role.ADMIN, *ticked})
