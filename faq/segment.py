"""Chinese words of a normalized text, the domain's own words kept whole."""

import logging
import math
from collections.abc import Iterable
from functools import cache
from importlib import resources
from operator import itemgetter

import jieba

_DOMAIN_WORD_FREQUENCY = 20_000  # as common as jieba's everyday words, so a domain word wins
_CHUNK = 200_000  # characters read at one time; all at once would leave holes in the memory


def warm() -> None:
    """Load the dictionary now (a third of a second) and not in a citizen's first question."""
    _tokenizer()


def words(normalized: str) -> list[str]:
    """Words of a text already normalized, in order; spaces are dropped."""
    return [word for word in _tokenizer().lcut(normalized) if word != " "]


def rarity(word: str) -> float:
    """Say how rare a word is in everyday Chinese: the negative log of its frequency, 3 to 18."""
    tokenizer = _tokenizer()
    return math.log(tokenizer.total / (tokenizer.FREQ.get(word, 0) + 1))


@cache
def domain_words() -> tuple[str, ...]:
    """List the domain's own words as shipped, normalized and in file order."""
    text = resources.files("faq").joinpath("data", "words.txt").read_text(encoding="utf-8")
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    return tuple(line for line in lines if line)


@cache
def _tokenizer() -> jieba.Tokenizer:
    jieba.setLogLevel(logging.ERROR)
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = dictionary()
    tokenizer.initialized = True
    for word in domain_words():
        tokenizer.add_word(word, freq=_DOMAIN_WORD_FREQUENCY)
    return tokenizer


def dictionary() -> tuple[dict[str, int], int]:
    """Read jieba's own words, each beginning of one with frequency 0, and the sum.

    jieba itself takes twice as long, or trusts a file anybody may write in the temporary folder.
    """
    words: dict[str, int] = {}
    total = 0
    with resources.files("jieba").joinpath("dict.txt").open(encoding="utf-8") as file:
        while lines := file.readlines(_CHUNK):
            fields = "".join(lines).split()
            frequencies = list(map(int, fields[1::3]))
            words.update(zip(fields[::3], frequencies, strict=True))
            total += sum(frequencies)
    return _beginnings(words) | words, total


def _beginnings(words: Iterable[str]) -> dict[str, int]:
    known: dict[str, int] = {}
    longer, length = [word for word in words if len(word) > 1], 1
    while longer:
        known |= dict.fromkeys(map(itemgetter(slice(length)), longer), 0)
        length += 1
        longer = [word for word in longer if len(word) > length]
    return known
