import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from faq import index
from faq.rank import rank
from faq.scores import largest, with_rows

TOPICS = (
    "质量月",
    "电子秤",
    "微视频",
    "营业执照",
    "服务站",
    "三包",
    "召回",
    "认证",
    "标准",
    "投诉",
)
ASKED = ("是几月", "怎么办理", "去哪里办", "要带什么材料", "多少钱", "要多久", "找谁", "能不能退")
WORDINGS = [
    (f"{topic}-{place}", f"{topic}{asked}")
    for topic in TOPICS
    for place, asked in enumerate(ASKED)
]
LISTS = index.build(WORDINGS)
ROWS = with_rows(LISTS, least=2)


@given(st.text(alphabet="".join({*"".join((*TOPICS, *ASKED))}) + "吗 a3", max_size=30))
def test_rows_rank_as_lists_do(text: str) -> None:
    by_lists, by_rows = rank(LISTS, text), rank(ROWS, text)

    assert [each.entry for each in by_rows] == [each.entry for each in by_lists]
    assert np.allclose(
        [each.probability for each in by_rows], [each.probability for each in by_lists], atol=1e-5
    )


def test_common_features_alone_have_rows() -> None:
    assert (len(LISTS.rows), len(ROWS.rows) > 0) == (0, True)
    assert len(ROWS.weight_values) < len(LISTS.weight_values)


@given(st.integers(0, 2**32 - 1), st.integers(1, 20_000), st.integers(1, 20))
def test_largest_are_those_a_whole_sort_finds(seed: int, size: int, limit: int) -> None:
    found = np.random.default_rng(seed).integers(0, 50, size).astype(np.float32)
    expected = np.argsort(-found, kind="stable")[:limit]

    assert largest(found, limit).tolist() == expected.tolist()
