"""The staff (人员): who is here, what they may do, and how they come in again."""

from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web

from console.doors import Door
from console.joining import is_name, is_shown_name
from console.visit import ROOT, Visit
from people.staff import store
from people.staff.entering import name_of
from people.staff.governing import Governor, LastAdminError
from people.staff.links.store import LIVES, Purpose
from people.staff.roles import Role
from people.staff.sessions import store as sessions
from people.staff.staff import Staff
from people.staff.store import NameTakenError
from texts import console as common
from texts import console_sign_in as sign_in_words
from texts import console_staff as words

ADMIN = frozenset({Role.ADMIN})
LOOKERS = frozenset({Role.ADMIN, Role.AUDITOR})
ONE = r"/staff/{id:\d{1,9}}"


def doors() -> list[Door]:
    """Return the family's doors."""
    return [
        Door("GET", "/staff", show, LOOKERS),
        Door("POST", "/staff/invite", invite, ADMIN),
        Door("POST", "/staff/single", choose_single, ADMIN),
        Door("GET", ONE, show_one, LOOKERS),
        Door("POST", ONE + "/save", on_one(save), ADMIN),
        Door("POST", ONE + "/disable", on_one(disable), ADMIN),
        Door("POST", ONE + "/enable", on_one(enable), ADMIN),
        Door("POST", ONE + "/reset", on_one(reset), ADMIN),
        Door("POST", ONE + "/sign-out", on_one(sign_out), ADMIN),
    ]


def on_one(
    act: Callable[[Visit, Staff], Awaitable[web.Response]],
) -> Callable[[Visit], Awaitable[web.Response]]:
    """Make an act on one member of staff a page: it finds them, and keeps the last admin."""

    async def handle(visit: Visit) -> web.Response:
        staff = await _one(visit)
        if staff is None:
            return visit.not_found()
        try:
            return await act(visit, staff)
        except LastAdminError:
            return visit.go(f"/staff/{staff.id}", words.LAST_ADMIN, "error")

    return handle


async def show(visit: Visit) -> web.Response:
    """Show everybody, and the form of an invitation."""
    return await _list(visit)


async def show_one(visit: Visit) -> web.Response:
    """Show one of the staff."""
    staff = await _one(visit)
    return await _page(visit, staff) if staff else visit.not_found()


async def invite(visit: Visit) -> web.Response:
    """Make somebody's record, and show the link to hand over, once."""
    form = await visit.form()
    name, shown_name = name_of(form.get("name", "")), form.get("shown_name", "").strip()
    roles = await _ticked(visit)
    errors = {} if is_name(name) else {"name": words.NAME_SHAPE}
    errors |= _faults(shown_name, roles)
    if errors:
        return await _list(visit, form, roles, errors)
    try:
        async with visit.parts.database.begin() as session:
            governor = Governor(session, visit.staff, visit.now)
            staff, token = await governor.invite(name, shown_name, roles)
    except NameTakenError:
        return await _list(visit, form, roles, {"name": words.NAME_TAKEN})
    return _link(visit, staff, token, Purpose.INVITE)


async def save(visit: Visit, staff: Staff) -> web.Response:
    """Change somebody's shown name and roles."""
    shown_name = (await visit.form()).get("shown_name", "").strip()
    roles = await _ticked(visit)
    if errors := _faults(shown_name, roles):
        return await _page(visit, staff, shown_name, roles, errors)
    async with visit.parts.database.begin() as session:
        governor = Governor(session, visit.staff, visit.now)
        is_changed = await governor.change_roles(staff, roles)
        is_renamed = await governor.rename(staff, shown_name)
    said = words.saved(shown_name) if is_changed or is_renamed else words.UNCHANGED
    keeps_admin = staff.id != visit.staff.id or Role.ADMIN in roles
    return visit.go(f"/staff/{staff.id}" if keeps_admin else "/account", said)


async def disable(visit: Visit, staff: Staff) -> web.Response:
    """Let somebody in no longer."""
    if staff.id == visit.staff.id:
        return visit.go(f"/staff/{staff.id}", words.NOT_ONESELF, "error")
    async with visit.parts.database.begin() as session:
        await Governor(session, visit.staff, visit.now).disable(staff)
    return visit.go(f"/staff/{staff.id}", words.disabled(staff.shown_name))


async def enable(visit: Visit, staff: Staff) -> web.Response:
    """Let somebody in again."""
    async with visit.parts.database.begin() as session:
        await Governor(session, visit.staff, visit.now).enable(staff)
    return visit.go(f"/staff/{staff.id}", words.enabled(staff.shown_name))


async def reset(visit: Visit, staff: Staff) -> web.Response:
    """Take away what somebody signs in with, and show the link to start anew, once."""
    if staff.id == visit.staff.id:
        return visit.go(f"/staff/{staff.id}", words.NOT_ONESELF, "error")
    async with visit.parts.database.begin() as session:
        token = await Governor(session, visit.staff, visit.now).reset(staff)
    return _link(visit, staff, token, Purpose.RESET if staff.is_set_up else Purpose.INVITE)


async def sign_out(visit: Visit, staff: Staff) -> web.Response:
    """End all of somebody's sessions."""
    async with visit.parts.database.begin() as session:
        ended = await Governor(session, visit.staff, visit.now).sign_out(staff)
    return visit.go(f"/staff/{staff.id}", words.signed_out(staff.shown_name, ended))


async def choose_single(visit: Visit) -> web.Response:
    """Turn the single-operator mode on or off."""
    form = await visit.form()
    is_on = form.get("is_on") == "1"
    if is_on and form.get("sure") != "1":
        return visit.go("/staff#single", words.SINGLE_SURE, "error")
    async with visit.parts.database.begin() as session:
        governor = Governor(session, visit.staff, visit.now)
        is_changed = await governor.choose_single(is_on=is_on)
    said = words.SINGLE_ON if is_on else words.SINGLE_OFF
    return visit.go("/staff", said if is_changed else words.UNCHANGED)


def _faults(shown_name: str, roles: frozenset[Role]) -> dict[str, str]:
    errors = {} if is_shown_name(shown_name) else {"shown_name": words.SHOWN_NAME}
    return errors if roles else {**errors, "roles": words.NO_ROLES}


async def _ticked(visit: Visit) -> frozenset[Role]:
    given = (await visit.form()).getall("roles", [])
    return frozenset(Role(role) for role in given if role in set(Role))


async def _one(visit: Visit) -> Staff | None:
    async with visit.parts.database.read() as session:
        return await store.get(session, int(visit.request.match_info["id"]))


def _options() -> list[tuple[str, str, str]]:
    return [(role.value, name, common.ROLE_TASKS[role]) for role, name in common.ROLES.items()]


async def _list(
    visit: Visit,
    values: Mapping[str, str] | None = None,
    ticked: frozenset[Role] = frozenset(),
    errors: dict[str, str] | None = None,
) -> web.Response:
    async with visit.parts.database.read() as session:
        everybody = await store.everybody(session)
    given = values or {}
    return visit.show(
        "staff/list.html", 422 if errors else 200, everybody=everybody, options=_options(),
        values={"name": given.get("name", ""), "shown_name": given.get("shown_name", "")},
        ticked=ticked, errors=errors or {},
    )  # fmt: skip


async def _page(
    visit: Visit,
    staff: Staff,
    shown_name: str | None = None,
    ticked: frozenset[Role] | None = None,
    errors: dict[str, str] | None = None,
) -> web.Response:
    async with visit.parts.database.read() as session:
        open_sessions = await sessions.of(session, staff.id, visit.now)
    return visit.show(
        "staff/one.html", 422 if errors else 200, one=staff, sessions=open_sessions,
        shown_name=staff.shown_name if shown_name is None else shown_name,
        ticked=staff.roles if ticked is None else ticked,
        options=_options(), errors=errors or {}, browser=sign_in_words.browser,
        is_oneself=staff.id == visit.staff.id,
    )  # fmt: skip


def _link(visit: Visit, staff: Staff, token: str, purpose: Purpose) -> web.Response:
    return visit.show(
        "staff/link.html", one=staff, purpose=purpose,
        link=f"{visit.parts.address}{ROOT}/link/{token}",
        until=sign_in_words.link_until(visit.now + LIVES[purpose]),
    )  # fmt: skip
