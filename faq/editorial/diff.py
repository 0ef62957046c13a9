"""What differs between two texts of an entry (对比), field by field, for eyes that approve it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from faq.editorial.content import FIELDS

_TOKEN = re.compile(r"[A-Za-z0-9]+(?:[.:/-][A-Za-z0-9]+)*|\s+|.", re.DOTALL)
"""A word, a number or date, or one Chinese character: what changes as a whole."""
_ISLAND = 1
"""So few tokens that stayed between two changes are shown as changed with them."""
LISTS = frozenset({"similar_questions", "related", "sources"})


class Mark(StrEnum):
    """What became of a piece of text."""

    KEPT = "kept"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text with one fate."""

    mark: Mark
    text: str


@dataclass(frozen=True, slots=True)
class FieldDiff:
    """A field that differs: a text piece by piece, or the items of a list."""

    field: str
    pieces: tuple[Piece, ...]

    @property
    def is_list(self) -> bool:
        """Whether every piece is an item of its own."""
        return self.field in LISTS


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[FieldDiff, ...]:
    """List the fields that differ, in the order of a knowledge file."""
    found = (_field(name, old.get(name), new.get(name)) for name in FIELDS)
    return tuple(diff for diff in found if diff is not None)


def words(old: str, new: str) -> tuple[Piece, ...]:
    """Compare two texts by words and characters."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    matcher = SequenceMatcher(a=before, b=after, autojunk=False)
    pieces: list[Piece] = []
    for kind, start, end, begin, stop in _joined(matcher.get_opcodes()):
        if kind == "equal":
            pieces.append(Piece(Mark.KEPT, "".join(before[start:end])))
            continue
        pieces += _pieces((Mark.REMOVED, before[start:end]), (Mark.ADDED, after[begin:stop]))
    return tuple(pieces)


def source_line(source: Mapping[str, Any]) -> str:
    """Write a source as one line, to be compared and read."""
    parts = (source.get(name) for name in ("title", "number", "article", "date", "url"))
    return " ".join(str(part).strip() for part in parts if part)


Opcode = tuple[str, int, int, int, int]


def _joined(opcodes: Iterable[Opcode]) -> Iterator[Opcode]:
    """Take a lone character that stayed between two changes as changed: scraps do not read."""
    held: list[Opcode] = list(opcodes)
    place = 0
    while place < len(held):
        kind, start, end, begin, stop = held[place]
        place += 1
        while kind != "equal" and place + 1 < len(held):
            island, after = held[place], held[place + 1]
            if island[2] - island[1] > _ISLAND:
                break
            kind, end, stop = "replace", after[2], after[4]
            place += 2
        yield kind, start, end, begin, stop


def _pieces(*runs: tuple[Mark, list[str]]) -> Iterator[Piece]:
    for mark, tokens in runs:
        if tokens:
            yield Piece(mark, "".join(tokens))


def _field(name: str, old: Any, new: Any) -> FieldDiff | None:  # noqa: ANN401 -- JSON
    if name in LISTS:
        pieces = _items(_lines(name, old), _lines(name, new))
    else:
        pieces = words(str(old or "").strip(), str(new or "").strip())
    changed = any(piece.mark is not Mark.KEPT for piece in pieces)
    return FieldDiff(name, pieces) if changed else None


def _lines(name: str, value: Any) -> list[str]:  # noqa: ANN401 -- JSON
    items = value or ()
    return [source_line(item) if name == "sources" else str(item).strip() for item in items]


def _items(old: list[str], new: list[str]) -> tuple[Piece, ...]:
    """List the new items in their order, then those that are gone; moving alone is no change."""
    before, after = set(old), set(new)
    stay = [Piece(Mark.KEPT if item in before else Mark.ADDED, item) for item in new]
    return (*stay, *(Piece(Mark.REMOVED, item) for item in old if item not in after))
