"""Service stations (“一站式”服务站): what is known of each, and finding the nearest."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from faq import route
from faq.facets import facets
from faq.hours import Hours, read_hours
from faq.normalize import normalize
from faq.points import Point, metres
from faq.words import LOADER, any_of, shipped

STATIONS_FILE = Path(__file__).parent / "data" / "stations.yaml"
MOST_FOUND = 5


class ServiceKind(StrEnum):
    """What a station helps with (业务)."""

    METROLOGY = "metrology"
    STANDARDS = "standards"
    CERTIFICATION = "certification"
    TESTING = "testing"
    TRAINING = "training"
    AWARDS = "awards"


@dataclass(frozen=True, slots=True)
class Station:
    """One station; what the bureau has not given is None and never invented."""

    id: str
    name: str
    district: str
    is_sample: bool
    address: str | None
    phone: str | None
    services: frozenset[ServiceKind]
    point: Point | None
    hours: Hours | None


@dataclass(frozen=True, slots=True)
class StationQuery:
    """What somebody looks for; everything None or empty means any station."""

    district: str | None = None
    service: ServiceKind | None = None
    name: str | None = None
    elsewhere: str | None = None
    """A place outside the city that was named: its stations are not ours to know."""


@dataclass(frozen=True, slots=True)
class Found:
    """A station that fits, and how far away it is in metres where that is known."""

    station: Station
    metres: float | None = None


class StationsError(Exception):
    """The stations file cannot be used; the message says where and why."""


def load(path: Path = STATIONS_FILE) -> tuple[Station, ...]:
    """Read the one file of stations; raises `StationsError` naming the row at fault."""
    try:
        rows = yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)  # noqa: S506 -- a safe loader
    except (OSError, ValueError, yaml.YAMLError) as problem:
        raise StationsError(f"{path.name}: {problem}") from problem
    stations = tuple(_station(row, path, place) for place, row in enumerate(rows or (), start=1))
    ids = [station.id for station in stations]
    twice = next((number for number in ids if ids.count(number) > 1), None)
    if twice is not None:
        raise StationsError(f"{path.name}: id {twice} twice")
    return stations


def parse(text: str, stations: Iterable[Station] = ()) -> StationQuery | None:
    """Read a text that asks where a station is; None where it asks something else.

    A name of one of `stations` counts as asking for it.
    """
    plain = normalize(text)
    named = next((s.name for s in stations if normalize(_bare(s.name)) in plain), None)
    if named is None and route.seeks_station(plain) is None:
        return None
    traits = facets(text)
    district = next(iter(sorted(traits.districts)), None)
    elsewhere = next(iter(sorted(traits.foreign_places | traits.province_places)), None)
    return StationQuery(district, service_of(plain), named, elsewhere)


def service_of(plain: str) -> ServiceKind | None:
    """Find the business a normalized text names, or None."""
    return next((kind for kind, words in _services() if words.search(plain)), None)


def find(
    stations: Iterable[Station], query: StationQuery, here: Point | None = None
) -> Sequence[Found]:
    """Return the stations that fit, nearest first, at most `MOST_FOUND`.

    Without `here` the file's order stays; a station without a point comes after those with one.
    """
    if query.elsewhere is not None:
        return []
    fitting = [station for station in stations if _fits(station, query)]
    found = [Found(station, _distance(station, here)) for station in fitting]
    found.sort(key=lambda one: (one.metres is None, one.metres or 0.0))
    return found[:MOST_FOUND]


def districts(stations: Iterable[Station]) -> tuple[str, ...]:
    """Return the districts there are stations in, in the file's order."""
    return tuple(dict.fromkeys(station.district for station in stations))


def _fits(station: Station, query: StationQuery) -> bool:
    return (
        (query.name is None or station.name == query.name)
        and (query.district is None or station.district == query.district)
        and (query.service is None or query.service in station.services)
    )


def _distance(station: Station, here: Point | None) -> float | None:
    return None if here is None or station.point is None else metres(here, station.point)


def _bare(name: str) -> str:
    return name.removeprefix(shipped("station_words.yaml")["sample_prefix"])


def _station(row: dict[str, Any], path: Path, place: int) -> Station:
    try:
        return Station(
            id=str(row["id"]),
            name=str(row["name"]),
            district=str(row["district"]),
            is_sample=bool(row.get("is_sample", False)),
            address=row.get("address"),
            phone=row.get("phone"),
            services=frozenset(ServiceKind(each) for each in row.get("services", ())),
            point=_point(row),
            hours=read_hours(row.get("hours")),
        )
    except (AttributeError, KeyError, TypeError, ValueError) as problem:
        raise StationsError(f"{path.name}: row {place}: {problem!r}") from problem


def _point(row: dict[str, Any]) -> Point | None:
    if row.get("latitude") is None:
        return None
    return Point(float(row["latitude"]), float(row["longitude"]))


@cache
def _services() -> tuple[tuple[ServiceKind, Any], ...]:
    rows = shipped("station_words.yaml")["services"]
    return tuple((ServiceKind(kind), any_of(words)) for kind, words in rows.items())
