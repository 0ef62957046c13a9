from datetime import date

import pytest

from faq.contrast import contrast
from faq.entry import Entry
from faq.facets import EntryFacets, facets
from faq.veto import VetoKind, in_force, subset, vetoes

TODAY = date(2026, 11, 22)
Kinds = list[tuple[str, bool]]


def entry(*wordings: str, answer: str = "见通知。") -> Entry:
    return Entry("e", "", wordings[0], wordings[1:], answer)


def against(question: str, told: Entry) -> Kinds:
    """Say the kind of every veto and whether it is final."""
    known = EntryFacets(told)
    found = vetoes(facets(question), known, TODAY)
    found += contrast(facets(question), known)
    return sorted({(veto.kind.value, veto.is_final) for veto in found})


@pytest.mark.parametrize(
    ("question", "wording", "expected"),
    [
        ("微视频可以重复投稿吗", "微视频不可以重复投稿吗", [("polarity", False)]),
        ("微视频不可以重复投稿吗", "微视频可以重复投稿吗", [("polarity", False)]),
        ("微视频能不能重复投稿", "微视频可以重复投稿吗", []),
        ("微视频可不可以重复投稿", "微视频不可以重复投稿吗", []),
        ("必须办健康证吗", "不用办健康证吗", [("polarity", False)]),
        ("抽检合格怎么办", "抽检不合格怎么办", [("polarity", False)]),
        ("充电宝有3C标志能卖吗", "充电宝没有3C标志能卖吗", [("polarity", False)]),
        ("这个能退不", "这个能退吗", []),
        ("公布了没有", "公布了吗", []),
        ("广告里哪些词不能用", "广告里哪些词可以用", []),
    ],
)
def test_yes_is_not_no(question: str, wording: str, expected: Kinds) -> None:
    assert against(question, entry(wording)) == expected


@pytest.mark.parametrize(
    ("question", "wording", "expected"),
    [
        ("城区服务站地址在哪里", "矿区服务站地址在哪里", [("district", True)]),
        ("平定的培训在哪", "平定县的培训在哪", []),
        ("盂县合格率是多少", "阳泉合格率是多少", [("district", False)]),
        ("盂县营业执照怎么办", "营业执照怎么办", []),
        ("太原市质量奖怎么申报", "阳泉市质量奖怎么申报", [("place", True)]),
        ("北京的山西精品怎么报", "山西精品怎么报", [("place", True)]),
        ("太原的山西精品怎么报", "山西精品怎么报", []),
        ("北京买的手机坏了能退吗", "手机坏了能退吗", []),
        ("这两家大同小异怎么选", "阳泉这两家怎么选", []),
    ],
)
def test_one_place_is_not_another(question: str, wording: str, expected: Kinds) -> None:
    assert against(question, entry(wording)) == expected


@pytest.mark.parametrize(
    ("question", "told", "expected"),
    [
        ("2024年质量月主题", entry("2023年质量月主题"), [("year", True)]),
        ("二〇二三年质量月主题", entry("2023年质量月主题"), []),
        ("23年质量月主题", entry("2023年质量月主题"), []),
        ("去年质量月主题", entry("2025年质量月主题"), []),
        ("前年质量月主题", entry("2025年质量月主题"), [("year", True)]),
        ("2019年质量月主题", entry("2017—2021年质量月主题"), []),
        ("2019年质量月主题", entry("往年质量月主题", answer="2017—2021 年依次是……"), []),
        ("今年质量月是几月", entry("质量月是几月"), []),
        ("2015年质量月是几月", entry("质量月是几月"), [("year", False)]),
    ],
)
def test_a_year_needs_an_entry_that_covers_it(question: str, told: Entry, expected: Kinds) -> None:
    assert against(question, told) == expected


@pytest.mark.parametrize(
    ("question", "wording", "expected"),
    [
        ("十五天无理由退货吗", "七天无理由退货吗", [("number", False)]),
        ("七日无理由退货吗", "七天无理由退货吗", []),
        ("第三届评了谁", "第二届评了谁", [("number", False)]),
        ("修了三次还坏", "修了两次还坏", [("number", False)]),
        ("修了2次还坏", "修了两次还坏", []),
        ("纲要的九方面任务", "纲要的八方面任务", [("number", False)]),
        ("花了500块买到过期奶", "买到过期奶", []),
    ],
)
def test_one_number_is_not_another(question: str, wording: str, expected: Kinds) -> None:
    assert against(question, entry(wording)) == expected


@pytest.mark.parametrize(
    ("question", "wording", "expected"),
    [
        ("三包找谁", "召回找谁", [("object", True)]),
        ("七天无理由找谁", "三包找谁", [("object", True)]),
        ("三包找谁", "三包和召回找谁", []),
        ("投诉有奖吗", "举报有奖吗", [("object", True)]),
        ("投诉举报有奖吗", "举报有奖吗", [("object", False)]),
        ("CNAS证书管用吗", "CMA证书管用吗", [("object", True)]),
        ("3C证书管用吗", "CCC证书管用吗", []),
        ("专利能转让吗", "商标能转让吗", [("object", True)]),
        ("电表准吗", "水表准吗", [("object", True)]),
        ("中国质量奖谁办的", "山西省质量奖谁办的", [("object", True)]),
        ("市长质量奖评过吗", "市政府质量奖评过吗", [("object", True)]),
        ("食品许可证在哪办", "营业执照在哪办", [("object", True)]),
        ("充电宝有毛病", "手机有毛病", [("object", False)]),
    ],
)
def test_one_object_is_not_another(question: str, wording: str, expected: Kinds) -> None:
    assert against(question, entry(wording)) == expected


@pytest.mark.parametrize(
    ("question", "told", "expected"),
    [
        ("质量奖给多少奖金", entry("质量奖多久评一回"), [("aspect", False)]),
        ("质量奖给多少奖金", entry("质量奖多久评一回", answer="奖金 10 万元。"), []),
        ("办证要带什么材料", entry("办证要准备什么材料"), []),
    ],
)
def test_how_much_is_not_how_long(question: str, told: Entry, expected: Kinds) -> None:
    assert against(question, told) == expected


def test_an_own_wording_is_never_vetoed() -> None:
    told = entry("质量月是几月", "太原2019年不合格的三包召回投诉举报没有奖金吗")

    assert against("太原2019年不合格的三包召回投诉举报没有奖金吗？", told) == []


@pytest.mark.parametrize(
    ("words", "is_vetoed"),
    [(("标准",), True), (("标准", "呢"), True), (("企业标准", "备案"), False)],
)
def test_one_word_asks_nothing_yet(words: tuple[str, ...], *, is_vetoed: bool) -> None:
    known = EntryFacets(entry("标准分哪几类"))

    assert [veto.kind for veto in subset(words, "".join(words), known)] == (
        [VetoKind.SUBSET] if is_vetoed else []
    )


def test_a_known_one_word_wording_may_be_answered() -> None:
    assert subset(("标准",), "标准", EntryFacets(entry("标准", "标准分哪几类"))) == ()


def test_validity_is_a_final_veto() -> None:
    told = Entry(
        "e", "", "问", (), "答。", valid_from=date(2026, 12, 1), valid_until=date(2027, 1, 1)
    )

    assert [veto.kind for veto in in_force(told, date(2026, 11, 30))] == [VetoKind.NOT_YET]
    assert in_force(told, date(2026, 12, 1)) == ()
    assert in_force(told, date(2027, 1, 1)) == ()
    assert [veto.kind for veto in in_force(told, date(2027, 1, 2))] == [VetoKind.EXPIRED]
