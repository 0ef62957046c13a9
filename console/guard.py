"""The guard: knows who comes, what may be read of them, and whether their door is theirs."""

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime

import structlog
from aiohttp import web
from jinja2 import Environment

from console import kept
from console.doors import SMALL_BODY, Door
from console.parts import Parts
from console.templating import templates
from console.visit import POSTED, ROOT, UnreadableError, Visit
from desk.switches import store as switches
from desk.switches.switches import NOTHING_STOPPED, Switches
from people.staff import store as people
from people.staff.entering import KNOWN_FOR, mark_of
from people.staff.keys import Keys
from people.staff.sessions import store as sessions
from people.staff.sessions.store import NOTED_EVERY, SignedIn
from people.staff.staff import SINGLE_OPERATOR, Staff
from texts import console as words

log = structlog.get_logger()

CSRF_FIELD = "csrf"
CSRF_HEADER = "X-CSRF-Token"
NEWCOMER_COOKIE = "zxt_newcomer"
KNOWN_COOKIE = "zxt_known"
SAFE = frozenset({"GET", "HEAD"})
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Guard:
    """Stands at every door."""

    parts: Parts
    templates: Environment = field(default_factory=templates)

    def watch(self, door: Door) -> Handler:
        """Return what answers at a door: the page for whom it is meant, a refusal for others."""

        async def enter(request: web.Request) -> web.StreamResponse:
            visit = await self.visit(request, door)
            try:
                refusal = await self._refusal(door, visit)
                answer = refusal or await door.handle(visit)
            except web.HTTPRequestEntityTooLarge:
                answer = _too_large(visit, door)
            except UnreadableError:
                answer = visit.refuse(400, words.UNREADABLE)
            finally:
                _close_files(visit.request)
            _remember_newcomer(visit, answer)
            return answer

        return enter

    async def visit(self, request: web.Request, door: Door | None = None) -> Visit:
        """Find out who comes, and how much of what they carry is read."""
        now, signed_in = self.parts.clock(), None
        is_single, stopped = False, NOTHING_STOPPED
        token = request.cookies.get(session_cookie(self.parts))
        if token:
            signed_in, is_single, stopped = await self._known(token, now)
        newcomer = request.cookies.get(NEWCOMER_COOKIE) or secrets.token_hex(16)
        csrf = csrf_of(self.parts, signed_in.key if signed_in else newcomer)
        is_trusted = signed_in is not None and door is not None
        request = request.clone(client_max_size=door.body if door and is_trusted else SMALL_BODY)
        return Visit(
            request, self.parts, self.templates, signed_in, now, csrf, newcomer, is_single,
            stopped,
        )  # fmt: skip

    def stranger(self, request: web.Request) -> Visit:
        """Return a visit of somebody unknown, for when even the records cannot be asked."""
        return Visit(request, self.parts, self.templates, None, self.parts.clock(), "", "")

    async def _known(self, token: str, now: datetime) -> tuple[SignedIn | None, bool, Switches]:
        async with self.parts.database.read() as session:
            signed_in = await sessions.find(session, token, now)
            is_single = bool(signed_in and await people.rule(session, SINGLE_OPERATOR))
            stopped = await switches.load(session) if signed_in else NOTHING_STOPPED
        if signed_in and now - signed_in.seen_at > NOTED_EVERY:
            async with self.parts.database.begin() as session:
                await sessions.note_use(session, signed_in, now)
        return signed_in, is_single, stopped

    async def _refusal(self, door: Door, visit: Visit) -> web.StreamResponse | None:
        if "\0" in visit.request.rel_url.query_string:
            return visit.refuse(400, words.UNREADABLE)
        if visit.signed_in is None and not door.is_open:
            return await kept.ask_to_sign_in(visit)
        if not door.is_open and not visit.staff.has(*door.who):
            return visit.refuse(403, words.forbidden(list(door.who)))
        if visit.request.method not in SAFE and not await self._is_own_form(visit):
            return await kept.give_back(visit)
        return None

    async def _is_own_form(self, visit: Visit) -> bool:
        given = visit.request.headers.get(CSRF_HEADER)
        if given is None:
            given = str((await visit.form()).get(CSRF_FIELD, ""))
        return secrets.compare_digest(given.encode(), visit.csrf.encode())


def session_cookie(parts: Parts) -> str:
    """Return the name of the cookie with a session's secret; browsers bind __Host- to us."""
    return "__Host-zxt_staff" if parts.is_https else "zxt_staff"


def csrf_of(parts: Parts, holder: str) -> str:
    """Return the token that belongs to a session's key, or to a newcomer."""
    return Keys(parts.secret).stamp("csrf", holder)


def remember(visit: Visit, response: web.StreamResponse, staff: Staff, token: str) -> None:
    """Put a session's secret into the browser, out of reach of scripts and other sites.

    With it goes a mark by which strangers' wrong guesses do not count against this browser.
    """
    response.set_cookie(
        KNOWN_COOKIE, mark_of(visit.keys, staff.name, visit.now), httponly=True, samesite="Lax",
        secure=visit.parts.is_https, path=ROOT, max_age=int(KNOWN_FOR.total_seconds()),
    )  # fmt: skip
    response.set_cookie(
        session_cookie(visit.parts), token, httponly=True, samesite="Lax",
        secure=visit.parts.is_https, path="/",
    )  # fmt: skip


def forget(visit: Visit, response: web.StreamResponse) -> None:
    """Take the secret out of the browser."""
    response.del_cookie(
        session_cookie(visit.parts), httponly=True, samesite="Lax",
        secure=visit.parts.is_https, path="/",
    )  # fmt: skip


def _too_large(visit: Visit, door: Door) -> web.Response:
    """Say that a body is too large, or that nothing large is taken from whoever is signed out."""
    if visit.signed_in is None and not door.is_open:
        return visit.say(401, words.SIGN_IN_FIRST, words.SIGNED_OUT_LARGE)
    return visit.refuse(413, words.too_large(door.body))


def _remember_newcomer(visit: Visit, answer: web.StreamResponse) -> None:
    is_new = visit.request.cookies.get(NEWCOMER_COOKIE) != visit.newcomer
    if visit.signed_in is None and visit.newcomer and is_new and not answer.prepared:
        answer.set_cookie(
            NEWCOMER_COOKIE, visit.newcomer, httponly=True, samesite="Lax",
            secure=visit.parts.is_https, path=ROOT,
        )  # fmt: skip


def _close_files(request: web.Request) -> None:
    for value in (request.get(POSTED) or {}).values():
        if isinstance(value, web.FileField):
            value.file.close()
