"""Everyday words that mean the same, so that one way of saying teaches the others."""

from functools import cache

from faq.normalize import normalize
from faq.words import shipped


def meanings(normalized: str) -> list[str]:
    """Name the meanings said in a normalized text; each is called by its first word.

    At every place the longest known word counts; words may overlap.
    """
    known, lengths = _known()
    found: list[str] = []
    for start, first in enumerate(normalized):
        for length in lengths.get(first, ()):
            meant = known.get(normalized[start : start + length])
            if meant:
                found.extend(meant)
                break
    return found


@cache
def _known() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[int, ...]]]:
    """Map words to the meanings they can have, and first characters to lengths, longest first."""
    known: dict[str, tuple[str, ...]] = {}
    lengths: dict[str, set[int]] = {}
    for line in shipped("synonyms.yaml")["same"]:
        group = line.split()
        for word in map(normalize, group):
            known[word] = (*known.get(word, ()), group[0])
            lengths.setdefault(word[0], set()).add(len(word))
    return known, {first: tuple(sorted(some, reverse=True)) for first, some in lengths.items()}
