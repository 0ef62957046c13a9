"""停用开关: stopping the bot, a channel, a conversation or a topic in one click, with words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from aiohttp import web

from console.doors import Door
from console.visit import Visit
from db.engine import Session
from desk.switches import store
from desk.switches.switches import LONGEST_MESSAGE, TOPIC, BadStopError, Stop, Switches
from faq.editorial import store as entries
from people.audit import store as audit
from people.staff import store as people
from people.staff.roles import Role
from texts import console_switches as words

TURNERS = frozenset({Role.ADMIN, Role.APPROVER})
LOOKERS = TURNERS | {Role.AUDITOR}


@dataclass(frozen=True, slots=True)
class Switch:
    """One thing that can be stopped, and the stop if it is."""

    scope: str
    title: str
    default: str
    stop: Stop | None
    by: str | None = None


def doors() -> list[Door]:
    """Return the family's doors."""
    return [
        Door("GET", "/switches", show, LOOKERS),
        Door("POST", "/switches/stop", stop, TURNERS),
        Door("POST", "/switches/reword", reword, TURNERS),
        Door("POST", "/switches/resume", resume, TURNERS),
    ]


async def show(visit: Visit) -> web.Response:
    """Show what is stopped and what can be."""
    return await _page(visit)


async def stop(visit: Visit) -> web.Response:
    """Stop something; where it is stopped already, tell by whom, and leave it."""
    form = await visit.form()
    scope, message = form.get("scope", ""), form.get("message", "").strip()
    try:
        async with visit.parts.database.begin() as session:
            await _known(session, scope)
            is_new = await store.stop(session, scope, message, visit.staff.id, visit.now)
            if is_new:
                await _record(session, visit, "switch.on", scope)
    except BadStopError as bad:
        return await _refused(visit, str(bad), scope, message)
    if not is_new:
        return await _told(visit, scope, message)
    visit.parts.renewed()
    return visit.go("/switches", words.stopped(scope))


async def reword(visit: Visit) -> web.Response:
    """Say something else meanwhile."""
    form = await visit.form()
    scope, message = form.get("scope", ""), form.get("message", "").strip()
    try:
        async with visit.parts.database.begin() as session:
            is_done = await store.reword(session, scope, message, form.get("seen", ""))
            if is_done:
                await _record(session, visit, "switch.words", scope)
    except BadStopError as bad:
        return await _refused(visit, str(bad), scope, message)
    if not is_done:
        return await _told(visit, scope, message)
    visit.parts.renewed()
    return visit.go("/switches", words.reworded(scope))


async def resume(visit: Visit) -> web.Response:
    """Let something go on."""
    form = await visit.form()
    scope = form.get("scope", "")
    async with visit.parts.database.begin() as session:
        is_done = await store.resume(session, scope, form.get("seen", ""))
        if is_done:
            await _record(session, visit, "switch.off", scope)
    if not is_done:
        return await _told(visit, scope, None)
    visit.parts.renewed()
    return visit.go("/switches", words.resumed(scope))


async def _record(session: Session, visit: Visit, action: str, scope: str) -> None:
    await audit.record(session, visit.staff, action, scope, {}, visit.now)


async def _known(session: Session, scope: str) -> None:
    """Raise `BadStopError` for what is neither ours nor a topic anybody has written about."""
    if scope not in words.TITLES:
        topics = await entries.topics(session)
        if not scope.startswith(TOPIC) or scope.removeprefix(TOPIC) not in topics:
            raise BadStopError("scope")


async def _refused(visit: Visit, what: str, scope: str, message: str) -> web.Response:
    """Show what is wrong with the words, which stay as they were typed."""
    if what == "scope":
        return visit.go("/switches", words.UNKNOWN_SCOPE, "error")
    wrong = words.too_long(len(message)) if message else words.NO_WORDS
    return await _page(visit, scope, message, wrong)


async def _told(visit: Visit, scope: str, message: str | None) -> web.Response:
    """Tell who came second what is so now; a second click of one's own needs no alarm."""
    async with visit.parts.database.read() as session:
        now = (await store.load(session)).stops.get(scope)
        by = await _names(session, [now] if now else [])
    if now is None:
        is_harmless = message is None
        return visit.go("/switches", words.already_on(scope), "ok" if is_harmless else "warn")
    if now.message == message:
        return visit.go("/switches", words.still_stopped(scope))
    return visit.go("/switches", words.overtaken(now, by.get(now.staff_id or 0)), "warn")


async def _page(
    visit: Visit, scope: str = "", message: str = "", wrong: str | None = None
) -> web.Response:
    """Show the page; where words are `wrong`, with what was typed for a scope."""
    async with visit.parts.database.read() as session:
        switches = await store.load(session)
        topics = await entries.topics(session)
        names = await _names(session, switches.stops.values())
    of_topics = [f"{TOPIC}{topic}" for topic in _all(topics, switches)]
    return visit.show(
        "switches.html",
        422 if wrong else 200,
        main=_listed(tuple(words.TITLES), switches, names),
        topics=_listed(of_topics, switches, names),
        longest=LONGEST_MESSAGE,
        errors={scope: wrong} if wrong else {},
        typed={scope: message} if wrong else {},
        may_turn=visit.may(*TURNERS),
        on_machine=words.ON_MACHINE,
    )


async def _names(session: Session, stops: Iterable[Stop]) -> Mapping[int, str]:
    ids = {one.staff_id for one in stops if one.staff_id is not None}
    return await people.names(session, ids)


def _all(topics: Mapping[str, int], switches: Switches) -> Sequence[str]:
    """List the topics, those that are stopped but have no entry any more among them."""
    stopped = (scope.removeprefix(TOPIC) for scope in switches.stops if scope.startswith(TOPIC))
    return sorted({*topics, *stopped})


def _listed(scopes: Sequence[str], switches: Switches, names: Mapping[int, str]) -> list[Switch]:
    found = []
    for scope in scopes:
        stop = switches.stops.get(scope)
        by = names.get(stop.staff_id) if stop and stop.staff_id is not None else None
        found.append(Switch(scope, words.title(scope), words.default(scope), stop, by))
    return sorted(found, key=lambda one: one.stop is None)
