"""The list of entries: search, filters, pages, and the choice of texts to be signed (审定)."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlencode

from aiohttp import web

from console.entries.doing import actor_of, kept, log
from console.visit import Visit
from faq.editorial import store
from faq.editorial.lifecycle import Barred, Phase, sign
from faq.editorial.reading import store as reading
from faq.editorial.reading.store import PAGE, VALIDITIES
from faq.editorial.record import Filter, Overtaken, Record
from faq.editorial.standing import Standing, standing
from people.staff import store as people
from people.staff.roles import Role
from people.staff.staff import Staff
from texts import console_entries as words

MOST_SIGNED = 200
"""So many texts are signed in one go at most: more nobody reads at one sitting."""
WORKERS = (Role.EDITOR, Role.APPROVER)
LONGEST_NUMBER = 9
"""Digits of a number in an address: what any database takes."""
Kind = TypeVar("Kind", bound=StrEnum)


async def listed(visit: Visit) -> web.Response:
    """Show the entries that fit, fifty a page."""
    query = visit.request.query
    wanted, page = _wanted(visit), _page(query.get("page", ""))
    async with visit.parts.database.read() as session:
        found = await reading.find(session, wanted, page, today=visit.today)
        topics = await reading.topics(session)
        counts = await reading.counts(session)
        staff = await people.everybody(session)
        unsigned = replace(wanted, signed=False, phase=None)
        signable = (await reading.find(session, unsigned, 1, 1, today=visit.today)).total
    asked = {name: query[name] for name in FILTERS if query.get(name)}
    return visit.show(
        "entries/list.html", words=words, found=found, topics=topics, counts=counts, page=page,
        size=PAGE, asked=asked, path="/entries?" + urlencode(asked),
        names={one.id: one.shown_name for one in staff},
        owners=owners(staff), standing_of=standing_on(visit), validities=VALIDITIES,
        phases=list(Phase), may_sign=actor_of(visit).may_approve, signable=signable,
    )  # fmt: skip


FILTERS = ("text", "topic", "phase", "validity", "owner", "signed")


async def to_sign(visit: Visit) -> web.Response:
    """Show the texts that were chosen, whole, before somebody answers for them."""
    query = visit.request.query
    chosen, topic = list(dict.fromkeys(query.getall("id", []))), query.get("topic")
    async with visit.parts.database.read() as session:
        if topic is not None:
            found = await reading.find(
                session, Filter(topic=topic, signed=False), 1, MOST_SIGNED, today=visit.today
            )
            chosen = [one.id for one in found.records]
        entries = [await kept(session, one) for one in sorted(chosen)[:MOST_SIGNED]]
    shown = [(one, one.live) for one in entries if one and one.live and not one.record.is_signed]
    if not chosen:
        return visit.go("/entries", words.CHOSE_NOTHING, "warn")
    if not shown:
        return visit.go("/entries", words.NOTHING_TO_SIGN, "warn")
    return visit.show("entries/sign.html", words=words, shown=shown, topic=topic)


async def signed(visit: Visit) -> web.Response:
    """Sign the texts that were shown, in one transaction; what changed meanwhile is left."""
    form = await visit.form()
    chosen = sorted(str(one) for one in form.getall("entry", []))[:MOST_SIGNED]
    count = 0
    async with visit.parts.database.begin() as session:
        done = []
        for one in chosen:
            entry_id, _, version = one.rpartition(":")
            entry = await kept(session, entry_id)
            if entry is None or str(entry.record.version) != version:
                continue
            try:
                change = sign(entry.stand, actor_of(visit))
                await store.move(
                    session, entry_id, change, seen=entry.record.version, now=visit.now
                )
            except (Barred, Overtaken):
                continue
            done.append((entry_id, change, entry.live))
        for entry_id, change, text in done:
            await log(session, visit.staff, entry_id, change, text, visit.now)
        count = len(done)
    if count:
        visit.parts.renewed()
    kind = "ok" if count == len(chosen) and count else "warn"
    return visit.go("/entries", words.signed(count, len(chosen) - count), kind)


def owners(staff: Iterable[Staff]) -> list[tuple[str, str]]:
    """Give those who may own an entry, for a choice."""
    working = [one for one in staff if one.is_active and one.has(*WORKERS)]
    return [("", words.NOBODY), *((str(one.id), one.shown_name) for one in working)]


def standing_on(visit: Visit) -> Callable[[Record], Standing]:
    """Make what says how a record stands today."""

    def say(record: Record) -> Standing:
        return standing(
            visit.today, is_live=record.live is not None, valid_until=record.valid_until,
            review_by=record.review_by,
        )  # fmt: skip

    return say


def _wanted(visit: Visit) -> Filter:
    query = visit.request.query
    owner = query.get("owner", "")
    validity = _member(Standing, query.get("validity", ""))
    return Filter(
        text=query.get("text", "").strip()[:100],
        topic=query.get("topic") or None,
        phase=_member(Phase, query.get("phase", "")),
        owner_id=int(owner) if owner.isdecimal() and len(owner) <= LONGEST_NUMBER else None,
        validity=validity if validity in VALIDITIES else None,
        signed={"yes": True, "no": False}.get(query.get("signed", "")),
    )


def _member(kind: type[Kind], value: str) -> Kind | None:
    try:
        return kind(value)
    except ValueError:
        return None


def _page(text: str) -> int:
    return max(int(text), 1) if text.isdecimal() and len(text) <= LONGEST_NUMBER else 1
