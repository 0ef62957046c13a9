"""What admins decide about the staff, in the transaction of whoever asks; each is in the log."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from db.engine import Session
from db.taking_turns import Lane, take_turn
from people.audit import store as audit
from people.staff import store
from people.staff.credentials import store as credentials
from people.staff.links import store as links
from people.staff.links.store import Purpose
from people.staff.roles import Role
from people.staff.sessions import store as sessions
from people.staff.staff import SINGLE_OPERATOR, Staff


class LastAdminError(Exception):
    """Nobody would be left who could let anybody in."""


@dataclass(frozen=True, slots=True)
class Governor:
    """An admin at work; `by` is None for a command on the machine."""

    session: Session
    by: Staff | None
    now: datetime

    async def invite(self, name: str, shown_name: str, roles: Iterable[Role]) -> tuple[Staff, str]:
        """Make somebody's record and their link; raises `store.NameTakenError`."""
        staff = await store.create(self.session, name, shown_name, roles, self.now)
        token = await links.make(self.session, Purpose.INVITE, staff.id, self.now)
        await self._record("staff.invite", staff.id, roles=sorted(staff.roles))
        return staff, token

    async def change_roles(self, staff: Staff, roles: frozenset[Role]) -> bool:
        """Entrust somebody with exactly these; False where they are. Raises `LastAdminError`."""
        await take_turn(self.session, Lane.STAFF)
        current = await self._current(staff)
        if current.roles == roles:
            return False
        if Role.ADMIN not in roles:
            await self._keep_an_admin(current)
        await store.change_roles(self.session, staff.id, roles)
        before = sorted(current.roles)
        await self._record("staff.roles", staff.id, before=before, after=sorted(roles))
        return True

    async def rename(self, staff: Staff, shown_name: str) -> bool:
        """Change the name citizens read; False where it is the same."""
        if (await self._current(staff)).shown_name == shown_name:
            return False
        await store.rename(self.session, staff.id, shown_name)
        await self._record("staff.rename", staff.id)
        return True

    async def disable(self, staff: Staff) -> bool:
        """Let somebody in no longer, at once; False where that was so. Raises `LastAdminError`."""
        await take_turn(self.session, Lane.STAFF)
        current = await self._current(staff)
        if not current.is_active:
            return False
        await self._keep_an_admin(current)
        await store.let_in(self.session, staff.id, is_active=False)
        await links.void(self.session, staff.id, self.now)
        ended = await sessions.end_all(self.session, staff.id, self.now)
        await self._record("staff.disable", staff.id, sessions=ended)
        return True

    async def enable(self, staff: Staff) -> bool:
        """Let somebody in again; False where that was so."""
        if (await self._current(staff)).is_active:
            return False
        await store.let_in(self.session, staff.id, is_active=True)
        await self._record("staff.enable", staff.id)
        return True

    async def reset(self, staff: Staff) -> str:
        """Take away what somebody signs in with, and return the secret of a link to start anew.

        Raises `LastAdminError`, but for a command on the machine: it is the last way in.
        """
        await take_turn(self.session, Lane.STAFF)
        if self.by is not None:
            await self._keep_an_admin(await self._current(staff))
        await credentials.clear(self.session, staff.id)
        ended = await sessions.end_all(self.session, staff.id, self.now)
        purpose = Purpose.RESET if staff.is_set_up else Purpose.INVITE
        token = await links.make(self.session, purpose, staff.id, self.now)
        await self._record("staff.reset", staff.id, sessions=ended)
        return token

    async def sign_out(self, staff: Staff) -> int:
        """End all of somebody's sessions and return how many there were."""
        ended = await sessions.end_all(self.session, staff.id, self.now)
        await self._record("session.revoke", staff.id, sessions=ended)
        return ended

    async def choose_single(self, *, is_on: bool) -> bool:
        """Turn the single-operator mode on or off; False where it was so."""
        if bool(await store.rule(self.session, SINGLE_OPERATOR)) == is_on:
            return False
        await store.set_rule(self.session, SINGLE_OPERATOR, is_on, self.by, self.now)
        action = "rule.single_on" if is_on else "rule.single_off"
        await audit.record(self.session, self.by, action, SINGLE_OPERATOR, {}, self.now)
        return True

    async def _current(self, staff: Staff) -> Staff:
        current = await store.get(self.session, staff.id)
        if current is None:
            raise LookupError(staff.id)
        return current

    async def _keep_an_admin(self, leaving: Staff) -> None:
        """Raise `LastAdminError` where nobody else could sign in as an admin."""
        others = (
            one
            for one in await store.everybody(self.session)
            if one.id != leaving.id and one.is_active and one.is_set_up and one.has(Role.ADMIN)
        )
        if leaving.is_active and leaving.has(Role.ADMIN) and not any(others):
            raise LastAdminError

    async def _record(self, action: str, staff_id: int, **facts: object) -> None:
        await audit.record(self.session, self.by, action, str(staff_id), facts, self.now)
