"""What is stopped (停用), and what citizens are told meanwhile."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from types import MappingProxyType

EVERYTHING = "all"
CHANNEL = "channel:"
TOPIC = "topic:"
FEATURE = "feature:"
STATIONS, SUBMIT = f"{FEATURE}stations", f"{FEATURE}submit"
"""Conversations that can be stopped alone."""
LONGEST_SCOPE = 64
LONGEST_MESSAGE = 300
"""Characters: it must fit below an emergency's number in one message of any channel."""


class BadStopError(ValueError):
    """A stop without words for citizens, with too many, or of something that cannot be stopped."""


@dataclass(frozen=True, slots=True)
class Stop:
    """One thing that is stopped: which, what citizens read, who stopped it, since when."""

    scope: str
    message: str
    staff_id: int | None
    since: datetime

    @property
    def seen(self) -> str:
        """Return what tells these words from others, for whoever looked at them."""
        return sha256(self.message.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Switches:
    """Everything that is stopped now; immutable, swapped whole."""

    stops: Mapping[str, Stop] = field(default_factory=lambda: MappingProxyType({}))

    def __bool__(self) -> bool:
        """Whether anything is stopped."""
        return bool(self.stops)

    def of_channel(self, channel: str) -> str | None:
        """Return what is said on a channel instead of everything else, or None."""
        stop = self.stops.get(EVERYTHING) or self.stops.get(f"{CHANNEL}{channel}")
        return None if stop is None else stop.message

    def of_topic(self, topic: str) -> str | None:
        """Return what is said instead of the answers of a topic, or None."""
        stop = self.stops.get(f"{TOPIC}{topic}")
        return None if stop is None else stop.message

    def of(self, scope: str) -> str | None:
        """Return what is said instead of what has exactly this scope, or None."""
        stop = self.stops.get(scope)
        return None if stop is None else stop.message


NOTHING_STOPPED = Switches()


def checked(scope: str, message: str) -> tuple[str, str]:
    """Return a scope and message that may be stored; raises `BadStopError`."""
    scope, message = scope.strip(), message.strip()
    is_known = scope in {EVERYTHING, STATIONS, SUBMIT} or any(
        scope.startswith(kind) and len(scope) > len(kind) for kind in (CHANNEL, TOPIC)
    )
    if not is_known or len(scope) > LONGEST_SCOPE:
        raise BadStopError("scope")
    if not message or len(message) > LONGEST_MESSAGE:
        raise BadStopError("message")
    return scope, message
