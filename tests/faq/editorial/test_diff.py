"""Differences between two texts of an entry, for eyes that approve them."""

from hypothesis import given
from hypothesis import strategies as st

from faq.editorial.diff import Mark, Piece, differences, words

TEXTS = st.text(alphabet="质量月在每年9月2026-11。\n ab", max_size=40)


def test_one_changed_number_is_one_changed_word() -> None:
    assert words("罚款 2026-11-01 起 500 元", "罚款 2026-12-01 起 500 元") == (
        Piece(Mark.KEPT, "罚款 "),
        Piece(Mark.REMOVED, "2026-11-01"),
        Piece(Mark.ADDED, "2026-12-01"),
        Piece(Mark.KEPT, " 起 500 元"),
    )


def test_wordings_are_added_and_removed_as_wholes_and_moving_is_no_change() -> None:
    old = {"similar_questions": ["甲", "乙"], "topic": "质量月"}
    (diff,) = differences(old, {"similar_questions": ["乙", "丙"], "topic": "质量月"})
    assert (diff.field, diff.pieces) == (
        "similar_questions",
        (Piece(Mark.KEPT, "乙"), Piece(Mark.ADDED, "丙"), Piece(Mark.REMOVED, "甲")),
    )
    assert differences(old, {**old, "similar_questions": ["乙", "甲"]}) == ()


def test_a_source_is_compared_as_a_line() -> None:
    old = {"sources": [{"title": "示例法", "article": "第一条"}]}
    (diff,) = differences(old, {"sources": [{"title": "示例法", "article": "第二条"}]})
    assert [(piece.mark, piece.text) for piece in diff.pieces] == [
        (Mark.ADDED, "示例法 第二条"),
        (Mark.REMOVED, "示例法 第一条"),
    ]


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_out_of_the_pieces(old: str, new: str) -> None:
    pieces = words(old, new)
    assert "".join(piece.text for piece in pieces if piece.mark is not Mark.ADDED) == old
    assert "".join(piece.text for piece in pieces if piece.mark is not Mark.REMOVED) == new


@given(TEXTS)
def test_the_same_text_has_no_difference(text: str) -> None:
    assert differences({"answer": text}, {"answer": text}) == ()
