"""Yes and no in a question: what it affirms, denies or asks whether it is refused.

The word lists are in data/vetoes.yaml; texts are read in normalized form.
"""

import re
from collections.abc import Iterator
from functools import cache

from faq.words import any_of, compiled, shipped

HEAD = 2
"""Characters after a negator that say what is denied: 合格 in 不合格."""


def affirms(text: str, head: str) -> bool:
    """Whether a normalized text says a word without a negator before it: 没盖章 does not."""
    return any(
        not _negator().search(text[: found.start()])
        for found in re.finditer(re.escape(head), text)
    )


def signs(text: str) -> Iterator[tuple[str, bool]]:
    """Name the groups of words of yes (True) and no (False) a statement uses."""
    for group, minus, plus in _groups():
        rest, count = minus.subn(" ", text)
        if count:
            yield group, False
        if plus.search(rest):
            yield group, True


@cache
def _groups() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]:
    rows = shipped("vetoes.yaml")["polarity"].items()
    return tuple((group, any_of(words["minus"]), any_of(words["plus"])) for group, words in rows)


def statement(text: str) -> str:
    """Leave out what looks like a denial and is a question or an idiom."""
    for closer in shipped("vetoes.yaml")["closers"]:
        text = text.removesuffix(closer)
    text = compiled(shipped("vetoes.yaml")["confirming"]).sub(" ", text)
    text = _either_or().sub(" ", _neutral().sub(" ", text))
    return _idioms().sub(" ", text)


@cache
def _either_or() -> re.Pattern[str]:
    """Match 退不退, 准不准: a verb, a negator and the verb again."""
    negators = "|".join(map(re.escape, shipped("vetoes.yaml")["negators"]))
    return re.compile(rf"(\w)(?:{negators})\1")


def denies(text: str) -> bool:
    """Whether a negator stands anywhere in a normalized text; without one nothing is denied."""
    return _negated().search(text) is not None


def denied(text: str) -> Iterator[str]:
    """Give what a statement denies, by its first characters."""
    yield from _heads(text, _negated())


def having(text: str) -> Iterator[tuple[str, bool]]:
    """Name what a statement says is there (True) or not (False), by its first characters."""
    for sign, thing in compiled(shipped("vetoes.yaml")["having"]).findall(text):
        yield thing, sign not in shipped("vetoes.yaml")["polarity"]["have"]["minus"]


def refused(text: str) -> Iterator[str]:
    """Give what a whole text asks to be impossible or needless: 不能退吗, not 为什么不能退."""
    if text.endswith(tuple(shipped("vetoes.yaml")["yes_no_closers"])):
        yield from _heads(statement(text), _refused())


def _heads(text: str, negated: re.Pattern[str]) -> Iterator[str]:
    for found in negated.finditer(text):
        head = text[found.end() : found.end() + HEAD]
        if len(head) == HEAD and " " not in head:
            yield head


@cache
def _idioms() -> re.Pattern[str]:
    return any_of(shipped("vetoes.yaml")["not_negations"])


@cache
def _neutral() -> re.Pattern[str]:
    return any_of(shipped("vetoes.yaml")["neutral"])


@cache
def _negated() -> re.Pattern[str]:
    lists = shipped("vetoes.yaml")
    negators = "|".join(map(re.escape, lists["negators"]))
    modals = "|".join(map(re.escape, lists["modals"]))
    return re.compile(rf"(?:{negators})(?:{modals})?")


@cache
def _refused() -> re.Pattern[str]:
    """Match a denied possibility or duty: 不能, 不用."""
    rows = shipped("vetoes.yaml")["polarity"]
    return any_of([*rows["may"]["minus"], *rows["must"]["minus"]])


@cache
def _negator() -> re.Pattern[str]:
    return re.compile(rf"(?:{_negated().pattern})\w?$")
