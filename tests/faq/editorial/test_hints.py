"""Hints: what an author is told about collisions, dates, sources, phones and words."""

from dataclasses import replace
from datetime import date

import pytest

from faq.editorial.content import Content, as_content
from faq.editorial.hints import Hint, Level, Likenesses, hints
from faq.lexicon.lexicon import Lexicon
from faq.stations import Station
from tests.knowledge import MONTH, shared_knowledge

TODAY = date(2026, 11, 23)
KNOWN: Content = {
    **as_content(MONTH),
    "similar_questions": [f"质量月是哪个月份{n}" for n in "甲乙丙丁戊己"],
    "review_by": "2027-09-01",
    "related": ["three-nos"],
}


def told(entry_id: str = MONTH.id, /, **changes: object) -> list[Hint]:
    content = {**KNOWN, **changes}
    return [
        hint for hint in hints(entry_id, content, TODAY, shared_knowledge())
        if hint.kind != "answered_by"
    ]  # fmt: skip


def test_an_entry_does_not_collide_with_itself() -> None:
    assert told() == []


def test_the_same_wording_in_two_entries_is_an_error_whatever_its_punctuation() -> None:
    (hint,) = told("another", similar_questions=["三无产品能卖吗？？"], standard_question="讲座")[
        :1
    ]
    assert (hint.level, hint.kind, hint.item, hint.other) == (
        Level.ERROR, "same_wording", 1, "three-nos",
    )  # fmt: skip


def test_a_near_wording_is_a_warning_that_says_how_near() -> None:
    near = [one for one in told(standard_question="三无产品能卖不") if one.kind == "near_wording"]
    assert [(one.level, one.facts["theirs"], one.facts["likeness"]) for one in near] == [
        (Level.WARN, "三无产品能卖吗", 0.86)
    ]


@pytest.mark.parametrize(
    ("changes", "kind", "at"),
    [
        ({"valid_until": "2026-12-01"}, "expiring", "valid_until"),
        ({"valid_until": "2026-11-01"}, "expired", "valid_until"),
        ({"as_of": "2026-11-24"}, "as_of_ahead", "as_of"),
        ({"as_of": "2024-11-24"}, "as_of_long_ago", "as_of"),
        ({"valid_until": "2027-08-01"}, "review_after_end", "review_by"),
        ({"answer": "见《计量法》。"}, "unnamed_law", "answer"),
        ({"answer": "汉" * 301}, "too_long", "answer"),
        ({"related": ["no-such-entry"]}, "related_not_live", "related"),
        ({"sources": []}, "missing", "sources"),
        ({"sources": [{"title": "示例"}]}, "bare_source", "sources"),
        ({"sources": [{"title": "示例", "date": "2026-12-01"}]}, "source_after_as_of", "sources"),
        ({"similar_questions": ["质量月", "质量月？"]}, "repeated_wording", "similar_questions"),
    ],
)  # fmt: skip
def test_gaps_and_dates_are_told_at_their_field(
    changes: dict[str, object], kind: str, at: str
) -> None:
    assert (kind, at) in {(hint.kind, hint.at) for hint in told(**changes)}


def test_a_phone_beside_a_station_that_is_not_the_stations_is_told() -> None:
    station = Station(
        id="s", name="示例服务站", district="示例区", is_sample=True, address=None,
        phone="0353-0000000", services=frozenset(), point=None, hours=None,
    )  # fmt: skip
    content = {**KNOWN, "answer": "请打示例服务站电话 0353-1111111。"}
    found = hints(MONTH.id, content, TODAY, shared_knowledge(), stations=[station])
    assert [one.facts for one in found if one.kind == "other_phone"] == [
        {"phone": "0353-1111111", "station": "示例服务站", "theirs": "0353-0000000"}
    ]


def test_a_sensitive_word_is_an_error_however_it_is_spread() -> None:
    lexicon = Lexicon(sensitive=frozenset({"示例坏词"}))
    knowledge = shared_knowledge().taught(lexicon)
    found = hints(MONTH.id, {**KNOWN, "answer": "这是示 例-坏词。"}, TODAY, knowledge)
    assert [(one.level, one.facts) for one in found if one.kind == "sensitive"] == [
        (Level.ERROR, {"word": "示例坏词"})
    ]


def test_what_was_compared_is_forgotten_with_the_knowledge() -> None:
    memory, knowledge = Likenesses(), shared_knowledge()
    first = memory.of("三无产品能卖吗", knowledge)
    assert memory.of("三无产品能卖吗？", knowledge) is first
    assert memory.of("三无产品能卖吗", replace(knowledge, revision="next")) is not first
