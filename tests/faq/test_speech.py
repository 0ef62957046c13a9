import pytest

from faq import clauses, spelled
from faq.knowledge import Knowledge
from faq.speech import standard


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("寻谁问办执照的事", "找谁问办营业执照的事"),
        ("营业执照丢了", "营业执照丢了"),
        ("俺想咋退", "我想怎么退"),
        ("甚会儿评奖嘞", "什么时候评奖"),
        ("行呗", "行"),
        ("能用花呗交费呗", "能用花呗交费"),
        ("yyzz怎么办理", "营业执照怎么办理"),
        ("sxjp是什么", "山西精品是什么"),
        ("cma是什么", "cma是什么"),
        ("质量月是几月", "质量月是几月"),
    ],
)
def test_dialect_and_initials_become_standard_words(said: str, meant: str) -> None:
    assert standard(said) == meant


@pytest.mark.parametrize(
    ("typed", "wording", "is_exact"),
    [
        ("zhiliangyue shi ji yue", "质量月是几月", True),
        ("zhi liang yue shi ji yue", "质量月是几月", True),
        ("zhiliangyue shi jiyue a", "质量月是几月", False),
    ],
)
def test_pinyin_is_heard_as_the_wording_it_spells(
    typed: str, wording: str, seed: Knowledge, *, is_exact: bool
) -> None:
    heard = spelled.heard(typed, seed)

    assert heard is not None
    assert (heard.wording, heard.is_exact) == (wording, is_exact)


@pytest.mark.parametrize("typed", ["cma", "iso 9001", "hello world", "质量月", "12315", "ok"])
def test_what_is_no_pinyin_is_not_heard(typed: str, seed: Knowledge) -> None:
    assert spelled.heard(typed, seed) is None


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("你好，请问质量月是几月？", "质量月是几月?"),
        ("您好！谢谢。质量月是几月", "质量月是几月"),
        ("手机坏了，能退吗", "手机坏了 能退吗"),
        ("你个傻逼，质量月是几月", "质量月是几月"),
        ("傻逼", "傻逼"),
        ("请问一下", "请问一下"),
    ],
)
def test_a_question_is_what_is_left_without_greetings(text: str, question: str) -> None:
    assert clauses.question(text) == question


def test_a_text_is_cut_where_another_question_begins() -> None:
    assert clauses.split("公积金怎么提取？另外质量月是几月，顺便问下收费吗") == [
        "公积金怎么提取?",
        "质量月是几月",
        "收费吗",
    ]
