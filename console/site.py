"""The console's application: every address comes from a door, and there is no other way in."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path

import structlog
from aiohttp import web

from console import account, audit, home, joining, replay, sign_in, staff, switches, trial
from console import words as taught
from console.doors import ANYBODY, Door
from console.entries import pages
from console.figures import pages as figures
from console.guard import Guard, Handler
from console.parts import NotReadyError, Parts
from console.sheets import pages as sheets
from console.stations import pages as stations
from console.unanswered import pages as unanswered
from console.visit import Visit
from texts import console as words

log = structlog.get_logger()

SOON = "3"
"""Seconds until a page that is not ready is asked for again."""

STATIC = Path(__file__).parent / "static"
FAMILIES: tuple[Callable[[], list[Door]], ...] = (
    home.doors,
    sign_in.doors,
    joining.doors,
    account.doors,
    staff.doors,
    audit.doors,
    sheets.doors,
    pages.doors,
    stations.doors,
    taught.doors,
    replay.doors,
    trial.doors,
    unanswered.doors,
    figures.doors,
    switches.doors,
)
"""The page families; a new one is a line here."""


def all_doors() -> list[Door]:
    """Return every door of the console."""
    own = [
        Door("GET", "", _to_home, ANYBODY),
        Door("GET", "/static/{path:[A-Za-z0-9._/-]{1,100}}", _static, ANYBODY),
    ]
    return own + [door for family in FAMILIES for door in family()]


def build(parts: Parts, doors: Iterable[Door] | None = None) -> web.Application:
    """Put the application together, to be mounted at /console; `doors` are all unless given."""
    guard = Guard(parts)
    app = web.Application(middlewares=[_legible(guard)])
    for door in all_doors() if doors is None else doors:
        app.router.add_route(door.method, door.path, guard.watch(door))

    async def end(_app: web.Application) -> None:
        await asyncio.to_thread(parts.shadows.end)

    app.on_cleanup.append(end)
    return app


def _legible(guard: Guard) -> Callable[..., Awaitable[web.StreamResponse]]:
    @web.middleware
    async def explain(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            return await handler(request)
        except web.HTTPNotFound:
            return (await guard.visit(request)).not_found()
        except web.HTTPMethodNotAllowed:
            return (await guard.visit(request)).refuse(405, words.WRONG_METHOD)
        except (web.HTTPException, ConnectionError):
            raise
        except NotReadyError:
            answer = guard.stranger(request).say(503, words.NOT_READY_TITLE, words.NOT_READY)
            if request.method == "GET":
                answer.headers["Refresh"] = SOON
            return answer
        except Exception:
            log.exception("console page failed", path=_without_secret(request.path))
            visit = guard.stranger(request)
            return visit.say(500, words.BROKEN_TITLE, words.BROKEN)

    return explain


def _without_secret(path: str) -> str:
    """Return an address fit for a log: whoever reads logs must not get in by a one-time link."""
    before, link, _ = path.partition("/link/")
    return before + link


async def _to_home(visit: Visit) -> web.Response:
    return visit.go("/")


async def _static(visit: Visit) -> web.StreamResponse:
    file = (STATIC / visit.request.match_info["path"]).resolve()
    if not file.is_relative_to(STATIC.resolve()) or not file.is_file():
        raise web.HTTPNotFound
    return web.FileResponse(file, headers={"Cache-Control": "no-cache"})
