"""One station: its form, its point, and how citizens will see it."""

from dataclasses import asdict, dataclass, replace
from typing import Any

from aiohttp import web
from markupsafe import Markup
from multidict import MultiDictProxy

from console.stations.plane import plane_of
from console.visit import Visit
from faq.hours import opening
from faq.points import Point, metres, to_gcj02
from faq.register import store
from faq.register.pasted import PasteError, point_in
from faq.register.register import (
    Filled,
    Record,
    content_of,
    districts,
    free_id,
    id_flaw,
    read,
    station_of,
    warnings,
)
from faq.register.sheet import fields_of
from faq.stations import Found, ServiceKind, Station
from people.audit import store as audit
from people.staff.roles import Role
from texts import console_stations as words
from texts import stations as cards

TEXTS = (
    "name", "district", "address", "phone", "latitude", "longitude", "workdays", "holidays",
)  # fmt: skip
LONGEST = 200
NEIGHBOURS = 3
WRITERS = (Role.EDITOR, Role.ADMIN)


@dataclass(frozen=True, slots=True)
class Form:
    """The form as it stands in a browser."""

    id: str
    filled: Filled
    seen: int = 0
    paste: str = ""
    is_wgs84: bool = False
    is_read: bool = False
    """Whether the point is to be read only, not saved."""


async def begin(visit: Visit) -> web.Response:
    """Show the form of a new station."""
    return await _shown(visit, Form("", Filled()))


async def open_one(visit: Visit) -> web.Response:
    """Show a station, in its form for those who may change it."""
    record = await _record(visit)
    if record is None:
        return visit.not_found(words.GONE)
    return await _shown(visit, Form(record.id, _filled_of(record), record.version))


async def add(visit: Visit) -> web.Response:
    """Add a station."""
    return await _write(visit, _form(await visit.form(), ""))


async def save(visit: Visit) -> web.Response:
    """Save a station."""
    return await _write(visit, _form(await visit.form(), visit.request.match_info["id"]))


async def point(visit: Visit) -> web.Response:
    """Find the point in what was pasted, or convert a phone's, for the page's script."""
    form = await visit.form()
    if "lat" in form:
        try:
            found = to_gcj02(float(str(form["lat"])), float(str(form["lon"])))
        except (KeyError, ValueError):
            return visit.json({"error": words.PASTED_NOTHING}, 422)
        return visit.json(_point_json(found, words.PASTED_FROM["wgs84"]))
    try:
        pasted = point_in(str(form.get("paste", "")), is_wgs84="wgs84" in form)
    except PasteError as wrong:
        return visit.json({"error": words.paste_fault(wrong.kind)}, 422)
    return visit.json(_point_json(pasted.point, words.PASTED_FROM[pasted.source]))


async def preview(visit: Visit) -> web.Response:
    """Show how citizens will see what is typed, for the page's script."""
    form = _form(await visit.form(), "")
    station, _ = read(form.filled)
    return visit.fragment("stations/card.html", card=_card(visit, station), words=words)


async def _write(visit: Visit, form: Form) -> web.Response:
    if form.paste:
        try:
            pasted = point_in(form.paste, is_wgs84=form.is_wgs84)
        except PasteError as wrong:
            return await _shown(visit, form, {"paste": words.paste_fault(wrong.kind)}, 422)
        latitude, longitude = str(pasted.point.latitude), str(pasted.point.longitude)
        form = replace(
            form, paste="", filled=replace(form.filled, latitude=latitude, longitude=longitude)
        )
        if form.is_read:
            return await _shown(visit, form, said=words.PASTED_FROM[pasted.source])
    station, flaws = read(form.filled)
    if not form.seen and form.id and (flaw := id_flaw(form.id)):
        flaws.append(flaw)
    if flaws:
        return await _shown(visit, form, {one.at: words.flaw(one) for one in flaws}, 422)
    return await _kept(visit, form, station)


async def _kept(visit: Visit, form: Form, station: Station) -> web.Response:
    content = content_of(station)
    async with visit.parts.database.begin() as session:
        known = {record.id: record for record in await store.records(session)}
        old = known.get(form.id) if form.seen else None
        station_id = form.id or free_id(set(known))
        overtaken = form.seen and (old is None or old.version != form.seen)
        is_taken = not form.seen and station_id in known
        is_same = old is not None and (old.content, old.is_sample) == (content, station.is_sample)
        if not (overtaken or is_taken or is_same):
            row = store.Incoming(station_id, station.is_sample, content, form.seen)
            await store.write(session, [row], visit.now)
            action = "station.save" if form.seen else "station.add"
            facts = {"version": form.seen + 1}
            await audit.record(session, visit.staff, action, station_id, facts, visit.now)
    if is_taken:
        taken = words.flaw(words.taken_id(station_id))
        return await _shown(visit, form, {"id": taken}, 422)
    if overtaken:
        said = words.OVERTAKEN if old else words.DELETED_MEANWHILE
        fresh = replace(form, seen=old.version if old else 0)
        return await _shown(visit, fresh, {"name": said}, 409, now_is=old)
    if not is_same:
        visit.parts.renewed()
    if is_same:
        return visit.go(f"/stations/{station_id}", words.UNCHANGED)
    found = warnings(station, station_id, [one.station for one in known.values()])
    said = words.SAVED if form.seen else words.ADDED
    kind = "warn" if found else "ok"
    return visit.go(
        f"/stations/{station_id}", "".join([said, *(words.flaw(one) for one in found)]), kind
    )


async def _shown(
    visit: Visit,
    form: Form,
    errors: dict[str, str] | None = None,
    status: int = 200,
    *,
    said: str = "",
    now_is: Record | None = None,
) -> web.Response:
    async with visit.parts.database.read() as session:
        loaded = await store.load(session)
    station, _ = read(form.filled)
    others = [one for one in loaded.stations if one.id != form.id or not form.seen]
    return visit.show(
        "stations/edit.html", status, form=form, values=asdict(form.filled), errors=errors or {},
        said=said, words=words, districts=districts(),
        services_ticks=[(kind.value, name, "") for kind, name in cards.SERVICES.items()],
        known=[(s.name, s.point.latitude, s.point.longitude) for s in others if s.point],
        plane=plane_of(others, station.point), card=_card(visit, station),
        notes=[words.flaw(one) for one in warnings(station, form.id, others)],
        near=_near(station.point, others), now_is=_fields(now_is),
        may_write=visit.staff.has(*WRITERS),
    )  # fmt: skip


def _card(visit: Visit, station: Station) -> dict[str, Any]:
    """Show the station as a citizen who chose it would see it."""
    reply = cards.one(Found(station), opening(station.hours, visit.now), visit.now)
    # The formatting escapes every text itself.
    html = Markup(reply.text.as_html())  # noqa: S704
    return {"title": station.name.strip(), "html": html, "venue": reply.venue}


def _near(here: Point | None, others: list[Station]) -> list[tuple[str, str]]:
    if here is None:
        return []
    found = [(metres(here, one.point), one.name) for one in others if one.point]
    return [(name, cards.distance(away)) for away, name in sorted(found)[:NEIGHBOURS]]


def _point_json(found: Point, said: str) -> dict[str, object]:
    return {
        "latitude": f"{found.latitude:.6f}", "longitude": f"{found.longitude:.6f}", "said": said
    }  # fmt: skip


def _fields(record: Record | None) -> list[tuple[str, str]]:
    if record is None:
        return []
    told = fields_of(record.station, cards.SERVICES)
    return [(words.FIELDS[name], value) for name, value in told.items() if value]


def _filled_of(record: Record) -> Filled:
    station = station_of(record.id, record.content, is_sample=record.is_sample)
    told = fields_of(station, cards.SERVICES)
    services = tuple(kind.value for kind in ServiceKind if kind in station.services)
    texts = {name: told[name] for name in TEXTS}
    return Filled(services=services, is_sample=record.is_sample, **texts)


def _form(form: MultiDictProxy[str], station_id: str) -> Form:
    texts = {name: str(form.get(name, ""))[:LONGEST] for name in TEXTS}
    services = tuple(str(one) for one in form.getall("services", []))
    seen = str(form.get("seen", ""))
    return Form(
        station_id or str(form.get("id", "")).strip()[:LONGEST],
        Filled(services=services, is_sample="is_sample" in form, **texts),
        int(seen) if seen.isdecimal() and len(seen) < 10 else 0,  # noqa: PLR2004 -- fits 32 bits
        str(form.get("paste", "")).strip(),
        "wgs84" in form,
        form.get("do") == "read",
    )


async def _record(visit: Visit) -> Record | None:
    async with visit.parts.database.read() as session:
        return await store.get(session, visit.request.match_info["id"])
