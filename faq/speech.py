"""How people say and shorten things: dialect words and initials, put into standard words."""

import re
from collections import Counter
from functools import cache

from faq import pinyin, segment
from faq.normalize import normalize
from faq.words import any_of, shipped

FEWEST_INITIALS = 3
INITIALS = re.compile(r"[a-z]{3,8}")


def standard(plain: str) -> str:
    """Write a normalized text in standard words; the same text when it already is."""
    spelled_out = INITIALS.sub(lambda run: _initials().get(run.group(), run.group()), plain)
    return normalize(_dialect().sub(lambda word: _words()[word.group()], spelled_out))


@cache
def _words() -> dict[str, str]:
    rows: dict[str, str] = shipped("speech.yaml")["words"]
    return {normalize(said): meant for said, meant in rows.items()}


@cache
def _dialect() -> re.Pattern[str]:
    """Match dialect words, but leave standard ones alone that contain one."""
    kept = {meant: meant for meant in _words().values() if meant and meant not in _words()}
    _words().update({normalize(meant): meant for meant in kept})
    return any_of(_words())


@cache
def _initials() -> dict[str, str]:
    """Give the domain words that alone have their initials: yyzz is 营业执照."""
    readings = pinyin.character_readings()
    found = [
        ("".join(readings.get(character, "?")[0] for character in word), word)
        for word in segment.domain_words()
        if len(word) >= FEWEST_INITIALS
    ]
    often = Counter(initials for initials, _ in found)
    return {initials: word for initials, word in found if often[initials] == 1}
