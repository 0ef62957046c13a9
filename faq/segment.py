"""Chinese words of a normalized text, the domain's own words kept whole."""

import logging
import math
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache
from importlib import resources
from operator import itemgetter

import jieba

from faq.words import any_of

_DOMAIN_WORD_FREQUENCY = 20_000  # as common as jieba's everyday words, so a domain word wins
_TAUGHT: ContextVar[frozenset[str]] = ContextVar("taught", default=frozenset())
_CHUNK = 200_000  # characters read at one time; all at once would leave holes in the memory


def warm() -> None:
    """Load the dictionary now (a third of a second) and not in a citizen's first question."""
    _tokenizer()


def words(normalized: str) -> list[str]:
    """Words of a text already normalized, in order; spaces are dropped."""
    taught = _TAUGHT.get()
    pieces = _kept(taught).split(normalized) if taught else [normalized]
    found: list[str] = []
    for place, piece in enumerate(pieces):
        found += [piece] if place % 2 else _tokenizer().lcut(piece)
    return [word for word in found if word != " "]


@contextmanager
def keeping(taught: frozenset[str]) -> Iterator[None]:
    """Keep more words whole meanwhile: those of the knowledge a decision is made with.

    Two revisions may be asked side by side, so a word taught to one is not known to the other.
    """
    before = _TAUGHT.set(taught)
    try:
        yield
    finally:
        _TAUGHT.reset(before)


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


def known_words() -> tuple[str, ...]:
    """List the domain's own words and those kept whole just now."""
    return (*domain_words(), *_TAUGHT.get())


@lru_cache(maxsize=8)
def _kept(taught: frozenset[str]) -> re.Pattern[str]:
    """Match taught words, but leave longer words of the domain alone that hold one."""
    longer = [known for known in domain_words() if any(word in known for word in taught)]
    return re.compile(f"({any_of((*taught, *longer)).pattern})")


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
