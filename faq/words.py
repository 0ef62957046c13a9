"""The word lists shipped beside the code, read once and written as `normalize` writes them."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from faq.normalize import normalize

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DATA = Path(__file__).parent / "data"


@cache
def shipped(name: str) -> dict[str, Any]:
    """Read one word list of faq/data; its shape is explained at its own top."""
    text = (_DATA / name).read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.load(text, Loader=LOADER)  # noqa: S506 -- a safe loader
    return loaded


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Prepare a pattern of a word list, once."""
    return re.compile(pattern)


def matches(pattern: str, text: str) -> bool:
    """Whether a pattern of a word list occurs in a normalized text."""
    return compiled(pattern).search(text) is not None


def last_match(pattern: str, text: str) -> int | None:
    """Say where the last occurrence of a pattern in a normalized text ends."""
    end = None
    for found in compiled(pattern).finditer(text):
        end = found.end()
    return end


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Match any of the words in normalized text, the longest first.

    A word that begins or ends with a Latin letter or digit matches only whole: 315 is not in
    12315. Without words nothing matches.
    """
    known = sorted({normalize(word) for word in words} - {""}, key=lambda word: (-len(word), word))
    return re.compile("|".join(_whole(word) for word in known) or r"(?!)")


def _whole(word: str) -> str:
    begin = r"(?<![a-z0-9])" if word[0].isascii() else ""
    end = r"(?![a-z0-9])" if word[-1].isascii() else ""
    return f"{begin}{re.escape(word)}{end}"
