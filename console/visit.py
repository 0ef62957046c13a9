"""A visit: one request to the console, who makes it, and the ways to answer it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

from aiohttp import web
from itsdangerous import BadSignature, URLSafeSerializer
from jinja2 import Environment
from multidict import MultiDict, MultiDictProxy

from console import sections
from console.parts import Parts
from desk.switches.switches import NOTHING_STOPPED, Switches
from people.staff.keys import Keys
from people.staff.roles import Role
from people.staff.sessions.store import SignedIn
from people.staff.staff import Staff
from texts import console as words
from texts import console_switches as switch_words

ROOT = "/console"
CHINA = ZoneInfo("Asia/Shanghai")
FLASH_COOKIE = "zxt_said"
LONGEST_FLASH = 400
POSTED = web.RequestKey("posted", MultiDictProxy[Any])
"""Where a request keeps its form once it was read whole."""


class UnreadableError(Exception):
    """What was sent is no form: no browser sends such a thing."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One request. `csrf` is the token every form of the answer must send back."""

    request: web.Request
    parts: Parts
    templates: Environment
    signed_in: SignedIn | None
    now: datetime
    csrf: str
    newcomer: str
    is_single: bool = False
    """Whether the single-operator mode (单人审定模式) is on."""
    stopped: Switches = NOTHING_STOPPED
    """What is stopped (停用): every page says so on top."""

    @property
    def staff(self) -> Staff:
        """Return who is signed in; raises `LookupError` where nobody is."""
        if self.signed_in is None:
            raise LookupError(self.path)
        return self.signed_in.staff

    @property
    def today(self) -> date:
        """Return the day in Beijing."""
        return self.now.astimezone(CHINA).date()

    @property
    def path(self) -> str:
        """Return the path below /console."""
        return self.request.path.removeprefix(ROOT) or "/"

    @property
    def keys(self) -> Keys:
        """Return the house's keys."""
        return Keys(self.parts.secret)

    @property
    def is_for_script(self) -> bool:
        """Whether a script asked, which shows a sentence where a page would be lost."""
        headers = self.request.headers
        return "X-CSRF-Token" in headers or headers.get("Accept") == "application/json"

    def show(self, template: str, status: int = 200, **values: Any) -> web.Response:  # noqa: ANN401 -- whatever templates show
        """Return a page."""
        said = self._said()
        response = self._html(template, status, {"flash": said, **self._common(), **values})
        if FLASH_COOKIE in self.request.cookies:
            response.del_cookie(FLASH_COOKIE, path=ROOT)
        return response

    def fragment(self, template: str, **values: Any) -> web.Response:  # noqa: ANN401 -- the same
        """Return a piece of a page, for a script to put in."""
        return self._html(template, 200, {**self._common(), **values})

    def json(self, value: Any, status: int = 200) -> web.Response:  # noqa: ANN401 -- any JSON
        """Return JSON, for a script."""
        return web.json_response(value, status=status, headers={"Cache-Control": "no-store"})

    async def form(self) -> MultiDictProxy[str]:
        """Return the texts that were filled in, without what no database can hold.

        Files are not among them, see `file`; raises `UnreadableError`.
        """
        posted = cast("Iterable[tuple[str, object]]", (await self._posted()).items())
        texts = ((name, value) for name, value in posted if isinstance(value, str))
        return MultiDictProxy(MultiDict((name, one.replace("\0", "")) for name, one in texts))

    async def file(self, name: str) -> web.FileField | None:
        """Return an uploaded file, or None where none was chosen."""
        field = (await self._posted()).get(name)
        return field if isinstance(field, web.FileField) and field.filename else None

    def go(self, path: str, flash: str | None = None, kind: str = "ok") -> web.Response:
        """Send the browser on to a page of ours, with a sentence it shows once."""
        response = web.Response(status=303, headers={"Location": ROOT + path})
        response.headers["Cache-Control"] = "no-store"
        if flash is not None:
            response.set_cookie(
                FLASH_COOKIE, self._flashes.dumps([kind, flash[:LONGEST_FLASH]]), max_age=120,
                httponly=True, samesite="Lax", secure=self.parts.is_https, path=ROOT,
            )  # fmt: skip
        return response

    def not_found(self, sentence: str = words.NOT_FOUND) -> web.Response:
        """Say that there is no such thing."""
        return self.say(404, words.NOT_FOUND_TITLE, sentence)

    def refuse(self, status: int, sentence: str) -> web.Response:
        """Say why nothing was done."""
        title = words.FORBIDDEN_TITLE if status == web.HTTPForbidden.status_code else ""
        return self.say(status, title or words.REFUSED_TITLE, sentence)

    def say(self, status: int, title: str, sentence: str) -> web.Response:
        """Return a page that only says something; JSON where a script asked."""
        if self.is_for_script:
            return self.json({"error": sentence}, status)
        return self.show("said.html", status, title=title, sentence=sentence)

    def may(self, *roles: str) -> bool:
        """Whether whoever is here holds any of these roles."""
        return self.signed_in is not None and self.staff.has(*(Role(role) for role in roles))

    async def _posted(self) -> MultiDictProxy[Any]:
        try:
            posted = await self.request.post()
        except (ValueError, LookupError, RuntimeError, AssertionError) as problem:
            raise UnreadableError(str(problem)) from problem
        self.request[POSTED] = posted
        return posted

    def _common(self) -> dict[str, Any]:
        staff = self.signed_in.staff if self.signed_in else None
        return {
            "staff": staff,
            "csrf": self.csrf,
            "section": sections.section_of(self.path),
            "sections": sections.sections_for(staff) if staff else [],
            "is_single": self.is_single,
            "stopped": [switch_words.title(scope) for scope in self.stopped.stops],
            "may": self.may,
            "root": ROOT,
            "today": self.today,
            "now": self.now,
        }

    def _said(self) -> tuple[str, str] | None:
        try:
            kind, sentence = self._flashes.loads(self.request.cookies.get(FLASH_COOKIE, ""))
        except (BadSignature, ValueError):
            return None
        return str(kind), str(sentence)

    @property
    def _flashes(self) -> URLSafeSerializer:
        return URLSafeSerializer(self.parts.secret, salt="zxt.said")

    def _html(self, template: str, status: int, values: dict[str, Any]) -> web.Response:
        html = self.templates.get_template(template).render(values)
        return web.Response(
            text=html, status=status, content_type="text/html",
            headers={"Cache-Control": "no-store"},
        )  # fmt: skip
