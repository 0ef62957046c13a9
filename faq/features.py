"""What of a text is compared: its characters, their pairs, and the same of how it sounds."""

import itertools
import zlib
from collections import Counter
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from faq import pinyin

Keys = npt.NDArray[np.uint32]
Values = npt.NDArray[np.float32]

_PAIR_WEIGHT = 0.5  # a pair repeats its two characters; 0.35-0.5 found most on real wordings


def weighed(normalized: str) -> tuple[Keys, Values]:
    """Distinct features of a text as 32-bit keys, ascending, with the weight of each.

    Keys are checksums: two features in a hundred thousand share one, which costs nothing
    noticeable and spares a dictionary in every process.
    """
    weights: dict[int, float] = {}
    for names, weight in ((singles(normalized), 1.0), (pairs(normalized), _PAIR_WEIGHT)):
        for name, count in Counter(names).items():
            weights[zlib.crc32(name.encode())] = weight * _SATURATED[min(count, _MANY)]
    keys = np.fromiter(weights.keys(), np.uint32, len(weights))
    values = np.fromiter(weights.values(), np.float32, len(weights))
    order = np.argsort(keys)
    return keys[order], values[order]


def singles(normalized: str) -> list[str]:
    """Characters (量) and syllables (~liang) of a text."""
    return [*_characters(normalized), *_sounds(normalized)]


def pairs(normalized: str) -> list[str]:
    """Neighbouring characters (质量) and syllables (~zhi~liang), the text's edges included."""
    return [*_neighbours(_characters(normalized)), *_neighbours(_sounds(normalized))]


_MANY = 9
_SATURATED = [0.0, *(1 + np.log(np.arange(1, _MANY + 1))).tolist()]


def _characters(normalized: str) -> list[str]:
    return [character for character in normalized if character != " "]


def _sounds(normalized: str) -> list[str]:
    return ["~" + syllable for syllable in pinyin.syllables(normalized)]


def _neighbours(items: list[str]) -> Iterator[str]:
    framed = ["^", *items, "$"]
    return (first + second for first, second in itertools.pairwise(framed))
