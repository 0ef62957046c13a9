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
_ITEM = re.compile(r"[a-z]+|[^a-z ]")  # letters mean something only together
_START = np.array([True])
_MANY = 9  # more repetitions than this count as this many
_SATURATED = np.array([0.0, *(1 + np.log(np.arange(1, _MANY + 1)))], np.float32)


def weighed(normalized: str) -> tuple[Keys, Values]:
    """Distinct features of a text, ascending, with the weight of each."""
    characters = np.array([_EDGE, *map(_code, _ITEM.findall(normalized)), _EDGE], np.uint32)
    sounds = np.array([_EDGE, *map(_named, pinyin.syllables(normalized)), _EDGE], np.uint32)
    singles = np.concatenate([characters[1:-1], sounds[1:-1]]) * _SPREAD
    first = np.concatenate([characters[:-1], sounds[:-1]])
    second = np.concatenate([characters[1:], sounds[1:]])
    pairs = (first * _SPREAD) ^ ((second + np.uint32(1)) * _FOLD)
    meant = np.array([*map(_named, meanings(normalized))], np.uint32)
    keys = np.concatenate([singles, pairs, meant])
    order = keys.argsort(kind="stable")
    keys = keys[order]
    starts = np.flatnonzero(np.concatenate([_START, keys[1:] != keys[:-1]]))
    counts = np.concatenate([starts[1:], [len(keys)]]) - starts
    sizes = [len(singles), len(characters) - 1, len(sounds) - 1, len(meant)]
    weights = np.repeat(_WEIGHTS, sizes)
    return keys[starts], weights[order[starts]] * _SATURATED[np.minimum(counts, _MANY)]


def _code(item: str) -> int:
    return ord(item) if len(item) == 1 else _named(item)


@lru_cache(maxsize=4096)
def _named(name: str) -> int:
    """Give a syllable or a meaning a number, the same in every process."""
    return zlib.crc32(name.encode())
