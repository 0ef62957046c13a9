"""Walk the outer boxes of an ISO media file without decoding anything."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

MAX_BOXES = 50_000
"""Five minutes in one fragment per picture make about 18 000 boxes; more is not a phone's work."""

KNOWN = frozenset(
    {b"ftyp", b"moov", b"mdat", b"moof", b"free", b"skip", b"wide", b"mfra", b"udta"}
)
SHORT_HEADER = 8
LONG_HEADER = 16


@dataclass(frozen=True, slots=True)
class Layout:
    """The outer shape: is there an index, does the file reach its own end, how many tracks.

    `in_fragments` means that the index in front does not name every picture.
    """

    has_index: bool
    whole: bool
    tracks: int
    in_fragments: bool


@dataclass(frozen=True, slots=True)
class Box:
    """One box: its four-letter name, where its content starts and where it says it ends."""

    name: bytes
    content: int
    end: int


def layout(file: BinaryIO) -> Layout:
    """Read the outer boxes and, inside the index, count the tracks."""
    size = os.fstat(file.fileno()).st_size
    has_index, whole, tracks, in_fragments = False, True, 0, False
    for box in _boxes(file, 0, size):
        if box.name in KNOWN and box.end > size:
            whole = False
        in_fragments = in_fragments or box.name == b"moof"
        if box.name == b"moov":
            has_index = True
            inner = _boxes(file, box.content, min(box.end, size))
            tracks += sum(1 for inside in inner if inside.name == b"trak")
    return Layout(has_index, whole, tracks, in_fragments)


def _boxes(file: BinaryIO, start: int, end: int) -> Iterator[Box]:
    """Yield the boxes lying between two offsets, stopping at the first nonsense."""
    position = start
    for _ in range(MAX_BOXES):
        if position + SHORT_HEADER > end:
            return
        file.seek(position)
        box = _box(file.read(LONG_HEADER), position, end)
        if box is None:
            return
        yield box
        position = box.end


def _box(header: bytes, position: int, end: int) -> Box | None:
    """Read one box header; size 1 means a 64-bit size follows, size 0 the rest of the file."""
    size, name = int.from_bytes(header[:4]), header[4:8]
    if size == 0:
        return Box(name, position + SHORT_HEADER, end)
    if size == 1:
        size = int.from_bytes(header[8:16])
        return Box(name, position + LONG_HEADER, position + size) if size >= LONG_HEADER else None
    return Box(name, position + SHORT_HEADER, position + size) if size >= SHORT_HEADER else None
