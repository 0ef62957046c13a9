"""The parts of a text: its questions, without greetings and without other doors' halves."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import zip_longest

from faq import route
from faq.normalize import normalize
from faq.words import any_of, shipped

SHORTEST = 3
"""Characters a part needs to be asked by itself; shorter ones are tails such as 好吗."""
SPACED = 4
"""Characters on both sides that make a space a cut; fewer are letters typed apart."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a text that may be a question by itself.

    `is_apart` is whether a full stop or a word such as 另外 sets it apart from what came before.
    """

    text: str
    is_apart: bool


def split(text: str) -> list[str]:
    """Cut a text at punctuation and at words that begin another question."""
    return [clause.text for clause in _clauses(text)]


def questions(text: str) -> list[Clause]:
    """Cut a text into its questions and wishes, each with the telling that leads to it.

    What is told after the last question belongs to that one. A text without a question is one.
    """
    found: list[Clause] = []
    told: list[Clause] = []
    said = [clause for clause in _clauses(text) if not _says_nothing(clause.text)]
    for clause, after in zip_longest(said, said[1:]):
        told.append(clause)
        is_last = after is None or after.is_apart
        is_asked = _is_question(clause.text) or (is_last and _names_a_topic(clause.text))
        if is_asked or _is_wish(clause.text):
            found.append(_joined(told))
            told = []
    if told and found:
        found[-1] = _joined([found[-1], *told])
    elif told:
        found = [_joined(told)]
    return [replace(each, text=_without_opening(each.text)) for each in found]


def sentences(text: str) -> list[Clause]:
    """Cut a text where full stops and words such as 另外 set its parts wholly apart."""
    found: list[Clause] = []
    for clause in _clauses(text):
        if _says_nothing(clause.text):
            continue
        if found and not clause.is_apart:
            found[-1] = _joined([found[-1], clause])
        else:
            found.append(clause)
    return [replace(each, text=_without_opening(each.text)) for each in found]


def is_tail(text: str) -> bool:
    """Whether a text asks nothing of its own after another question, such as 怎么办."""
    return normalize(text) in _tails()


@lru_cache(maxsize=route.SEEN)
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


@lru_cache(maxsize=route.SEEN)
def _clauses(text: str) -> tuple[Clause, ...]:
    return tuple(_cut(text))


def _cut(text: str) -> Iterator[Clause]:
    is_apart, place = False, 0
    for cut in [*_cuts().finditer(text), None]:
        part = text[place : cut.start() if cut else None].strip()
        if cut and _is_word(cut.group()) and normalize(part) and not _is_question(part):
            continue
        if normalize(part):
            yield Clause(f"{part}?" if cut and _asks(cut.group()) else part, is_apart)
            is_apart = False
        if cut:
            is_apart = is_apart or not _is_soft(cut.group())
            place = cut.end()


def _asks(mark: str) -> bool:
    return "?" in mark or "？" in mark


def _is_word(cut: str) -> bool:
    """Whether a cut is a word such as 还有, which in the middle of a clause is no cut at all."""
    return cut in shipped("conversation.yaml")["connectors"]


def _is_soft(mark: str) -> bool:
    return set(mark) <= set(shipped("conversation.yaml")["soft_stops"]) or mark.isspace()


def _joined(clauses: list[Clause]) -> Clause:
    return Clause(" ".join(clause.text for clause in clauses), clauses[0].is_apart)


def _says_nothing(part: str) -> bool:
    return route.small_talk(normalize(part)) is not None or _is_only_abuse(part)


def _is_question(part: str) -> bool:
    plain = normalize(part)
    if part.endswith("?"):
        return True
    asked = _pattern("not_question_words").sub(" ", plain)
    return bool(_pattern("question_words").search(asked)) or plain.endswith(_closers())


def _is_wish(part: str) -> bool:
    """Whether a part asks for another door; words that sound urgent alone are told, not asked."""
    door = route.redirect(normalize(part))
    return door is not None and not door.kind.is_emergency


def _names_a_topic(part: str) -> bool:
    return normalize(part).endswith(tuple(shipped("conversation.yaml")["topic_closers"]))


def _is_only_abuse(part: str) -> bool:
    plain = normalize(part)
    word = route.abuse(plain)
    return word is not None and len(plain) <= len(word) + SHORTEST


def _without_opening(text: str) -> str:
    opening = _openings().match(text)
    rest = text[opening.end() :] if opening else ""
    return rest if len(normalize(rest)) >= SHORTEST else text


@cache
def _pattern(key: str) -> re.Pattern[str]:
    return any_of(shipped("conversation.yaml")[key])


@cache
def _tails() -> frozenset[str]:
    return frozenset(normalize(tail) for tail in shipped("conversation.yaml")["tails"])


@cache
def _closers() -> tuple[str, ...]:
    return tuple(shipped("conversation.yaml")["question_closers"])


@cache
def _cuts() -> re.Pattern[str]:
    lists = shipped("conversation.yaml")
    longest_first = sorted(lists["connectors"], key=len, reverse=True)
    words = "|".join(map(re.escape, longest_first))
    stops = re.escape(lists["hard_stops"] + lists["soft_stops"])
    space = rf"(?<=[^\s\x00-\x7f]{{{SPACED}}})\s+(?=[^\s\x00-\x7f]{{{SPACED}}})"
    number = r"(?:(?<=\s)|(?<=^))[(（]?[1-9一二三][)）.、](?!\d)\s*"
    return re.compile(rf"[{stops}]+|{words}|{number}|{space}")


@cache
def _openings() -> re.Pattern[str]:
    words = sorted(shipped("conversation.yaml")["openings"], key=len, reverse=True)
    return re.compile(rf"(?:(?:{'|'.join(map(re.escape, words))})\W*)+")
