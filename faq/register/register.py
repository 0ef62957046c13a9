"""A station's record: what the form and the table ask for, checked, and read as a station."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from faq.fields import ID_LIMIT, ID_PATTERN
from faq.hours import Hours, read_hours
from faq.points import Point, metres
from faq.register.spans import as_content, spans_of
from faq.sheet.values import plain
from faq.stations import ServiceKind, Station, load
from faq.words import shipped

Content = dict[str, Any]
NAME_LIMIT, ADDRESS_LIMIT, PHONE_LIMIT = 40, 80, 40
FARTHEST_METRES = 80_000.0
"""From the middle of the city; farther away a point is most likely a slip."""
NEAR_METRES = 50.0
DECIMALS = 6
RESERVED = frozenset({"new", "point", "preview", "sheets"})
"""Addresses below /stations that are no station's."""
_PHONE = re.compile(r"[0-9+\-() 转,/;]{3,}")
_BOUNDS = (3.0, 54.0, 73.0, 136.0)


@dataclass(frozen=True, slots=True)
class Record:
    """A station as it is stored; `version` grows with every change."""

    id: str
    place: int
    is_sample: bool
    content: Content
    version: int
    changed_at: datetime

    @property
    def station(self) -> Station:
        """The station; raises `ValueError` or `KeyError` where the record is broken."""
        return station_of(self.id, self.content, is_sample=self.is_sample)


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something wrong, or worth a look, in one field of a station, `at`."""

    at: str
    kind: str
    value: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Filled:
    """A station as somebody wrote it down: every field a text, the services ticked."""

    name: str = ""
    district: str = ""
    address: str = ""
    phone: str = ""
    services: tuple[str, ...] = ()
    latitude: str = ""
    longitude: str = ""
    workdays: str = ""
    holidays: str = ""
    is_sample: bool = False


def districts() -> tuple[str, ...]:
    """Give the city's districts, in the usual order."""
    return tuple(centres())


def centres() -> dict[str, Point]:
    """Give roughly the middle of every district: of the shipped samples in it."""
    points: dict[str, list[Point]] = {}
    for station in load():
        if station.point is not None:
            points.setdefault(station.district, []).append(station.point)
    return {name: _middle(some) for name, some in points.items()}


def station_of(station_id: str, content: Mapping[str, Any], *, is_sample: bool) -> Station:
    """Read a stored station."""
    latitude, longitude = content.get("latitude"), content.get("longitude")
    return Station(
        id=station_id,
        name=str(content["name"]),
        district=str(content["district"]),
        is_sample=is_sample,
        address=content.get("address") or None,
        phone=content.get("phone") or None,
        services=frozenset(ServiceKind(one) for one in content.get("services") or ()),
        point=None if latitude is None or longitude is None else Point(latitude, longitude),
        hours=read_hours(content.get("hours")),
    )


def content_of(station: Station) -> Content:
    """Write a station down; what is unknown is left out."""
    values: Content = {
        "name": station.name,
        "district": station.district,
        "address": station.address,
        "phone": station.phone,
        "services": [kind.value for kind in ServiceKind if kind in station.services],
        "latitude": station.point and station.point.latitude,
        "longitude": station.point and station.point.longitude,
        "hours": as_content(station.hours),
    }
    return {name: value for name, value in values.items() if value not in (None, "", [])}


def read(filled: Filled) -> tuple[Station, list[Flaw]]:
    """Read what was written down; the station holds what could be read, the flaws what not."""
    flaws: list[Flaw] = []
    station = Station(
        id="",
        name=_text(filled.name, "name", NAME_LIMIT, flaws) or "",
        district=_district(filled.district, flaws),
        is_sample=filled.is_sample,
        address=_text(filled.address, "address", ADDRESS_LIMIT, flaws),
        phone=_phone(filled.phone, flaws),
        services=frozenset(ServiceKind(one) for one in filled.services if one in set(ServiceKind)),
        point=_point(filled, flaws),
        hours=_hours(filled, flaws),
    )
    _named(station, flaws)
    return station, flaws


def warnings(station: Station, station_id: str, others: Iterable[Station]) -> list[Flaw]:
    """Say what is unusual about a station's point, beside the others."""
    if station.point is None:
        return []
    found = []
    away = metres(_middle(list(centres().values())), station.point)
    if away > FARTHEST_METRES:
        found.append(Flaw("latitude", "far", facts={"metres": away}))
    for other in others:
        if other.id != station_id and other.point is not None:
            apart = metres(other.point, station.point)
            if apart < NEAR_METRES:
                found.append(Flaw("latitude", "near", other.name, {"metres": apart}))
    return found


def id_flaw(station_id: str) -> Flaw | None:
    """Say what is wrong with an id, or None."""
    if not ID_PATTERN.fullmatch(station_id) or len(station_id) > ID_LIMIT:
        return Flaw("id", "bad_id", station_id)
    return Flaw("id", "reserved_id", station_id) if station_id in RESERVED else None


def free_id(taken: set[str]) -> str:
    """Give an id nobody has."""
    number = 1
    while f"station-{number}" in taken:
        number += 1
    return f"station-{number}"


def _text(text: str, name: str, limit: int, flaws: list[Flaw]) -> str | None:
    value = " ".join(text.split())
    if len(value) > limit:
        flaws.append(Flaw(name, "too_long", value, {"length": len(value), "limit": limit}))
    return value or None


def _named(station: Station, flaws: list[Flaw]) -> None:
    prefix = shipped("station_words.yaml")["sample_prefix"]
    if not station.name:
        flaws.append(Flaw("name", "missing"))
    elif station.is_sample and not station.name.startswith(prefix):
        flaws.append(Flaw("name", "sample_name", station.name, {"prefix": prefix}))
    elif not station.is_sample and station.name.startswith(prefix):
        flaws.append(Flaw("name", "not_sample", station.name, {"prefix": prefix}))


def _district(text: str, flaws: list[Flaw]) -> str:
    value, known = plain(text), districts()
    if value not in known:
        kind = "district" if value else "missing"
        flaws.append(Flaw("district", kind, value, {"known": list(known)}))
    return value


def _phone(text: str, flaws: list[Flaw]) -> str | None:
    value = re.sub(r"[\u2010-\u2015]", "-", plain(text)).replace("、", ",")
    if len(value) > PHONE_LIMIT:
        facts = {"length": len(value), "limit": PHONE_LIMIT}
        flaws.append(Flaw("phone", "too_long", value, facts))
    elif value and not _PHONE.fullmatch(value):
        flaws.append(Flaw("phone", "phone", text))
    return value or None


def _point(filled: Filled, flaws: list[Flaw]) -> Point | None:
    given = {"latitude": plain(filled.latitude), "longitude": plain(filled.longitude)}
    if not any(given.values()):
        return None
    numbers: dict[str, float] = {}
    for name, text in given.items():
        try:
            numbers[name] = round(float(text), DECIMALS)
        except ValueError:
            kind = "number" if text else "half_point"
            flaws.append(Flaw(name, kind, text))
    if len(numbers) < len(given):
        return None
    south, north, west, east = _BOUNDS
    is_outside = False
    for name, low, high in (("latitude", south, north), ("longitude", west, east)):
        if not low <= numbers[name] <= high:
            flaws.append(Flaw(name, "outside", given[name], {"low": low, "high": high}))
            is_outside = True
    return None if is_outside else Point(**numbers)


def _hours(filled: Filled, flaws: list[Flaw]) -> Hours | None:
    """Read the hours; blank beside something means closed, both blank mean unknown."""
    given = {"workdays": filled.workdays, "holidays": filled.holidays}
    if not any(text.strip() for text in given.values()):
        return None
    read_spans = {}
    for name, text in given.items():
        try:
            read_spans[name] = spans_of(text) if text.strip() else ()
        except ValueError:
            flaws.append(Flaw(name, "hours", text))
    return Hours(**read_spans) if len(read_spans) == len(given) else None


def _middle(points: Sequence[Point]) -> Point:
    count = max(len(points), 1)
    return Point(
        round(sum(one.latitude for one in points) / count, DECIMALS),
        round(sum(one.longitude for one in points) / count, DECIMALS),
    )
