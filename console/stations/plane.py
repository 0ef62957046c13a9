"""A plane of our own to pick a point on: no outside map, only what is known, true to scale."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from faq.points import Point
from faq.register.register import centres
from faq.stations import Station

WIDTH, HEIGHT = 640, 480
MARGIN = 0.15
FEWEST_DEGREES = 0.05
KILOMETRES_PER_DEGREE = 111.2
SCALES = (1, 2, 5, 10, 20, 50)


@dataclass(frozen=True, slots=True)
class Mark:
    """Something on the plane."""

    x: float
    y: float
    name: str


@dataclass(frozen=True, slots=True)
class Plane:
    """The plane: its corners in degrees, and what stands on it; `here` is the point picked."""

    north: float
    south: float
    west: float
    east: float
    stations: tuple[Mark, ...]
    districts: tuple[Mark, ...]
    here: Mark | None
    scale_km: int
    scale_px: float
    width: int = WIDTH
    height: int = HEIGHT


def plane_of(stations: Iterable[Station], here: Point | None) -> Plane:
    """Draw a plane around everything known; a picked point far away is left off it."""
    known = [(one.name, one.point) for one in stations if one.point]
    middles = centres()
    points = [point for _, point in known] + list(middles.values())
    north, south, west, east = _corners(points)
    drawn = Plane(north, south, west, east, (), (), None, 0, 0)
    per_km = WIDTH / ((east - west) * _kilometres_east((north + south) / 2))
    scale = max((one for one in SCALES if one * per_km < WIDTH / 3), default=SCALES[0])
    return Plane(
        north, south, west, east,
        tuple(mark for name, point in known if (mark := _mark(drawn, name, point))),
        tuple(mark for name, point in middles.items() if (mark := _mark(drawn, name, point))),
        _mark(drawn, "", here) if here else None,
        scale, round(scale * per_km, 1),
    )  # fmt: skip


def _corners(points: list[Point]) -> tuple[float, float, float, float]:
    """Give the corners with a margin, in the proportions of the picture."""
    latitudes = [point.latitude for point in points]
    longitudes = [point.longitude for point in points]
    middle = ((min(latitudes) + max(latitudes)) / 2, (min(longitudes) + max(longitudes)) / 2)
    shrink = math.cos(math.radians(middle[0]))
    tall = max(max(latitudes) - min(latitudes), FEWEST_DEGREES) * (1 + 2 * MARGIN)
    wide = max(max(longitudes) - min(longitudes), FEWEST_DEGREES) * (1 + 2 * MARGIN) * shrink
    tall = max(tall, wide * HEIGHT / WIDTH)
    wide = tall * WIDTH / HEIGHT / shrink
    return (
        round(middle[0] + tall / 2, 6),
        round(middle[0] - tall / 2, 6),
        round(middle[1] - wide / 2, 6),
        round(middle[1] + wide / 2, 6),
    )


def _mark(plane: Plane, name: str, point: Point) -> Mark | None:
    x = (point.longitude - plane.west) / (plane.east - plane.west) * WIDTH
    y = (plane.north - point.latitude) / (plane.north - plane.south) * HEIGHT
    if not (0 <= x <= WIDTH and 0 <= y <= HEIGHT):
        return None
    return Mark(round(x, 1), round(y, 1), name)


def _kilometres_east(latitude: float) -> float:
    return KILOMETRES_PER_DEGREE * math.cos(math.radians(latitude))
