"""Entries as a table in a real browser: out, changed in an office program, and in again."""

import asyncio
import base64
from pathlib import Path

import pytest
from openpyxl import load_workbook

from people.staff.roles import Role
from tests.browser.chrome import Tab, chrome, needs_chromium
from tests.browser.live import found_on, live, taps

pytestmark = [needs_chromium, pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(240)]

ENTRY = "quality-month-when"
NEW = "示例：质量月每年 9 月举办。"
FETCHED = """(async () => {
  const file = await (await fetch(document.querySelector('a[href$="entries.xlsx"]').href)).blob();
  const reader = new FileReader();
  const read = new Promise((resolve) => reader.onload = resolve);
  reader.readAsDataURL(file);
  await read;
  return reader.result.split(',')[1];
})()"""


async def exports(tab: Tab, folder: Path) -> Path:
    """Fetch what the page's link gives, as this browser."""
    raw = base64.b64decode(await tab.run(FETCHED))
    file = folder / "entries.xlsx"
    await asyncio.to_thread(file.write_bytes, raw)
    return file


def changed(file: Path, column: str, text: str) -> Path:
    """Change one cell of the entry's row; keep everything else as it came."""
    book = load_workbook(file)
    page = book["知识条目"]
    titles = [str(cell.value) for cell in page[1]]
    row = next(row for row in page.iter_rows(min_row=2) if ENTRY in [one.value for one in row])
    row[titles.index(column)].value = text
    new = file.with_name(f"{column}.xlsx")
    book.save(new)
    return new


async def test_a_table_comes_back_changed_and_faults_write_nothing(tmp_path: Path) -> None:
    async with live(tmp_path) as place, chrome(tmp_path) as tab:
        await place.signs_in(tab, Role.EDITOR)
        await place.opens(tab, "/entries/sheets")
        file = await exports(tab, tmp_path)
        answered = await asyncio.to_thread(changed, file, "答案", NEW)
        broken = await asyncio.to_thread(changed, answered, "截至", "2026年13月1日")
        await tab.chooses("#f-file", broken)
        await taps(tab, "上传并预览", "没有导入任何内容。")
        said = await tab.run("document.querySelector('main').innerText")
        assert ("有 1 处错误，在 1 行里" in said, "2026年13月1日" in said) == (True, True)
        assert await found_on(tab, "sheets-wrong") == []
        await place.opens(tab, f"/entries/{ENTRY}")
        assert "第 2 版" not in await tab.run("document.querySelector('main').innerText")
        await place.opens(tab, "/entries/sheets")
        await tab.chooses("#f-file", answered)
        await taps(tab, "上传并预览", "将存为草稿：0 条新条目、1 条改动。")
        added = "document.querySelector('.diff').innerText"
        assert "示例：" in await tab.run(added)
        assert await found_on(tab, "sheets-preview") == []
        await taps(tab, "确认导入 1 条", "知识条目")
        await place.opens(tab, f"/entries/{ENTRY}")
        said = await tab.run("document.querySelector('main').innerText")
        assert ("第 2 版 表格导入" in said, NEW in said, tab.problems) == (True, True, [])
