"""Finding many phrases in a text at once; how many there are costs nothing.

A phrase is written as words with gaps between them:

    电梯困          this word
    电梯…困         the parts in this order, up to 8 characters between them
    <fuel>着<le>    any word of a group in the place of a part, nothing between them
    <gas>&<leak>    the parts in any order, up to 20 characters between them

A word of Latin letters or digits alone counts only whole: sb is not in usb.
"""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import permutations
from typing import Generic, TypeVar

from faq.normalize import normalize

GAP, BOTH = "\N{HORIZONTAL ELLIPSIS}", "&"
GAP_LENGTH, BOTH_LENGTH = 8, 20
"""Characters that may stand between two parts."""
_PART = re.compile(f"({GAP}?)(<[^>]+>|[^<{GAP}]+)")
NO_GROUPS: Mapping[str, tuple[str, ...]] = {}

_Key = TypeVar("_Key", bound=Hashable)
_Item = int
_Places = dict[_Item, list[tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class _Phrase(Generic[_Key]):
    """The items of a phrase in one order, each with the most characters before it."""

    key: _Key
    items: tuple[tuple[_Item, int], ...]
    written: str


class Phrasebook(Generic[_Key]):
    """Lists of phrases by key, looked for together."""

    def __init__(
        self,
        lists: Mapping[_Key, Iterable[object]],
        groups: Mapping[str, Iterable[object]] = NO_GROUPS,
    ) -> None:
        """Prepare phrases as an editor wrote them; a group that is not there is a KeyError."""
        self._groups = groups
        self._items: dict[str, _Item] = {}
        self._words: defaultdict[str, list[tuple[str, _Item]]] = defaultdict(list)
        self._phrases: defaultdict[_Item, list[_Phrase[_Key]]] = defaultdict(list)
        for key, phrases in lists.items():
            for phrase in map(str, phrases):
                self._add(key, phrase)

    def find(self, text: str) -> dict[_Key, str]:
        """For each list a phrase of which a normalized text contains, that phrase."""
        places = self._places(text)
        found: dict[_Key, str] = {}
        for item in places:
            for phrase in self._phrases.get(item, ()):
                if phrase.key not in found and _is_there(phrase, places):
                    found[phrase.key] = phrase.written
        return found

    def _places(self, text: str) -> _Places:
        places: _Places = {}
        heads = self._words
        for start, first in enumerate(text):
            for head in (first, text[start : start + 2]):
                for word, item in heads.get(head, ()):
                    if text.startswith(word, start) and _is_whole(word, text, start):
                        places.setdefault(item, []).append((start, start + len(word)))
        return places

    def _add(self, key: _Key, phrase: str) -> None:
        for items in self._orders(phrase):
            self._phrases[items[0][0]].append(_Phrase(key, items, phrase))

    def _orders(self, phrase: str) -> Iterator[tuple[tuple[_Item, int], ...]]:
        if BOTH in phrase:
            for order in permutations(phrase.split(BOTH)):
                yield tuple((self._item(part), BOTH_LENGTH) for part in order)
            return
        parts = _PART.findall(phrase)
        yield tuple((self._item(part), GAP_LENGTH if sign else 0) for sign, part in parts)

    def _item(self, part: str) -> _Item:
        """Give a word or a group its number; its words are looked for from then on."""
        if part not in self._items:
            self._items[part] = len(self._items)
            for word in self._members(part):
                self._words[word[:2]].append((word, self._items[part]))
        return self._items[part]

    def _members(self, part: str) -> Iterator[str]:
        is_group = part.startswith("<")
        words = self._groups[part[1:-1]] if is_group else [part]
        yield from filter(None, {normalize(str(word)) for word in words})


def _is_whole(word: str, text: str, start: int) -> bool:
    """Whether a Latin word stands alone; a Chinese one always does."""
    if not word.isascii():
        return True
    around = text[start - 1 : start] + text[start + len(word) : start + len(word) + 1]
    return not any(letter.isascii() and letter.isalnum() for letter in around)


def _is_there(phrase: _Phrase[_Key], places: _Places) -> bool:
    (first, _), *rest = phrase.items
    ends = {end for _, end in places[first]}
    for item, gap in rest:
        ends = {
            end
            for start, end in places.get(item, ())
            if any(0 <= start - before <= gap for before in ends)
        }
        if not ends:
            return False
    return True
