"""Keeps one speaker from taking everybody's time."""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

WINDOW = timedelta(seconds=10)
MOST_IN_WINDOW = 20
MOST_SPEAKERS = 50_000

Place = tuple[str, int, int]


@dataclass(slots=True)
class Throttle:
    """Counts each speaker's last messages; the memory is bounded and per process."""

    _recent: dict[Place, deque[datetime]] = field(default_factory=dict)
    _told: dict[Place, datetime] = field(default_factory=dict)

    def allows(self, place: Place, now: datetime) -> bool:
        """Whether a message at `now` is within `MOST_IN_WINDOW` in `WINDOW`."""
        if len(self._recent) >= MOST_SPEAKERS:
            self._recent.clear()
            self._told.clear()
        recent = self._recent.setdefault(place, deque(maxlen=MOST_IN_WINDOW))
        is_full = len(recent) == MOST_IN_WINDOW and now - recent[0] < WINDOW
        recent.append(now)
        return not is_full

    def tells(self, place: Place, now: datetime) -> bool:
        """Whether a refusal at `now` is to be said: once in `WINDOW`, not for every message."""
        told = self._told.get(place)
        if told is not None and now - told < WINDOW:
            return False
        self._told[place] = now
        return True
