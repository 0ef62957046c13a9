"""Build small real videos, and break them the ways the world breaks them."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.video.codeccontext import VideoCodecContext
from av.video.stream import VideoStream

RATE = 48_000
SAMPLES = 1024


@dataclass(frozen=True, slots=True)
class Film:
    """What to film; the default is three seconds of a moving noisy picture with silence."""

    width: int = 320
    height: int = 180
    seconds: float = 3
    fps: int = 25
    codec: str = "libx264"
    pixels: str = "yuv420p"
    audio: bool = True
    picture: bool = True
    noise: int = 255
    key_every: int = 25
    rotation: int = 0
    style: str = ""
    faststart: bool = False
    fragmented: bool = False


def film(path: Path, wanted: Film | None = None) -> Path:
    """Write the film; its format follows the path's suffix."""
    wanted = wanted or Film()
    flags = [name for name in ("faststart",) if wanted.faststart]
    if wanted.fragmented:
        flags += ["frag_keyframe", "empty_moov"]
    options = {"movflags": "+".join(flags)} if flags else {}
    with av.open(path, "w", options=options) as out:
        picture = _picture_track(out, wanted) if wanted.picture else None
        sound = out.add_stream("aac", rate=RATE, layout="mono") if wanted.audio else None
        if picture:
            _shoot(out, picture, wanted)
        if sound:
            _record(out, sound, wanted.seconds)
    return path


def _picture_track(out: OutputContainer, wanted: Film) -> VideoStream:
    options = {}
    if wanted.codec.startswith("libx26"):
        style = ":".join(filter(None, [wanted.style, "log-level=none"]))
        options = {"preset": "ultrafast", f"{wanted.codec[3:]}-params": style}
    stream = out.add_stream(wanted.codec, rate=wanted.fps, options=options)
    assert isinstance(stream, VideoStream)
    stream.width, stream.height, stream.pix_fmt = wanted.width, wanted.height, wanted.pixels
    stream.gop_size = wanted.key_every
    if wanted.rotation:
        stream.set_display_rotation(wanted.rotation)
    return stream


def _shoot(out: OutputContainer, stream: VideoStream, wanted: Film) -> None:
    for frame in _frames(wanted):
        out.mux(stream.encode(frame))
    out.mux(stream.encode(None))


def _frames(wanted: Film) -> Iterator[av.VideoFrame]:
    shape = (wanted.height * 3 // 2, wanted.width)
    chance = np.random.default_rng(0)
    base = chance.integers(0, wanted.noise, shape, dtype=np.uint8)
    for number in range(round(wanted.seconds * wanted.fps)):
        moved = np.ascontiguousarray(np.roll(base, number * 4, axis=1))
        frame = av.VideoFrame.from_ndarray(moved, format="yuv420p")
        frame = frame.reformat(format=wanted.pixels)
        frame.pts, frame.time_base = number, Fraction(1, wanted.fps)
        yield frame


def _record(out: OutputContainer, stream: AudioStream, seconds: float) -> None:
    for start in range(0, round(seconds * RATE), SAMPLES):
        frame = av.AudioFrame(format="fltp", layout="mono", samples=SAMPLES)
        frame.planes[0].update(bytes(4 * SAMPLES))
        frame.sample_rate, frame.pts = RATE, start
        out.mux(stream.encode(frame))
    out.mux(stream.encode(None))


def grow_late(path: Path, side: int) -> Path:
    """Begin small and turn into a square of `side` pixels at the second picture."""
    with av.open(path, "w") as out:
        stream = _picture_track(out, Film())
        large = av.CodecContext.create("libx264", "w")
        assert isinstance(large, VideoCodecContext)
        large.width = large.height = side
        large.pix_fmt, large.time_base = "yuv420p", Fraction(1, 25)
        large.options = {"preset": "ultrafast", "x264-params": "log-level=none"}
        _shoot(out, stream, Film(seconds=0.04))
        for frame in _frames(Film(side, side, seconds=0.04, noise=1)):
            for packet in [*large.encode(frame), *large.encode(None)]:
                packet.stream, packet.pts, packet.dts = stream, 512, 512
                out.mux(packet)
    return path


def cut(path: Path, share: float) -> Path:
    """Keep only the first `share` of the bytes, as a broken transfer does."""
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    return path


def hole(path: Path, start: float, end: float) -> Path:
    """Fill a stretch with zeros, as a resumed transfer that skipped a part does."""
    data = bytearray(path.read_bytes())
    first, last = int(len(data) * start), int(len(data) * end)
    data[first:last] = bytes(last - first)
    path.write_bytes(data)
    return path


def flip(path: Path, count: int, spare: int) -> Path:
    """Change `count` bytes at random places of the media data, sparing the index at the front."""
    data = bytearray(path.read_bytes())
    chance = np.random.default_rng(1)
    for place in chance.integers(spare, len(data), count):
        data[place] ^= 0x55
    path.write_bytes(data)
    return path


def lie_about_duration(path: Path, factor: float) -> Path:
    """Multiply the durations that the headers claim, leaving the pictures' own times alone."""
    data = bytearray(path.read_bytes())
    for name, offset in ((b"mvhd", 20), (b"mdhd", 20), (b"tkhd", 24)):
        place = data.find(name)
        while place >= 0:
            at = place + offset
            (claimed,) = struct.unpack_from(">I", data, at)
            struct.pack_into(">I", data, at, int(claimed * factor))
            place = data.find(name, place + 4)
    path.write_bytes(data)
    return path


def lie_about_size(path: Path, width: int, height: int) -> Path:
    """Claim another picture size in the headers than the coded pictures have."""
    data = bytearray(path.read_bytes())
    struct.pack_into(">HH", data, data.index(b"avc1", data.index(b"stsd")) + 28, width, height)
    struct.pack_into(">II", data, data.index(b"tkhd") + 80, width << 16, height << 16)
    path.write_bytes(data)
    return path


def box(name: bytes, content: bytes = b"") -> bytes:
    """Write one box of an ISO media file."""
    return struct.pack(">I", len(content) + 8) + name + content


def many_tracks(path: Path, count: int) -> Path:
    """Write an index with far too many empty tracks."""
    header = box(b"mvhd", bytes(100))
    path.write_bytes(
        box(b"ftyp", b"isom\0\0\2\0isom") + box(b"moov", header + box(b"trak") * count)
    )
    return path
