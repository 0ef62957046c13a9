"""What a question asks to do: an entry that never speaks of doing it must not answer.

保健品能送人吗 shares all but 送人 with an entry that says what such food cannot cure.
"""

import re
from functools import cache, lru_cache

from faq.pinyin import syllables
from faq.segment import words
from faq.spoken import Spoken, weight
from faq.synonyms import meanings
from faq.words import compiled, shipped

UNTOLD = 0.4
"""Weight (0-1) of a word nobody speaks of, from which the thing it names is not spoken of."""


def unspoken(question: str, known: str) -> str | None:
    """Give the deed a normalized question ends in, unless the text `known` speaks of it.

    A deed that only sounds alike counts as spoken of: 审请 is 申请 mistyped. So does one of the
    same meaning.
    """
    deed = last_deed(question)
    if deed is None or deed in known:
        return None
    if not _meant(known).isdisjoint(meanings(deed)):
        return None
    return None if " ".join(syllables(deed)) in _sound(known) else deed


def untold_side(question: str, spoken: Spoken) -> str | None:
    """Give the one of two things compared (甲和乙有什么区别) that an entry does not speak of."""
    found = compiled(shipped("vetoes.yaml")["comparison"]).search(question)
    for side in found.group("one", "other") if found else ():
        if max((_untold(word, spoken) for word in words(side)), default=0.0) >= UNTOLD:
            return side
    return None


def _untold(word: str, spoken: Spoken) -> float:
    return weight(word) * (1 - spoken.anywhere.explains(word))


@lru_cache(maxsize=1024)
def _meant(known: str) -> frozenset[str]:
    return frozenset(meanings(known))


@lru_cache(maxsize=256)
def last_deed(question: str) -> str | None:
    """Give the deed a normalized question ends in, or None; entries are compared with it next."""
    found = _deed().search(question)
    if found is None or found.group(1) in shipped("vetoes.yaml")["idle_deeds"]:
        return None
    return found.group(1)


@cache
def _deed() -> re.Pattern[str]:
    lists = shipped("vetoes.yaml")
    before, after = ("|".join(lists[key]) for key in ("deed_openings", "deed_closings"))
    return re.compile(rf"(?:{before})([^\W\da-z]{{1,2}}?)(?:{after})?$")


@lru_cache(maxsize=1024)
def _sound(known: str) -> str:
    return " ".join(syllables(known))
