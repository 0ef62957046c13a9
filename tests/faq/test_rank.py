import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq import index
from faq.index import Index
from faq.rank import rank

WORDINGS = [
    ("month", "质量月是几月"),
    ("month", "质量月在每年哪个月份"),
    ("month", "什么时候是质量月"),
    ("scale", "电子秤检定去哪里"),
    ("scale", "我家卖菜的秤去哪儿检定"),
    ("scale", "秤要到什么地方检"),
    ("video", "微视频怎么投稿"),
    ("video", "拍好的作品往哪里交"),
    ("video", "参赛视频如何上传"),
    ("licence", "营业执照在网上怎么办理"),
    ("licence", "办执照要带哪些材料"),
    ("licence", "开店的执照怎么申请"),
]
INDEX = index.build(WORDINGS)


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("質量月是哪個月？", "month"),
        ("zhiliangyue shi ji yue", "month"),
        ("电子称鉴定去哪", "scale"),
        ("去哪里检定电子秤", "scale"),
        ("俺的秤去哪哈检", "scale"),
        ("微视频😀投稿！！", "video"),
        ("ｙｉｎｇｙｅｚｈｉｚｈａｏ怎么弄", "licence"),
    ],
)
def test_finds_the_entry_however_it_is_typed(text: str, entry: str) -> None:
    assert rank(INDEX, text)[0].entry == entry


def test_one_wording_an_entry_is_told_by_its_telling_words_and_believed() -> None:
    built = index.build([
        ("scale", "怎么检定电子秤"),
        ("video", "怎么才可以投稿"),
        ("licence", "可以怎么办执照呢"),
        ("recall", "怎么知道产品召回了"),
    ])  # fmt: skip

    best = rank(built, "我可以怎么检定秤呢")[0]

    assert (best.entry, best.probability > 0.5) == ("scale", True)


def test_of_entries_with_the_same_characters_the_one_in_the_same_order_is_meant() -> None:
    shops, firms = ("个人", "小店", "门店", "店铺"), ("公司", "厂子", "厂家", "企业")
    built = index.build(
        [("taken", f"{firm}转让给{shop}") for shop, firm in zip(shops, firms, strict=True)]
        + [("given", f"{shop}转让给{firm}") for shop, firm in zip(shops, firms, strict=True)]
    )

    assert [each.entry for each in rank(built, "小店想转让给企业")] == ["given", "taken"]


def test_shows_the_wording_that_is_closest() -> None:
    best = rank(INDEX, "我家的秤去哪检定")[0]

    assert (best.entry, best.wording) == ("scale", "我家卖菜的秤去哪儿检定")


def test_limit_bounds_the_candidates() -> None:
    assert len(rank(INDEX, "质量月", limit=2)) == 2


@pytest.mark.parametrize("text", ["", "？？", "😀", "qqq www"])
def test_nothing_shared_is_no_candidate(text: str) -> None:
    assert rank(INDEX, text) == ()


@given(
    st.text(alphabet="质量月是几检定秤哪里微视频投稿营业执照办理 zhiliangyue3三？", max_size=40)
)
def test_probabilities_descend_and_sum_to_at_most_one(text: str) -> None:
    chances = [candidate.probability for candidate in rank(INDEX, text)]

    assert chances == sorted(chances, reverse=True)
    assert all(0 <= chance <= 1 for chance in chances)
    assert sum(chances) <= 1 + 1e-9


@pytest.mark.parametrize("wordings", [WORDINGS[:1], WORDINGS[:4], [("a", "！"), ("b", "三包")]])
def test_few_wordings_are_enough_to_build(wordings: list[tuple[str, str]]) -> None:
    built: Index = index.build(wordings)

    assert rank(built, wordings[-1][1])[0].entry == wordings[-1][0]
