"""My account (我的账号): password, codes, and the browsers one is signed in with."""

from dataclasses import replace
from typing import assert_never

from aiohttp import web

from console.doors import SIGNED_IN, Door
from console.enrolment import device_of, sealed, unsealed
from console.joining import faults_of_password
from console.sign_in import knock_of
from console.visit import Visit
from db.engine import Session
from people.audit import store as audit
from people.staff import codes, entering, joining, passwords
from people.staff.credentials import store as credentials
from people.staff.entering import DEVICE, Barred, Wrong
from people.staff.keys import UnsealedError
from people.staff.sessions import store as sessions
from texts import console_sign_in as words


def doors() -> list[Door]:
    """Return the family's doors."""
    return [
        Door("GET", "/account", show, SIGNED_IN),
        Door("POST", "/account/password", change_password, SIGNED_IN),
        Door("POST", "/account/codes", make_codes, SIGNED_IN),
        Door("POST", "/account/device", begin_device, SIGNED_IN),
        Door("POST", "/account/device/tie", tie_device, SIGNED_IN),
        Door("POST", "/account/sessions/end", end_session, SIGNED_IN),
        Door("POST", "/account/sessions/end-others", end_others, SIGNED_IN),
    ]


async def show(visit: Visit) -> web.Response:
    """Show it."""
    return await _page(visit, {})


async def change_password(visit: Visit) -> web.Response:
    """Take another password and end all other sessions."""
    form = await visit.form()
    errors = faults_of_password(form, visit.staff.name)
    if not errors and (problem := await _unproved(visit, form.get("old_password", ""))):
        errors = {"old_password": problem}
    if errors:
        return await _page(visit, errors)
    fresh = await passwords.hashed(form.get("password", ""))
    async with visit.parts.database.begin() as session:
        await credentials.set_password(session, visit.staff.id, fresh)
        ended = await sessions.end_all(session, visit.staff.id, visit.now, but=_key(visit))
        await audit.record(
            session, visit.staff, "staff.password", str(visit.staff.id), {"sessions": ended},
            visit.now,
        )  # fmt: skip
    return visit.go("/account", words.PASSWORD_CHANGED)


async def make_codes(visit: Visit) -> web.Response:
    """Show new recovery codes, once."""
    form = await visit.form()
    if problem := await _unproved(visit, form.get("codes_password", "")):
        return await _page(visit, {"codes_password": problem})
    async with visit.parts.database.begin() as session:
        fresh = await joining.new_codes(session, visit.keys, visit.staff.id)
        await audit.record(session, visit.staff, "staff.codes", str(visit.staff.id), {}, visit.now)
    return visit.show("codes.html", codes=fresh, sentence=words.CODES_MADE)


async def begin_device(visit: Visit) -> web.Response:
    """Show the code for another phone."""
    form = await visit.form()
    if problem := await _unproved(visit, form.get("device_password", "")):
        return await _page(visit, {"device_password": problem})
    secret = codes.new_secret()
    return _device(visit, secret, sealed(visit, _key(visit), secret=secret))


async def tie_device(visit: Visit) -> web.Response:
    """Tie another phone; the one before no longer works."""
    form = await visit.form()
    kept = form.get("kept", "")
    try:
        secret = str(unsealed(visit, _key(visit), kept)["secret"])
    except UnsealedError:
        return visit.refuse(410, words.START_AGAIN)
    step = codes.step_of(secret, form.get("code", ""), visit.now)
    if step is None:
        return _device(visit, secret, kept, words.WRONG_CODE)
    async with visit.parts.database.begin() as session:
        own = visit.keys.seal(DEVICE, secret, visit.now)
        await credentials.tie_device(session, visit.staff.id, own, step)
        await audit.record(
            session, visit.staff, "staff.device", str(visit.staff.id), {}, visit.now
        )
    return visit.go("/account", words.DEVICE_TIED)


async def end_session(visit: Visit) -> web.Response:
    """End one of one's own sessions."""
    key = (await visit.form()).get("key", "")
    async with visit.parts.database.begin() as session:
        is_ended = await sessions.end(session, visit.staff.id, key, visit.now)
        if is_ended:
            await _record_ended(visit, session, 1)
    if is_ended:
        return visit.go("/account#sessions", words.SESSION_ENDED)
    return visit.go("/account#sessions", words.SESSION_OVER, "warn")


async def end_others(visit: Visit) -> web.Response:
    """End all of one's own sessions but this one."""
    async with visit.parts.database.begin() as session:
        ended = await sessions.end_all(session, visit.staff.id, visit.now, but=_key(visit))
        if ended:
            await _record_ended(visit, session, ended)
    return visit.go("/account#sessions", words.OTHERS_ENDED)


async def _record_ended(visit: Visit, session: Session, count: int) -> None:
    facts = {"sessions": count}
    await audit.record(
        session, visit.staff, "session.revoke", str(visit.staff.id), facts, visit.now
    )


async def _unproved(visit: Visit, password: str) -> str | None:
    """Return why the password proves nothing, or None."""
    knock = replace(await knock_of(visit), password=password)
    problem = await entering.confirm(
        visit.parts.database, visit.keys, visit.staff, knock, visit.now
    )
    match problem:
        case None:
            return None
        case Barred(until):
            return words.barred(until, visit.now)
        case Wrong():
            return words.OLD_PASSWORD_WRONG
        case _:
            assert_never(problem)


async def _page(visit: Visit, errors: dict[str, str]) -> web.Response:
    async with visit.parts.database.read() as session:
        own = await sessions.of(session, visit.staff.id, visit.now)
        left = await credentials.codes_left(session, visit.staff.id)
    return visit.show(
        "account.html", 422 if errors else 200,
        sessions=own, current=_key(visit), codes_left=left, errors=errors, browser=words.browser,
    )  # fmt: skip


def _device(visit: Visit, secret: str, kept: str, problem: str | None = None) -> web.Response:
    return visit.show(
        "device.html", 422 if problem else 200,
        action="/account/device/tie", device=device_of(secret, visit.staff.name), kept=kept,
        errors={"code": problem} if problem else {},
    )  # fmt: skip


def _key(visit: Visit) -> str:
    return visit.signed_in.key if visit.signed_in else ""
