"""Opening hours (营业时间) by Chinese working days, and whether a door is open now.

Working days come from the State Council's yearly holiday notices, as `chinesecalendar` carries
them. For a year it does not know yet the state is unknown, never guessed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

import chinese_calendar

BEIJING_TIME = ZoneInfo("Asia/Shanghai")
DAYS_AHEAD = 15
"""How far to look for the next opening; the longest holiday so far had nine days."""

Span = tuple[time, time]


@dataclass(frozen=True, slots=True)
class Hours:
    """Spans of Beijing time on working days and on all other days."""

    workdays: tuple[Span, ...] = ()
    holidays: tuple[Span, ...] = ()


class OpeningState(StrEnum):
    """Whether somebody is there now."""

    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Opening:
    """The state now, and the instant it changes next where that is known (Beijing time)."""

    state: OpeningState
    until: datetime | None = None


def opening(hours: Hours | None, now: datetime) -> Opening:
    """Say whether `hours` are on at `now` (aware)."""
    if hours is None:
        return Opening(OpeningState.UNKNOWN)
    here = now.astimezone(BEIJING_TIME)
    try:
        today = _spans(hours, here.date())
    except NotImplementedError:
        return Opening(OpeningState.UNKNOWN)
    for begin, end in today:
        if begin <= here.time() < end:
            return Opening(OpeningState.OPEN, _at(here.date(), end))
    return Opening(OpeningState.CLOSED, _next(hours, here))


def read_hours(written: dict[str, list[str]] | None) -> Hours | None:
    """Read `{workdays: ["08:30-12:00", …], holidays: […]}`; raises `ValueError` if malformed."""
    if written is None:
        return None
    unknown = set(written) - {"workdays", "holidays"}
    if unknown:
        raise ValueError(sorted(unknown))
    return Hours(*(_read(written.get(name)) for name in ("workdays", "holidays")))


def _read(spans: list[str] | None) -> tuple[Span, ...]:
    read = [tuple(time.fromisoformat(part.strip()) for part in s.split("-")) for s in spans or ()]
    for span in read:
        begin, end = span
        if begin >= end:
            raise ValueError(span)
    return tuple((begin, end) for begin, end in sorted(read))


def _spans(hours: Hours, day: date) -> tuple[Span, ...]:
    is_workday: Any = chinese_calendar.is_workday(day)
    return hours.workdays if is_workday else hours.holidays


def _next(hours: Hours, here: datetime) -> datetime | None:
    try:
        return next((begin for begin in _openings(hours, here.date()) if begin > here), None)
    except NotImplementedError:
        return None


def _openings(hours: Hours, first: date) -> Iterator[datetime]:
    for day in (first + timedelta(days=ahead) for ahead in range(DAYS_AHEAD)):
        for begin, _ in _spans(hours, day):
            yield _at(day, begin)


def _at(day: date, moment: time) -> datetime:
    return datetime.combine(day, moment, BEIJING_TIME)
