import pytest

from faq.decide import decide
from faq.followup import completions, context_after, station_query
from faq.knowledge import Knowledge
from faq.outcome import Answer, Context, Outcome, Redirect, Several, Suggestions
from faq.route import RedirectKind
from faq.stations import ServiceKind, StationQuery
from tests.faq.test_decide import NOW

METROLOGY = ServiceKind.METROLOGY
PINGDING = StationQuery("平定县", METROLOGY)


def asked(text: str, context: Context, seed: Knowledge) -> Outcome:
    return decide(text, context, NOW, seed)


def entry(outcome: Outcome) -> str | None:
    return outcome.entry.id if isinstance(outcome, Answer) else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("那盂县呢", StationQuery("盂县", METROLOGY)),
        ("郊区的呢", StationQuery("郊区", METROLOGY)),
        ("城区有吗", StationQuery("城区", METROLOGY)),
        ("有没有能检测的", StationQuery("平定县", ServiceKind.TESTING)),
        ("盂县能办认证的", StationQuery("盂县", ServiceKind.CERTIFICATION)),
        ("培训的呢", StationQuery("平定县", ServiceKind.TRAINING)),
        ("太原的呢", StationQuery(elsewhere="太原")),
        ("电话多少", PINGDING),
        ("几点下班", PINGDING),
        ("离我最近的是哪个", StationQuery()),
        ("3c认证去哪里办", None),
        ("电子秤多少钱", None),
        ("盂县质量奖奖金多少", None),
        ("12315几点下班", None),
        ("营业执照怎么注销", None),
        ("收费吗", None),
    ],
)
def test_after_stations_a_slot_changes_and_the_other_stays(
    text: str, expected: StationQuery | None
) -> None:
    assert station_query(text, Context(stations=PINGDING)) == expected


@pytest.mark.parametrize("text", ["那盂县呢", "电话多少", "有没有能检计量的"])
def test_without_stations_before_there_is_nothing_to_change(text: str) -> None:
    assert station_query(text, Context(last_entry="quality-month-when")) is None


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("要多少钱", Context(last_entry="licence-days"), "营业执照要多少钱"),
        ("那举报呢", Context(last_entry="complaint-reply-days"), "举报后几天会有回复"),
        ("要什么材料", Context(door=RedirectKind.COMPLAINT), "投诉要什么材料"),
        ("收费吗", Context(stations=PINGDING), "服务站收费吗"),
    ],
)
def test_a_follow_up_is_written_out_with_what_was_spoken_about(
    text: str, context: Context, expected: str, seed: Knowledge
) -> None:
    assert expected in list(completions(text, context, seed))


@pytest.mark.parametrize(
    "text", ["山西精品是什么", "商标有效期几年", "我在网上买的东西坏了要找谁赔"]
)
def test_a_full_question_is_never_completed(text: str, seed: Knowledge) -> None:
    assert list(completions(text, Context(last_entry="licence-days"), seed)) == []


@pytest.mark.parametrize(
    ("text", "last", "expected"),
    [
        ("要交钱吗", "quality-award-china", "quality-award-fee"),
        ("有什么好处", "shanxi-premium-what", "shanxi-premium-benefit"),
        ("有奖金吗", "video-how-submit", "video-prize"),
        ("去年呢", "quality-month-theme-2026", "quality-month-theme-2025"),
        ("那2025年呢", "quality-month-theme-2026", "quality-month-theme-2025"),
    ],
)
def test_a_follow_up_is_answered_or_offered_within_its_topic(
    text: str, last: str, expected: str, seed: Knowledge
) -> None:
    outcome = asked(text, Context(last_entry=last), seed)
    offered = [each.id for each in outcome.entries] if isinstance(outcome, Suggestions) else []
    assert expected in [entry(outcome), *offered]


def test_an_aspect_nobody_answers_is_not_answered_for_another_topic(seed: Knowledge) -> None:
    outcome = asked("要多少钱", Context(last_entry="quality-month-when"), seed)
    assert not isinstance(outcome, Answer)
    offered = outcome.entries if isinstance(outcome, Suggestions) else ()
    assert {each.topic for each in offered} <= {"质量月"}


@pytest.mark.parametrize("text", ["营业执照丢了怎么办", "盂县有服务站吗", "质量月是几月"])
def test_a_new_topic_is_decided_as_if_nothing_had_been_said(text: str, seed: Knowledge) -> None:
    alone = asked(text, Context(), seed)
    for context in (Context(last_entry="cert-ccc-what"), Context(stations=PINGDING)):
        assert asked(text, context, seed) == alone


def test_what_was_spoken_about_is_the_last_thing_answered(seed: Knowledge) -> None:
    several = asked("平定有服务站吗？三包期内修两次还坏怎么办？质量月是几月", Context(), seed)
    complaint = asked("我要投诉一家超市", Context(), seed)
    unknown = asked("火星上的岩石怎么称重", Context(), seed)

    assert isinstance(several, Several)
    assert context_after(several) == Context(last_entry="quality-month-when")
    assert context_after(complaint) == Context(door=RedirectKind.COMPLAINT)
    assert context_after(unknown) is None


def test_a_search_narrowed_keeps_the_district(seed: Knowledge) -> None:
    outcome = asked("哪家服务站能检电子秤", Context(stations=StationQuery("平定县")), seed)
    assert isinstance(outcome, Redirect)
    assert outcome.query == PINGDING
