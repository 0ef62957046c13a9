"""What a campaign asks of a video file."""

from dataclasses import dataclass


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
    containers: frozenset[str] = frozenset({"mp4", "mov", "3gp"})
    codecs: frozenset[str] = frozenset({"h264", "hevc"})

    def __post_init__(self) -> None:
        """Refuse bounds that no file could meet."""
        if not 0 <= self.min_seconds <= self.max_seconds:
            raise BadLimitsError("min_seconds", "max_seconds")
        if not 0 <= self.min_short_side <= self.recommended_short_side <= self.max_short_side:
            raise BadLimitsError("min_short_side", "recommended_short_side", "max_short_side")
        if self.max_short_side > self.max_long_side:
            raise BadLimitsError("max_short_side", "max_long_side")
        if self.max_bytes < 1 or not self.containers or not self.codecs:
            raise BadLimitsError("max_bytes", "containers", "codecs")

    @property
    def max_pixels(self) -> int:
        """The largest picture the decoder may ever allocate."""
        return self.max_long_side * self.max_short_side
