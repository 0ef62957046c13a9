import pytest

from faq import clauses


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("质量月是几月，主题是什么", ["质量月是几月", "主题是什么"]),
        ("质量月是几月 今年主题是什么", ["质量月是几月", "今年主题是什么"]),
        ("1、质量月是几月 2、主题是什么", ["质量月是几月", "主题是什么"]),
        ("质量月是几月，顺便问下三包是几年", ["质量月是几月", "三包是几年"]),
        ("你好，我想问下山西精品是什么，谢谢", ["山西精品是什么"]),
        ("七天无理由退货拆封了还能退吗", ["七天无理由退货拆封了还能退吗"]),
        ("网上买的，拆封了，还能退吗", ["网上买的 拆封了 还能退吗"]),
        ("可以匿名吗，还是要实名", ["可以匿名吗 还是要实名"]),
        ("质 量 月 是 几 月", ["质 量 月 是 几 月"]),
        ("3.15是什么日子", ["3.15是什么日子"]),
        ("我要投诉超市，质量月是几月", ["我要投诉超市", "质量月是几月"]),
        ("店里有几箱货，能退吗", ["店里有几箱货 能退吗"]),
    ],
)
def test_a_text_is_cut_into_its_questions_with_what_leads_to_them(
    text: str, expected: list[str]
) -> None:
    assert [clause.text for clause in clauses.questions(text)] == expected


def test_full_stops_set_sentences_apart_and_commas_do_not() -> None:
    text = "产品包装要写什么，名称要写吗。微视频投稿要求"
    assert [clause.text for clause in clauses.sentences(text)] == [
        "产品包装要写什么 名称要写吗", "微视频投稿要求",
    ]  # fmt: skip
