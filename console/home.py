"""The first page (首页): what waits for whoever opens it."""

from aiohttp import web

from console import beginning, waiting
from console.doors import SIGNED_IN, Door
from console.visit import Visit
from faq.editorial.reminders import store as reminders
from people.staff.credentials import store as credentials
from texts import console_home as words

MOST_REMINDERS = 10


def doors() -> list[Door]:
    """Return the family's doors."""
    return [Door("GET", "/", show, SIGNED_IN)]


async def show(visit: Visit) -> web.Response:
    """Show it."""
    async with visit.parts.database.read() as session:
        cards = await waiting.cards(visit, session)
        steps = await beginning.steps(visit, session)
        left = await credentials.codes_left(session, visit.staff.id)
        near = (
            await reminders.waiting(session, visit.staff.id)
            if visit.may("editor", "approver")
            else ()
        )
    return visit.show(
        "home.html", cards=cards, steps=steps, codes_left=left,
        reminders=sorted(near, key=lambda one: (one.due, one.entry_id))[:MOST_REMINDERS],
        nothing=words.NOTHING, reminders_title=words.REMINDERS,
    )  # fmt: skip
