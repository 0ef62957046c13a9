"""Gives the console what it needs of the process."""

from collections.abc import Callable
from datetime import datetime

from aiohttp import web

from bot.knowledge import Shelf
from bot.preview import Preview
from bot.settings import Settings
from bot.trying import Trying
from bot.turns import utc_now
from console.parts import NotReadyError, Parts
from console.site import build
from console.visit import ROOT
from db.engine import Database
from faq.knowledge import Knowledge
from faq.stations import Station
from people.staff.joining import set_up_link
from people.staff.links.store import LIVES, Purpose
from texts import console_staff as words


def console_parts(
    secret: str,
    shelf: Shelf,
    settings: Settings,
    stations: Callable[[], tuple[Station, ...]],
    preview: Preview,
    renewed: Callable[[], None],
) -> Parts:
    """Return the console's parts."""

    def knowledge() -> Knowledge:
        if not shelf.is_ready.is_set():
            raise NotReadyError
        return shelf.knowledge

    return Parts(
        database=shelf.database,
        secret=secret,
        address=settings.address,
        data_dir=settings.data_dir,
        clock=utc_now,
        knowledge=knowledge,
        stations=stations,
        preview=preview,
        tried=Trying(preview, stations),
        renewed=renewed,
        is_https=settings.address.startswith("https://"),
        trusted_proxies=settings.trusted_proxies,
    )


def mount(app: web.Application, parts: Parts) -> None:
    """Open the console's doors below /console."""
    app.add_subapp(ROOT, build(parts))


async def set_up_line(database: Database, address: str, now: datetime) -> str | None:
    """Return the line of a start with the link for the first of the staff, while there is none."""
    token = await set_up_link(database, now)
    if token is None:
        return None
    return words.set_up(link_to(address, token), now + LIVES[Purpose.SET_UP])


def link_to(address: str, token: str) -> str:
    """Return the address of a one-time link."""
    return f"{address}{ROOT}/link/{token}"
