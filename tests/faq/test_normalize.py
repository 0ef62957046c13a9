import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq.normalize import normalize


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("質量月是幾月？", "质量月是几月"),
        ("ＣＣＣ 认证　怎么办😀", "ccc认证怎么办"),  # noqa: RUF001 -- full width is the point
        ("C N A S 是什么", "cnas是什么"),
        ("zhiliangyue shi ji yue", "zhiliangyue shi ji yue"),
        ("二〇二六年九月", "2026年9月"),
        ("２０２６ 年 ９ 月", "2026年9月"),  # noqa: RUF001 -- full width is the point
        ("七天无理由", "7天无理由"),
        ("十二个月", "12个月"),
        ("一千零二十元", "1020元"),
        ("3万块", "30000块"),
        ("1 2 3 1 5", "12315"),
        ("1️⃣2️⃣3️⃣", "123"),
        ("第十五条", "第15条"),
        ("適用於則", "适用于则"),
        ("", ""),
        ("？！…😀", ""),
    ],
)
def test_same_words_get_one_spelling(typed: str, plain: str) -> None:
    assert normalize(typed) == plain


@pytest.mark.parametrize(
    "words", ["三包", "一般", "万一", "统一", "十分", "四川", "三四天", "千万"]
)
def test_numerals_that_are_no_numbers_stay(words: str) -> None:
    assert normalize(words) == words


@given(st.text())
def test_twice_is_once(text: str) -> None:
    once = normalize(text)

    assert normalize(once) == once


_NUMBERS = "零〇一二两三四五六七八九十百千万亿0123456789 年天个第,，ａZz"  # noqa: RUF001 -- any width, any zero


@given(st.text(alphabet=_NUMBERS))
def test_twice_is_once_for_numbers(text: str) -> None:
    once = normalize(text)

    assert normalize(once) == once
