"""What an entry speaks of, prepared for asking how much of a question it speaks of."""

from dataclasses import dataclass
from functools import lru_cache

from faq import segment
from faq.entry import Entry
from faq.normalize import normalize
from faq.pinyin import syllables
from faq.synonyms import meanings
from faq.words import matches, shipped

SOUNDS_ALIKE = 0.8
"""How far a word is spoken of by one that only sounds like it: a slip of the pen, mostly."""
CHARACTERS_ALIKE = 0.5
"""How far a word is spoken of when all its characters occur, but never side by side."""
COMMON, RARE = 5.0, 13.0
"""Negative log frequencies in everyday Chinese: below the first a word says nothing by itself
(老板, 东西), above the second it says as much as any."""


@dataclass(frozen=True, slots=True)
class Said:
    """A normalized text with the meanings and sounds in it."""

    text: str
    meanings: frozenset[str]
    sounds: str
    characters: frozenset[str]

    @classmethod
    def of(cls, text: str) -> "Said":
        """Prepare a normalized text."""
        sounds = f" {' '.join(syllables(text))} "
        return cls(text, frozenset(meanings(text)), sounds, frozenset(text))

    def explains(self, word: str) -> float:
        """Say how far (0-1) the text speaks of a normalized word."""
        if word in self.text or not self.meanings.isdisjoint(_meanings(word)):
            return 1.0
        if len(word) == 1:
            return 0.0
        if f" {' '.join(syllables(word))} " in self.sounds:
            return SOUNDS_ALIKE
        return CHARACTERS_ALIKE * sum(each in self.characters for each in word) / len(word)


@dataclass(frozen=True, slots=True)
class Spoken:
    """What an entry says, what its wordings alone say, and which types of question they are."""

    anywhere: Said
    in_wordings: Said
    types: frozenset[str]

    @classmethod
    def of(cls, entry: Entry) -> "Spoken":
        """Prepare an entry; a tenth of a millisecond's work or more, so keep what comes of it."""
        wordings = [normalize(wording) for wording in entry.wordings]
        asked = "\n".join(wordings)
        return cls(
            Said.of(f"{asked}\n{normalize(entry.answer)}"),
            Said.of(asked),
            frozenset().union(*map(types, wordings)),
        )


@lru_cache(maxsize=4096)
def weight(word: str) -> float:
    """Say how telling (0-1) a word is: rare words name what is asked, common ones fill."""
    if word in shipped("vetoes.yaml")["fillers"]:
        return 0.0
    return min(1.0, max(0.0, (segment.rarity(word) - COMMON) / (RARE - COMMON)))


@lru_cache(maxsize=4096)
def types(text: str) -> frozenset[str]:
    """Name the types of question a normalized text is: how much, who, may I."""
    patterns = shipped("vetoes.yaml")["types"]
    return frozenset(name for name, pattern in patterns.items() if matches(pattern, text))


@lru_cache(maxsize=4096)
def _meanings(word: str) -> frozenset[str]:
    return frozenset(meanings(word))
