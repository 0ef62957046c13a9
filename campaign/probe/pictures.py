"""Count the coded pictures of a video and try its key frames."""

from __future__ import annotations  # av's packets are generic for the type checker only

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import av
from av.container import InputContainer
from av.packet import Packet
from av.stream import Discard
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

MAX_TRIED = 60
"""Key frames decoded at most, spread evenly: a film of key frames only must not take minutes."""

# Where the byte lies that tells how many bytes a unit's length takes, by codec.
LENGTH_BYTE = {"h264": 4, "hevc": 21}


@dataclass(frozen=True, slots=True)
class Walk:
    """All coded pictures: how many, how many key frames, how many torn, and their span."""

    pictures: int
    keys: int
    torn: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Trial:
    """Key frames decoded and failed, and how far the phone was turned, in degrees."""

    tried: int
    broken: int
    rotation: int


def walk(container: InputContainer, stream: VideoStream) -> Walk:
    """Read every coded picture without decoding; the span comes from their own times."""
    prefix = _length_size(stream)
    pictures = keys = torn = 0
    start = end = None
    for packet in _packets(container, stream):
        pictures += 1
        keys += packet.is_keyframe
        torn += packet.is_corrupt or not _is_sound(memoryview(packet), prefix)
        if packet.pts is not None and not packet.is_discard:
            start = packet.pts if start is None else min(start, packet.pts)
            end = max(end or 0, packet.pts + (packet.duration or 0))
    ticks = (end or 0) - (start or 0)
    return Walk(pictures, keys, torn, float(ticks * (stream.time_base or Fraction(0))))


def try_keys(container: InputContainer, stream: VideoStream, seen: Walk, pixels: int) -> Trial:
    """Decode key frames spread over the whole video, each at most `pixels` large."""
    context = stream.codec_context
    context.thread_count = 1
    context.options = {"max_pixels": str(pixels)}
    container.seek(0)
    if seen.keys:
        stream.discard = Discard.nonkey
    stride = -(-(seen.keys or seen.pictures) // MAX_TRIED) or 1
    tried = good = rotation = 0
    for number, packet in enumerate(_packets(container, stream)):
        if number % stride == 0:
            tried += 1
            for frame in _frames(stream, packet):
                good += not frame.is_corrupt
                rotation = rotation or frame.rotation
    good += sum(not frame.is_corrupt for frame in _frames(stream, None))
    return Trial(tried, max(0, tried - good), rotation)


def _packets(container: InputContainer, stream: VideoStream) -> Iterator[Packet[VideoStream]]:
    """Yield coded pictures until the data end, cleanly or not."""
    packets = container.demux(stream)
    while True:
        try:
            packet = next(packets)
        except av.error.MemoryError:
            raise  # our ceiling, not the data's fault
        except (StopIteration, av.error.FFmpegError):
            return
        if packet.size:
            yield packet


def _frames(stream: VideoStream, packet: Packet[VideoStream] | None) -> list[VideoFrame]:
    """Decode one coded picture; one that cannot be decoded yields nothing."""
    try:
        return stream.codec_context.decode(packet)
    except av.error.MemoryError:
        raise  # our ceiling, not the picture's fault
    except av.error.FFmpegError:
        return []


def _length_size(stream: VideoStream) -> int:
    """Bytes of the length before each unit of a picture; 0 where lengths are not used."""
    extra = stream.codec_context.extradata or b""
    place = LENGTH_BYTE.get(stream.codec_context.name, len(extra))
    if len(extra) <= place or extra[0] != 1:
        return 0
    return (extra[place] & 3) + 1


def _is_sound(data: memoryview, prefix: int) -> bool:
    """Whether the units' lengths lead exactly through the picture; holes and cuts break them."""
    if not prefix:
        return True
    position = 0
    while position + prefix < len(data):
        length = int.from_bytes(data[position : position + prefix])
        position += prefix + length
        if not length or position > len(data):
            return False
    return True
