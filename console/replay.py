"""The pages of shadow replays (影子重放)."""

from aiohttp import web

from console.doors import KNOWERS, Door
from console.entries.doing import read
from console.entries.pages import ENTRY
from console.shadowing import boxed
from console.visit import Visit


def doors() -> list[Door]:
    """Return the family's doors."""
    return [
        Door("GET", f"{ENTRY}/replay", show, KNOWERS),
        Door("GET", f"{ENTRY}/replay/piece", piece, KNOWERS),
    ]


async def show(visit: Visit) -> web.Response:
    """Show what the text on its way would change."""
    one = await read(visit, visit.request.match_info["id"])
    if one is None:
        return visit.not_found()
    return visit.show("replay/show.html", one=one, **await boxed(visit, one, alone=True))


async def piece(visit: Visit) -> web.Response:
    """Give the box alone, for the page that waits for it."""
    one = await read(visit, visit.request.match_info["id"])
    if one is None:
        return visit.not_found()
    is_alone = "alone" in visit.request.query
    return visit.fragment("replay/box.html", **await boxed(visit, one, alone=is_alone))
