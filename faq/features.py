"""What of a text is compared: characters, their pairs, the same of how it sounds, meanings.

A feature is a 32-bit key: two features in a hundred thousand share one, which costs nothing
noticeable and spares a dictionary in every process.
"""

import re
import zlib
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from faq import pinyin
from faq.synonyms import meanings

Keys = npt.NDArray[np.uint32]
Values = npt.NDArray[np.float32]

# Of one character or syllable, a pair of characters, of syllables, a meaning; found on real
# wordings: pairs repeat their characters (0.35-0.6 alike), and those of syllables say the same
# once more; a meaning stands for words of several characters (1.2-1.6 alike).
_WEIGHTS = np.array([1.0, 0.5, 0.3, 1.3], np.float32)
_EDGE = 2  # stands before the first and after the last item; no character of ours has this code
_SPREAD, _FOLD = np.uint32(0x9E3779B1), np.uint32(0x85EBCA6B)  # odd: no key is lost by them
_items = re.compile(r"[a-z]+|[^a-z ]").findall  # letters mean something only together
_MANY = 9  # more repetitions than this count as this many
_SATURATED = np.array([0.0, *(1 + np.log(np.arange(1, _MANY + 1)))], np.float32)


def weighed(normalized: str) -> tuple[Keys, Values]:
    """Distinct features of a text, ascending, with the weight of each."""
    characters = [ord(item) if len(item) == 1 else _named(item) for item in _items(normalized)]
    sounds = list(map(_named, pinyin.syllables(normalized)))
    meant = list(map(_named, meanings(normalized)))
    keys = _keys(characters, sounds, meant)
    length, heard = len(characters), len(sounds)
    weights = _WEIGHTS.repeat([length + heard, length + 1, heard + 1, len(meant)])
    order = keys.argsort(kind="stable")
    keys, weights = keys[order], weights[order]
    is_first = np.ones(len(keys), np.bool_)
    np.not_equal(keys[1:], keys[:-1], out=is_first[1:])
    starts = np.flatnonzero(is_first)
    if len(starts) == len(keys):
        return keys, weights
    counts = np.diff(starts, append=len(keys))
    return keys[starts], weights[starts] * _SATURATED[np.minimum(counts, _MANY)]


def _keys(characters: list[int], sounds: list[int], meant: list[int]) -> Keys:
    """Give the keys of characters, syllables, pairs of either and meanings, in this order."""
    row = np.array([_EDGE, *characters, _EDGE, *sounds, _EDGE], np.uint32)
    spread, fold = row * _SPREAD, (row + np.uint32(1)) * _FOLD
    between = len(characters) + 1
    singles = (spread[1:between], spread[between + 1 : -1])
    return np.concatenate([*singles, spread[:-1] ^ fold[1:], np.array(meant, np.uint32)])


@lru_cache(maxsize=4096)
def _named(name: str) -> int:
    """Give a syllable or a meaning a number, the same in every process."""
    return zlib.crc32(name.encode())
