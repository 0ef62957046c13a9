"""Points on the earth: Chinese maps and WeChat speak GCJ-02, Telegram and browsers WGS-84.

The shift between them is about half a kilometre. The formula is the published one of the GCJ-02
offset on the Krasovsky 1940 ellipsoid; its inverse is found by iteration, exact to centimetres.
"""

import math
from dataclasses import dataclass

SEMI_MAJOR_METRES = 6378245.0
ECCENTRICITY_SQUARED = 0.00669342162296594323
EARTH_METRES = 6371008.8
ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Point:
    """A place in GCJ-02, degrees."""

    latitude: float
    longitude: float


def to_gcj02(latitude: float, longitude: float) -> Point:
    """Convert WGS-84 degrees to GCJ-02; outside China both are the same."""
    if not _in_china(latitude, longitude):
        return Point(latitude, longitude)
    north, east = _shift(latitude, longitude)
    return Point(latitude + north, longitude + east)


def to_wgs84(latitude: float, longitude: float) -> tuple[float, float]:
    """Convert GCJ-02 degrees to WGS-84 latitude and longitude."""
    north, east = latitude, longitude
    for _ in range(ROUNDS):
        there = to_gcj02(north, east)
        north, east = north + latitude - there.latitude, east + longitude - there.longitude
    return north, east


def metres(here: Point, there: Point) -> float:
    """Return the great-circle distance in metres."""
    first, second = math.radians(here.latitude), math.radians(there.latitude)
    north = math.sin((second - first) / 2) ** 2
    east = math.sin(math.radians(there.longitude - here.longitude) / 2) ** 2
    angle = 2 * math.asin(math.sqrt(north + math.cos(first) * math.cos(second) * east))
    return EARTH_METRES * angle


def _in_china(latitude: float, longitude: float) -> bool:
    return 0.8293 <= latitude <= 55.8271 and 72.004 <= longitude <= 137.8347  # noqa: PLR2004 -- the published bounds


def _shift(latitude: float, longitude: float) -> tuple[float, float]:
    x, y = longitude - 105.0, latitude - 35.0
    radians = math.radians(latitude)
    magic = 1 - ECCENTRICITY_SQUARED * math.sin(radians) ** 2
    root = math.sqrt(magic)
    per_north = SEMI_MAJOR_METRES * (1 - ECCENTRICITY_SQUARED) / (magic * root)
    per_east = SEMI_MAJOR_METRES / root * math.cos(radians)
    return math.degrees(_north(x, y) / per_north), math.degrees(_east(x, y) / per_east)


def _common(x: float) -> float:
    return (20 * math.sin(6 * x * math.pi) + 20 * math.sin(2 * x * math.pi)) * 2 / 3


def _north(x: float, y: float) -> float:
    total = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x))
    total += _common(x)
    total += (20 * math.sin(y * math.pi) + 40 * math.sin(y / 3 * math.pi)) * 2 / 3
    return total + (160 * math.sin(y / 12 * math.pi) + 320 * math.sin(y * math.pi / 30)) * 2 / 3


def _east(x: float, y: float) -> float:
    total = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x))
    total += _common(x)
    total += (20 * math.sin(x * math.pi) + 40 * math.sin(x / 3 * math.pi)) * 2 / 3
    return total + (150 * math.sin(x / 12 * math.pi) + 300 * math.sin(x / 30 * math.pi)) * 2 / 3
