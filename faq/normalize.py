"""One spelling for the many ways a citizen may type the same words."""

import re
import unicodedata
from functools import cache, lru_cache

import opencc

from faq.numerals import arabic

_NOT_WORD = re.compile(r"[\W_]+")
_GAP = re.compile(r"(?<![a-z0-9]) | (?![a-z0-9])")
_SPELLED_OUT = re.compile(r"(?<![a-z0-9])[a-z0-9](?: [a-z0-9])+(?![a-z0-9])")


@lru_cache(maxsize=4096)
def normalize(text: str) -> str:
    """`text` in half width, lower case and simplified characters, numbers in digits.

    Punctuation and emoji are gone; a space is left only between Latin words or numbers.
    Normalizing twice changes nothing more.
    """
    text = _GAP.sub("", _NOT_WORD.sub(" ", folded(text))).strip()
    text = text if text.isascii() else simplified(text)
    text = _SPELLED_OUT.sub(lambda found: found.group().replace(" ", ""), text)
    return arabic(text)


def folded(text: str) -> str:
    """Write in half width and lower case."""
    text = unicodedata.normalize("NFKC", text).lower()
    return unicodedata.normalize("NFKC", text)


def simplified(text: str) -> str:
    """Write in simplified characters.

    Converts until nothing changes: 於則 becomes 于则 only at the second look.
    """
    simpler = str(_simplifier().convert(text))
    while simpler != text:
        text, simpler = simpler, str(_simplifier().convert(simpler))
    return text


@cache
def _simplifier() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")
