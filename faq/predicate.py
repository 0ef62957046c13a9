"""What a question asks to do: an entry that never speaks of doing it must not answer.

保健品能送人吗 shares all but 送人 with an entry that says what such food cannot cure.
"""

import re
from functools import cache, lru_cache

from faq.pinyin import syllables
from faq.words import shipped


def unspoken(question: str, known: str) -> str | None:
    """Give the deed a normalized question ends in, unless the text `known` speaks of it.

    A deed that only sounds alike counts as spoken of: 审请 is 申请 mistyped.
    """
    found = _deed().search(question)
    if found is None:
        return None
    deed = found.group(1)
    if deed in shipped("vetoes.yaml")["idle_deeds"] or deed in known:
        return None
    return None if " ".join(syllables(deed)) in _sound(known) else deed


@cache
def _deed() -> re.Pattern[str]:
    lists = shipped("vetoes.yaml")
    before, after = ("|".join(lists[key]) for key in ("deed_openings", "deed_closings"))
    return re.compile(rf"(?:{before})([^\W\da-z]{{1,2}}?)(?:{after})?$")


@lru_cache(maxsize=1024)
def _sound(known: str) -> str:
    return " ".join(syllables(known))
