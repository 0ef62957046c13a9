"""Questions that ask the same are put together, and none that a wrong answer would betray."""

import itertools
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faq.cluster import clusters

TODAY = date(2026, 11, 23)

GROUPS = (
    (
        "电动车充电桩收费谁来管",
        "电动车充电桩收费归谁管",
        "请问电动车充电桩乱收费找谁管",
        "小区电动车充电桩收费谁管啊",
        "电瓶车充电桩收费哪个部门管",
    ),
    (
        "燃气表多久检定一次",
        "家里的燃气表多久检定一回",
        "燃气表多长时间检定一次",
        "燃气表检定周期是多久",
    ),
    (
        "小饭桌需要办什么手续",
        "开小饭桌要办哪些手续",
        "开个小饭桌需要办什么手续呀",
        "办小饭桌需要什么手续",
        "想开小饭桌都要办啥手续",
    ),
    (
        "散装白酒能不能卖",
        "散装白酒可以卖吗",
        "散装的白酒能卖吗",
        "小卖部可以卖散装白酒吗",
    ),
    (
        "质量管理小组怎么注册",
        "QC小组怎么注册",
        "质量管理小组在哪儿注册",
        "质量管理小组如何注册登记",
    ),
    (
        "老年代步车要不要上牌",
        "老年代步车需要上牌吗",
        "老年代步车用不用上牌照",
        "代步车要上牌吗",
    ),
    (
        "桶装水有异味怎么办",
        "桶装水有怪味怎么办",
        "买的桶装水有异味咋办",
        "桶装水一股异味该怎么办",
    ),
    (
        "校服质量不合格能退吗",
        "校服质量不合格可以退吗",
        "孩子校服质量不合格能不能退",
        "学校发的校服质量不合格能退吗",
    ),
    (
        "眼镜店验光准不准谁检查",
        "眼镜店的验光仪谁来检查",
        "眼镜店验光仪器由谁检查",
        "谁检查眼镜店的验光仪",
    ),
    (
        "企业首席质量官培训什么时候报名",
        "首席质量官培训什么时候报名",
        "首席质量官的培训啥时候报名",
        "首席质量官培训班何时报名",
    ),
    (
        "预付卡老板跑路了怎么办",
        "办的预付卡老板跑路怎么办",
        "理发店预付卡老板跑路了咋办",
        "预付卡商家跑路了怎么办",
    ),
)
SINGLES = (
    "今天天气怎么样",
    "公积金怎么提取",
    "地铁什么时候开通",
    "散装食用油能不能卖",
    "燃气灶多久更换一次",
    "共享单车押金怎么退",
    "校园欺凌向谁反映",
    "桶装水空桶押金退不退",
    "质量月的吉祥物是什么",
    "养老院收费标准是多少",
)
ALIKE_BUT_APART = (
    ("城区的充电桩谁管", "矿区的充电桩谁管"),
    ("平定县的检测费减免怎么申请", "盂县的检测费减免怎么申请"),
    ("散装白酒可以卖吗", "散装白酒不可以卖吗"),
    ("2024年质量奖名单", "2025年质量奖名单"),
    ("去年质量奖名单", "前年质量奖名单"),
    ("没有营业执照能开店吗", "有营业执照能开店吗"),
    ("检验合格怎么办", "检验不合格怎么办"),
    ("买了15天的手机能退吗", "买了30天的手机能退吗"),
    ("电梯多久检验一次", "锅炉多久检验一次"),
    ("燃气表检定要多少钱", "燃气表检定要多长时间"),
)


def _groups(texts: list[str]) -> list[frozenset[str]]:
    return [frozenset(texts[place] for place in each.members) for each in clusters(texts, TODAY)]


def _pairs(groups: list[frozenset[str]]) -> set[frozenset[str]]:
    return {
        frozenset(pair) for group in groups for pair in itertools.combinations(sorted(group), 2)
    }


def test_what_asks_the_same_is_found_together() -> None:
    texts = [text for group in GROUPS for text in group] + list(SINGLES)
    found, meant = _pairs(_groups(texts)), _pairs([frozenset(group) for group in GROUPS])
    assert len(found & meant) / len(found) >= 0.95
    assert len(found & meant) / len(meant) >= 0.9


@pytest.mark.parametrize(("one", "other"), ALIKE_BUT_APART)
def test_what_a_wrong_answer_would_betray_is_never_joined(one: str, other: str) -> None:
    for company in ([], [one, other], list(GROUPS[0])):
        for group in _groups([one, other, *company]):
            assert not {one, other} <= group


def test_the_same_words_are_one_question_however_they_are_typed() -> None:
    texts = [
        "散装白酒可以卖吗？",
        "散装白酒  可以卖吗",
        "散裝白酒可以賣嗎",
        "养老院收费标准是多少",
    ]
    assert [each.members for each in clusters(texts, TODAY)] == [(0, 1, 2), (3,)]


def test_the_headline_is_one_of_the_group_that_most_are_like() -> None:
    texts = ["小区里那个电动车充电桩乱收费到底谁管啊", *["电动车充电桩收费谁管"] * 3]
    (group,) = clusters(texts, TODAY)
    assert texts[group.headline] == "电动车充电桩收费谁管"


def test_this_year_goes_without_saying() -> None:
    texts = ["质量月的吉祥物是什么", "2026年质量月的吉祥物是什么", "今年质量月的吉祥物是什么"]
    assert len(clusters(texts, TODAY)) == 1


def test_nothing_and_one_text_and_texts_without_a_word() -> None:
    assert clusters([], TODAY) == ()
    assert [each.members for each in clusters(["散装白酒可以卖吗"], TODAY)] == [(0,)]
    assert [each.members for each in clusters(["？？", "！"], TODAY)] == [(0, 1)]


_SAMPLE = [text for group in GROUPS[:5] for text in group] + list(SINGLES[:4])


@settings(max_examples=25, deadline=None)
@given(st.permutations(_SAMPLE))
def test_the_order_they_came_in_changes_no_group(texts: list[str]) -> None:
    assert set(_groups(texts)) == set(_groups(_SAMPLE))


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from([text for group in GROUPS for text in group]),
    st.lists(
        st.sampled_from(["城区", "矿区", "郊区", "平定县", "盂县", ""]), min_size=2, max_size=8
    ),
)
def test_districts_are_never_joined(question: str, places: list[str]) -> None:
    texts = [place + question for place in places]
    for group in clusters(texts, TODAY):
        assert len({places[member] for member in group.members}) == 1
