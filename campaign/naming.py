"""Stable file names for works handed to staff: `编号_单位_作品名_作者.mp4`.

The same work always gets the same name, on Windows, macOS and Linux. The receipt number makes it
unique. A phone number never becomes part of it, even if an author typed one into the title.
"""

import re
import unicodedata

LONGEST = 200
"""Bytes of UTF-8: file systems take 255, archives and copies add their own."""

SEPARATOR = "_"
VIDEO_SUFFIXES = frozenset({".mp4", ".mov", ".m4v", ".3gp"})
UNKNOWN_SUFFIX = ".dat"
"""What a sender called a program must not start at a double click."""

# Mobile numbers with or without 86 and separators, then area code and landline.
PHONE = re.compile(
    r"(?:\+?86[\W_]{0,3})?1[\W_]{0,3}[3-9](?:[\W_]{0,3}\d){9}"
    r"|(?<!\d)0\d{2,3}[\W_]{0,3}\d{7,8}(?!\d)"
)
# Letters, marks, numbers and the punctuation that every system takes; no emoji, no controls.
KEPT = re.compile(r"[^\w\s·—–\-+&《》“”‘’（）()【】、，。！？：；…～,!.]")  # noqa: RUF001 -- Chinese titles


def stable_name(receipt: str, organisation: str, title: str, author: str, suffix: str) -> str:
    """Name a work's file; `receipt` is ours, the rest is what a citizen typed or sent.

    A suffix that is none of a video's becomes `.dat`.
    """
    suffix = suffix.lower() if suffix.lower() in VIDEO_SUFFIXES else UNKNOWN_SUFFIX
    parts = [clean(part) for part in (organisation, title, author)]
    room = LONGEST - _bytes(receipt + suffix) - len(SEPARATOR) * len(parts)
    while sum(map(_bytes, parts)) > room:
        longest = max(range(len(parts)), key=lambda index: _bytes(parts[index]))
        parts[longest] = parts[longest][:-1]
    trimmed = [part.strip(" .-") for part in parts]
    return SEPARATOR.join([receipt, *filter(None, trimmed)]) + suffix


def clean(typed: str) -> str:
    """Make typed text safe inside a file name; phones vanish, separators become spaces."""
    plain = unicodedata.normalize("NFC", typed.encode("utf-8", "ignore").decode())
    shown = "".join(_plain_digit(sign) for sign in plain if not _is_hidden(sign))
    safe = " ".join(KEPT.sub(" ", shown.replace(SEPARATOR, " ")).split())
    while PHONE.search(safe):
        safe = PHONE.sub(" ", safe)
    return " ".join(safe.split()).strip(" .-")


def _plain_digit(sign: str) -> str:
    """Write any script's decimal digit in ASCII, so that a phone cannot hide in full width."""
    value = unicodedata.decimal(sign, None)
    return sign if value is None else str(value)


def _is_hidden(sign: str) -> bool:
    """Whether a sign shows nothing: direction marks, joiners, private use, unassigned.

    Line ends and tabs are no part of this: they separate words.
    """
    return unicodedata.category(sign) in {"Cf", "Co", "Cn", "Cs"}


def _bytes(text: str) -> int:
    return len(text.encode())
