import os
import re
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.export import ExportRow, MediaItem, MediaReport, export_media, write_xlsx
from campaign.naming import LONGEST, PHONE, clean, stable_name
from texts.campaign import HEADINGS, SHEET

RECEIVED = datetime(2026, 9, 30, 15, 59, 59, tzinfo=UTC)
FULL_WIDTH = "".join(chr(0xFF10 + int(digit)) for digit in "13800138000")


def row(**changes: str) -> ExportRow:
    facts = {
        "receipt": "V-ABC234X",
        "title": "示例作品",
        "authors": "示例作者",
        "organisation": "示例单位",
        "phone": "13800138000",
        "category": "示例类别",
        "synopsis": "示例简介",
        "state": "已收到",
        "channel": "网页",
    }
    return ExportRow(**{**facts, **changes}, received_at=RECEIVED, size_mb=12.25)


def written(path: Path, rows: list[ExportRow]) -> list[dict[str, object]]:
    write_xlsx(path, rows, HEADINGS, SHEET)
    page = openpyxl.load_workbook(path)[SHEET]
    headings, *lines = page.iter_rows(values_only=True)
    return [dict(zip(map(str, headings), line, strict=True)) for line in lines]


def test_table_has_chinese_headings_and_beijing_time(tmp_path: Path) -> None:
    (line,) = written(tmp_path / "投稿.xlsx", [row()])

    assert list(line) == list(HEADINGS.values())
    assert line[HEADINGS["received_at"]] == datetime(2026, 9, 30, 23, 59, 59)  # noqa: DTZ001 -- cells have no zone
    assert line["大小（MB）"] == 12.25
    assert line[HEADINGS["title"]] == "示例作品"


@pytest.mark.parametrize("typed", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "{=1}"])
def test_r102_typed_text_never_becomes_a_formula(tmp_path: Path, typed: str) -> None:
    path = tmp_path / "a.xlsx"

    (line,) = written(path, [row(title=typed)])

    cell = openpyxl.load_workbook(path)[SHEET]["B2"]
    assert (line[HEADINGS["title"]], cell.data_type) == (typed, "s")


@pytest.mark.parametrize("phone", ["13800138000", "0353-6668888", "008613800138000", FULL_WIDTH])
def test_r102_phones_stay_text_with_their_zeros(tmp_path: Path, phone: str) -> None:
    (line,) = written(tmp_path / "a.xlsx", [row(phone=phone)])

    assert line[HEADINGS["phone"]] == phone


@pytest.mark.parametrize(
    "typed", ["https://example.invalid/a", "x" * 40_000, "坏\ud800字", "\x07铃"]
)
def test_r15_hostile_text_is_written_as_text(tmp_path: Path, typed: str) -> None:
    path = tmp_path / "a.xlsx"

    write_xlsx(path, [row(synopsis=typed)], HEADINGS, SHEET)

    cell = openpyxl.load_workbook(path)[SHEET]["G2"]
    assert (cell.data_type, cell.hyperlink) == ("s", None)


def test_heading_row_is_frozen_and_filtered(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"

    assert write_xlsx(path, (row() for _ in range(3)), HEADINGS, SHEET) == 3

    page = openpyxl.load_workbook(path)[SHEET]
    assert (page.freeze_panes, page.auto_filter.ref) == ("B2", "A1:Q4")


def test_table_without_rows_still_has_headings(tmp_path: Path) -> None:
    assert written(tmp_path / "a.xlsx", []) == []


def test_r101_name_is_number_organisation_title_author() -> None:
    name = stable_name("V-ABC234X", "示例单位", "我们的质量故事", "示例作者", ".mp4")

    assert name == "V-ABC234X_示例单位_我们的质量故事_示例作者.mp4"


def test_parts_left_out_leave_no_gap() -> None:
    assert stable_name("V-ABC234X", "", "质量故事", "", ".mov") == "V-ABC234X_质量故事.mov"


@pytest.mark.parametrize(
    ("suffix", "expected"),
    [(".MOV", ".mov"), (".exe", ".dat"), ("", ".dat"), ("/../x.mp4", ".dat"), (".lnk", ".dat")],
)
def test_r21_only_videos_get_a_suffix_that_opens(suffix: str, expected: str) -> None:
    assert stable_name("V-ABC234X", "", "", "", suffix) == f"V-ABC234X{expected}"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("../../etc/passwd", "etc passwd"),
        ("a\x00b", "a b"),
        ("=cmd", "cmd"),
        ("-rf", "rf"),
        ("CON", "CON"),
        ("完美🎬收官", "完美 收官"),
        ("\u202e4pm.exe", "4pm.exe"),
        ("甲_乙", "甲 乙"),
        ("结尾有点. . ", "结尾有点"),
        ("质量第一：人人有责", "质量第一：人人有责"),
    ],
)
def test_r15_hostile_titles_become_harmless(typed: str, expected: str) -> None:
    assert clean(typed) == expected


@pytest.mark.parametrize(
    "typed",
    [
        "联系13800138000",
        "联系138-0013-8000",
        "联系 138 0013 8000",
        "+86 13800138000",
        "8613800138000",
        FULL_WIDTH,
        "138_0013_8000",
        "138🎬00138000",
        "138\u200b00138000",
        "0353-6668888",
        "13813800138000800138000",
    ],
)
def test_phone_never_reaches_a_file_name(typed: str) -> None:
    name = stable_name("V-ABCXYZX", typed, typed, typed, ".mp4")

    assert not re.search(r"\d{7}", re.sub(r"[\W_]", "", name))


@given(st.text(max_size=80), st.text(max_size=300), st.text(max_size=80))
def test_every_name_is_short_portable_and_without_phone(a: str, b: str, c: str) -> None:
    name = stable_name("V-ABC234X", a, b, c, ".mp4")

    assert len(name.encode()) <= LONGEST
    assert name.startswith("V-ABC234X")
    assert name.endswith(".mp4")
    assert not re.search(r'[<>:"/\\|?*\x00-\x1f\x7f]', name)
    assert not any(PHONE.search(part) for part in name.removesuffix(".mp4").split("_")[1:])


def media(folder: Path, *sizes: int) -> list[MediaItem]:
    folder.mkdir()
    items = []
    for number, size in enumerate(sizes):
        path = folder / f"{number}"
        path.write_bytes(bytes([number]) * size)
        items.append(MediaItem(path, f"V-{number}_示例.mp4", size))
    return items


def test_media_are_copied_under_their_stable_names(tmp_path: Path) -> None:
    items = media(tmp_path / "from", 5, 7)
    told: list[tuple[int, int]] = []

    report = export_media(items, tmp_path / "to", lambda done, total: told.append((done, total)))

    assert report == MediaReport(copied=2, already=0, missing=())
    assert (tmp_path / "to/V-1_示例.mp4").read_bytes() == b"\x01" * 7
    assert sorted(file.name for file in (tmp_path / "to").iterdir()) == [i.name for i in items]
    assert told[-1] == (12, 12)
    assert told == sorted(told)


def test_broken_off_export_goes_on_where_it_stopped(tmp_path: Path) -> None:
    items = media(tmp_path / "from", 5, 7)
    target = tmp_path / "to"
    target.mkdir()
    (target / items[0].name).write_bytes(b"\x00" * 5)
    (target / items[1].name).write_bytes(b"\x01" * 3)

    assert export_media(items, target, lambda *_: None) == MediaReport(1, 1, ())
    assert (target / items[1].name).read_bytes() == b"\x01" * 7


def test_r100_file_deleted_during_export_is_named(tmp_path: Path) -> None:
    items = media(tmp_path / "from", 5, 7)
    items[0].path.unlink()

    report = export_media(items, tmp_path / "to", lambda *_: None)

    assert report == MediaReport(copied=1, already=0, missing=("V-0_示例.mp4",))


def test_cutting_an_exported_file_leaves_the_original(tmp_path: Path) -> None:
    items = media(tmp_path / "from", 5)
    export_media(items, tmp_path / "to", lambda *_: None)

    os.truncate(tmp_path / "to" / items[0].name, 1)

    assert items[0].path.read_bytes() == bytes(5)
