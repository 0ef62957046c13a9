"""What a check found out about a video file, as facts; `texts.check` makes the sentences."""

from dataclasses import dataclass
from enum import StrEnum


class FaultKind(StrEnum):
    """Every way a file can fall short; the first part refuses, the second part only warns."""

    EMPTY = "empty"
    NOT_A_VIDEO = "not_a_video"
    WRONG_CONTAINER = "wrong_container"
    UNREADABLE = "unreadable"
    INCOMPLETE = "incomplete"
    TOO_MANY_STREAMS = "too_many_streams"
    NO_PICTURE = "no_picture"
    WRONG_CODEC = "wrong_codec"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    TOO_LARGE = "too_large"
    DAMAGED = "damaged"

    LOW_RESOLUTION = "low_resolution"
    BELOW_RECOMMENDED = "below_recommended"
    SLIGHTLY_DAMAGED = "slightly_damaged"
    FEW_PICTURES = "few_pictures"
    NO_SOUND = "no_sound"


class Unchecked(StrEnum):
    """Why a file could not be judged by machine and waits for a person (待人工核验)."""

    TOO_SLOW = "too_slow"
    CRASHED = "crashed"
    OUT_OF_MEMORY = "out_of_memory"
    GARBLED = "garbled"


@dataclass(frozen=True, slots=True)
class Fault:
    """One shortcoming: the value measured and the limit it broke, where there is one.

    Durations are seconds, sizes bytes, sides pixels, damage a share from 0 to 1; picture
    sizes are two sides; formats and codecs carry their short names, limits joined by `/`.
    """

    kind: FaultKind
    measured: float | str | None = None
    limit: float | str | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """A video as a viewer meets it: displayed size with the phone's rotation applied.

    `seconds` is counted from the pictures themselves, never taken from the header.
    """

    seconds: float
    width: int
    height: int
    codec: str
    container: str
    bytes: int
    fps: float
    has_audio: bool

    @property
    def short_side(self) -> int:
        """The side notices speak of: 1080 for 1080P, upright or lying."""
        return min(self.width, self.height)

    @property
    def is_portrait(self) -> bool:
        """Whether the video stands upright, as phones hold it."""
        return self.height > self.width


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of one check: True passes, False is told the faults, None waits for a person."""

    ok: bool | None
    measured: Measured | None = None
    faults: tuple[Fault, ...] = ()
    warnings: tuple[Fault, ...] = ()
    unchecked: Unchecked | None = None
