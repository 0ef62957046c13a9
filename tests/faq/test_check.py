from datetime import date
from pathlib import Path

import pytest

from faq.check import check_folder
from faq.commands import SEED
from faq.faults import FaultKind, sentence

TODAY = date(2026, 11, 22)
GOOD = """\
- id: quality-month-when
  topic: 质量月
  standard_question: 质量月是几月
  similar_questions:
    - 质量月在每年哪个月份
    - 哪个月是质量月
    - 质量月啥时候
    - 全国质量月在几月份
    - 质量月从几月开始
    - 质量月是九月还是十月
  answer: |
    全国“质量月”在每年 9 月。
  sources:
    - title: 全国“质量月”活动通知
      number: 示例文号 76
  evidence: A转
  as_of: 2026-11-22
  valid_from:
  valid_until:
  review_by: 2027-05-22
  related: []
  reviewed_by:
  reviewed_on:
"""


def faults(folder: Path, *, release: bool = False) -> list[str]:
    return [sentence(fault) for fault in check_folder(folder, TODAY, release=release).faults]


def written(folder: Path, text: str, name: str = "a.yaml") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def changed(folder: Path, old: str, new: str) -> Path:
    assert old in GOOD
    return written(folder, GOOD.replace(old, new))


def test_a_good_folder_has_no_faults(tmp_path: Path) -> None:
    assert faults(written(tmp_path, GOOD)) == []


def test_the_shipped_knowledge_has_no_faults() -> None:
    assert [sentence(fault) for fault in check_folder(SEED).errors] == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "id: quality-month-when",
            "id: Quality_Month",
            (
                "a.yaml 第 1 行：id“Quality_Month”不合规：只用小写字母、数字和连字符，"
                "最长 48 个字符，如 quality-month-when。"
            ),
        ),
        ("  topic: 质量月\n", "", "a.yaml 第 1 行：缺少 topic。"),
        (
            "answer: |\n    全国“质量月”在每年 9 月。\n",
            "answer:\n",
            "a.yaml 第 11 行：缺少 answer。",
        ),
        (
            "topic: 质量月",
            "topic：质量月",
            "a.yaml 第 2 行：字段 topic 后面用了全角冒号“：”，请改成半角冒号加一个空格“: ”。",
        ),
        (
            "as_of: 2026-11-22",
            "as_of: 2026-02-30",
            "a.yaml 第 17 行：as_of 应是存在的日期，写成 2026-11-22 这样，现在是“2026-02-30”。",
        ),
        (
            "evidence: A转",
            "evidence: C",
            "a.yaml 第 16 行：evidence 只能是 A、A转 或 B，现在是“C”。",
        ),
        (
            "      number: 示例文号 76\n",
            "",
            (
                "a.yaml 第 14 行：来源“全国“质量月”活动通知”缺少依据："
                "number（文号）、article（条款）、date（日期）至少写一项。"
            ),
        ),
        (
            "      number: 示例文号 76\n",
            "      date: 2022-08-01\n      url: https://mirror.example.com/x\n",
            (
                "a.yaml 第 16 行：网址“https://mirror.example.com/x”不是官方页面，"
                "只收 *.gov.cn 和 12315.cn 的网址，否则请留空。"
            ),
        ),
        ("related: []", "related: [nowhere]", "a.yaml 第 21 行：related 中的“nowhere”不存在。"),
        (
            "related: []",
            "related: [quality-month-when]",
            "a.yaml 第 21 行：related 不能指向条目自己。",
        ),
        ("related: []", "realted: []", "a.yaml 第 21 行：没有名为 realted 的字段，请检查拼写。"),
        (
            "valid_from:\n  valid_until:",
            "valid_from: 2026-12-31\n  valid_until: 2026-12-01",
            "a.yaml 第 18 行：valid_from 晚于 valid_until。",
        ),
        (
            "reviewed_by:",
            "reviewed_by: 示例审定人",
            "a.yaml 第 22 行：reviewed_by 和 reviewed_on 要么都填，要么都空。",
        ),
        (
            "standard_question: 质量月是几月",
            "standard_question: [质量月是几月]",
            "a.yaml 第 3 行：standard_question 应是一段文字。",
        ),
        ("- 质量月啥时候", "- ？？！", "a.yaml 第 7 行：问法“？？！”去掉标点后没有内容。"),
    ],
)
def test_a_fault_is_named_with_file_and_line(
    tmp_path: Path, old: str, new: str, expected: str
) -> None:
    assert faults(changed(tmp_path, old, new)) == [expected]


def test_a_long_answer_is_measured_in_chinese_characters(tmp_path: Path) -> None:
    folder = changed(tmp_path, "全国“质量月”在每年 9 月。", "质" * 301)

    assert faults(folder) == ["a.yaml 第 11 行：answer 太长：301 字，最多 300 字。"]


def test_wordings_alike_but_for_width_and_punctuation_are_duplicates(tmp_path: Path) -> None:
    written(tmp_path, GOOD)
    other = GOOD.replace("quality-month-when", "other").replace("质量月", "计量日")
    written(tmp_path, other.replace("- 计量日啥时候", "- 质量月，啥时候？"), "b.yaml")

    assert faults(tmp_path) == [
        (
            "b.yaml 第 7 行：问法“质量月，啥时候？”"
            "与条目 quality-month-when（a.yaml 第 7 行）的问法相同。"
        )
    ]


def test_an_id_is_used_once(tmp_path: Path) -> None:
    written(tmp_path, GOOD)
    written(tmp_path, GOOD.replace("质量月", "计量日"), "b.yaml")

    assert faults(tmp_path) == ["b.yaml 第 1 行：id“quality-month-when”已在 a.yaml 第 1 行用过。"]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (
            b"\xef\xbb\xbf" + GOOD.encode(),
            "a.yaml 第 1 行：文件开头有 BOM 标记，请另存为“UTF-8（无 BOM）”。",
        ),
        (
            GOOD.encode("gb18030"),
            (
                "a.yaml 第 2 行：这一行不是 UTF-8，看起来是 GBK 编码，"
                "请把文件另存为“UTF-8（无 BOM）”。"
            ),
        ),
        (
            GOOD.encode("utf-16"),
            "a.yaml 第 1 行：文件是 UTF-16 编码，请另存为“UTF-8（无 BOM）”。",
        ),
        (
            GOOD.encode() + b"\xff\xff",
            "a.yaml 第 24 行：这一行不是 UTF-8 编码，请把文件另存为“UTF-8（无 BOM）”。",
        ),
    ],
    ids=["bom", "gbk", "utf16", "garbage"],
)
def test_a_wrong_encoding_is_named(tmp_path: Path, raw: bytes, expected: str) -> None:
    (tmp_path / "a.yaml").write_bytes(raw)

    assert faults(tmp_path) == [expected]


def test_broken_yaml_is_one_fault_with_its_line(tmp_path: Path) -> None:
    found = check_folder(changed(tmp_path, "  evidence: A转", "\tevidence: A转"), TODAY).faults

    assert [(fault.kind, fault.place.line) for fault in found] == [(FaultKind.SYNTAX, 16)]


def test_a_file_that_is_no_list_and_a_missing_folder_are_faults(tmp_path: Path) -> None:
    assert faults(written(tmp_path, "id: x\n")) == [
        "a.yaml 第 1 行：文件应是条目的列表，每条以“- id: ”开头。"
    ]
    assert faults(tmp_path / "none") == [f"{tmp_path / 'none'} 第 1 行：找不到知识文件夹。"]


def test_what_time_made_stale_is_a_warning_only(tmp_path: Path) -> None:
    changed(tmp_path, "valid_until:", "valid_until: 2026-11-21")
    checked = check_folder(tmp_path, TODAY)

    assert [sentence(fault) for fault in checked.faults] == [
        (
            "a.yaml 第 1 行：【提醒】条目 quality-month-when 已于 2026-11-21 失效，"
            "机器人不再给出，请更新。"
        )
    ]
    assert checked.errors == ()


def test_a_release_refuses_what_nobody_signed(tmp_path: Path) -> None:
    assert faults(written(tmp_path, GOOD), release=True) == [
        (
            "a.yaml 第 1 行：条目 quality-month-when 还没有本单位审定"
            "（reviewed_by、reviewed_on 为空），不能正式发布。"
        )
    ]
    signed = GOOD.replace("reviewed_by:", "reviewed_by: 示例审定人")
    signed = signed.replace("reviewed_on:", "reviewed_on: 2026-11-20")

    assert faults(written(tmp_path, signed), release=True) == []
