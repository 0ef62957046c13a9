"""What of a text is compared: its characters, their pairs, and the same of how it sounds."""

import zlib
from collections import Counter

import numpy as np
import numpy.typing as npt

from faq import pinyin

Keys = npt.NDArray[np.uint32]
Counts = npt.NDArray[np.float32]


def keyed_counts(normalized: str) -> tuple[Keys, Counts]:
    """Distinct features of a text as 32-bit keys, ascending, and how often each occurs.

    Keys are checksums: two features in a million share one, which costs nothing noticeable.
    """
    counted = Counter(zlib.crc32(name.encode()) for name in names(normalized))
    keys = np.fromiter(counted.keys(), np.uint32, len(counted))
    counts = np.fromiter(counted.values(), np.float32, len(counted))
    order = np.argsort(keys)
    return keys[order], counts[order]


def names(normalized: str) -> list[str]:
    """Features by name: 量, 质量 for characters, ~liang, ~zhi liang for sounds."""
    characters = [character for character in normalized if character != " "]
    sounds = [f"~{syllable}" for syllable in pinyin.syllables(normalized)]
    return [*characters, *_pairs(characters), *sounds, *_pairs(sounds)]


def _pairs(items: list[str]) -> list[str]:
    framed = ["^", *items, "$"]
    return [first + second for first, second in zip(framed, framed[1:], strict=False)]
