"""The console on a real port with real records, and members of staff who use its pages.

async with house(tmp_path) as place:
    anna = await place.staff(Role.EDITOR)
    page = await anna.get("/entries")
    page = await anna.post("/entries/x/save", {"answer": "…"})
"""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web
from yarl import URL

from bot.console_parts import mount
from bot.pages import Pages, set_up
from bot.preview import Preview
from bot.trying import Trying
from console.guard import session_cookie
from console.parts import Parts
from db import migrate
from db.engine import Database, sqlite_url
from faq.editorial.seed.store import take_in
from faq.editorial.shipped import shipped
from faq.entry import Entry
from faq.knowledge import Knowledge, revision_of_entries
from faq.stations import Station
from people.staff import store as people
from people.staff.credentials import store as credentials
from people.staff.roles import Role
from people.staff.sessions import store as sessions
from people.staff.staff import Staff
from tests.console.page import Page, page_of
from tests.knowledge import ENTRIES, shared_knowledge

SECRET = "test secret of the house"
NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)
"""Monday noon in Beijing."""

Fields = Mapping[str, Any] | Sequence[tuple[str, Any]]


@dataclass(slots=True)
class Browser:
    """A browser with its cookies; `staff` is who was signed in when it was made."""

    url: str
    http: aiohttp.ClientSession
    staff: Staff | None = None
    page: Page | None = None

    async def get(self, path: str, **query: str) -> Page:
        """Open a page below /console, following redirects."""
        async with self.http.get(self._at(path), params=query) as reply:
            return await self._read(reply)

    async def post(self, path: str, fields: Fields = (), *, follow: bool = True) -> Page:
        """Send a form with this browser's token, and follow to where it leads."""
        pairs = list(fields.items()) if isinstance(fields, Mapping) else list(fields)
        form = aiohttp.FormData([("csrf", await self.token())])
        for name, value in pairs:
            for one in value if isinstance(value, list | tuple) else [value]:
                form.add_field(name, one if isinstance(one, bytes) else str(one))
        async with self.http.post(self._at(path), data=form, allow_redirects=follow) as reply:
            return await self._read(reply)

    async def upload(self, path: str, name: str, file: Path, fields: Fields = ()) -> Page:
        """Send a form with a file in it."""
        form = aiohttp.FormData({"csrf": await self.token(), **dict(fields)})
        form.add_field(name, await asyncio.to_thread(file.read_bytes), filename=file.name)
        async with self.http.post(self._at(path), data=form) as reply:
            return await self._read(reply)

    async def download(self, path: str, **query: str) -> bytes:
        """Fetch a file; anything but 200 is an error."""
        async with self.http.get(self._at(path), params=query) as reply:
            assert reply.status == 200, reply.status
            return await reply.read()

    async def ask(self, path: str, value: object) -> tuple[int, Any]:
        """Send JSON as a script of a page does, and return status and answer."""
        headers = {"X-CSRF-Token": await self.token(), "Accept": "application/json"}
        async with self.http.post(self._at(path), json=value, headers=headers) as reply:
            return reply.status, await reply.json()

    async def token(self) -> str:
        """Return the token this browser's pages carry."""
        if self.page is None or not self.page.csrf:
            await self.get("/account")
        assert self.page is not None
        return self.page.csrf

    def _at(self, path: str) -> URL:
        return URL(self.url + ("" if path.startswith("/console") else "/console") + path)

    async def _read(self, reply: aiohttp.ClientResponse) -> Page:
        if reply.content_type != "text/html":
            return page_of(reply.status, str(reply.url), "")
        self.page = page_of(reply.status, str(reply.url), await reply.text())
        return self.page


@dataclass(slots=True)
class House:
    """A running console. `now` may be set; `knowledge` is what is in force."""

    url: str
    folder: Path
    database: Database
    knowledge: Knowledge
    parts: Parts = field(init=False)
    stations: tuple[Station, ...] = ()
    now: datetime = NOON
    renewals: int = 0
    _open: list[aiohttp.ClientSession] = field(default_factory=list)

    async def staff(
        self, *roles: Role, name: str | None = None, shown: str | None = None
    ) -> Browser:
        """Make somebody with these roles and return a browser they are signed in with."""
        async with self.database.begin() as session:
            number = await people.count(session) + 1
            name = name or f"staff{number}"
            one = await people.create(session, name, shown or f"职员{number}", roles, self.now)
            await credentials.set_password(session, one.id, "no password fits this")
            await credentials.tie_device(session, one.id, "nor any phone", 0)
            token = await sessions.begin(session, one.id, "Test", self.now)
        browser = self.stranger()
        browser.staff = one
        browser.http.cookie_jar.update_cookies({session_cookie(self.parts): token}, URL(self.url))
        return browser

    async def browser_token(self, *roles: Role) -> tuple[str, str]:
        """Return name and value of a cookie somebody with these roles is signed in by."""
        browser = await self.staff(*roles)
        [cookie] = list(browser.http.cookie_jar)
        return cookie.key, cookie.value

    def stranger(self) -> Browser:
        """Return a browser nobody is signed in with."""
        http = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))
        self._open.append(http)
        return Browser(self.url, http)

    async def close(self) -> None:
        """Close all browsers."""
        for http in self._open:
            await http.close()


@asynccontextmanager
async def house(
    folder: Path, entries: Iterable[Entry] = ENTRIES, *, url: str | None = None, **parts: Any
) -> AsyncIterator[House]:
    """Serve the console; `url` names a database other than a file of its own.

    `parts` replace those the console is given.
    """
    known = tuple(entries)
    knowledge = (
        shared_knowledge()
        if known == ENTRIES
        else Knowledge.of(known, folder / "index", revision_of_entries(known))
    )
    database = Database(url or sqlite_url(folder / "records.db"))
    try:
        await migrate.upgrade(database)
        async with database.begin() as session:
            await take_in(session, shipped(known), NOON)
        place = House("", folder, database, knowledge)
        async with _served(place, parts):
            yield place
    finally:
        await database.close()


@asynccontextmanager
async def _served(place: House, parts: dict[str, Any]) -> AsyncIterator[None]:
    place.parts = _parts(place, parts)
    app = web.Application(client_max_size=65536)
    set_up(app, Pages(place.folder), None)
    mount(app, place.parts)
    runner = web.AppRunner(app, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    place.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield
    finally:
        await place.close()
        await runner.cleanup()


def _parts(place: House, given: dict[str, Any]) -> Parts:
    def renewed() -> None:
        place.renewals += 1

    preview = Preview(lambda: place.knowledge)
    return Parts(
        **{
            "database": place.database,
            "secret": SECRET,
            "address": "http://127.0.0.1:8080",
            "data_dir": place.folder,
            "clock": lambda: place.now,
            "knowledge": lambda: place.knowledge,
            "stations": lambda: place.stations,
            "preview": preview,
            "tried": Trying(preview, lambda: place.stations),
            "renewed": renewed,
            "is_https": False,
            "trusted_proxies": "",
            **given,
        }
    )
