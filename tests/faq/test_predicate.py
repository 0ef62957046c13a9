"""A deed an entry never speaks of is noticed; one it speaks of, or one mistyped, is not."""

import pytest

from faq.predicate import unspoken

KNOWN = "保健品能治病吗 不能代替药物 地理标志怎么申请 买的东西能退货吗"


@pytest.mark.parametrize(
    ("question", "deed"),
    [
        ("保健品能送人吗", "送人"),
        ("推销电话怎么屏蔽", "屏蔽"),
        ("保健品能治病不", None),
        ("地理标志咋申请", None),
        ("地里标志怎么审请", None),
        ("地理标志怎么办", None),
        ("买的东西能退吗", None),
        ("什么是地理标志", None),
    ],
)
def test_only_a_deed_never_spoken_of_is_given(question: str, deed: str | None) -> None:
    assert unspoken(question, KNOWN) == deed
