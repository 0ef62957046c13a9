import gc
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from faq.faults import FaultKind
from faq.keeping import index_folder
from faq.knowledge import Knowledge, KnowledgeError, revision_of, revision_of_entries
from faq.outcome import Answer
from faq.rank import rank
from faq.search import search

ENTRY = """\
- id: {id}
  topic: 质量月
  standard_question: {question}
  similar_questions: [{question}呢, 请说说{question}, 我想知道{question}]
  answer: {answer}
  sources:
    - title: 示例文件
      number: 示例 1 号
  evidence: A
  as_of: 2026-11-22
  review_by: 2027-11-22
"""
OTHERS = "".join(
    ENTRY.format(id=f"other-{number}", question=question, answer="见通知。")
    for number, question in enumerate(
        ["三包管多久", "怎么投诉商家", "营业执照几天办好", "专利保护几年", "企业标准去哪公开"]
    )
)
MONTH = ENTRY.format(id="month", question="质量月是几月", answer="每年 9 月。") + OTHERS
SCALE = ENTRY.format(id="scale", question="电子秤去哪里检定", answer="到检定机构。")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "entries"
    place.mkdir()
    (place / "a.yaml").write_text(MONTH + SCALE, encoding="utf-8")
    return place


@pytest.fixture
def indexes(tmp_path: Path) -> Path:
    return tmp_path / "data" / "index"


def test_opening_builds_one_index_a_revision(folder: Path, indexes: Path) -> None:
    first = Knowledge.open(folder, indexes)
    built = {path: path.stat().st_mtime_ns for path in indexes.rglob("*")}
    again = Knowledge.open(folder, indexes)

    assert {"month", "scale"} < set(first.entries)
    assert rank(first.index, "质量月是几月")[0].entry == "month"
    assert again.revision == first.revision == revision_of(folder)
    assert {path: path.stat().st_mtime_ns for path in indexes.rglob("*")} == built
    assert [path.name for path in indexes.iterdir()] == [
        revision_of_entries(first.entries.values())
    ]


def test_a_change_of_answers_needs_no_new_index(folder: Path, indexes: Path) -> None:
    first = Knowledge.open(folder, indexes)
    (folder / "a.yaml").write_text((MONTH + SCALE).replace("到检定机构", "去检定机构"), "utf-8")
    second = Knowledge.open(folder, indexes)

    assert second.revision != first.revision
    assert second.entries["scale"].answer == "去检定机构。"
    assert len(list(indexes.iterdir())) == 1


def test_a_folder_with_faults_does_not_open(folder: Path, indexes: Path) -> None:
    (folder / "b.yaml").write_text(SCALE, encoding="utf-8")

    with pytest.raises(KnowledgeError) as raised:
        Knowledge.open(folder, indexes)

    kinds = {fault.kind for fault in raised.value.faults}
    assert kinds == {FaultKind.DUPLICATE_ID, FaultKind.DUPLICATE_WORDING}


def test_a_broken_index_is_built_again(folder: Path, indexes: Path) -> None:
    place = indexes / revision_of_entries(Knowledge.open(folder, indexes).entries.values())
    (place / "names.json").write_text("{", encoding="utf-8")

    assert rank(Knowledge.open(folder, indexes).index, "质量月是几月")[0].entry == "month"


def test_few_old_indexes_are_kept(folder: Path, indexes: Path) -> None:
    for number in range(5):
        (indexes / f"old{number}").mkdir(parents=True)
    newest = revision_of_entries(Knowledge.open(folder, indexes).entries.values())

    assert newest in {path.name for path in indexes.iterdir()}
    assert len(list(indexes.iterdir())) == 4


def test_newer_texts_are_told_over_the_same_index(folder: Path, indexes: Path) -> None:
    first = Knowledge.open(folder, indexes)
    prepared = first.facets_of("month")
    scale = replace(first.entries["scale"], answer="去检定机构。")
    second = first.carrying({**first.entries, "scale": scale}, "2")

    assert asked("电子秤去哪里检定", second) == "去检定机构。"
    assert (second.revision, second.index) == ("2", first.index)
    assert second.facets_of("month") is prepared
    assert not second.lacks({**first.entries, "scale": scale})


def test_what_is_taken_away_is_told_no_more_though_the_index_knows_it(
    folder: Path, indexes: Path
) -> None:
    first = Knowledge.open(folder, indexes)
    left = {name: entry for name, entry in first.entries.items() if name != "scale"}
    second = first.carrying(left, "2")

    assert asked("电子秤去哪里检定", second) is None
    assert "scale" not in second.entries
    assert second.lacks(left)
    assert asked("电子秤去哪里检定", second.carrying(first.entries, "3")) == "到检定机构。"


def test_new_wordings_and_entries_wait_for_an_index_but_not_their_texts(
    folder: Path, indexes: Path
) -> None:
    first = Knowledge.open(folder, indexes)
    scale = replace(
        first.entries["scale"], answer="去检定机构。", similar_questions=("磅秤找谁校准",)
    )
    new = replace(scale, id="fruit", standard_question="水果要不要进货票据", similar_questions=())
    newer = {**first.entries, "scale": scale, "fruit": new}
    meanwhile = first.carrying(newer, "2")

    assert asked("电子秤去哪里检定", meanwhile) == "去检定机构。"
    assert asked("水果要不要进货票据", meanwhile) is None
    assert meanwhile.lacks(newer)
    learned = Knowledge.of(newer.values(), indexes, "2")
    assert asked("水果要不要进货票据", learned) == asked("磅秤找谁校准", learned) == "去检定机构。"
    assert not learned.lacks(newer)


def test_of_two_that_need_the_same_index_one_builds_it(folder: Path, indexes: Path) -> None:
    with ThreadPoolExecutor() as pool:
        opened = [pool.submit(Knowledge.open, folder, indexes) for _ in range(2)]
        both = [one.result() for one in opened]

    assert [rank(one.index, "质量月是几月")[0].entry for one in both] == ["month"] * 2
    assert len(list(indexes.iterdir())) == 1


def test_indexes_stand_in_a_spare_place_when_the_data_folder_is_closed(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")

    assert index_folder(tmp_path / "data") == tmp_path / "data" / "index"
    assert index_folder(tmp_path / "file") != tmp_path / "file" / "index"


def asked(text: str, knowledge: Knowledge) -> str | None:
    outcome = search(text, date(2026, 11, 23), knowledge)
    return outcome.entry.answer if isinstance(outcome, Answer) else None


@pytest.mark.parametrize("is_searching", [True, False])
def test_opening_leaves_the_search_for_rubbish_as_it_was(
    folder: Path, indexes: Path, *, is_searching: bool
) -> None:
    if not is_searching:
        gc.disable()
    try:
        Knowledge.open(folder, indexes)
        assert gc.isenabled() is is_searching
    finally:
        gc.enable()
