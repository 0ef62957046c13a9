"""Behind a one-time link (一次性链接): the first set-up, an invitation, a reset."""

import re
from collections.abc import Mapping

from aiohttp import web

from console.doors import ANYBODY, Door
from console.enrolment import device_of, sealed, unsealed
from console.guard import csrf_of, remember
from console.sign_in import browser_of
from console.visit import Visit
from people.staff import codes, joining, passwords
from people.staff.entering import name_of
from people.staff.joining import Chosen, LinkOverError, WrongCodeError
from people.staff.keys import UnsealedError
from people.staff.links.store import Link
from people.staff.roles import Role
from people.staff.sessions.store import key_of
from people.staff.staff import Staff
from people.staff.store import NameTakenError
from texts import console as common
from texts import console_sign_in as words

NAME = re.compile(r"[\w.-]{2,32}")
LONGEST_SHOWN_NAME = 32
FIRST_TICKED = ("editor", "approver", "desk")


def doors() -> list[Door]:
    """Return the family's doors."""
    return [
        Door("GET", "/link/{token}", show, ANYBODY),
        Door("POST", "/link/{token}", choose, ANYBODY),
        Door("POST", "/link/{token}/device", tie, ANYBODY),
    ]


async def show(visit: Visit) -> web.Response:
    """Show what is to be chosen."""
    try:
        link, staff = await _invitee(visit)
    except LinkOverError:
        return _over(visit)
    return _form(visit, link, staff)


async def choose(visit: Visit) -> web.Response:
    """Take name and password, and show the code for the phone."""
    form = await visit.form()
    try:
        link, staff = await _invitee(visit)
    except LinkOverError:
        return _over(visit)
    name = staff.name if staff else name_of(form.get("name", ""))
    errors = faults_of_password(form, name)
    if staff is None:
        errors = {**_faults_of_names(form, name), **errors}
    if errors:
        return _form(visit, link, staff, form, errors)
    secret = codes.new_secret()
    chosen = {
        "name": name,
        "shown_name": staff.shown_name if staff else form.get("shown_name", "").strip(),
        "roles": [role for role in form.getall("roles", []) if role in set(Role)],
        "password_hash": await passwords.hashed(form.get("password", "")),
        "secret": secret,
    }
    return _device(visit, name, secret, sealed(visit, _holder(visit), **chosen))


async def tie(visit: Visit) -> web.Response:
    """Tie the phone, let its owner in, and show the recovery codes."""
    form = await visit.form()
    kept = form.get("kept", "")
    try:
        values = unsealed(visit, _holder(visit), kept)
    except UnsealedError:
        return visit.refuse(410, words.START_AGAIN)
    roles = joining.first_roles(Role(role) for role in values.pop("roles"))
    chosen = Chosen(
        **values, roles=roles, code=form.get("code", ""), browser=browser_of(visit.request)
    )
    try:
        joined = await joining.join(
            visit.parts.database, visit.keys, _token(visit), chosen, visit.now
        )
    except WrongCodeError:
        return _device(visit, chosen.name, chosen.secret, kept, words.WRONG_CODE)
    except LinkOverError:
        return _over(visit)
    except NameTakenError:
        return visit.refuse(409, words.NAME_TAKEN)
    csrf = csrf_of(visit.parts, key_of(joined.token))
    response = visit.show("codes.html", codes=joined.codes, sentence=words.WELCOME, csrf=csrf)
    remember(visit, response, joined.staff, joined.token)
    return response


def faults_of_password(form: Mapping[str, str], name: str) -> dict[str, str]:
    """Return what is wrong with a new password and its repetition."""
    password = form.get("password", "")
    weakness = passwords.weakness_of(password, name)
    if weakness is not None:
        return {"password": words.WEAK[weakness]}
    return {} if form.get("again", "") == password else {"again": words.UNLIKE}


def is_shown_name(text: str) -> bool:
    """Whether citizens may read this as somebody's name."""
    return 0 < len(text.strip()) <= LONGEST_SHOWN_NAME and text.strip().isprintable()


def is_name(text: str) -> bool:
    """Whether somebody may sign in with this name, as `name_of` gives it."""
    return NAME.fullmatch(text) is not None


def _faults_of_names(form: Mapping[str, str], name: str) -> dict[str, str]:
    errors = {} if is_name(name) else {"name": words.NAME_SHAPE}
    if not is_shown_name(form.get("shown_name", "")):
        errors["shown_name"] = words.SHOWN_NAME
    return errors


async def _invitee(visit: Visit) -> tuple[Link, Staff | None]:
    async with visit.parts.database.read() as session:
        return await joining.invitee(session, _token(visit), visit.now)


def _token(visit: Visit) -> str:
    return visit.request.match_info["token"]


def _holder(visit: Visit) -> str:
    return key_of(_token(visit))


def _over(visit: Visit) -> web.Response:
    return visit.say(410, words.LINK_OVER_TITLE, words.LINK_OVER)


def _form(
    visit: Visit,
    link: Link,
    staff: Staff | None,
    values: Mapping[str, str] | None = None,
    errors: dict[str, str] | None = None,
) -> web.Response:
    given = values or {}
    ticked = given.getall("roles", []) if hasattr(given, "getall") else FIRST_TICKED
    return visit.show(
        "join.html",
        422 if errors else 200,
        title=words.TITLES[link.purpose],
        who=staff,
        values={"name": given.get("name", ""), "shown_name": given.get("shown_name", "")},
        roles=[
            (role.value, name, common.ROLE_TASKS[role])
            for role, name in common.ROLES.items()
            if role != Role.ADMIN
        ],
        ticked=ticked,
        until=words.link_until(link.expires_at),
        errors=errors or {},
    )


def _device(
    visit: Visit, name: str, secret: str, kept: str, problem: str | None = None
) -> web.Response:
    return visit.show(
        "device.html",
        422 if problem else 200,
        action=visit.path.removesuffix("/device") + "/device",
        device=device_of(secret, name),
        kept=kept,
        errors={"code": problem} if problem else {},
    )
