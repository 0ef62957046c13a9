"""Wordings changed as people change them: other words, other characters that sound alike, gaps."""

import random
from collections import defaultdict
from functools import cache

from faq.check import check_folder
from faq.commands import SEED
from faq.normalize import normalize
from faq.pinyin import character_readings
from faq.segment import words
from faq.words import shipped

REPLACED, MISHEARD, DROPPED = 0.7, 0.1, 0.2
"""Chances of a word that has synonyms, of a character, of a character."""


def in_other_words(text: str, chance: random.Random) -> str:
    """Put synonyms in the place of most words that have any."""
    known = _synonyms()
    return "".join(
        chance.choice(known[word]) if word in known and chance.random() < REPLACED else word
        for word in words(text)
    )


def in_other_sounds(text: str, chance: random.Random) -> str:
    """Put another common character of the same sound in the place of a tenth of them."""
    readings, alike = character_readings(), _alike()
    return "".join(
        chance.choice(alike[readings[each]])
        if readings.get(each) in alike and chance.random() < MISHEARD
        else each
        for each in text
    )


def dropped(text: str, chance: random.Random) -> str:
    """Leave out a fifth of the characters."""
    return "".join(each for each in text if chance.random() >= DROPPED) or text


@cache
def _synonyms() -> dict[str, list[str]]:
    groups = [
        [normalize(word) for word in line.split()] for line in shipped("synonyms.yaml")["same"]
    ]
    return {word: group for group in groups for word in group}


@cache
def _alike() -> dict[str, list[str]]:
    common = {each for entry in check_folder(SEED).entries for each in "".join(entry.wordings)}
    found: dict[str, list[str]] = defaultdict(list)
    for each in sorted(common & set(character_readings())):
        found[character_readings()[each]].append(each)
    return dict(found)
