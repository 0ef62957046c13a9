"""A text seen through what hides words in it: spaces, punctuation, width, case, characters."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from faq.normalize import folded, simplified

SEEN = 4096
"""Texts whose views are remembered: a replay looks at the same ones for word after word."""


class Gap(IntEnum):
    """What stands between two letters; a search may look through what is at most so wide."""

    NONE = 0
    SPACE = 1
    MARK = 2
    """Punctuation, emoji, the end of a line."""


@dataclass(frozen=True, slots=True)
class View:
    """The letters of a text in half width, lower case and simplified characters.

    `places` says where each stands in the text, `gaps` what stands before it.
    """

    letters: str
    places: tuple[int, ...]
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A word found: from which letter of the view to before which."""

    start: int
    end: int
    word: str

    def holds(self, other: "Hit") -> bool:
        """Whether all of another stands within this."""
        return self.start <= other.start and other.end <= self.end

    def meets(self, other: "Hit") -> bool:
        """Whether the two share a letter."""
        return self.start < other.end and other.start < self.end


@lru_cache(maxsize=SEEN)
def view(text: str) -> View:
    """See the letters of a text."""
    letters: list[str] = []
    places: list[int] = []
    gaps: list[Gap] = []
    gap = Gap.NONE
    for place, character in enumerate(text):
        for letter in folded(character):
            if letter.isalnum():
                letters.append(letter)
                places.append(place)
                gaps.append(gap)
                gap = Gap.NONE
            else:
                gap = max(gap, Gap.SPACE if letter.isspace() and letter != "\n" else Gap.MARK)
    return View(_simplified(letters), tuple(places), tuple(gaps))


def _simplified(letters: list[str]) -> str:
    """Simplify letter by letter where the whole would change its length."""
    whole = "".join(letters)
    if whole.isascii():
        return whole
    simple = simplified(whole)
    return simple if len(simple) == len(letters) else "".join(map(_simple, letters))


def _simple(letter: str) -> str:
    simple = simplified(letter)
    return simple if len(simple) == 1 else letter


class Lookup:
    """Words looked for in one walk over a text, however many they are."""

    def __init__(self, words: Iterable[str]) -> None:
        self._known = {view(word).letters: word for word in words}
        self._known.pop("", None)
        lengths: dict[str, set[int]] = {}
        for letters in self._known:
            lengths.setdefault(letters[0], set()).add(len(letters))
        self._lengths = {first: sorted(some) for first, some in lengths.items()}

    def __bool__(self) -> bool:
        return bool(self._known)

    def finds(self, seen: View, through: Gap) -> Iterator[Hit]:
        """Find the words, from left to right, the shortest first; they may overlap.

        A word that begins or ends with a Latin letter or digit is found only whole.
        """
        for start, first in enumerate(seen.letters):
            for length in self._lengths.get(first, ()):
                end = start + length
                word = self._known.get(seen.letters[start:end])
                if (
                    word is not None
                    and end <= len(seen.letters)
                    and _stands(seen, start, end, through)
                ):
                    yield Hit(start, end, word)


def _stands(seen: View, start: int, end: int, through: Gap) -> bool:
    is_whole = not (_runs_on(seen, start) or _runs_on(seen, end))
    return is_whole and max(seen.gaps[start + 1 : end], default=Gap.NONE) <= through


def _runs_on(seen: View, place: int) -> bool:
    """Whether a Latin word or a number goes on from before `place` to it."""
    if not 0 < place < len(seen.letters) or seen.gaps[place] is not Gap.NONE:
        return False
    return seen.letters[place - 1].isascii() and seen.letters[place].isascii()
