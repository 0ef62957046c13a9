"""Examine one file from its first bytes to its key frames, cheapest question first."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
from av.container import InputContainer
from av.stream import Disposition
from av.video.stream import VideoStream

from campaign.limits import CODECS, CONTAINERS
from campaign.probe import boxes, pictures, sniff
from campaign.probe.findings import Findings, State

MAX_STREAMS = 16
"""A phone's video has 2 to 6 tracks; hundreds are an attack on the reader's memory."""

SANE_ASPECT = (Fraction(1, 4), Fraction(4))


def measure(path: Path, max_pixels: int) -> Findings:
    """Collect the findings on one file; nothing larger than `max_pixels` is decoded."""
    basics = _outside(path)
    if basics.state is not State.MEASURED:
        return basics
    try:
        with _open(path, max_pixels) as container:
            return _examine(container, basics, max_pixels)
    except av.error.MemoryError:
        raise  # our ceiling, not the file's fault
    except av.error.FFmpegError:
        return replace(basics, state=State.UNREADABLE)


def _outside(path: Path) -> Findings:
    """Look at the file's first bytes and outer boxes; MEASURED means worth opening."""
    with path.open("rb") as file:
        head = file.read(sniff.HEAD)
        size = path.stat().st_size
        kind = sniff.kind(head)
        if kind not in CONTAINERS:
            return Findings(State.FOREIGN if head else State.EMPTY, size, kind)
        shape = boxes.layout(file)
    if shape.tracks > MAX_STREAMS:
        return Findings(State.OVERLOADED, size, kind, streams=shape.tracks)
    if not shape.has_index:
        return Findings(State.UNREADABLE, size, kind, whole=False)
    return Findings(State.MEASURED, size, kind, shape.whole, shape.in_fragments)


def _open(path: Path, max_pixels: int) -> InputContainer:
    """Open the file as ISO media and nothing else: no network, no playlist, no other decoder."""
    return av.open(
        f"file:{path}",
        "r",
        options={
            "format_whitelist": "mov",
            "protocol_whitelist": "file",
            "codec_whitelist": ",".join(sorted(CODECS)),
            "max_streams": str(MAX_STREAMS),
            "max_pixels": str(max_pixels),
            "threads": "1",
        },
        metadata_errors="replace",
    )


def _examine(container: InputContainer, basics: Findings, max_pixels: int) -> Findings:
    """Measure the main picture track; its key frames are tried only if they are small enough."""
    stream = _main_picture(container)
    has_audio = bool(container.streams.audio)
    if stream is None:
        return replace(basics, state=State.NO_PICTURE, has_audio=has_audio)
    walk = pictures.walk(container, stream)
    codec = stream.codec_context.name
    trial = pictures.Trial(0, 0, 0)
    if codec in CODECS and stream.width * stream.height <= max_pixels:
        trial = pictures.try_keys(container, stream, walk, max_pixels)
    width, height = _displayed(stream, trial.rotation)
    if codec in CODECS and not width * height:
        return replace(basics, state=State.UNREADABLE)
    return replace(
        basics,
        whole=basics.whole if basics.in_fragments else _reaches_end(container, basics.size),
        streams=len(container.streams),
        codec=codec,
        width=width,
        height=height,
        seconds=walk.seconds,
        has_audio=has_audio,
        pictures=walk.pictures,
        torn=walk.torn,
        tried=trial.tried,
        broken=trial.broken,
    )


def _reaches_end(container: InputContainer, size: int) -> bool:
    """Whether every sample the index names, picture or sound, lies inside the file.

    The outer boxes are a poorer witness: some cameras write a wrong size there.
    """
    entries = (entry for stream in container.streams for entry in stream.index_entries)
    return max((entry.pos + entry.size for entry in entries), default=0) <= size


def _main_picture(container: InputContainer) -> VideoStream | None:
    """Find the moving picture, passing over cover art and still images."""
    still = Disposition.attached_pic | Disposition.timed_thumbnails
    for stream in container.streams.video:
        if not stream.disposition & still:
            return stream
    return None


def _displayed(stream: VideoStream, rotation: int) -> tuple[int, int]:
    """Give the size a viewer sees: pixels stretched by their aspect, then turned."""
    width, height = stream.width, stream.height
    aspect = stream.sample_aspect_ratio or Fraction(1)
    if SANE_ASPECT[0] <= aspect <= SANE_ASPECT[1]:
        width = round(width * aspect)
    return (height, width) if rotation % 180 else (width, height)
