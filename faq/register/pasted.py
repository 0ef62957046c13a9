"""A point out of what somebody pasted: coordinates, or a link shared from a map."""

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from urllib.parse import unquote

from faq.points import Point, to_gcj02
from faq.sheet.values import plain

_NUMBER = re.compile(r"(?<![\d.])-?\d{1,3}\.\d{2,}(?![\d.])")
_DEGREES = re.compile(
    r"(\d{1,3})\s*[°度]\s*(?:(\d{1,2}(?:\.\d+)?)\s*[\u2032'分])?\s*(?:(\d{1,2}(?:\.\d+)?)\s*[\u2033\"秒])?"
)
_HOSTS = (
    ("baidu", re.compile(r"baidu\.com|bd09|dwz\.cn", re.IGNORECASE)),
    (
        "tencent",
        re.compile(r"map\.qq\.com|apis\.map\.qq|qqmap|weixin|wechat|wx\.qq", re.IGNORECASE),
    ),
    ("amap", re.compile(r"amap\.com|gaode|autonavi|androidamap|iosamap", re.IGNORECASE)),
)
_LINK = re.compile(r"https?://", re.IGNORECASE)
_ROOM = 40
"""Characters that may stand between the two numbers of a point."""
LONGEST = 4000
SOUTH, NORTH, WEST, EAST = 3.0, 54.0, 73.0, 136.0


class PasteFault(StrEnum):
    """Why there is no point in what was pasted."""

    EMPTY = "empty"
    BAIDU = "baidu"
    SHORT_LINK = "short_link"
    NOTHING = "nothing"


class PasteError(Exception):
    """There is no point to be had."""

    def __init__(self, kind: PasteFault) -> None:
        super().__init__(kind)
        self.kind = kind


@dataclass(frozen=True, slots=True)
class Pasted:
    """A point in GCJ-02, and where it came from: tencent, amap, or wgs84, or just numbers."""

    point: Point
    source: str


def point_in(text: str, *, is_wgs84: bool = False) -> Pasted:
    """Find a point, latitude and longitude in whatever order; raises `PasteError`."""
    told = plain(unquote(text[:LONGEST]))
    if not told:
        raise PasteError(PasteFault.EMPTY)
    source = next((name for name, host in _HOSTS if host.search(told)), "numbers")
    if source == "baidu":
        raise PasteError(PasteFault.BAIDU)
    found = _degrees(told) or _decimals(told)
    if found is None:
        is_link = _LINK.search(told) is not None
        raise PasteError(PasteFault.SHORT_LINK if is_link else PasteFault.NOTHING)
    if is_wgs84:
        point = to_gcj02(*found)
        return Pasted(Point(round(point.latitude, 6), round(point.longitude, 6)), "wgs84")
    return Pasted(Point(*found), source)


def _decimals(text: str) -> tuple[float, float] | None:
    for one, two in pairwise(_NUMBER.finditer(text)):
        if two.start() - one.end() <= _ROOM:
            found = _ordered(float(one[0]), float(two[0]))
            if found:
                return found
    return None


def _degrees(text: str) -> tuple[float, float] | None:
    read = [
        int(one[1]) + float(one[2] or 0) / 60 + float(one[3] or 0) / 3600
        for one in _DEGREES.finditer(text)
    ]
    found = _ordered(*read) if len(read) == 2 else None  # noqa: PLR2004 -- a point
    return (round(found[0], 6), round(found[1], 6)) if found else None


def _ordered(one: float, two: float) -> tuple[float, float] | None:
    """Give latitude and longitude; in China no number can be both."""
    for latitude, longitude in ((one, two), (two, one)):
        if SOUTH <= latitude <= NORTH and WEST <= longitude <= EAST:
            return latitude, longitude
    return None
