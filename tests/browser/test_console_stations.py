"""Service stations in a real browser: a point on the plane, a table with faults, the chat."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from people.staff.roles import Role
from tests.browser.chrome import Tab, chrome, needs_chromium
from tests.browser.live import fills, found_on, live, taps

pytestmark = [needs_chromium, pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(240)]

NAME = "演练用一号站"
"""Made up; it is no station of any bureau."""
TITLES = ("编号", "名称", "县区", "业务", "工作日时间", "休息日时间")
GOOD = ("drill-2", "演练用二号站", "盂县", "计量检定", "8:30-12:00", "休息")
BAD = ("drill-3", "演练用三号站", "火星", "计量检定", "看情况", "")


def table(folder: Path, *rows: tuple[str, ...]) -> Path:
    """Save a table as an office program does."""
    book = Workbook()
    page = book.active
    assert page is not None
    for row in (TITLES, *rows):
        page.append(row)
    file = folder / f"stations-{len(rows)}.xlsx"
    book.save(file)
    return file


async def taps_plane(tab: Tab) -> list[str]:
    """Pick a point on the plane and return latitude and longitude as they stand then."""
    await tab.run("document.getElementById('plane').scrollIntoView({block: 'center'})")
    await tab.taps("#plane")
    await tab.until("document.getElementById('point-said').innerText === '已在示意图上选点。'")
    point: list[str] = await tab.run(
        "['f-latitude', 'f-longitude'].map((id) => document.getElementById(id).value)"
    )
    return point


async def test_a_station_is_added_by_a_tap_on_the_plane(tmp_path: Path) -> None:
    async with live(tmp_path) as place, chrome(tmp_path) as tab:
        await place.signs_in(tab, Role.EDITOR)
        await place.opens(tab, "/stations")
        await taps(tab, "添加服务站", "市民看到的样子")
        assert "填好名称" in await tab.run("document.getElementById('card').innerText")
        await taps(tab, "保存", "还没填名称。")
        assert await found_on(tab, "stations-wrong") == []
        await fills(tab, "f-name", NAME)
        await tab.run("document.getElementById('f-district').value = '盂县'")
        await tab.run("document.querySelector('input[value=metrology]').click()")
        await fills(tab, "f-workdays", "8:30-12:00 14:30-18:00")
        point = await taps_plane(tab)
        await tab.run("document.getElementById('plane').focus()")
        await tab.presses("ArrowUp")
        north = float(await tab.run("document.getElementById('f-latitude').value"))
        assert round(north - float(point[0]), 6) == 0.001
        await tab.until(f"document.getElementById('card').innerText.includes('{NAME}')")
        assert await found_on(tab, "stations-filled") == []
        await taps(tab, "保存", "已添加，市民现在就能查到。")
        await place.hears(tab, "盂县服务站在哪", NAME)
        assert tab.problems == []


async def test_a_table_with_faults_writes_nothing_and_a_good_one_replaces_the_samples(
    tmp_path: Path,
) -> None:
    async with live(tmp_path) as place, chrome(tmp_path) as tab:
        await place.signs_in(tab, Role.EDITOR)
        await place.opens(tab, "/stations/sheets")
        await tab.run("document.querySelector('input[value=replace]').click()")
        await tab.chooses("#f-file", table(tmp_path, GOOD, BAD))
        await taps(tab, "上传并预览", "没有导入任何内容。")
        cells = "[...document.querySelectorAll('.list tbody tr')].map((one) =>"
        cells += " [one.cells[0].innerText, one.cells[2].innerText])"
        assert await tab.run(cells) == [["第 3 行", "火星"], ["第 3 行", "看情况"]]
        assert await found_on(tab, "stations-sheet-wrong") == []
        await place.opens(tab, "/stations")
        await tab.until("document.querySelectorAll('.stations tbody tr').length === 10")
        await place.opens(tab, "/stations/sheets")
        await tab.run("document.querySelector('input[value=replace]').click()")
        await tab.chooses("#f-file", table(tmp_path, GOOD))
        await taps(tab, "上传并预览", "去掉 10 个示例站点")
        assert await found_on(tab, "stations-sheet-good") == []
        await taps(tab, "确认导入", GOOD[1])
        names = "[...document.querySelectorAll('.stations tbody th')].map((one) => one.innerText)"
        assert [name.split()[0] for name in await tab.run(names)] == [GOOD[1]]
        await place.hears(tab, "盂县服务站在哪", GOOD[1])
        assert tab.problems == []
