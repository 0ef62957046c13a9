"""Texts as WeChat shows them: links are its only markup, and a message holds 2,048 bytes."""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterable
from itertools import accumulate
from typing import Any

LIMIT = 2048
"""The most UTF-8 bytes of one text message."""

CLOSING = frozenset("，。、；：！？…”’）》」』】%")
LONGEST_CHARACTER = 4
LEAST_PART = 3
"""A third of the room is the least that a cut at a nice place may leave used."""

LOOK_AHEAD = 16
HARMLESS = "\uff1c"
"""The full-width less-than sign, which no messenger obeys."""

MARKUP = re.compile(r"<(?=\s*(?:/\s*)?a)", re.IGNORECASE)
SAFE_LINK = re.compile(r"https?://[^\s/]\S*", re.IGNORECASE)
IN_HREF = {'"': "%22", "'": "%27", "<": "%3C", ">": "%3E"}

WHOLE = re.compile(
    r"<a\s[^<>]*>[^<]*</a>"
    r"|https?://[\x21\x23-\x3b\x3d\x3f-\x7e]+"
    r"|[A-Za-z0-9]+(?:[._@:/,'-][A-Za-z0-9]+)*",
    re.IGNORECASE,
)
"""What is not cut: links, addresses, words, numbers, dates, phone numbers."""

PLACES = tuple(
    map(
        re.compile,
        (
            r"(?=\n[^\S\n]*\n)",
            r"(?=\n)",
            r"(?:[。！？；…]|[.!?;]+(?=[\s”’」』）)\]\"']|\Z))+[”’」』）】》)\]\"']*",
            r"(?=\s)|(?<=[，、：,:])",
            r"",
        ),
    )
)
"""Where a text may be cut, best first: paragraph, line, sentence, comma or blank, anywhere."""


def plain(text: str, entities: Iterable[dict[str, Any]] | None) -> str:
    """Return a text for WeChat: its text_link entities as links, other markup gone.

    Offsets count UTF-16 units as everywhere in Telegram. What the text itself has of `<a` is
    shown, not obeyed.
    """
    units = list(accumulate((1 + (character > "\uffff") for character in text), initial=0))
    links = [entity for entity in entities or () if entity.get("type") == "text_link"]
    shown, done = [], 0
    for entity in sorted(links, key=lambda entity: int(entity["offset"])):
        start = bisect_left(units, entity["offset"])
        end = min(bisect_left(units, entity["offset"] + entity["length"]), len(text))
        if done <= start < end:
            shown += [_defused(text[done:start]), link(str(entity["url"]), text[start:end])]
            done = end
    return "".join(shown) + _defused(text[done:])


def split(text: str, limit: int = LIMIT) -> tuple[str, str]:
    """Return what of a text fits into `limit` bytes of UTF-8 (at least 4), and the rest.

    The head is never empty unless the text is blank; nothing but white space at the cut is lost.
    """
    if limit < LONGEST_CHARACTER:
        raise ValueError(limit)
    kept = text if _size(text) <= limit else text.rstrip()
    if _size(kept) <= limit:
        return kept, ""
    sizes = accumulate(map(_size, text[:limit]))
    end = bisect_right(list(sizes), limit)
    blank = len(text) - len(text.lstrip())
    if end <= blank:
        return split(text.lstrip(), limit)
    cut = _cut(text, blank, end)
    return text[:cut].rstrip(), re.sub(r"\A(?:\s*\n)?[ \t]*", "", text[cut:])


def _defused(text: str) -> str:
    return MARKUP.sub(HARMLESS, text)


def link(url: str, label: str) -> str:
    """Write a link; only its label where it is blank or the address is not http(s)."""
    if not label.strip() or not SAFE_LINK.fullmatch(url):
        return _defused(label)
    href = "".join(IN_HREF.get(character, character) for character in url)
    return f'<a href="{href}">{label.replace("<", HARMLESS)}</a>'


def _cut(text: str, start: int, end: int) -> int:
    """Return the best place in (start, end] to cut; what is whole only is cut if all of it is."""
    whole = _insides(text, end)
    floor = max(start, end // LEAST_PART)
    window = text[: end + LOOK_AHEAD]
    for place in PLACES:
        found = [hit.end() for hit in place.finditer(window) if floor < hit.end() <= end]
        for cut in reversed(found):
            if cut not in whole and not _is_joined(text, cut):
                return cut
    return _anywhere(text, start, end, whole)


def _anywhere(text: str, start: int, end: int, whole: Container[int]) -> int:
    free = [cut for cut in range(end, start, -1) if not _is_joined(text, cut)]
    return next((cut for cut in free if cut not in whole), free[0] if free else end)


def _insides(text: str, end: int) -> set[int]:
    """Return the places up to `end` that are within something that is not to be cut.

    A closing mark stays with what it closes, unless it is one of a long row of them.
    """
    inside = {
        place
        for place in range(1, end + 1)
        if text[place] in CLOSING and not CLOSING.issuperset(text[max(0, place - 3) : place])
    }
    for hit in WHOLE.finditer(text):
        if hit.start() >= end:
            break
        inside.update(range(hit.start() + 1, min(hit.end(), end + 1)))
    return inside


def _is_joined(text: str, cut: int) -> bool:
    """Whether the characters beside a place are one to the eye: emoji sequences, accents."""
    before, after = text[cut - 1], text[cut]
    if unicodedata.category(after)[0] == "M" or after in JOINING or before == ZERO_WIDTH_JOINER:
        return True
    if before in JAMO and after in JAMO:
        return True
    return after in FLAGS and _flags_before(text, cut) % 2 == 1


def _flags_before(text: str, cut: int) -> int:
    """Count the regional indicators that end at a place; two of them are one flag."""
    return cut - len(text[:cut].rstrip("".join(map(chr, FLAGS_RANGE))))


def _size(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


ZERO_WIDTH_JOINER = "\u200d"
FLAGS_RANGE = range(0x1F1E6, 0x1F200)
FLAGS = frozenset(map(chr, FLAGS_RANGE))
JAMO = frozenset(map(chr, range(0x1100, 0x1200)))
JOINING = frozenset(map(chr, (0x200C, 0x200D, *range(0x1F3FB, 0x1F400), *range(0xE0020, 0xE0080))))
"""Characters that belong to the one before: joiners, skin tones, the tags of flags."""
