"""How a text sounds: toneless syllables, so homophones and typed pinyin meet their characters."""

import re
from functools import cache, lru_cache
from importlib import resources

_TOKEN = re.compile(r"[a-z]+|[^a-z ]")
_DIGITS = ("ling", "yi", "er", "san", "si", "wu", "liu", "qi", "ba", "jiu")
_LONGEST_SYLLABLE = 6
_MEANINGFUL = 4  # letters; shorter Latin runs (ccc, app, a4) are names, not typed pinyin


def syllables(normalized: str) -> list[str]:
    """Toneless reading of a normalized text, one item a character.

    Latin runs that are wholly pinyin are split into syllables; others stay one item.
    """
    readings = character_readings()
    found: list[str] = []
    for token in _TOKEN.findall(normalized):
        if len(token) == 1:
            found.append(readings.get(token, token))
        else:
            found.extend(split(token) or (token,))
    return found


@lru_cache(maxsize=4096)
def split(latin: str) -> tuple[str, ...]:
    """Pinyin syllables of a Latin run, fewest first; empty when it is not typed pinyin."""
    if len(latin) < _MEANINGFUL and latin not in known_syllables():
        return ()
    known = known_syllables()
    best: list[tuple[str, ...] | None] = [()] + [None] * len(latin)
    for end in range(1, len(latin) + 1):
        for start in range(max(0, end - _LONGEST_SYLLABLE), end):
            before, last = best[start], latin[start:end]
            if before is None or last not in known:
                continue
            if best[end] is None or len(before) + 1 < len(best[end] or ()):
                best[end] = (*before, last)
    return best[-1] or ()


@cache
def character_readings() -> dict[str, str]:
    """Map each common character and digit to its usual toneless reading."""
    readings = {str(digit): reading for digit, reading in enumerate(_DIGITS)}
    for syllable, characters in _table():
        readings.update(dict.fromkeys(characters, syllable))
    return readings


@cache
def known_syllables() -> frozenset[str]:
    """Every syllable of standard Chinese, toneless, ü written v."""
    return frozenset(syllable for syllable, _ in _table())


def _table() -> list[tuple[str, str]]:
    text = resources.files("faq").joinpath("data", "readings.txt").read_text(encoding="utf-8")
    rows = (line.split() for line in text.splitlines() if not line.startswith("#"))
    return [(row[0], row[1]) for row in rows if row]
