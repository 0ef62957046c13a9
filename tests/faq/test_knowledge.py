import asyncio
import gc
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from faq.faults import Fault, FaultKind
from faq.knowledge import (
    Knowledge,
    KnowledgeError,
    index_folder,
    revision_of,
    revision_of_entries,
    watch,
)
from faq.rank import rank

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


async def test_a_good_change_goes_live_and_a_bad_one_is_reported_once(
    folder: Path, indexes: Path
) -> None:
    current = await asyncio.to_thread(Knowledge.open, folder, indexes)
    changes = watch(folder, indexes, current.revision, every=0.05)

    (folder / "a.yaml").write_text(MONTH, encoding="utf-8")
    first = await _next(changes)
    assert isinstance(first, Knowledge)
    assert "month" in first.entries
    assert "scale" not in first.entries

    (folder / "b.yaml").write_bytes(SCALE.encode("gbk"))
    second = await _next(changes)
    assert isinstance(second, tuple)
    assert [fault.kind for fault in second] == [FaultKind.GBK]
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(anext(changes), 0.4)


async def test_putting_a_folder_back_goes_live_without_building(
    folder: Path, indexes: Path
) -> None:
    current = await asyncio.to_thread(Knowledge.open, folder, indexes)
    changes = watch(folder, indexes, current.revision, every=0.05)

    (folder / "a.yaml").write_text("- id: [", encoding="utf-8")
    assert isinstance(await _next(changes), tuple)
    (folder / "a.yaml").write_text(MONTH + SCALE, encoding="utf-8")
    back = await _next(changes)

    assert isinstance(back, Knowledge)
    assert back.revision == current.revision


def test_indexes_stand_in_a_spare_place_when_the_data_folder_is_closed(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")

    assert index_folder(tmp_path / "data") == tmp_path / "data" / "index"
    assert index_folder(tmp_path / "file") != tmp_path / "file" / "index"


async def _next(
    changes: AsyncIterator[Knowledge | tuple[Fault, ...]],
) -> Knowledge | tuple[Fault, ...]:
    return await asyncio.wait_for(anext(changes), 60)


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
