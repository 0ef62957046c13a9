"""What goes out as a table comes back as the same, through LibreOffice too."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from faq.editorial.content import Content, content_hash
from faq.editorial.sheet import Head, Status, compare, shape, source_line, source_of, written
from faq.register import sheet as stations
from faq.register.register import Record, content_of
from faq.sheet import writing
from faq.sheet.reading import read
from faq.sheet.values import day_of
from faq.stations import load
from tests.console.house import NOON
from texts.stations import SERVICES

FILES = Path(__file__).parents[2] / "console" / "files"
TEXTS = st.text(
    st.sampled_from("质量月，。=+-@'\"｜\\,;\t中文Aa1 "), min_size=1, max_size=20
).map(lambda text: " ".join(text.split()).strip()).filter(bool)  # fmt: skip
DAYS = st.dates(date(1990, 1, 1), date(2090, 1, 1)).map(date.isoformat)
SOURCES = st.fixed_dictionaries({"title": TEXTS, "date": DAYS}, optional={"article": TEXTS})
CONTENTS = st.fixed_dictionaries(
    {"topic": TEXTS, "standard_question": TEXTS, "as_of": DAYS},
    optional={
        "answer": st.lists(TEXTS, min_size=1, max_size=3).map("\n".join),
        "similar_questions": st.lists(TEXTS, min_size=1, max_size=4),
        "sources": st.lists(SOURCES, min_size=1, max_size=3),
        "evidence": st.sampled_from(["A", "A转", "B"]),
        "valid_until": DAYS,
        "related": st.just(["one", "two"]),
    },
)


@settings(max_examples=40, deadline=None)
@given(contents=st.lists(CONTENTS, min_size=1, max_size=4), kind=st.sampled_from(["xlsx", "csv"]))
def test_any_entries_come_back_as_the_same(contents: list[Content], kind: str) -> None:
    heads = {f"e-{n}": Head(f"e-{n}", 1, 1, "live", one) for n, one in enumerate(contents)}
    rows = [written(one.id, one.content, one.version) for one in heads.values()]
    write = writing.csv_file if kind == "csv" else writing.xlsx
    with TemporaryDirectory() as folder:
        file = Path(folder) / "table"
        file.write_bytes(write(shape(), rows))
        compared = compare(read(file, shape()), heads)

    assert [content_hash(row.content) for row in compared.rows] == list(
        map(content_hash, contents)
    )
    assert {row.status for row in compared.rows} == {Status.SAME}


@given(source=SOURCES)
def test_a_source_reads_back_from_its_line(source: Content) -> None:
    assert source_of(source_line(source)) == source


@pytest.mark.parametrize("name", ["libreoffice.xlsx", "libreoffice.csv"])
def test_a_table_that_libreoffice_saved_again_holds_the_same_entries(name: str) -> None:
    ours, theirs = (read(FILES / one, shape()) for one in ("exported.xlsx", name))

    assert len(ours.rows) == 12
    assert (theirs.columns, theirs.extra, theirs.rows) == (ours.columns, (), ours.rows)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_stations_come_back_as_the_same(tmp_path: Path, kind: str) -> None:
    records = [
        Record(one.id, place, one.is_sample, content_of(one), 1, NOON)
        for place, one in enumerate(load())
    ]
    write = writing.csv_file if kind == "csv" else writing.xlsx
    rows = [stations.written(record, SERVICES) for record in records]
    (tmp_path / "t").write_bytes(write(stations.shape(), rows))
    compared = stations.compare(read(tmp_path / "t", stations.shape()), records, SERVICES)

    assert compared.problems == ()
    assert [row.status for row in compared.rows] == [Status.SAME] * len(records)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2026/9/1", "2026-09-01"), ("2026年9月1日", "2026-09-01"), ("2026.09.01", "2026-09-01"),
        ("\uff12\uff10\uff12\uff16-\uff19-\uff11", "2026-09-01"),
        ("46266", "2026-09-01"), ("20260901", "2026-09-01"),
        ("2026-09-01 00:00:00", "2026-09-01"), ("2026年13月1日", "2026年13月1日"),
        ("明年", "明年"),
    ],
)  # fmt: skip
def test_days_are_read_however_they_are_written(cell: str, day: str) -> None:
    assert day_of(cell) == day


def test_habits_of_office_programs_are_read_as_what_was_meant(tmp_path: Path) -> None:
    """A title above, a hidden sheet in front, merged topics, blank formatted rows, _x000D_."""
    book = Workbook()
    hidden: Any = book.active
    hidden.title, hidden.sheet_state = "旧表", "hidden"
    hidden.append(["编号", "主题"])
    hidden.append(["hidden-one", "x"])
    page = book.create_sheet("Sheet1")
    page.append(["知识条目登记表"])
    page.append(["话题", "编号*", "答案（不超过300字）", "备注", "截至日期"])
    page.append(["质量月", "one", "第一行_x000D_\n第二行", "不读", date(2026, 9, 1)])
    page.append([None, "two", 12345, None, 46266])
    page.merge_cells("A3:A4")
    for _ in range(50):
        page.append([None, " ", None])
    book.save(tmp_path / "wps.xlsx")
    grid = read(tmp_path / "wps.xlsx", shape())

    assert (grid.sheet, grid.extra) == ("Sheet1", ("备注",))
    assert [(row.number, dict(row.cells)) for row in grid.rows] == [
        (3, {"topic": "质量月", "id": "one", "answer": "第一行\n第二行", "as_of": "2026-09-01"}),
        (4, {"topic": "质量月", "id": "two", "answer": "12345", "as_of": "2026-09-01"}),
    ]
