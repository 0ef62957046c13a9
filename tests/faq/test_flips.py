"""What is turned round is never answered alike; what only looks different always is."""

import re
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from faq.entry import Entry
from faq.facets import facets
from faq.knowledge import Knowledge
from faq.normalize import normalize
from faq.outcome import Answer
from faq.search import search
from faq.words import shipped

TODAY = date(2026, 11, 22)
YEARS = range(2012, 2035)
RELAXED = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
TRADITIONAL = str.maketrans("质业执办标举报诉电检验证费应", "質業執辦標舉報訴電檢驗證費應")


def outcome_of(text: str, knowledge: Knowledge) -> tuple[str, str | None]:
    outcome = search(text, TODAY, knowledge)
    return outcome.why.reason, outcome.entry.id if isinstance(outcome, Answer) else None


def is_answered_by(entry: str, text: str, knowledge: Knowledge) -> bool:
    """Whether an entry answers for what it says; a directory says of each district what it has."""
    reason, answer = outcome_of(text, knowledge)
    return answer == entry and reason in {"exact", "confident"}


def by_district(entry: Entry, wording: str) -> Iterator[str]:
    named = facets(wording).districts
    known = frozenset().union(*(facets(each).districts for each in entry.wordings))
    for row in shipped("vetoes.yaml")["districts"]:
        for old in named:
            if row[0] not in known and old in wording:
                yield wording.replace(old, row[0])


def by_year(entry: Entry, wording: str) -> Iterator[str]:
    text = f"{' '.join(entry.wordings)} {entry.answer}"
    known = facets(text).years
    for year in re.findall(r"20\d\d", wording):
        for each in YEARS:
            turned = wording.replace(year, str(each))
            if each not in known and each in facets(turned).years:
                yield turned


def by_object(entry: Entry, wording: str) -> Iterator[str]:
    known = {pair for each in entry.wordings for pair in facets(each).objects}
    for group, rows in shipped("vetoes.yaml")["objects"].items():
        named = [row[0] for row in rows if (group, row[0]) in facets(wording).objects]
        for old in named:
            if old in wording:
                others = (row[0] for row in rows if (group, row[0]) not in known)
                others = (other for other in others if " " not in other)
                yield from (wording.replace(old, other) for other in others)


def by_polarity(entry: Entry, wording: str) -> Iterator[str]:
    known = {
        sign for each in entry.wordings for group, sign in facets(each).signs if group == "may"
    }
    if known == {True}:
        yield re.sub(r"(?<!不)可以(?!不)", "不可以", wording, count=1)
    if known == {False}:
        yield wording.replace("不可以", "可以", 1)


@pytest.mark.parametrize("turned", [by_district, by_year, by_object, by_polarity])
def test_what_is_turned_round_is_not_answered_alike(
    turned: Callable[[Entry, str], Iterator[str]], seed: Knowledge
) -> None:
    known = {normalize(each) for entry in seed.entries.values() for each in entry.wordings}
    flips = [
        (entry.id, wording, text)
        for entry in seed.entries.values()
        for wording in entry.wordings
        for text in turned(entry, wording)
        if text != wording and normalize(text) not in known
    ]
    assert flips
    wrong = [flip for flip in flips if is_answered_by(flip[0], flip[2], seed)]
    assert wrong == []


@st.composite
def disguised(draw: st.DrawFn, wording: str) -> str:
    """Write a wording with spaces, emoji, other marks or traditional characters."""
    text = wording.translate(TRADITIONAL) if draw(st.booleans()) else wording
    place = draw(st.integers(0, len(text)))
    mark = draw(st.sampled_from([" ", "\u3000", "😀", "🙏", "~", "！", "？？"]))
    is_split = text[place - 1 : place + 1].isascii()
    return f"{text}{mark}" if is_split else f"{text[:place]}{mark}{text[place:]}"


@RELAXED
@given(data=st.data())
def test_what_only_looks_different_is_answered_alike(data: st.DataObject, seed: Knowledge) -> None:
    entry = data.draw(st.sampled_from(sorted(seed.entries)))
    wording = data.draw(st.sampled_from(seed.entries[entry].wordings))
    text = data.draw(disguised(wording))

    assert outcome_of(text, seed)[1] == outcome_of(wording, seed)[1]
