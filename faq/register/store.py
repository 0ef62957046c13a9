"""Records of stations: the truth of what citizens find; each change is one of what is told."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, update

from db.columns import table_of
from db.engine import Session
from db.knowledge_tables import StationRow
from faq.editorial.live.store import bump, claim
from faq.register.register import Content, Record, content_of
from faq.stations import Station
from people.staff import store as people

PLANTED = "stations_planted"
"""The house's note that the shipped samples were taken in, so that they never come back."""
_STATION = table_of(StationRow)
_COLUMNS = (
    _STATION.c.id, _STATION.c.place, _STATION.c.is_sample, _STATION.c.content,
    _STATION.c.version, _STATION.c.changed_at,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Loaded:
    """The stations citizens find, and what is wrong with the records that cannot be read."""

    stations: tuple[Station, ...] = ()
    broken: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Incoming:
    """A station to be written: `seen` is its version, 0 for a new one."""

    id: str
    is_sample: bool
    content: Content
    seen: int


class Overtaken(Exception):  # noqa: N818 -- nobody's fault: somebody else was quicker
    """Stations are not any more as the writer has seen them; nothing was written."""

    def __init__(self, ids: Sequence[str]) -> None:
        super().__init__(*ids)
        self.ids = tuple(ids)


async def load(session: Session) -> Loaded:
    """Read every station in its order; a broken record is named and left out."""
    stations, broken = [], {}
    for record in await records(session):
        try:
            stations.append(record.station)
        except (AttributeError, KeyError, TypeError, ValueError) as problem:
            broken[record.id] = repr(problem)
    return Loaded(tuple(stations), broken)


async def records(session: Session) -> list[Record]:
    """Return every record in its order."""
    query = select(*_COLUMNS).order_by(_STATION.c.place, _STATION.c.id)
    return [Record(*row) for row in await session.execute(query)]


async def get(session: Session, station_id: str) -> Record | None:
    """Return one record, or None."""
    found = await session.execute(select(*_COLUMNS).where(_STATION.c.id == station_id))
    row = found.one_or_none()
    return None if row is None else Record(*row)


async def plant(session: Session, stations: Iterable[Station], now: datetime) -> None:
    """Take in the shipped stations once in the life of the records."""
    await claim(session, now)
    if await people.rule(session, PLANTED):
        return
    await people.set_rule(session, PLANTED, True, None, now)  # noqa: FBT003 -- a rule's value
    if not await session.scalar(select(func.count()).select_from(_STATION)):
        rows = [Incoming(one.id, one.is_sample, content_of(one), 0) for one in stations]
        await write(session, rows, now)


async def write(session: Session, rows: Sequence[Incoming], now: datetime) -> None:
    """Write stations, new ones behind the others; raises `Overtaken` and writes nothing then."""
    await bump(session, now)
    known = {record.id: record for record in await records(session)}
    moved = [row.id for row in rows if _version(known.get(row.id)) != row.seen]
    if moved:
        raise Overtaken(moved)
    last = max((record.place for record in known.values()), default=0)
    for place, row in enumerate((row for row in rows if not row.seen), start=last + 1):
        await session.execute(insert(_STATION).values(_new(row, place, now)))
    for row in rows:
        if row.seen:
            values = {"is_sample": row.is_sample, "content": row.content}
            await _change(session, row.id, row.seen, values, now)


async def remove(session: Session, station_id: str, seen: int, now: datetime) -> None:
    """Delete a station; raises `Overtaken`."""
    await bump(session, now)
    which = (_STATION.c.id == station_id, _STATION.c.version == seen)
    done: Any = await session.execute(delete(_STATION).where(*which))
    if done.rowcount != 1:
        raise Overtaken([station_id])


async def remove_samples(session: Session, now: datetime) -> int:
    """Delete every sample station; tells how many there were."""
    await bump(session, now)
    done: Any = await session.execute(delete(_STATION).where(_STATION.c.is_sample))
    return int(done.rowcount)


async def shift(session: Session, station_id: str, by: int, now: datetime) -> bool:
    """Move a station up (-1) or down (1) in lists; False at either end."""
    await bump(session, now)
    order = [record.id for record in await records(session)]
    if station_id not in order:
        return False
    place = order.index(station_id)
    target = place + by
    if not 0 <= target < len(order):
        return False
    order[place], order[target] = order[target], order[place]
    await arrange(session, order)
    return True


async def arrange(session: Session, order: Sequence[str]) -> None:
    """Put stations into an order; places are no text anybody could overwrite, so versions stay."""
    for place, station_id in enumerate(order, start=1):
        await session.execute(
            update(_STATION).where(_STATION.c.id == station_id).values(place=place)
        )


async def _change(
    session: Session, station_id: str, seen: int, values: Mapping[str, Any], now: datetime
) -> None:
    which = (_STATION.c.id == station_id, _STATION.c.version == seen)
    given = {**values, "version": seen + 1, "changed_at": now}
    done: Any = await session.execute(update(_STATION).where(*which).values(given))
    if done.rowcount != 1:
        raise Overtaken([station_id])


def _new(row: Incoming, place: int, now: datetime) -> dict[str, Any]:
    return {
        "id": row.id, "place": place, "is_sample": row.is_sample, "content": row.content,
        "version": 1, "changed_at": now,
    }  # fmt: skip


def _version(record: Record | None) -> int:
    return record.version if record else 0
