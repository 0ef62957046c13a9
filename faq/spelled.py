"""Questions typed in pinyin: found by how they sound, since their letters mean nothing."""

from dataclasses import dataclass

from rapidfuzz import fuzz, process

from faq import pinyin
from faq.knowledge import Knowledge

FEWEST_SYLLABLES = 3
LIKE_ENOUGH = 85
"""Likeness (0-100, rapidfuzz) of two readings from which a wording may be meant."""


@dataclass(frozen=True, slots=True)
class Heard:
    """The wording a typed reading sounds like."""

    wording: str
    is_exact: bool


def heard(plain: str, knowledge: Knowledge) -> Heard | None:
    """Find the wording a normalized text spells out in pinyin; None when it is no pinyin."""
    if not plain.isascii():
        return None
    tokens = [token for token in plain.split() if not token.isdigit()]
    if not tokens or not all(pinyin.split(token) for token in tokens):
        return None
    sound = pinyin.syllables(plain)
    if len(sound) < FEWEST_SYLLABLES:
        return None
    readings = knowledge.readings()
    found = process.extractOne(
        " ".join(sound), readings.keys(), scorer=fuzz.ratio, score_cutoff=LIKE_ENOUGH
    )
    if found is None:
        return None
    reading, likeness, _ = found
    return Heard(readings[reading], likeness == 100)  # noqa: PLR2004 -- equal readings
