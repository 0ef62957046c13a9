import pytest

from faq.card import as_card, as_json, as_row
from faq.decide import decide
from faq.knowledge import Knowledge
from faq.outcome import Answer, Context, Outcome, Redirect, Several, Unknown, answered
from faq.route import RedirectKind
from tests.faq.test_decide import NOW

MONTH, SANWU, PREMIUM = "quality-month-when", "pql-sanwu-sell", "shanxi-premium-what"


def asked(text: str, seed: Knowledge) -> Outcome:
    return decide(text, Context(), NOW, seed)


def seen(outcome: Outcome) -> str:
    match outcome:
        case Answer(entry=entry):
            return entry.id
        case Redirect(kind=kind):
            return kind.value
        case _:
            return type(outcome).__name__


def parts(outcome: Outcome) -> list[str]:
    assert isinstance(outcome, Several)
    return [seen(part.outcome) for part in outcome.parts]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("质量月是几月？三无产品能卖吗", [MONTH, SANWU]),
        ("三无产品能卖吗，质量月是几月", [SANWU, MONTH]),
        ("质量月是几月，另外山西精品是什么，还有三无产品能卖吗", [MONTH, PREMIUM, SANWU]),
        ("傻逼，质量月是几月，山西精品是什么", [MONTH, PREMIUM]),
        ("中国质量奖几年评一次，要不要交钱", ["quality-award-china", "quality-award-fee"]),
        ("公积金怎么提取？社保怎么查", ["other_department", "other_department"]),
        ("我要投诉超市，质量月是几月，三无产品能卖吗", ["complaint", MONTH, SANWU]),
        ("平定有服务站吗，能检电子秤吗", ["stations", "stations"]),
        ("质量月是几月？火星上几点", [MONTH, "Unknown"]),
    ],
)
def test_each_question_is_decided_in_its_order(
    text: str, expected: list[str], seed: Knowledge
) -> None:
    assert parts(asked(text, seed)) == expected


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("我要投诉超市，质量月是几月", RedirectKind.COMPLAINT),
        ("质量月是几月，另外我要举报一家店", RedirectKind.REPORT),
        ("公积金怎么提取？还有质量月是几月", RedirectKind.OTHER_DEPARTMENT),
        ("手机推荐个牌子，质量月是几月", RedirectKind.FORBIDDEN_BRAND),
        ("转人工，质量月是几月", RedirectKind.HUMAN),
        ("最近的服务站在哪，质量月是几月", RedirectKind.STATIONS),
        ("我要投稿，质量月是几月", RedirectKind.SUBMIT_VIDEO),
    ],
)
def test_one_answer_stands_beside_one_door(text: str, kind: RedirectKind, seed: Knowledge) -> None:
    outcome = asked(text, seed)

    assert isinstance(outcome, Redirect)
    assert outcome.kind is kind
    assert outcome.then is not None
    assert outcome.then.entry.id == MONTH


@pytest.mark.parametrize(
    "text",
    [
        "七天无理由退货拆封了还能退吗",
        "我买的东西，拆了包装，还能退吗",
        "质量月是几月，谢谢",
        "质量月是几月？？？",
        "怎么回事？你们管不管？东西坏了，商家不给修，怎么办？我能不能退？",
        "我要投诉！你们怎么搞的？",
        "家里煤气漏了怎么办？质量月是几月？三无产品能卖吗",
    ],
)
def test_what_is_one_matter_stays_whole(text: str, seed: Knowledge) -> None:
    assert not isinstance(asked(text, seed), Several)


def test_two_ways_to_ask_one_thing_get_one_answer(seed: Knowledge) -> None:
    assert seen(asked("质量月是几月？哪个月是质量月", seed)) == MONTH


def test_the_entries_shown_are_known_each_once(seed: Knowledge) -> None:
    entries = answered(asked("三无产品能卖吗？质量月是几月？火星上几点", seed))
    assert [entry.id for entry in entries] == [SANWU, MONTH]


def test_a_card_and_json_show_every_part(seed: Knowledge) -> None:
    text = "火星上几点？质量月是几月"
    outcome = asked(text, seed)
    card, said = as_card(text, outcome).splitlines(), as_json(outcome)

    assert card[:2] == [f"问：{text}", "一句里问了 2 件事，依次："]
    assert [line for line in card if line.startswith("问：")][1:] == [
        "问：火星上几点", "问：质量月是几月",
    ]  # fmt: skip
    assert (said["outcome"], said["entry"]) == ("answer", MONTH)
    assert said["parts"] == [
        {"text": "火星上几点", "outcome": "decline", "entry": None},
        {"text": "质量月是几月", "outcome": "answer", "entry": MONTH},
    ]
    assert as_row(outcome)["candidates"][0]["entry"] == MONTH


def test_a_part_out_of_nowhere_is_a_miss(seed: Knowledge) -> None:
    outcome = asked("质量月是几月？火星上几点", seed)
    assert isinstance(outcome, Several)
    assert isinstance(outcome.parts[1].outcome, Unknown)
