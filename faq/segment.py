"""Chinese words of a normalized text, the domain's own words kept whole."""

import logging
from functools import cache
from importlib import resources

import jieba

_DOMAIN_WORD_FREQUENCY = 20_000  # as common as jieba's everyday words, so a domain word wins


def warm() -> None:
    """Load the dictionaries now (about a second) and not in a citizen's first question."""
    _tokenizer()


def words(normalized: str) -> list[str]:
    """Words of a text already normalized, in order; spaces are dropped."""
    return [word for word in _tokenizer().lcut(normalized) if word != " "]


def domain_words() -> tuple[str, ...]:
    """List the domain's own words as shipped, normalized and in file order."""
    text = resources.files("faq").joinpath("data", "words.txt").read_text(encoding="utf-8")
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    return tuple(line for line in lines if line)


@cache
def _tokenizer() -> jieba.Tokenizer:
    jieba.setLogLevel(logging.ERROR)
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    for word in domain_words():
        tokenizer.add_word(word, freq=_DOMAIN_WORD_FREQUENCY)
    return tokenizer
