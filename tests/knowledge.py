"""A handful of entries for tests of conversations: real texts, real index, quick to build."""

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from faq.entry import Entry, Evidence, Source
from faq.knowledge import Knowledge, revision_of_entries

LAW = Source("中华人民共和国产品质量法", None, "第二十七条", date(2018, 12, 29), None)

MONTH = Entry(
    id="quality-month-when",
    topic="质量月",
    standard_question="质量月是几月",
    similar_questions=("质量月在哪个月", "哪个月是质量月", "质量月什么时候开始"),
    answer="全国“质量月”在每年 9 月。",
    sources=(LAW,),
    evidence=Evidence.A,
    as_of=date(2026, 11, 22),
    related=("three-nos",),
)
THREE_NOS = Entry(
    id="three-nos",
    topic="产品质量法",
    standard_question="三无产品能卖吗",
    similar_questions=("卖三无产品违法吗", "没有厂名厂址的东西能不能卖", "三无货可以销售吗"),
    answer="不能卖。",
    sources=(LAW,),
    evidence=Evidence.A,
    as_of=date(2026, 11, 22),
)
OLD_RULE = Entry(
    id="old-rule",
    topic="商标",
    standard_question="商标异议期是几个月",
    similar_questions=("商标公告后多久可以提异议", "对商标有意见几个月内提"),
    answer="三个月。",
    sources=(LAW,),
    evidence=Evidence.A,
    as_of=date(2026, 11, 22),
    valid_until=date(2026, 12, 31),
)
SIGNED = replace(
    THREE_NOS,
    id="award-fee",
    topic="质量奖",
    standard_question="申报中国质量奖收费吗",
    similar_questions=("参评质量奖要交钱吗", "报质量奖花多少钱"),
    answer="不收任何费用。",
    reviewed_by="示例审定人",
    reviewed_on=date(2026, 11, 20),
)
ENTRIES = (MONTH, THREE_NOS, OLD_RULE, SIGNED)


def small_knowledge(index_dir: Path) -> Knowledge:
    """Build the knowledge of the four entries above."""
    return Knowledge.of(ENTRIES, index_dir, revision_of_entries(ENTRIES))


@cache
def shared_knowledge() -> Knowledge:
    """Build it once for all tests that only need some knowledge to be there."""
    return small_knowledge(Path(mkdtemp(prefix="zhixiaotong-test-")))
