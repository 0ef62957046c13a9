"""Questions typed in pinyin: found by how they sound, since their letters mean nothing."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from faq import pinyin
from faq.knowledge import Knowledge
from faq.normalize import normalize
from faq.rank import rank
from faq.thresholds import LISTED

FEWEST_SYLLABLES = 3
LIKE_ENOUGH = 85
"""Likeness (0-100, rapidfuzz) of two readings from which a wording may be meant."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A wording a typed reading sounds like, or a guess at its characters."""

    wording: str
    is_exact: bool


def heard(plain: str, knowledge: Knowledge) -> Heard | None:
    """Find the wording a normalized text spells out in pinyin; None when it is no pinyin.

    Looks only among the entries the ranker thinks of: it compares sounds too. Without a like
    wording the syllables are written in the characters most usual there: how they sound is then
    right, which is most of what the ranker compares.
    """
    if not plain.isascii():
        return None
    tokens = [token for token in plain.split() if not token.isdigit()]
    if not tokens or not all(pinyin.split(token) for token in tokens):
        return None
    sound = pinyin.syllables(plain)
    if len(sound) < FEWEST_SYLLABLES:
        return None
    readings = _readings(plain, knowledge)
    found = process.extractOne(
        " ".join(sound), readings.keys(), scorer=fuzz.ratio, score_cutoff=LIKE_ENOUGH
    )
    if found is None:
        return Heard(_written(sound, readings), is_exact=False)
    reading, likeness, _ = found
    return Heard(readings[reading], likeness == 100)  # noqa: PLR2004 -- equal readings


def _readings(plain: str, knowledge: Knowledge) -> dict[str, str]:
    """Give the wordings that may be meant by how they sound."""
    readings: dict[str, str] = {}
    for candidate in rank(knowledge.index, plain, LISTED):
        for wording in knowledge.wordings_of(candidate.entry):
            readings.setdefault(" ".join(pinyin.syllables(normalize(wording))), wording)
    return readings


def _written(sound: list[str], readings: Mapping[str, str]) -> str:
    usual: dict[str, Counter[str]] = defaultdict(Counter)
    for reading, wording in readings.items():
        syllables, characters = reading.split(), normalize(wording).replace(" ", "")
        if len(syllables) == len(characters):
            for syllable, character in zip(syllables, characters, strict=True):
                usual[syllable][character] += 1
    best = {syllable: counts.most_common(1)[0][0] for syllable, counts in usual.items()}
    return "".join(best.get(syllable, syllable) for syllable in sound)
