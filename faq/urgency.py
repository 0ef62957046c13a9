"""How urgent a text sounds: learned from labelled sentences, for what no phrase foresees.

data/urgency.txt is written by `python -m bench.urgency --write`: a line per feature of a text
(a character, a pair of them, the same of how it sounds) with its weight for urgent, then for each
kind.
"""

import math
import operator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import repeat

from faq import pinyin

_BEGIN, _END = "^", "$"
_SCALE = 100  # weights are written in hundredths


@dataclass(frozen=True, slots=True)
class _Learned:
    kinds: tuple[str, ...]
    bias: tuple[int, ...]
    urgent: dict[str, int]
    by_kind: dict[str, tuple[int, ...]]


def urgency(text: str) -> float:
    """Say how likely (0-1) a normalized text tells of an emergency."""
    known, found = _learned(), features(text)
    weights = sum(map(known.urgent.get, found, repeat(0)))
    score = (known.bias[0] + weights / math.sqrt(len(found))) / _SCALE
    return 1 / (1 + math.exp(-score))


def kind(text: str) -> str:
    """Say of which kind the emergency a normalized text tells of would be."""
    known, found = _learned(), features(text)
    rows = [known.by_kind[feature] for feature in found if feature in known.by_kind]
    sums = [sum(column) / math.sqrt(len(found)) for column in zip(*rows, strict=True)]
    scores = list(map(operator.add, known.bias[1:], sums)) or list(known.bias[1:])
    return known.kinds[scores.index(max(scores))]


def features(text: str) -> list[str]:
    """Characters and syllables of a normalized text and their pairs, as often as they occur."""
    characters = [_BEGIN, *text, _END]
    sounds = [f"'{sound}" for sound in (_BEGIN, *pinyin.syllables(text), _END)]
    pairs = map(operator.add, characters, characters[1:])
    return [*characters, *sounds, *pairs, *map(operator.add, sounds, sounds[1:])]


@cache
def _learned() -> _Learned:
    text = resources.files("faq").joinpath("data", "urgency.txt").read_text(encoding="utf-8")
    head, *lines = text.splitlines()
    rows: dict[str, tuple[int, ...]] = {}
    for line in lines:
        feature, *weights = line.split("\t")
        rows[feature] = tuple(map(int, weights))
    bias = rows.pop("bias")
    return _Learned(
        tuple(head.split()),
        bias,
        {feature: row[0] for feature, row in rows.items()},
        {feature: row[1:] for feature, row in rows.items() if len(row) > 1},
    )
