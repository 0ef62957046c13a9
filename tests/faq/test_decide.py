from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from faq import index
from faq.card import as_row
from faq.decide import decide
from faq.entry import Entry
from faq.knowledge import Knowledge, pairs
from faq.outcome import Answer, Context, Outcome, Redirect, SmallTalk, Suggestions, Unknown
from faq.route import RedirectKind, SmallTalkKind
from faq.search import search
from faq.stations import StationQuery

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
ALONE = Context()
RELAXED = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def asked(text: str, knowledge: Knowledge, context: Context = ALONE) -> Outcome:
    return decide(text, context, NOW, knowledge)


def entry_id(outcome: Outcome) -> str | None:
    return outcome.entry.id if isinstance(outcome, Answer) else None


def known(entries: Iterable[Entry]) -> Knowledge:
    entries = list(entries)
    return Knowledge({entry.id: entry for entry in entries}, index.build(pairs(entries)), "test")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("质量月是几月", "quality-month-when"),
        ("你好，质量月是几月？", "quality-month-when"),
        ("请问质量月在哪个月", "quality-month-when"),
        ("質量月是幾月", "quality-month-when"),
        ("投诉几天有回复", "complaint-reply-days"),
        ("举报可以匿名吗", "report-anonymous"),
        ("微视频怎么投稿", "video-how-submit"),
        ("zhiliangyue shi ji yue", "quality-month-when"),
        ("ZHILIANGYUESHIJIYUE", "quality-month-when"),
    ],
)
def test_a_question_gets_its_entry(text: str, expected: str, seed: Knowledge) -> None:
    assert entry_id(asked(text, seed)) == expected


@pytest.mark.parametrize("text", ["", "？？？", "😀", "   "])
def test_nothing_said_is_nothing_known(text: str, seed: Knowledge) -> None:
    outcome = asked(text, seed)

    assert isinstance(outcome, Unknown)
    assert outcome.why.reason == "empty"


def test_one_word_gets_choices(seed: Knowledge) -> None:
    outcome = asked("标准", seed)

    assert isinstance(outcome, Suggestions)
    assert 1 <= len(outcome.entries) <= 3


def test_an_emergency_says_its_number_and_then_what_is_known(seed: Knowledge) -> None:
    outcome = asked("我被困在电梯里怎么办", seed)

    assert isinstance(outcome, Redirect)
    assert (outcome.kind, outcome.number) == (RedirectKind.ELEVATOR_TRAPPED, "119")
    assert outcome.then is not None
    assert outcome.then.entry.id == "equipment-lift-trapped"


def test_a_complaint_with_a_question_gets_both_halves(seed: Knowledge) -> None:
    outcome = asked("我要投诉一家超市，另外质量月是几月", seed)

    assert isinstance(outcome, Redirect)
    assert (outcome.kind, outcome.number) == (RedirectKind.COMPLAINT, "12315")
    assert outcome.then is not None
    assert outcome.then.entry.id == "quality-month-when"


def test_another_department_gets_its_number_and_the_other_half(seed: Knowledge) -> None:
    outcome = asked("公积金怎么提取？还有质量月是几月", seed)

    assert isinstance(outcome, Redirect)
    assert (outcome.kind, outcome.number) == (RedirectKind.OTHER_DEPARTMENT, "12329")
    assert outcome.then is not None
    assert outcome.then.entry.id == "quality-month-when"


@pytest.mark.parametrize(
    ("text", "district"),
    [("平定有服务站吗", "平定县"), ("附近服务站", None), ("城区服务站地址在哪里", "城区")],
)
def test_a_station_search_carries_its_query(
    text: str, district: str | None, seed: Knowledge
) -> None:
    outcome = asked(text, seed)

    assert isinstance(outcome, Redirect)
    assert outcome.query is not None
    assert (outcome.kind, outcome.query.district) == (RedirectKind.STATIONS, district)


def test_small_talk_asks_nothing(seed: Knowledge) -> None:
    outcome = asked("谢谢", seed)

    assert isinstance(outcome, SmallTalk)
    assert outcome.kind is SmallTalkKind.THANKS


def test_abuse_is_met_calmly_and_its_question_answered(seed: Knowledge) -> None:
    alone, mixed = asked("你个傻逼机器人", seed), asked("傻逼，质量月是几月", seed)

    assert isinstance(alone, SmallTalk)
    assert alone.kind is SmallTalkKind.ABUSE
    assert entry_id(mixed) == "quality-month-when"


@pytest.mark.parametrize(
    ("text", "last", "expected"),
    [
        ("那2025年呢", "quality-month-theme-2026", "quality-month-theme-2025"),
        ("那2035年的呢", "outline-goals-2025", "outline-goals-2035"),
    ],
)
def test_a_follow_up_takes_the_rest_from_the_last_entry(
    text: str, last: str, expected: str, seed: Knowledge
) -> None:
    assert entry_id(asked(text, seed, Context(last_entry=last))) == expected


def test_a_follow_up_alone_is_not_answered(seed: Knowledge) -> None:
    assert entry_id(asked("那盂县呢", seed)) is None
    assert entry_id(asked("要多久", seed)) is None


def test_a_follow_up_after_stations_moves_to_another_district(seed: Knowledge) -> None:
    moved = asked("那盂县呢", seed, Context(stations=StationQuery("平定县")))
    narrowed = asked("有没有能检计量的", seed, Context(stations=StationQuery("平定县")))

    assert isinstance(moved, Redirect)
    assert moved.query is not None
    assert moved.query.district == "盂县"
    assert isinstance(narrowed, Redirect)
    assert narrowed.query is not None
    assert (narrowed.query.district, narrowed.query.service) == ("平定县", "metrology")


OLD = Entry(
    "old", "", "商标异议期是几个月", ("对公告的商标有意见几个月内提",), "三个月。",
    valid_from=datetime(2026, 1, 1, tzinfo=UTC).date(),
    valid_until=datetime(2026, 12, 31, tzinfo=UTC).date(),
)  # fmt: skip
OTHER = Entry("other", "", "质量月是几月", ("哪个月是质量月", "质量月在几月份"), "9 月。")


@pytest.fixture(scope="module")
def two(seed: Knowledge) -> Knowledge:
    return known([OLD, OTHER, *list(seed.entries.values())[:20]])


@RELAXED
@given(moment=st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 -- hypothesis adds the zone
def test_what_is_not_in_force_is_never_answered(two: Knowledge, moment: datetime) -> None:
    outcome = decide(OLD.standard_question, ALONE, moment, two)
    day = (moment.timestamp() + 8 * 3600) // 86400
    first = datetime(2026, 1, 1, tzinfo=UTC).timestamp() // 86400
    last = datetime(2026, 12, 31, tzinfo=UTC).timestamp() // 86400

    if first <= day <= last:
        assert entry_id(outcome) == "old"
    else:
        assert isinstance(outcome, Unknown)
        assert outcome.why.reason == ("not_yet" if day < first else "expired")


def test_every_wording_finds_its_own_entry_first(seed: Knowledge) -> None:
    lost = [
        (wording, entry.id)
        for entry in seed.entries.values()
        for wording in entry.wordings
        if entry.is_in_force(NOW.date())
        and entry_id(search(wording, NOW.date(), seed)) != entry.id
    ]
    assert lost == []


@RELAXED
@given(text=st.text(max_size=40) | st.text("质量月标准投诉举报三包12345吗，？", max_size=20))
def test_scores_stay_between_nought_and_one_and_descend(text: str, seed: Knowledge) -> None:
    scores = [each["score"] for each in as_row(asked(text, seed))["candidates"]]

    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


def test_the_order_of_entries_changes_nothing(seed: Knowledge, tmp_path: Path) -> None:
    few = list(seed.entries.values())[::12]
    forward, backward = known(few), known(reversed(few))
    texts = [wording for entry in seed.entries.values() for wording in entry.wordings[::5]]

    assert [_seen(asked(text, forward)) for text in texts] == [
        _seen(asked(text, backward)) for text in texts
    ]


def _seen(outcome: Outcome) -> tuple[str, object]:
    offered = [each.id for each in outcome.entries] if isinstance(outcome, Suggestions) else None
    return type(outcome).__name__, entry_id(outcome) or offered


def test_a_vetoed_entry_is_offered_only_when_the_veto_allows_it(seed: Knowledge) -> None:
    entries = [
        *list(seed.entries.values())[:20],
        replace(OTHER, id="cma", standard_question="CMA证书几年到期", similar_questions=()),
        replace(OTHER, id="repeat", standard_question="可以重复投稿吗", similar_questions=()),
    ]
    knowledge = known(entries)

    barred = search("CNAS证书几年到期", NOW.date(), knowledge)
    offered = search("不可以重复投稿吗", NOW.date(), knowledge)

    assert "cma" not in [each.id for each in getattr(barred, "entries", ())]
    assert isinstance(offered, Suggestions)
    assert offered.entries[0].id == "repeat"


def test_a_year_no_entry_covers_is_declined() -> None:
    knowledge = known(
        replace(OTHER, id=f"y{year}", standard_question=f"{year}年质量月主题是什么",
                similar_questions=(f"{year}年的质量月什么主题",))
        for year in range(2015, 2023)
    )  # fmt: skip

    assert entry_id(search("2016年质量月的主题", NOW.date(), knowledge)) == "y2016"
    assert isinstance(search("2031年质量月的主题", NOW.date(), knowledge), Unknown)


def test_a_very_long_text_is_answered_by_its_end(seed: Knowledge) -> None:
    story = "我今天去了趟超市，" * 700

    assert isinstance(asked(story + "着火了快来", seed), Redirect)
    assert entry_id(asked("质量月是几月" * 1000, seed)) == "quality-month-when"
