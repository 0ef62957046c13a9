"""Signing in and out (登录、退出)."""

from collections.abc import Mapping

from aiohttp import web

from console.address import client_of
from console.doors import ANYBODY, SIGNED_IN, Door
from console.guard import KNOWN_COOKIE, csrf_of, forget, remember
from console.kept import PATH_FIELD, below_console, held_fields, readable, show_signed_out
from console.visit import Visit
from people.audit import store as audit
from people.staff import entering
from people.staff.entering import Barred, Entered, Knock, Wrong
from people.staff.sessions import store as sessions
from people.staff.sessions.store import key_of
from texts import console_sign_in as words


def doors() -> list[Door]:
    """Return the family's doors."""
    return [
        Door("GET", "/sign-in", show, ANYBODY),
        Door("POST", "/sign-in", enter, ANYBODY),
        Door("POST", "/sign-in/again", enter_again, ANYBODY),
        Door("POST", "/sign-out", leave, SIGNED_IN),
    ]


async def show(visit: Visit) -> web.Response:
    """Show the form; whoever is signed in goes on."""
    wanted = below_console(visit.request.query.get("next", "/"))
    if visit.signed_in is not None:
        return visit.go(wanted)
    return _form(visit, wanted)


async def enter(visit: Visit) -> web.Response:
    """Let somebody in and send them where they wanted to go."""
    form = await visit.form()
    wanted = below_console(form.get("next", "/"))
    if errors := _missing(form):
        return _form(visit, wanted, form.get("name", ""), errors=errors)
    result = await _knock(visit)
    if not isinstance(result, Entered):
        return _form(visit, wanted, form.get("name", ""), problem=_said(visit, result))
    is_paper = result.codes_left is not None
    flash = words.codes_left(result.codes_left or 0) if is_paper else None
    response = visit.go(wanted, flash, "warn")
    remember(visit, response, result.staff, result.token)
    return response


async def enter_again(visit: Visit) -> web.Response:
    """Let somebody in whose session ended in the middle, and give them back what they wrote."""
    form = await visit.form()
    path, fields = below_console(form.get(PATH_FIELD, "/")), held_fields(form.items())
    result = await _knock(visit)
    if not isinstance(result, Entered):
        return show_signed_out(visit, path, fields, _said(visit, result))
    response = visit.show(
        "resume.html",
        path=path,
        held=fields,
        fields=readable(fields),
        csrf=csrf_of(visit.parts, key_of(result.token)),
    )
    remember(visit, response, result.staff, result.token)
    return response


async def leave(visit: Visit) -> web.Response:
    """End the session of this browser."""
    if visit.signed_in is not None:
        async with visit.parts.database.begin() as session:
            await sessions.end(session, visit.staff.id, visit.signed_in.key, visit.now)
            await audit.record(
                session, visit.staff, "session.end", str(visit.staff.id), {}, visit.now
            )
    response = visit.go("/sign-in", words.SIGNED_OUT)
    forget(visit, response)
    return response


async def knock_of(visit: Visit) -> Knock:
    """Return what the form of a visit gives to come in with."""
    form = await visit.form()
    return Knock(
        name=form.get("name", ""),
        password=form.get("password", ""),
        code=form.get("code", ""),
        address=client_of(visit.request, visit.parts.trusted_proxies),
        browser=browser_of(visit.request),
        known=visit.request.cookies.get(KNOWN_COOKIE, ""),
    )


async def _knock(visit: Visit) -> Entered | Barred | Wrong:
    knock = await knock_of(visit)
    return await entering.enter(visit.parts.database, visit.keys, knock, visit.now)


def browser_of(request: web.Request) -> str:
    """Return what a browser calls itself."""
    return request.headers.get("User-Agent", "")


def _missing(form: Mapping[str, str]) -> dict[str, str]:
    asked = {
        "name": words.FILL_NAME, "password": words.FILL_PASSWORD, "code": words.FILL_CODE,
    }  # fmt: skip
    return {name: sentence for name, sentence in asked.items() if not form.get(name, "").strip()}


def _said(visit: Visit, result: Barred | Wrong) -> str:
    return words.barred(result.until, visit.now) if isinstance(result, Barred) else words.WRONG


def _form(
    visit: Visit,
    wanted: str,
    name: str = "",
    errors: dict[str, str] | None = None,
    problem: str | None = None,
) -> web.Response:
    status = 422 if errors or problem else 200
    return visit.show(
        "sign_in.html", status, next=wanted, name=name, errors=errors or {}, problem=problem
    )
