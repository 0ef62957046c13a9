"""What an entry speaks of, prepared for asking how much of a question it speaks of."""

import re
from functools import cache, cached_property, lru_cache

from faq import segment
from faq.entry import Entry
from faq.normalize import normalize
from faq.pinyin import syllables
from faq.synonyms import meanings
from faq.words import compiled, shipped

SOUNDS_ALIKE = 0.8
"""How far a word is spoken of by one that only sounds like it: a slip of the pen, mostly."""
CHARACTERS_ALIKE = 0.5
"""How far a word is spoken of when all its characters occur, but never side by side."""
COMMON, RARE = 5.0, 13.0
"""Negative log frequencies in everyday Chinese: below the first a word says nothing by itself
(老板, 东西), above the second it says as much as any."""


class Said:
    """A normalized text; the meanings and sounds in it are looked for when they are needed."""

    def __init__(self, text: str) -> None:
        """Look for nothing yet."""
        self.text = text

    @cached_property
    def meanings(self) -> frozenset[str]:
        """Every meaning said in the text."""
        return frozenset(meanings(self.text))

    @cached_property
    def sounds(self) -> str:
        """How the text sounds, each syllable between spaces."""
        return f" {' '.join(syllables(self.text))} "

    @cached_property
    def characters(self) -> frozenset[str]:
        """Every character of the text."""
        return frozenset(self.text)

    def explains(self, word: str) -> float:
        """Say how far (0-1) the text speaks of a normalized word."""
        if word in self.text:
            return 1.0
        if (meant := _meanings(word)) and not self.meanings.isdisjoint(meant):
            return 1.0
        if len(word) == 1:
            return 0.0
        if f" {' '.join(syllables(word))} " in self.sounds:
            return SOUNDS_ALIKE
        return CHARACTERS_ALIKE * sum(each in self.characters for each in word) / len(word)

    def leaves_out(self, word: str) -> float:
        """Say how much (0-1) of what a normalized word tells is not spoken of."""
        telling = weight(word)
        return telling * (1 - self.explains(word)) if telling else 0.0


class Spoken:
    """What an entry says, what its wordings alone say, and which types of question they are."""

    def __init__(self, entry: Entry) -> None:
        """Put together what the entry says."""
        self._wordings = [normalize(wording) for wording in entry.wordings]
        asked = "\n".join(self._wordings)
        self.in_wordings = Said(asked)
        self.anywhere = Said(f"{asked}\n{normalize(entry.answer)}")

    @cached_property
    def types(self) -> frozenset[str]:
        """Types of question the wordings are."""
        return frozenset().union(*map(types, self._wordings))

    def read(self) -> None:
        """Read everything that may be asked for, ahead of time."""
        for said in (self.in_wordings, self.anywhere):
            _ = said.meanings, said.sounds, said.characters
        _ = self.types


@lru_cache(maxsize=4096)
def weight(word: str) -> float:
    """Say how telling (0-1) a word is: rare words name what is asked, common ones fill."""
    if word in shipped("vetoes.yaml")["fillers"]:
        return 0.0
    return min(1.0, max(0.0, (segment.rarity(word) - COMMON) / (RARE - COMMON)))


@lru_cache(maxsize=4096)
def types(text: str) -> frozenset[str]:
    """Name the types of question a normalized text is: how much, who, may I."""
    return frozenset(name for name, pattern in _types() if pattern.search(text))


@cache
def _types() -> tuple[tuple[str, re.Pattern[str]], ...]:
    patterns = shipped("vetoes.yaml")["types"]
    return tuple((name, compiled(pattern)) for name, pattern in patterns.items())


@lru_cache(maxsize=4096)
def _meanings(word: str) -> frozenset[str]:
    return frozenset(meanings(word))
