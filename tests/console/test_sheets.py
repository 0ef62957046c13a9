"""Tables of entries through the pages, as office programs save them."""

import io
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from faq.editorial import store
from faq.editorial.record import Revision
from people.staff.roles import Role
from tests.console.house import NOON, Browser, House, house
from tests.console.page import Page
from texts import console_sheets as texts

HOME = "/entries/sheets"
NEW = {
    "编号": "new-one", "主题": "质量月", "标准问": "质量月有什么活动",
    "相似问": "质量月办什么\r\n九月的活动",
    "答案": "第一行\r\n第二行", "出处": "通知｜〔2026〕1号｜｜2026年9月1日", "证据等级": "\uff21",
    "截至": "2026/9/1", "复核日": date(2027, 9, 1),
}  # fmt: skip

LACKING = {name: NEW[name] for name in ("出处", "证据等级", "截至", "复核日")}
"""What the entries of the tests have not, and an entry on its way out must have."""


def saved(folder: Path, rows: list[dict[str, Any]], name: str = "t.xlsx") -> Path:
    book = Workbook()
    page = book.active
    assert page is not None
    titles = list(dict.fromkeys(title for row in rows for title in row))
    page.append(titles)
    for row in rows:
        page.append([row.get(title) for title in titles])
    book.save(folder / name)
    return folder / name


async def export(anna: Browser) -> list[dict[str, Any]]:
    book = load_workbook(io.BytesIO(await anna.download(f"{HOME}/entries.xlsx")))
    assert book.sheetnames == ["知识条目", "填写说明"]
    titles, *rows = book["知识条目"].values
    return [{**dict(zip(map(str, titles), row, strict=True)), **LACKING} for row in rows]


async def head(place: House, entry_id: str) -> Revision:
    async with place.database.read() as session:
        record = await store.known(session, entry_id)
        return await store.text_of(session, entry_id, record.head)


async def count(place: House) -> int:
    async with place.database.read() as session:
        return (await store.find(session, store.Filter())).total


def sent(page: Page) -> str:
    return next(form.action for form in page.forms if "/sheets/" in form.action)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
async def test_what_goes_out_comes_back_unchanged(tmp_path: Path, kind: str) -> None:
    async with house(tmp_path) as place:
        anna = await place.staff(Role.EDITOR)
        file = tmp_path / f"entries.{kind}"
        file.write_bytes(await anna.download(f"{HOME}/entries.{kind}"))
        page = await anna.upload(HOME, "file", file)
        entries = await count(place)

    assert f"没变化 {entries}" in page.text
    assert texts.NOTHING_TO_TAKE in page.text


async def test_changes_are_shown_then_written_as_drafts_once(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        anna = await place.staff(Role.EDITOR)
        first, *_ = await export(anna)
        changed = {**first, "答案": "改过的答案"}
        page = await anna.upload(HOME, "file", saved(tmp_path, [changed, NEW]))
        before = await head(place, first["编号"])
        done = await anna.post(sent(page))
        again = await anna.post(sent(page))
        after, new = await head(place, first["编号"]), await head(place, "new-one")
        async with place.database.read() as session:
            record = await store.known(session, first["编号"])

    assert "将存为草稿：1 条新条目、1 条改动" in page.text
    assert "改过的答案" in page.text
    assert done.flash == texts.taken(1, 1, 0)
    assert again.flash == texts.DONE_ALREADY
    assert (before.number, after.number) == (1, 2)
    assert after.content["answer"] == "改过的答案"
    assert after.content["similar_questions"] == before.content["similar_questions"]
    assert (after.origin, after.note) == ("sheet", "表格导入：t.xlsx")
    assert (record.live, record.phase) == (1, "draft")
    assert new.content == {
        "topic": "质量月",
        "standard_question": "质量月有什么活动",
        "similar_questions": ["质量月办什么", "九月的活动"],
        "answer": "第一行\n第二行",
        "sources": [{"title": "通知", "number": "〔2026〕1号", "date": "2026-09-01"}],
        "evidence": "A",
        "as_of": "2026-09-01",
        "review_by": "2027-09-01",
    }


async def test_every_error_is_named_by_row_and_column_and_nothing_is_written(
    tmp_path: Path,
) -> None:
    wrong = [
        {**NEW, "编号": "Bad Id"},
        {**NEW, "编号": "b", "截至": "2026年13月1日", "证据等级": "C"},
        {**NEW, "编号": "c", "答案": "=1+1"},
        {**NEW, "编号": "d", "出处": "a｜b｜c｜2026-01-01｜｜多"},
        {**NEW, "编号": "e"},
        {**NEW, "编号": "e", "相关条目": "no-such"},
    ]
    async with house(tmp_path) as place:
        anna = await place.staff(Role.EDITOR)
        before = await count(place)
        page = await anna.upload(HOME, "file", saved(tmp_path, [NEW, *wrong]))
        refused = await anna.post(page.path)
        report = load_workbook(io.BytesIO(await anna.download(f"{page.path}/errors.xlsx")))
        after = await count(place)

    said = [line for line in page.lines if line.startswith("第 ")]
    for row in ("第 3 行", "第 4 行", "第 5 行", "第 6 行", "第 8 行"):
        assert row in page.text, said
    assert "2026年13月1日" in page.text
    assert "这一格是公式" in page.text
    assert "编号与第 7 行重复" in page.text
    assert "相关条目“no-such”不存在" in page.text
    assert refused.flash == texts.HAS_ERRORS
    assert before == after
    told = [row[0] for row in report["知识条目"].values]
    assert told[0] == "错误"
    assert told[1] is None
    assert str(told[2]).startswith("编号：")


async def test_an_entry_changed_since_the_export_is_a_conflict(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        anna = await place.staff(Role.EDITOR)
        first, second, *_ = await export(anna)
        one = await head(place, first["编号"])
        async with place.database.begin() as session:
            await store.save(
                session, one.entry_id, {**one.content, "answer": "别人的"}, seen=1,
                origin="console", author_id=None, now=NOON,
            )  # fmt: skip
        rows = [{**first, "答案": "我的"}, {**second, "答案": "我的"}]
        page = await anna.upload(HOME, "file", saved(tmp_path, rows))
        done = await anna.post(sent(page))
        kept, taken = await head(place, first["编号"]), await head(place, second["编号"])

    assert "有冲突 1" in page.text
    assert done.flash == texts.taken(0, 1, 1)
    assert (kept.content["answer"], taken.content["answer"]) == ("别人的", "我的")


async def test_a_conflict_that_appears_meanwhile_stops_the_whole_import(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        anna = await place.staff(Role.EDITOR)
        first, second, *_ = await export(anna)
        rows = [{**first, "答案": "我的"}, {**second, "答案": "我的"}]
        page = await anna.upload(HOME, "file", saved(tmp_path, rows))
        one = await head(place, first["编号"])
        async with place.database.begin() as session:
            await store.save(
                session, one.entry_id, {**one.content, "answer": "别人的"}, seen=1,
                origin="console", author_id=None, now=NOON,
            )  # fmt: skip
        refused = await anna.post(sent(page))
        untouched = await head(place, second["编号"])

    assert refused.flash == texts.meanwhile(1, first["编号"])
    assert untouched.number == 1


async def test_only_who_uploaded_sees_the_preview_and_only_for_an_hour(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        anna, boris = await place.staff(Role.EDITOR), await place.staff(Role.EDITOR)
        page = await anna.upload(HOME, "file", saved(tmp_path, [NEW]))
        theirs = await boris.get(page.path)
        place.now = datetime.fromtimestamp(NOON.timestamp() + 3601, NOON.tzinfo)
        late = await anna.post(sent(page))
        entries = await count(place)
        async with place.database.read() as session:
            assert await store.get(session, "new-one") is None

    assert theirs.flash == texts.EXPIRED
    assert late.flash == texts.EXPIRED
    assert entries > 0


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "另存为 .xlsx"),
        ("a.csv", b"", "这个文件是空的"),
        ("a.csv", "编号\n".encode(), "没有找到表头"),
        ("a.csv", "编号,主题,编号\na,b,c\n".encode(), "两列“编号”"),
        ("a.csv", "编号,主题\n".encode(), "表头下面没有内容"),
        ("a.xlsx", b"PK\x03\x04" + b"\0" * 100, "已损坏"),
        ("a.csv", "编号,主题\n" * 1 + "x,y\n" * 20_001, "超过 20000 行"),
    ],
    ids=["xls", "empty", "no headings", "twice", "no rows", "broken", "rows"],
)
async def test_a_file_that_cannot_be_taken_is_refused_in_words(
    tmp_path: Path, name: str, data: bytes | str, sentence: str
) -> None:
    file = tmp_path / name
    file.write_bytes(data.encode() if isinstance(data, str) else data)
    async with house(tmp_path) as place:
        anna = await place.staff(Role.EDITOR)
        page = await anna.upload(HOME, "file", file)

    assert page.status == 422
    assert sentence in page.errors["file"]
