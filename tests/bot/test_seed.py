"""What a start makes of the shipped entries, and what it says about them."""

from pathlib import Path

import pytest

from bot.locks import StartError
from bot.seed import Planted, plant_seed
from db.engine import Database
from faq.editorial import store
from faq.editorial.shipped import Taken
from tests.faq.editorial.records import NOW, records
from tests.faq.test_knowledge import MONTH, SCALE
from texts import start


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "entries"
    place.mkdir()
    (place / "a.yaml").write_text(MONTH + SCALE, encoding="utf-8")
    return place


async def live(database: Database) -> set[str]:
    async with database.read() as session:
        return {entry.id for entry in (await store.live_since(session, 0)).read().entries}


async def test_shipped_files_are_taken_in_and_a_change_says_what_it_is(
    folder: Path, tmp_path: Path
) -> None:
    async with records("sqlite", tmp_path) as database:
        assert await plant_seed(database, NOW, folder) == Planted(Taken(new=7))
        changed = SCALE.replace("到检定机构", "去检定机构")
        (folder / "a.yaml").write_text(MONTH + changed, encoding="utf-8")
        planted = await plant_seed(database, NOW, folder)
        assert planted == Planted(Taken(arrived=1, to_review=1))
        async with database.read() as session:
            draft = await store.text_of(session, "scale", 2)
        assert (draft.content["answer"], draft.note) == ("去检定机构。", start.SEED_CHANGED)


async def test_a_broken_folder_stops_the_first_start_and_no_other(
    folder: Path, tmp_path: Path
) -> None:
    async with records("sqlite", tmp_path) as database:
        (folder / "a.yaml").write_text(MONTH + SCALE + SCALE, encoding="utf-8")
        with pytest.raises(StartError) as refused:
            await plant_seed(database, NOW, folder)
        assert str(refused.value).startswith("没有启动：知识库有错。\na.yaml 第 ")
        (folder / "a.yaml").write_text(MONTH + SCALE, encoding="utf-8")
        await plant_seed(database, NOW, folder)
        (folder / "b.yaml").write_text("- id: [", encoding="utf-8")
        planted = await plant_seed(database, NOW, folder)
        assert (planted.taken, len(planted.faults)) == (Taken(), 1)
        assert len(await live(database)) == 7


def test_the_start_says_whose_rules_hold() -> None:
    assert start.knowledge(326, 326) == ("知识　　：326 条（来自数据库），其中 326 条待本单位审定")
    assert start.knowledge(326, 320, 2, 1) == (
        "知识　　：326 条（来自数据库；种子有 2 条改动已作为草稿待审；"
        "种子有 1 条改动等现有草稿处理完再进来），其中 320 条待本单位审定"
    )
