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
    stream.codec_context.thread_count = 1
    stream.codec_context.options = {"max_pixels": str(pixels)}
    container.seek(0)
    if seen.keys:
        stream.discard = Discard.nonkey
    stride = -(-(seen.keys or seen.pictures) // MAX_TRIED) or 1
    outcomes = []
    rotation = 0
    for number, packet in enumerate(_packets(container, stream)):
        if number % stride == 0:
            frame, failed = _alone(stream, packet)
            rotation = rotation or (frame.rotation if frame else 0)
            outcomes.append((frame is not None, failed))
    return _trial(outcomes, rotation)


def _trial(outcomes: list[tuple[bool, bool]], rotation: int) -> Trial:
    """Count what the trials prove: a key frame that shows nothing but fails nothing proves naught.

    Streams refreshed in strips have such key frames. If none at all shows, the video is broken.
    """
    shown = sum(is_shown and not failed for is_shown, failed in outcomes)
    broken = sum(failed for _, failed in outcomes)
    if not shown:
        return Trial(len(outcomes), len(outcomes), rotation)
    return Trial(shown + broken, broken, rotation)


def _alone(stream: VideoStream, packet: Packet[VideoStream]) -> tuple[VideoFrame | None, bool]:
    """Decode one key frame by itself: what it shows, and whether it failed.

    Each starts afresh, as after a jump in a player: the pictures between are left out on purpose.
    """
    context = stream.codec_context
    try:
        frames = [*context.decode(packet), *context.decode(None)]
    except av.error.MemoryError:
        raise  # our ceiling, not the picture's fault
    except av.error.FFmpegError:
        return None, True
    finally:
        if context.is_open:
            context.flush_buffers()
    frame = frames[0] if frames else None
    return frame, any(each.is_corrupt for each in frames)


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
