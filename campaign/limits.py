"""What a campaign asks of a video file."""

from dataclasses import dataclass

CONTAINERS = frozenset({"mp4", "mov", "3gp"})
"""The formats that can be examined: one family, told apart by the brand inside."""

CODECS = frozenset({"h264", "hevc"})
"""The only picture codecs that a stranger's file may wake a decoder for."""


class BadLimitsError(ValueError):
    """The limits contradict themselves; carries the names of the fields at odds."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of one campaign; the defaults follow the notices usual in such calls.

    Durations are whole seconds, both ends allowed. Sides are pixels as displayed, so an upright
    phone video has the same short side as a lying one. A file beyond `max_long_side` or
    `max_short_side` is refused before a single picture is decoded.
    """

    min_seconds: int = 30
    max_seconds: int = 300
    max_bytes: int = 500 * 1024 * 1024
    min_short_side: int = 720
    recommended_short_side: int = 1080
    max_long_side: int = 4096
    max_short_side: int = 2304
    containers: frozenset[str] = CONTAINERS
    codecs: frozenset[str] = CODECS

    def __post_init__(self) -> None:
        """Refuse bounds that no file could meet or no check could tell."""
        if not 0 <= self.min_seconds <= self.max_seconds:
            raise BadLimitsError("min_seconds", "max_seconds")
        if not 0 <= self.min_short_side <= self.recommended_short_side <= self.max_short_side:
            raise BadLimitsError("min_short_side", "recommended_short_side", "max_short_side")
        if self.max_short_side > self.max_long_side:
            raise BadLimitsError("max_short_side", "max_long_side")
        if self.max_bytes < 1:
            raise BadLimitsError("max_bytes")
        if not self.containers or not self.containers <= CONTAINERS:
            raise BadLimitsError("containers")
        if not self.codecs or not self.codecs <= CODECS:
            raise BadLimitsError("codecs")

    @property
    def max_pixels(self) -> int:
        """The largest picture the decoder may ever allocate."""
        return self.max_long_side * self.max_short_side
