import argparse
import asyncio
from pathlib import Path

import openpyxl
import pytest
import yaml

from bot.commands import campaign
from bot.locks import StartError
from bot.settings import Settings
from db.engine import sqlite_url
from tests.studio import Studio, hands_in, sample, studio


async def run(place: Studio, *arguments: str) -> int:
    parser = argparse.ArgumentParser()
    campaign.add_parser(parser.add_subparsers())
    given = parser.parse_args(["campaign", *arguments])
    folder = place.town.folder
    settings = Settings(data_dir=folder, database_url=sqlite_url(folder / "records.db"))
    return await asyncio.to_thread(campaign.run, given, settings)


async def test_campaigns_and_works_are_listed_without_phones(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with studio(tmp_path) as place:
        number = await hands_in(place, place.citizen(), place.film())
        assert await run(place, "list") == 0
        lines = capsys.readouterr().out.splitlines()
        assert lines[0].startswith("sample　（示例）质量月微视频征集　")
        assert lines[1:] == [
            "　　已收到，工作人员审核中 1",
            f"　　{number}　2026-11-22 12:00　已收到，工作人员审核中　《老师傅的秤》　张三、李四",
        ]


async def test_a_work_is_shown_with_its_phone_and_history(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with studio(tmp_path) as place:
        number = await hands_in(place, place.citizen(), place.film())
        assert await run(place, "show", number.lower()) == 0
        shown = capsys.readouterr().out
        assert "电话：13812345678\n" in shown
        assert "草稿，还没提交 → 已收到，技术检查中　作者\n" in shown
        assert await run(place, "show", "V-AAAAAAA") == 1
        assert capsys.readouterr().out == "没有编号 V-AAAAAAA 的投稿。\n"


async def test_the_export_has_phones_as_text_and_files_with_stable_names(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with studio(tmp_path) as place:
        number = await hands_in(place, place.citizen(), place.film())
        twin = await hands_in(place, place.citizen(), place.film())
        for _ in range(2):
            assert await run(place, "export", "--out", str(tmp_path / "out")) == 0
    book = openpyxl.load_workbook(tmp_path / "out" / "sample.xlsx")
    heading, first, second = book.worksheets[0].iter_rows(values_only=True)
    row = dict(zip(heading, first, strict=True))
    name = f"{number}_老师傅的秤_张三.mp4"
    assert (row["编号"], row["电话"], row["状态"]) == (
        number, "13812345678", "已收到，工作人员审核中",
    )  # fmt: skip
    assert (row["文件名"], row["时长"]) == (name, "1 分 5 秒")
    assert second[-1] == f"与 {number} 的文件完全相同"
    files = sorted(file.name for file in (tmp_path / "out" / "videos").iterdir())
    assert files == sorted([name, f"{twin}_老师傅的秤_张三.mp4"])
    assert "视频：新复制 0 个，已有 2 个。" in capsys.readouterr().out


async def test_a_campaign_is_read_from_a_file_and_takes_the_samples_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    real = sample(
        id="month-2027", name="2027 质量月微视频征集（示例）", is_sample=False, open_for_days=None,
        opens_at="2026-11-01T00:00:00", closes_at="2026-11-30T23:59:59",
    )  # fmt: skip
    file = tmp_path / "month.yaml"
    file.write_text(yaml.safe_dump(real, allow_unicode=True), encoding="utf-8")
    async with studio(tmp_path) as place:
        assert await run(place, "load", str(file)) == 0
        assert capsys.readouterr().out == (
            "已读入活动 month-2027：2027 质量月微视频征集（示例），"
            "2026-11-01 00:00 至 2026-11-30 23:59（北京时间）。\n"
        )
        (rules,) = await place.citizen().says("微视频投稿")
        assert rules.text.splitlines()[0] == "2027 质量月微视频征集（示例）"


async def test_what_cannot_be_done_is_one_clear_line(tmp_path: Path) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text("id: x\n", encoding="utf-8")
    async with studio(tmp_path) as place:
        with pytest.raises(StartError) as told:
            await run(place, "load", str(file))
        assert str(told.value).endswith(
            "里的 opens_at 缺少或写错了。可以照 campaign/data/sample.yaml 来写。"
        )
        with pytest.raises(StartError) as told:
            await run(place, "export", "--campaign", "none")
        assert str(told.value) == "没有活动 none。用 campaign list 看有哪些。"
