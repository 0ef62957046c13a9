"""Topics known to be unanswered: they win against the entry next door, and say whose they are."""

from datetime import date
from pathlib import Path

import pytest

from faq.check import check_folder
from faq.faults import sentence
from faq.knowledge import Knowledge, revision_of
from faq.outcome import Answer, Found, Redirect, Suggestions, Unknown
from faq.search import search

TODAY = date(2026, 11, 22)
ENTRY = """\
- id: {id}
  topic: 营业执照
  standard_question: {question}
  similar_questions: [{similar}]
  answer: {answer}
  sources:
    - title: 示例文件
      number: 示例 1 号
  evidence: A
  as_of: 2026-11-22
  review_by: 2027-11-22
"""
ROWS = (
    (
        "days",
        "办营业执照要几天",
        "营业执照几天能办好, 多久能拿到执照, 办照等多久",
        "当场办。",
    ),
    ("where", "营业执照在哪里办", "去哪办营业执照, 执照在什么地方办, 哪个窗口办执照", "到窗口。"),
    ("month", "质量月是几月", "哪个月是质量月, 质量月在几月份, 质量月什么时候", "每年 9 月。"),
)
ENTRIES = "".join(ENTRY.format(id=i, question=q, similar=s, answer=a) for i, q, s, a in ROWS)
LOAN = "[拿营业执照能贷款吗, 营业执照可以抵押贷款不, 凭执照怎么贷款, 用执照贷款能贷多少]"
NEIGHBOURS = f"""\
- id: loan
  topic: 执照贷款
  wordings: {LOAN}
- id: tax
  topic: 交税
  wordings: [办了执照怎么交税, 有营业执照要交多少税, 执照办下来几天内报税, 开店交什么税]
  door: "12366"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "entries"
    place.mkdir()
    (place / "a.yaml").write_text(ENTRIES, encoding="utf-8")
    (tmp_path / "neighbours.yaml").write_text(NEIGHBOURS, encoding="utf-8")
    return place


@pytest.fixture
def found(folder: Path, tmp_path: Path) -> Knowledge:
    return Knowledge.open(folder, tmp_path / "index")


def asked(text: str, knowledge: Knowledge) -> Found:
    return search(text, TODAY, knowledge)


def faults(folder: Path, text: str) -> list[str]:
    (folder.parent / "neighbours.yaml").write_text(text, encoding="utf-8")
    return [sentence(fault) for fault in check_folder(folder).errors]


def test_a_neighbours_question_is_not_answered_by_the_entry_next_door(found: Knowledge) -> None:
    outcome = asked("拿营业执照能贷款吗", found)

    assert isinstance(outcome, Unknown | Suggestions)
    assert outcome.why.reason == "neighbour"
    assert outcome.why.neighbour == found.neighbours["loan"]


def test_a_neighbour_with_a_door_leads_there(found: Knowledge) -> None:
    outcome = asked("有营业执照要交多少税", found)

    assert isinstance(outcome, Redirect)
    assert (outcome.office, outcome.numbers, outcome.then) == ("税务", ("12366",), None)


@pytest.mark.parametrize(("text", "entry"), [(q, i) for i, q, _, _ in ROWS])
def test_an_entrys_own_wording_is_answered_all_the_same(
    text: str, entry: str, found: Knowledge
) -> None:
    outcome = asked(text, found)

    assert isinstance(outcome, Answer)
    assert outcome.entry.id == entry


def test_without_the_file_there_are_no_neighbours(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "neighbours.yaml").unlink()

    assert Knowledge.open(folder, tmp_path / "index").neighbours == {}


def test_a_change_of_the_file_is_another_revision(folder: Path, tmp_path: Path) -> None:
    before = revision_of(folder)
    (tmp_path / "neighbours.yaml").write_text(NEIGHBOURS.replace("loan", "bank"), encoding="utf-8")
    changed = Knowledge.open(folder, tmp_path / "index")

    assert changed.revision == revision_of(folder) != before
    assert set(changed.neighbours) == {"bank", "tax"}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("id: loan", "id: days", "neighbours.yaml 第 1 行：id“days”已在 a.yaml 第 1 行用过。"),
        (
            "凭执照怎么贷款",
            "质量月是几月？",
            (
                "neighbours.yaml 第 3 行：问法“质量月是几月？”"
                "与条目 month（a.yaml 第 25 行）的问法相同。"
            ),
        ),
        (
            LOAN,
            "[拿营业执照能贷款吗]",
            "neighbours.yaml 第 3 行：邻近话题的 wordings 写了 1 个，要写 3—12 个。",
        ),
        ("  topic: 执照贷款\n", "", "neighbours.yaml 第 1 行：缺少 topic。"),
        (
            "topic: 交税",
            "answer: 交税",
            ("neighbours.yaml 第 5 行：没有名为 answer 的字段，请检查拼写。"),
        ),
    ],
)
def test_a_fault_of_the_file_is_named_with_its_line(
    folder: Path, old: str, new: str, expected: str
) -> None:
    assert old in NEIGHBOURS
    assert expected in faults(folder, NEIGHBOURS.replace(old, new))


def test_a_door_is_one_of_the_known_numbers(folder: Path) -> None:
    (fault,) = faults(folder, NEIGHBOURS.replace("12366", "96333"))

    assert fault.startswith("neighbours.yaml 第 7 行：door“96333”不是已知的去处，只能写：")
