"""The list of stations, their order, and leaving one out."""

from aiohttp import web

from console.visit import Visit
from faq.hours import opening
from faq.register import store
from people.audit import store as audit
from texts import console_stations as words
from texts import stations as cards

UP, DOWN = "up", "down"


async def listed(visit: Visit) -> web.Response:
    """Show every station in its order."""
    async with visit.parts.database.read() as session:
        records = await store.records(session)
    rows = [(record, record.station) for record in records]
    samples = sum(record.is_sample for record in records)
    return visit.show(
        "stations/list.html", rows=rows, samples=samples, words=words, cards=cards,
        open_now={s.id: cards.state(opening(s.hours, visit.now), visit.now) for _, s in rows},
    )  # fmt: skip


async def delete(visit: Visit) -> web.Response:
    """Leave a station out; a second click finds it gone, which is as well."""
    station_id = visit.request.match_info["id"]
    form = await visit.form()
    async with visit.parts.database.begin() as session:
        record = await store.get(session, station_id)
        if record is None:
            return visit.go("/stations", words.REMOVED)
        if form.get("seen") != str(record.version):
            return visit.go(f"/stations/{station_id}", words.OVERTAKEN, "warn")
        await store.remove(session, station_id, record.version, visit.now)
        await audit.record(
            session, visit.staff, "station.remove", station_id, {"version": record.version},
            visit.now,
        )  # fmt: skip
    visit.parts.renewed()
    return visit.go("/stations", words.REMOVED)


async def move(visit: Visit) -> web.Response:
    """Move a station up or down."""
    station_id = visit.request.match_info["id"]
    by = -1 if (await visit.form()).get("to") == UP else 1
    async with visit.parts.database.begin() as session:
        is_moved = await store.shift(session, station_id, by, visit.now)
        if is_moved:
            await audit.record(
                session, visit.staff, "station.move", station_id, {"by": by}, visit.now
            )
    visit.parts.renewed()
    return visit.go("/stations", words.MOVED)
