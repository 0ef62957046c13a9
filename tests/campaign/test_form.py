import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.campaign import dated
from campaign.campaign import parse as parse_campaign
from campaign.form import (
    AnswerError,
    AnswerLengthError,
    AuthorCountError,
    AuthorNameError,
    CategoryError,
    EmptyAnswerError,
    PhoneError,
    Step,
    clean,
    length,
    next_open,
    parse,
    previous,
    steps,
)
from tests.citizen import NOON
from tests.studio import sample

CAMPAIGN = parse_campaign(dated(sample(), NOON))


@pytest.mark.parametrize(
    ("typed", "authors"),
    [
        ("张三", ["张三"]),
        ("张三、李四，王五;赵六/钱七\n孙八", ["张三", "李四", "王五", "赵六", "钱七", "孙八"]),
        ("张三 李四", ["张三", "李四"]),
        ("张 三", ["张三"]),
        ("Li Lei、韩梅梅", ["Li Lei", "韩梅梅"]),
        ("张三、张三", ["张三"]),
    ],
)
def test_authors_are_read_as_people_write_them(typed: str, authors: list[str]) -> None:
    assert parse(CAMPAIGN, Step.AUTHORS, typed) == authors


@pytest.mark.parametrize(
    ("typed", "phone"),
    [
        ("13812345678", "13812345678"),
        ("+86 138-1234-5678", "13812345678"),
        ("0086 138 1234 5678", "13812345678"),
        ("电话 138 1234 5678", "13812345678"),
        ("0353-1234567", "03531234567"),
    ],
)
def test_phones_are_read_with_blanks_dashes_and_country(typed: str, phone: str) -> None:
    assert parse(CAMPAIGN, Step.PHONE, typed) == phone


@pytest.mark.parametrize(
    ("typed", "digits"), [("1381234567", 10), ("12345678901", 11), ("没有", 0)]
)
def test_a_wrong_phone_says_how_many_digits(typed: str, digits: int) -> None:
    with pytest.raises(PhoneError) as caught:
        parse(CAMPAIGN, Step.PHONE, typed)
    assert caught.value.digits == digits


@pytest.mark.parametrize(
    ("step", "typed", "error"),
    [
        (Step.TITLE, "好" * 51, AnswerLengthError),
        (Step.TITLE, "😀！！", EmptyAnswerError),
        (Step.TITLE, "\u202e\u0000 ", EmptyAnswerError),
        (Step.SYNOPSIS, "好" * 19, AnswerLengthError),
        (Step.SYNOPSIS, "好" * 501, AnswerLengthError),
        (Step.AUTHORS, "、".join(f"张三{n}" for n in range(11)), AuthorCountError),
        (Step.AUTHORS, "张", AuthorNameError),
        (Step.CATEGORY, "美食", CategoryError),
        (Step.AGE, "嗯", EmptyAnswerError),
        (Step.CATEGORY, "质量", CategoryError),
    ],
)
def test_wrong_answers_have_named_errors(step: Step, typed: str, error: type[AnswerError]) -> None:
    with pytest.raises(error) as caught:
        parse(CAMPAIGN, step, typed)
    assert caught.value.step is step


@pytest.mark.parametrize(
    ("step", "typed", "answer"),
    [
        (Step.TITLE, "《老师傅的秤》", "老师傅的秤"),
        (Step.TITLE, "读《秤》有感", "读《秤》有感"),
        (Step.TITLE, "好" * 50, "好" * 50),
        (Step.TITLE, "../a\u202e\u0000b", "../ab"),
        (Step.ORGANISATION, "个人", ""),
        (Step.AGE, "满了", False),
        (Step.AGE, "早就成年了", False),
        (Step.AGE, "30 岁", False),
        (Step.AGE, "没满14呢", True),
        (Step.AGE, "12岁", True),
        (Step.ORGANISATION, "示例 小学", "示例 小学"),
        (Step.CATEGORY, "我选质量科普吧", "质量科普"),
        (Step.SYNOPSIS, f"{'好' * 10}\n\n{'坏' * 10}", f"{'好' * 10}\n{'坏' * 10}"),
    ],
)
def test_good_answers_are_cleaned(step: Step, typed: str, answer: object) -> None:
    assert parse(CAMPAIGN, step, typed) == answer


@given(st.text(max_size=600), st.sampled_from([Step.TITLE, Step.ORGANISATION, Step.SYNOPSIS]))
def test_whatever_is_typed_is_within_bounds_or_a_named_error(typed: str, step: Step) -> None:
    try:
        answer = parse(CAMPAIGN, step, typed)
    except AnswerError:
        return
    assert length(answer) <= 500
    assert clean(answer) == answer
    assert parse(CAMPAIGN, step, answer) == answer or answer == ""


@given(st.text(alphabet=string.digits + " -+", max_size=20))
def test_a_taken_phone_is_digits_only(typed: str) -> None:
    try:
        phone = parse(CAMPAIGN, Step.PHONE, typed)
    except AnswerError:
        return
    assert phone.isdecimal()
    assert 10 <= len(phone) <= 12


def test_only_children_are_asked_for_a_guardian() -> None:
    assert Step.GUARDIAN not in steps({Step.AGE: False})
    assert next_open({Step.AGE: True}) is Step.GUARDIAN
    assert next_open({Step.AGE: False}) is Step.TITLE
    assert previous({Step.AGE: True}, Step.TITLE) is Step.GUARDIAN_CONSENT
    assert previous({Step.AGE: False}, Step.TITLE) is Step.AGE
    assert previous({}, Step.AGE) is None
