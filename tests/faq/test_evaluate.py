"""How an outcome is judged: what counts as right, offered, missed and wrong."""

import pytest

from faq.entry import Entry
from faq.evaluate import wilson
from faq.exam import Case, Verdict, judge
from faq.knowledge import Knowledge
from faq.outcome import Answer, Outcome, Part, Redirect, Several, Suggestions, Unknown, Why
from faq.route import RedirectKind

WHY = Why("")
A, B, C = "quality-month-when", "video-how-submit", "complaint-channels"


def answer(seed: Knowledge, entry: str) -> Answer:
    return Answer(entry_of(seed, entry), WHY)


def entry_of(seed: Knowledge, entry: str) -> Entry:
    return seed.entries[entry]


def several(*outcomes: Answer | Suggestions | Redirect | Unknown) -> Several:
    return Several(tuple(Part("", outcome) for outcome in outcomes), WHY)


def two(first: str, second: str) -> Case:
    return Case("", "two_in_one", (frozenset({first}), frozenset({second})))


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ([A, B], Verdict.RIGHT),
        ([B, A], Verdict.OFFERED),
        ([A, C], Verdict.WRONG),
        ([A], Verdict.MISSED),
        ([C], Verdict.WRONG),
        ([A, None], Verdict.MISSED),
    ],
)
def test_two_questions_are_right_when_both_are_answered_in_order(
    said: list[str | None], verdict: Verdict, seed: Knowledge
) -> None:
    parts = [answer(seed, entry) if entry else Unknown(WHY) for entry in said]
    outcome: Outcome = several(*parts) if len(parts) > 1 else parts[0]

    assert judge(two(A, B), outcome) is verdict


def test_an_answer_beside_choices_is_offered_help(seed: Knowledge) -> None:
    choices = Suggestions((entry_of(seed, B), entry_of(seed, C)), WHY)

    assert judge(two(A, B), several(answer(seed, A), choices)) is Verdict.OFFERED
    assert judge(two(A, B), choices) is Verdict.MISSED
    both = Suggestions((entry_of(seed, A), entry_of(seed, B)), WHY)
    assert judge(two(A, B), both) is Verdict.OFFERED


def test_a_door_beside_its_answered_half_covers_both_in_either_order(seed: Knowledge) -> None:
    door = Redirect(RedirectKind.COMPLAINT, None, answer(seed, A), WHY)

    assert judge(two(A, "redirect:complaint"), door) is Verdict.RIGHT
    assert judge(two("redirect:complaint", A), door) is Verdict.RIGHT
    assert judge(two("redirect:complaint", B), door) is Verdict.WRONG
    alone = Case("", "wish", (frozenset({"redirect:complaint"}),))
    assert judge(alone, door) is Verdict.RIGHT


def test_a_door_nobody_expected_is_wrong_but_silence_is_a_miss() -> None:
    case = Case("", "synonym", (frozenset({A}),))

    assert judge(case, Redirect(RedirectKind.HUMAN, None, None, WHY)) is Verdict.WRONG
    assert judge(case, Unknown(WHY)) is Verdict.MISSED
    assert judge(Case("", "near", (frozenset({"decline"}),)), Unknown(WHY)) is Verdict.RIGHT


@pytest.mark.parametrize(
    ("hits", "total", "low", "high"),
    [(0, 0, 0.0, 1.0), (0, 100, 0.0, 0.037), (50, 100, 0.404, 0.596), (100, 100, 0.963, 1.0)],
)
def test_a_share_has_wilsons_bounds(hits: int, total: int, low: float, high: float) -> None:
    assert wilson(hits, total) == pytest.approx((low, high), abs=5e-4)
