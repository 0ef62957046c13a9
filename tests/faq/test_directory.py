"""Names on public lists: found, on another list, not found, asked for by district."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from faq.check import check_folder
from faq.commands import SEED
from faq.decide import decide
from faq.directory import Directory
from faq.faults import FaultKind, Place
from faq.knowledge import Knowledge
from faq.outcome import Answer, Context
from faq.rolls import Item, Roll, read_rolls

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
CLOSING = (
    "这是截至 2023-11-14 公开报道的口径，"
    "最新的以{keeper}公布的为准。这里只转述，不是推荐。"
)  # fmt: skip
PREMIUM = CLOSING.format(keeper="山西省公用品牌建设联合会")
ORIGIN = CLOSING.format(keeper="国家知识产权局")
AWARD = CLOSING.format(keeper="阳泉市市场监督管理局")


def _told(text: str, seed: Knowledge) -> str | None:
    outcome = decide(text, Context(), NOW, seed)
    is_told = isinstance(outcome, Answer) and outcome.why.reason in ("listed", "not_listed")
    return outcome.entry.answer if is_told and isinstance(outcome, Answer) else None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "华越机械是山西精品吗",
            (
                "“华越机械”在阳泉的“山西精品”名录里：\n"
                f"· 华越机械的掩护式放顶煤支架（首批）\n{PREMIUM}"
            ),
        ),
        (
            "请问西小坪有没有评上山西精品？",
            (
                "“西小坪”在阳泉的“山西精品”名录里：\n"
                f"· 盂县西小坪的焦炉硅砖（盂县，首批）\n{PREMIUM}"
            ),
        ),
        (
            "西南舁苹果是不是山西精品",
            (
                "阳泉的“山西精品”名录里没有找到“西南舁苹果”；它在“地理标志”名录里：\n"
                f"· 西南舁苹果\n{PREMIUM}"
            ),
        ),
        (
            "盂县花椒是山西精品吗",
            (
                "阳泉的“山西精品”名录里没有找到“盂县花椒”。"
                f"名录只收公开报道写明的，没有找到不等于不是。\n{PREMIUM}"
            ),
        ),
        (
            "老陈醋算地理标志吗",
            (
                "阳泉的“地理标志”名录里没有找到“老陈醋”。"
                f"名录只收公开报道写明的，没有找到不等于不是。\n{ORIGIN}"
            ),
        ),
        (
            "平定都有哪些地理标志",
            (
                "阳泉的“地理标志”名录里写明属于平定县的：\n"
                f"· 平定砂器（平定县）\n· 平定黄瓜干（平定县）\n{ORIGIN}"
            ),
        ),
        (
            "城区有哪些山西精品",
            (
                "阳泉的“山西精品”名录里没有写明属于城区的。"
                f"名录只收公开报道写明的，没有写明不等于没有。\n{PREMIUM}"
            ),
        ),
        (
            "华鑫电气得过市政府质量奖吗",
            f"“阳泉市政府质量奖”的获奖名单没有查到公开资料，不能告诉您谁得过、谁没得过。\n{AWARD}",
        ),
    ],
)
def test_a_name_or_a_district_is_answered_from_the_roll(
    text: str, said: str, seed: Knowledge
) -> None:
    assert _told(text, seed) == said


@pytest.mark.parametrize("text", ["平定砂器是地理标志吗", "平定砂锅是不是地标产品"])
def test_an_item_with_an_entry_of_its_own_is_answered_by_it(text: str, seed: Knowledge) -> None:
    outcome = decide(text, Context(), NOW, seed)
    assert isinstance(outcome, Answer)
    assert outcome.entry == seed.entries["gi-pingding-shaqi"]


def test_what_nobody_confirmed_is_neither_listed_nor_denied(seed: Knowledge) -> None:
    outcome = decide("盂县花椒是地理标志吗", Context(), NOW, seed)
    assert isinstance(outcome, Answer)
    assert outcome.entry == seed.entries["gi-yuxian-pepper"]
    assert "盂县花椒" not in seed.entries["gi-yangquan"].answer


@pytest.mark.parametrize(
    "text",
    [
        "平定砂器坏了能退吗",
        "华越机械在哪",
        "2025年盂县有哪些山西精品",
        "太原有哪些山西精品",
        "大同黄花是地理标志吗",
        "什么是地理标志",
        "农户能用地理标志吗",
        "我们厂是山西精品吗",
        "孟县花椒是不是地理标志",
        "郊区和盂县有哪些地理标志",
    ],
)
def test_anything_else_is_left_to_the_entries(text: str, seed: Knowledge) -> None:
    assert _told(text, seed) is None


def test_the_heading_entry_shows_every_name_of_its_roll(seed: Knowledge) -> None:
    answer = seed.entries["shanxi-premium-yangquan"].answer
    assert answer.splitlines()[-3:] == [
        "· 华越机械的掩护式放顶煤支架（首批）",
        "· 盂县西小坪的焦炉硅砖（盂县，首批）",
        "· 华鑫电气（第二批）",
    ]


def test_every_name_of_every_roll_is_found_under_all_it_is_called(seed: Knowledge) -> None:
    missed = [
        name
        for roll in seed.directory.rolls
        for item in roll.items
        for name in item.names
        if seed.directory.answer(f"{name}是{roll.name}吗", seed.entries) is None
    ]
    assert missed == []


def test_a_long_roll_says_how_many_names_it_leaves_out(seed: Knowledge) -> None:
    first = seed.directory.rolls[0]
    items = tuple(Item(f"示例产品{number}") for number in range(1, 24))
    long = Roll(
        first.id, first.name, first.words, first.entry, first.keeper, first.as_of, first.sources,
        items,
    )  # fmt: skip
    shown = Directory((long,)).heading(seed.entries[first.entry])
    assert shown.answer.splitlines()[-2:] == ["· 示例产品20", "还有 3 个没有列出。"]


def test_faults_name_the_line(tmp_path: Path) -> None:
    folder = tmp_path / "entries"
    folder.mkdir()
    (tmp_path / "directory.yaml").write_text(
        "- id: one\n  name: 名录\n  entry: nobody\n  keeper: 联合会\n  as_of: 昨天\n"
        "  items:\n    - nam: 砂锅\n",
        encoding="utf-8",
    )
    kinds = [(fault.kind, fault.place) for fault in read_rolls(folder).faults]
    assert kinds == [
        (FaultKind.NOT_A_DATE, Place("directory.yaml", 5)),
        (FaultKind.MISSING, Place("directory.yaml", 1)),
        (FaultKind.UNKNOWN_FIELD, Place("directory.yaml", 7)),
        (FaultKind.MISSING, Place("directory.yaml", 7)),
    ]


def test_the_shipped_rolls_have_no_fault() -> None:
    faults = [fault for fault in check_folder(SEED).faults if fault.place.file == "directory.yaml"]
    assert faults == []


def test_a_release_refuses_names_nobody_signed() -> None:
    faults = check_folder(SEED, release=True).faults
    lines = (SEED.parent / "directory.yaml").read_text(encoding="utf-8").splitlines()
    unsigned = [
        (fault.facts["entry"], lines[fault.place.line - 1])
        for fault in faults
        if fault.kind is FaultKind.UNSIGNED and fault.place.file == "directory.yaml"
    ]
    names = ("shanxi-premium", "geographical-indication", "quality-award")
    assert unsigned == [(name, f"- id: {name}") for name in names]
