"""Every door against every role and nobody: open exactly where the reviewed table says so."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from aiohttp import ClientSession, web

from console.doors import Door
from console.sections import SECTIONS
from console.site import all_doors, build
from console.visit import Visit
from people.staff.roles import Role
from tests.console.house import Browser, House, house
from tests.console.matrix import bare, reviewed, sample, table
from texts import console as words

INSIDE = "inside"


def test_every_door_is_in_the_reviewed_table() -> None:
    assert table() == reviewed(), "python -m tests.console.matrix prints the table to review"


def test_no_two_doors_are_at_one_address() -> None:
    doors = [(door.method, door.path) for door in all_doors()]
    assert len(doors) == len(set(doors))


def test_the_navigation_shows_a_section_to_whom_its_door_opens() -> None:
    doors = {door.path: door.who for door in all_doors() if door.method == "GET"}
    assert {one.path: one.who for one in SECTIONS} == {
        one.path: doors[one.path] for one in SECTIONS
    }


async def test_every_route_comes_from_a_door(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        app = build(place.parts)
        routes = {
            (route.method, route.resource.canonical if route.resource else "")
            for route in app.router.routes()
        }
    assert routes == {(door.method, bare(door.path)) for door in all_doors()}


async def test_every_door_opens_for_its_roles_only(tmp_path: Path) -> None:
    """The guard and the doors are the real ones; behind each only stands whoever was let in."""
    async with house(tmp_path) as place, _doors_alone(place) as url:
        seen = {}
        for role in (*Role, None):
            browser = place.stranger() if role is None else await place.staff(role)
            page = await browser.get("/sign-in" if role is None else "/account")
            for door in all_doors():
                seen[door.method, door.path, role] = await _tried(browser, url, door, page.csrf)
    assert seen == {
        (door.method, door.path, role): _expected(door, role)
        for door in all_doors()
        for role in (*Role, None)
    }


async def test_no_role_at_all_opens_nothing_but_the_open_doors(tmp_path: Path) -> None:
    async with house(tmp_path) as place, _doors_alone(place) as url:
        nobody = await place.staff()
        for door in all_doors():
            status, text = await _sent(nobody.http, url, door, await nobody.token())
            assert (status, INSIDE in text) == ((200, True) if door.is_open else (403, False))


def _expected(door: Door, role: Role | None) -> tuple[int, str]:
    if door.is_open or role in door.who:
        return 200, INSIDE
    if role is None:
        return (303, "") if door.method == "GET" else (401, "")
    return 403, words.forbidden(list(door.who))


async def _tried(browser: Browser, url: str, door: Door, token: str) -> tuple[int, str]:
    status, text = await _sent(browser.http, url, door, token)
    if status == 403:
        sentence = words.forbidden(list(door.who))
        return status, sentence if sentence in text else text
    return status, text if status == 200 else ""


async def _sent(http: ClientSession, url: str, door: Door, token: str) -> tuple[int, str]:
    data = {"csrf": token} if door.method == "POST" else None
    async with http.request(
        door.method, f"{url}/console{sample(door.path)}", data=data, allow_redirects=False
    ) as reply:
        return reply.status, await reply.text()


@asynccontextmanager
async def _doors_alone(place: House) -> AsyncIterator[str]:
    async def inside(_visit: Visit) -> web.Response:
        return web.Response(text=INSIDE)

    app = web.Application()
    app.add_subapp(
        "/console", build(place.parts, [replace(d, handle=inside) for d in all_doors()])
    )
    runner = web.AppRunner(app, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()
