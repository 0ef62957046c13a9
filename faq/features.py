"""What of a text is compared: its characters, their pairs, and the same of how it sounds.

A feature is a 32-bit key: two features in a hundred thousand share one, which costs nothing
noticeable and spares a dictionary in every process.
"""

import zlib
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from faq import pinyin

Keys = npt.NDArray[np.uint32]
Values = npt.NDArray[np.float32]

_PAIR_WEIGHT = 0.5  # a pair repeats its two characters; 0.35-0.5 found most on real wordings
_EDGE = 2  # stands before the first and after the last item; no character of ours has this code
_SPREAD, _FOLD = np.uint32(0x9E3779B1), np.uint32(0x85EBCA6B)  # odd: no key is lost by them
_START = np.array([True])
_MANY = 9  # more repetitions than this count as this many
_SATURATED = np.array([0.0, *(1 + np.log(np.arange(1, _MANY + 1)))], np.float32)


def weighed(normalized: str) -> tuple[Keys, Values]:
    """Distinct features of a text, ascending, with the weight of each."""
    characters = np.array([_EDGE, *map(ord, normalized.replace(" ", "")), _EDGE], np.uint32)
    sounds = np.array([_EDGE, *map(_sound, pinyin.syllables(normalized)), _EDGE], np.uint32)
    singles = np.concatenate([characters[1:-1], sounds[1:-1]]) * _SPREAD
    first = np.concatenate([characters[:-1], sounds[:-1]])
    second = np.concatenate([characters[1:], sounds[1:]])
    pairs = (first * _SPREAD) ^ ((second + np.uint32(1)) * _FOLD)
    keys = np.concatenate([singles, pairs])
    order = keys.argsort(kind="stable")
    keys = keys[order]
    starts = np.flatnonzero(np.concatenate([_START, keys[1:] != keys[:-1]]))
    counts = np.concatenate([starts[1:], [len(keys)]]) - starts
    values = _SATURATED[np.minimum(counts, _MANY)]
    values[order[starts] >= len(singles)] *= _PAIR_WEIGHT
    return keys[starts], values


@lru_cache(maxsize=4096)
def _sound(syllable: str) -> int:
    """Give a syllable a number, the same in every process."""
    return zlib.crc32(syllable.encode())
