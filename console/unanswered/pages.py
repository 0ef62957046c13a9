"""The pages of 没答上: groups of open questions, what waits for an answer, wishes for a person."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlencode

from aiohttp import web

from console.doors import KNOWERS, Door
from console.unanswered import acts
from console.unanswered.groups import MOST, Group, Groups, narrowed
from console.unanswered.nearest import nearest
from console.unanswered.wording import add_wording
from console.visit import Visit
from db.engine import Session
from desk.queue import store as queue
from desk.queue.rows import packed, unpacked
from desk.unanswered import Kind, Unanswered
from faq.editorial.lifecycle import Phase
from faq.editorial.reading import store as reading
from faq.editorial.record import Filter
from faq.neighbours import offices
from people.staff import store as people
from people.staff.roles import Role
from texts import console_unanswered as words

WRITERS = frozenset({Role.EDITOR})
HANDLERS = frozenset({Role.EDITOR, Role.DESK})
PAGE = 20
ROWS = 50
OFFERED = 8
PREFILLED = 10
PERIOD = timedelta(days=30)


def doors() -> list[Door]:
    """Return the family's doors."""
    pages = Pages()
    return [
        Door("GET", "/unanswered", pages.listed, KNOWERS),
        Door("GET", "/unanswered/waiting", waiting, KNOWERS),
        Door("GET", "/unanswered/tickets", tickets, KNOWERS),
        Door("GET", "/unanswered/{number}", pages.one, KNOWERS),
        Door("POST", "/unanswered/wording", add_wording, WRITERS),
        Door("POST", "/unanswered/revise", acts.revise, WRITERS),
        Door("POST", "/unanswered/synonym", acts.teach, WRITERS),
        Door("POST", "/unanswered/close", acts.close, HANDLERS),
        Door("POST", "/unanswered/redirect", acts.redirect, HANDLERS),
        Door("POST", "/unanswered/reopen", acts.reopen, HANDLERS),
        Door("POST", "/unanswered/tickets/close", acts.close_ticket, HANDLERS),
    ]


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages that show groups."""

    groups: Groups = field(default_factory=Groups)

    async def listed(self, visit: Visit) -> web.Response:
        """Show the groups of a kind, twenty a page."""
        query = visit.request.query
        kind = Kind(query["tab"]) if query.get("tab") in set(Kind) else Kind.UNKNOWN
        text, channel = query.get("text", "").strip()[:60], query.get("channel", "")
        page = page_of(query.get("page", ""))
        every = await self.groups.of(visit, kind)
        found = narrowed(every, text, channel)
        shown = found[(page - 1) * PAGE : page * PAGE]
        near = await nearest(visit, [group.headline for group in shown])
        async with visit.parts.database.read() as session:
            tabs = await _tabs(session)
            titles = await reading.titles(session, [one.entry_id for one in shown if one.entry_id])
            median = await queue.median_to_live(session, visit.now - PERIOD)
        asked = {"text": text, "channel": channel}
        filters = urlencode({"tab": kind, **{k: v for k, v in asked.items() if v}})
        return visit.show(
            "unanswered/list.html", words=words, tab=str(kind), tabs=tabs, kind=kind,
            groups=shown, total=len(found), page=page, size=PAGE, near=near, titles=titles,
            path=f"/unanswered?{filters}", text=text, channel=channel, median=median,
            undo=packed(unpacked(query.get("undo", ""))), new=new_entry,
            is_cut=sum(len(one.rows) for one in every) >= MOST, most=MOST,
        )  # fmt: skip

    async def one(self, visit: Visit) -> web.Response:
        """Show a group with everything that can be made of it, or what was made of its row."""
        number = visit.request.match_info["number"]
        async with visit.parts.database.read() as session:
            row = (await queue.by_receipt(session, [number])).get(number)
        if row is None:
            return visit.not_found(words.NO_SUCH_ROW)
        if row.closed_at is not None:
            return await _handled(visit, row)
        group = await self.groups.holding(visit, row) or Group((row,), row.text, row.entry_id)
        return await _group(visit, group)


async def waiting(visit: Visit) -> web.Response:
    """Show what waits for an answer being made ready, longest waiting first."""
    page = page_of(visit.request.query.get("page", ""))
    async with visit.parts.database.read() as session:
        rows = await queue.promised(session, ROWS, (page - 1) * ROWS)
        tabs = await _tabs(session)
        ids = [row.resolved_entry for row in rows if row.resolved_entry]
        titles = await reading.titles(session, ids)
        names = await people.names(session, {row.closed_by for row in rows if row.closed_by})
    return visit.show(
        "unanswered/waiting.html", words=words, tab="waiting", tabs=tabs, rows=rows, page=page,
        size=ROWS, titles=titles, names=names, packed=packed,
    )  # fmt: skip


async def tickets(visit: Visit) -> web.Response:
    """Show the open wishes for a person, longest waiting first."""
    page = page_of(visit.request.query.get("page", ""))
    async with visit.parts.database.read() as session:
        rows = await queue.open_tickets(session, ROWS, (page - 1) * ROWS)
        tabs = await _tabs(session)
    return visit.show(
        "unanswered/tickets.html", words=words, tab="tickets", tabs=tabs, rows=rows, page=page,
        size=ROWS,
    )  # fmt: skip


async def _group(visit: Visit, group: Group) -> web.Response:
    query = visit.request.query
    asked = query.get("find", "").strip()[:60]
    near = (await nearest(visit, [group.headline]))[group.headline]
    async with visit.parts.database.read() as session:
        found = await _found(session, visit, asked)
        titles = await reading.titles(session, [group.entry_id] if group.entry_id else [])
    return visit.show(
        "unanswered/group.html", words=words, group=group, near=near, find=asked, found=found,
        title=titles.get(group.entry_id or ""), offices=list(offices().items()),
        new=new_entry(group), here=f"/unanswered/{group.number}",
    )  # fmt: skip


async def _found(session: Session, visit: Visit, asked: str) -> Sequence[tuple[str, str]]:
    if not asked:
        return ()
    found = await reading.find(session, Filter(text=asked), 1, OFFERED, today=visit.today)
    return [
        (record.id, record.standard_question)
        for record in found.records
        if record.phase is not Phase.ARCHIVED
    ]


async def _handled(visit: Visit, row: Unanswered) -> web.Response:
    async with visit.parts.database.read() as session:
        names = await people.names(session, {row.closed_by} if row.closed_by else set())
        ids = [one for one in (row.entry_id, row.resolved_entry) if one]
        titles = await reading.titles(session, ids)
    return visit.show(
        "unanswered/handled.html", words=words, row=row, titles=titles, packed=packed,
        name=names.get(row.closed_by or 0, words.SOMEBODY),
        office=offices().get(row.door or "", ""),
    )  # fmt: skip


async def _tabs(session: Session) -> list[tuple[str, str, int]]:
    counts = await queue.open_counts(session)
    return [
        *((f"/unanswered?tab={kind}", str(kind), counts[kind]) for kind in Kind),
        ("/unanswered/waiting", "waiting", await queue.count_promised(session)),
        ("/unanswered/tickets", "tickets", await queue.count_tickets(session)),
    ]


def new_entry(group: Group) -> str:
    """Address the form of a new entry, filled with what was asked."""
    question, *similar = group.wordings or (group.headline[:60],)
    if group.headline in similar:
        question, similar = (
            group.headline,
            [question, *(s for s in similar if s != group.headline)],
        )
    asked = [("question", question), *(("similar", each) for each in similar[:PREFILLED])]
    return "/entries/new?" + urlencode([*asked, ("from", group.packed)])


def page_of(text: str) -> int:
    """Read the number of a page; anything else is the first."""
    return max(int(text), 1) if text.isdecimal() and len(text) <= 6 else 1  # noqa: PLR2004 -- digits
