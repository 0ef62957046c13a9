"""Small talk (寒暄) in a normalized text: nothing else, or at least in a short one.

Kinds are named as in data/routes.yaml, where the later rows are the more telling.
"""

import re
from functools import cache

from faq.lists import CALM, has
from faq.normalize import normalize
from faq.words import shipped

COURTESIES = ("greeting", "acknowledgement", "thanks", "praise", "farewell")
"""Kinds that may stand beside a question."""


def only(text: str) -> str | None:
    """Name the most telling kind of a text made of whole phrases of small talk and particles."""
    phrases, place = [], 0
    while place < len(text) and (said := _phrase().match(text, place)):
        phrases.append(said.group(1))
        place = said.end()
    if place < len(text):
        return None
    return min((_kinds()[phrase] for phrase in phrases), key=_telling().index, default=None)


def inside(text: str) -> str | None:
    """Name the most telling kind a text has a sign of; courtesies only where nothing is asked."""
    asks = has(CALM, "asks", text)
    signs = (kind for kind in _telling() if has(CALM, f"talk {kind}", text))
    return next((kind for kind in signs if not (asks and kind in COURTESIES)), None)


@cache
def _phrase() -> re.Pattern[str]:
    """Match one phrase of small talk and the particles after it."""
    phrases = sorted(_kinds(), key=len, reverse=True)
    particles = "".join(shipped(CALM)["particles"])
    return re.compile(rf"\s?({'|'.join(map(re.escape, phrases))})[{particles}]*+")


@cache
def _kinds() -> dict[str, str]:
    rows = shipped(CALM)["small_talk"]
    return {normalize(str(phrase)): row["kind"] for row in rows for phrase in row["whole"]}


@cache
def _telling() -> tuple[str, ...]:
    """List the kinds, the most telling first."""
    return tuple(row["kind"] for row in reversed(shipped(CALM)["small_talk"]))
