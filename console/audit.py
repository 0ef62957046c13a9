"""The audit log (审计): who did what when, and whether anybody touched the log."""

from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from aiohttp import web

from console.doors import Door
from console.visit import CHINA, Visit
from people.audit import store
from people.audit.chain import Broken
from people.audit.store import Filter
from people.staff import store as people
from people.staff.roles import Role
from texts import console_audit as words

LOOKERS = frozenset({Role.AUDITOR, Role.ADMIN})
PAGE_SIZE = 50
LARGEST_PAGE = 1_000_000
LONGEST_NUMBER = 9
"""Digits of a number that every database holds."""


def doors() -> list[Door]:
    """Return the family's doors."""
    return [
        Door("GET", "/audit", show, LOOKERS),
        Door("POST", "/audit/verify", verify, LOOKERS),
    ]


async def show(visit: Visit) -> web.Response:
    """Show acts, newest first."""
    query = {
        name: visit.request.query.get(name, "").strip() for name in ("person", "action", "day")
    }
    errors = {"day": words.BAD_DAY} if query["day"] and _day(query["day"]) is None else {}
    page = _page(visit.request.query.get("page", "1"))
    async with visit.parts.database.read() as session:
        acts, total = await store.find(session, _filter(query), page, PAGE_SIZE)
        everybody = await people.everybody(session)
        actions = await store.actions(session)
    given = urlencode({name: value for name, value in query.items() if value})
    return visit.show(
        "audit.html", 422 if errors else 200, acts=acts, total=total, page=page, size=PAGE_SIZE,
        names={one.id: one.shown_name for one in everybody},
        persons=[(one.id, one.shown_name) for one in everybody],
        actions=[(one, words.ACTIONS.get(one, one)) for one in actions],
        titles=words.ACTIONS, programme=words.PROGRAMME, told=words.facts,
        query=query, path="/audit" + (f"?{given}" if given else ""), errors=errors,
    )  # fmt: skip


async def verify(visit: Visit) -> web.Response:
    """Go through the whole log and say whether it is whole."""
    async with visit.parts.database.read() as session:
        found = await store.examine(session)
    is_broken = isinstance(found, Broken)
    return visit.go("/audit", words.examined(found), "error" if is_broken else "ok")


def _filter(query: dict[str, str]) -> Filter:
    day = _day(query["day"])
    since = datetime(day.year, day.month, day.day, tzinfo=CHINA) if day else None
    return Filter(
        staff_id=int(query["person"]) if _is_number(query["person"]) else None,
        action=query["action"] or None,
        since=since,
        until=since + timedelta(days=1) if since else None,
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _page(text: str) -> int:
    return min(max(int(text), 1), LARGEST_PAGE) if _is_number(text) else 1


def _is_number(text: str) -> bool:
    return text.isdecimal() and len(text) <= LONGEST_NUMBER
