"""Hold a file's findings against a campaign's limits; pure, so a limit can be tried in a test."""

from campaign.limits import Limits
from campaign.probe.findings import Findings, State
from campaign.verdict import Fault, FaultKind, Measured, Verdict

VIDEO_KINDS = frozenset({"avi", "mkv", "flv", "wmv", "rm", "mpg", "mp4", "mov", "3gp"})
"""Kinds that are videos, taken or not: the remedy is to convert, not to search."""

BARE = {State.EMPTY: FaultKind.EMPTY, State.OVERLOADED: FaultKind.TOO_MANY_STREAMS}

# One key frame spoils the seconds up to the next, one torn picture a blink.
BROKEN_SHARE = 0.05
TORN_SHARE = 0.01
FEW_PER_SECOND = 10
"""Fewer pictures a second than this look like a slide show."""


def judge(findings: Findings, limits: Limits) -> Verdict:
    """Say whether the file meets the limits; every fault is named, not only the first."""
    early = _hindrance(findings)
    if early is not None:
        oversize = tuple(_size_faults(findings, limits))
        return Verdict(ok=False, faults=(early, *oversize))
    measured = measured_of(findings)
    faults = (
        *_whole_faults(findings),
        *_format_faults(measured, limits),
        *_length_faults(measured, limits),
        *_size_faults(findings, limits),
    )
    warnings = _warnings(findings, measured, limits)
    return Verdict(ok=not faults, measured=measured, faults=faults, warnings=warnings)


def measured_of(findings: Findings) -> Measured:
    """Turn counted pictures into what a person calls a video's properties."""
    fps = findings.pictures / findings.seconds if findings.seconds else 0.0
    return Measured(
        seconds=round(findings.seconds, 3),
        width=findings.width,
        height=findings.height,
        codec=findings.codec,
        container=findings.container,
        bytes=findings.size,
        fps=round(fps, 2),
        has_audio=findings.has_audio,
    )


def whole_seconds(seconds: float) -> int:
    """Round half up to the second a citizen is shown: 300.4 s is 「5 分钟」, hence within it."""
    return int(seconds + 0.5)


def _hindrance(findings: Findings) -> Fault | None:
    """Name what kept the file from being measured at all."""
    if findings.state is State.FOREIGN:
        return _foreign(findings.container)
    if findings.state in BARE:
        return Fault(BARE[findings.state], findings.streams or None)
    if findings.state is State.MEASURED and findings.pictures:
        return None
    if not findings.whole:
        return Fault(FaultKind.INCOMPLETE)
    unreadable = findings.state is State.UNREADABLE
    return Fault(FaultKind.UNREADABLE if unreadable else FaultKind.NO_PICTURE)


def _foreign(kind: str) -> Fault:
    """Name a file that is no ISO media: a video of another format, or no video at all."""
    if kind in VIDEO_KINDS:
        return Fault(FaultKind.WRONG_CONTAINER, kind)
    return Fault(FaultKind.NOT_A_VIDEO, kind or None)


def _whole_faults(findings: Findings) -> list[Fault]:
    """Name a file cut off, or else pictures that cannot be shown: a cut explains the damage."""
    if not findings.whole:
        return [Fault(FaultKind.INCOMPLETE)]
    if findings.broken > findings.tried * BROKEN_SHARE:
        return [Fault(FaultKind.DAMAGED, findings.broken / findings.tried)]
    if findings.torn > findings.pictures * TORN_SHARE:
        return [Fault(FaultKind.DAMAGED, findings.torn / findings.pictures)]
    return []


def _format_faults(measured: Measured, limits: Limits) -> list[Fault]:
    """Container, codec and picture size against what the campaign takes."""
    faults = []
    if measured.container not in limits.containers:
        allowed = "/".join(sorted(limits.containers))
        faults.append(Fault(FaultKind.WRONG_CONTAINER, measured.container, allowed))
    if measured.codec not in limits.codecs:
        allowed = "/".join(sorted(limits.codecs))
        faults.append(Fault(FaultKind.WRONG_CODEC, measured.codec, allowed))
    long_side = max(measured.width, measured.height)
    if long_side > limits.max_long_side or measured.short_side > limits.max_short_side:
        size = f"{measured.width}\N{MULTIPLICATION SIGN}{measured.height}"
        bound = f"{limits.max_long_side}\N{MULTIPLICATION SIGN}{limits.max_short_side}"
        faults.append(Fault(FaultKind.TOO_MANY_PIXELS, size, bound))
    return faults


def _length_faults(measured: Measured, limits: Limits) -> list[Fault]:
    """Duration, compared in the whole seconds that the citizen is told."""
    seconds = whole_seconds(measured.seconds)
    if seconds < limits.min_seconds:
        return [Fault(FaultKind.TOO_SHORT, seconds, limits.min_seconds)]
    if seconds > limits.max_seconds:
        return [Fault(FaultKind.TOO_LONG, seconds, limits.max_seconds)]
    return []


def _size_faults(findings: Findings, limits: Limits) -> list[Fault]:
    """Bytes, exactly."""
    if findings.size > limits.max_bytes:
        return [Fault(FaultKind.TOO_LARGE, findings.size, limits.max_bytes)]
    return []


def _warnings(findings: Findings, measured: Measured, limits: Limits) -> tuple[Fault, ...]:
    """Tell what staff and author should know although the file is taken."""
    warnings = []
    side = measured.short_side
    if not side:  # a codec that may not be opened keeps its size to itself
        return ()
    if side < limits.min_short_side:
        warnings.append(Fault(FaultKind.LOW_RESOLUTION, side, limits.min_short_side))
    elif side < limits.recommended_short_side:
        warnings.append(Fault(FaultKind.BELOW_RECOMMENDED, side, limits.recommended_short_side))
    if (findings.broken or findings.torn) and not _whole_faults(findings):
        warnings.append(Fault(FaultKind.SLIGHTLY_DAMAGED, findings.broken + findings.torn))
    if measured.fps < FEW_PER_SECOND:
        warnings.append(Fault(FaultKind.FEW_PICTURES, measured.fps, FEW_PER_SECOND))
    if not measured.has_audio:
        warnings.append(Fault(FaultKind.NO_SOUND))
    return tuple(warnings)
