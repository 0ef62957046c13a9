"""The parts of a text: greetings and other doors' halves are left out before the FAQ is asked."""

import re
from collections.abc import Callable
from functools import cache

from faq import route
from faq.normalize import normalize
from faq.words import shipped

SHORTEST = 3
"""Characters a part needs to be asked by itself; shorter ones are tails such as 好吗."""


def split(text: str) -> list[str]:
    """Cut a text at punctuation and at words that begin another question."""
    return [part for part in map(str.strip, _cuts().split(text)) if normalize(part)]


def question(text: str) -> str:
    """Leave out greetings, thanks and abuse; the text itself when nothing else is left."""
    kept = [part for part in split(text) if not route.small_talk(normalize(part))]
    if len(kept) > 1:
        kept = [part for part in kept if not _is_only_abuse(part)]
    return _without_opening(" ".join(kept) or text)


def without(text: str, is_taken: Callable[[str], bool]) -> str:
    """Leave out the parts another door takes, and small talk; parts come normalized."""
    kept = [
        part
        for part in split(text)
        if len(normalize(part)) >= SHORTEST
        and not route.small_talk(normalize(part))
        and not is_taken(normalize(part))
    ]
    return " ".join(kept)


def _is_only_abuse(part: str) -> bool:
    plain = normalize(part)
    word = route.abuse(plain)
    return word is not None and len(plain) <= len(word) + SHORTEST


def _without_opening(text: str) -> str:
    opening = _openings().match(text)
    rest = text[opening.end() :] if opening else ""
    return rest if len(normalize(rest)) >= SHORTEST else text


@cache
def _cuts() -> re.Pattern[str]:
    lists = shipped("routes.yaml")
    longest_first = sorted(lists["connectors"], key=len, reverse=True)
    words = "|".join(map(re.escape, longest_first))
    return re.compile(rf"[{re.escape(lists['stops'])}\n]+|{words}")


@cache
def _openings() -> re.Pattern[str]:
    words = sorted(shipped("routes.yaml")["openings"], key=len, reverse=True)
    return re.compile(rf"(?:(?:{'|'.join(map(re.escape, words))})\W*)+")
