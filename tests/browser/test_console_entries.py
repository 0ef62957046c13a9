"""An entry in a real browser: found, rewritten, approved, told, taken back, signed."""

from pathlib import Path

import pytest

from people.staff.roles import Role
from tests.browser.chrome import Tab, chrome, needs_chromium
from tests.browser.live import BUBBLES, Live, fills, found_on, live, taps, unfolds

pytestmark = [needs_chromium, pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(240)]

MONTH = "/entries/quality-month-when"
OLD, NEW = "全国“质量月”在每年 9 月。", "示例：质量月每年 9 月举办。"
NUMBER = "s0-source_number"
THEIRS = "质量月是哪一年开始的"
"""The wording of another entry."""


async def shown(tab: Tab, text: str) -> None:
    """Wait until the preview of each of the three channels has this text."""
    seen = "[...document.querySelectorAll('#preview .channel')].map((one) => one.innerText)"
    await tab.until(f"{seen}.filter((one) => one.includes('{text}')).length === 3")


async def hinted(tab: Tab, text: str) -> None:
    await tab.until(f"document.getElementById('hints').innerText.includes('{text}')")


async def adds(tab: Tab, field_id: str, text: str) -> None:
    """Write below what is in a field."""
    await tab.run(
        f"(() => {{ const one = document.getElementById('{field_id}'); one.focus();"
        " one.setSelectionRange(one.value.length, one.value.length); })()"
    )
    await tab.types(text)


async def finds(place: Live, tab: Tab) -> None:
    """Go from the list to the form of an entry, by the search and by a filter."""
    await place.opens(tab, "/entries")
    await unfolds(tab, "按主题", "负责人")
    await tab.run("document.getElementById('f-topic').value = '质量月'")
    await taps(tab, "查找", "清除条件")
    await fills(tab, "f-text", "质量月是几月")
    await taps(tab, "查找", "共 ")
    assert await found_on(tab, "entries-found") == []
    await taps(tab, "质量月是几月", "市民看到的样子")
    await taps(tab, "修改", "修改说明")


async def writes(tab: Tab) -> None:
    """Type, and watch preview and hints follow."""
    await fills(tab, "f-answer", NEW)
    await shown(tab, NEW)
    number = await tab.run(f"document.getElementById('{NUMBER}').value")
    await fills(tab, NUMBER, " ")
    await hinted(tab, "缺少依据")
    await fills(tab, NUMBER, number)
    wordings = await tab.run("document.getElementById('f-similar_questions').value")
    await adds(tab, "f-similar_questions", f"\n{THEIRS}")
    await hinted(tab, f"“{THEIRS}”已经是《{THEIRS}》的问法")
    await adds(tab, "f-similar_questions", "\n质量月在几月份举办呀\n质量月在几月份举办呀")
    await hinted(tab, "在本条里写了两次")
    assert await found_on(tab, "entries-hints") == []
    await fills(tab, "f-similar_questions", wordings)
    await tab.until("!document.getElementById('hints').innerText.includes('已经是')")
    await fills(tab, "f-note", "示例：先说结论")


async def test_an_entry_is_rewritten_approved_told_and_taken_back(tmp_path: Path) -> None:
    async with live(tmp_path) as place, chrome(tmp_path) as tab:
        await place.asks(tab, "质量月是几月", OLD)
        await place.signs_in(tab, Role.EDITOR)
        await finds(place, tab)
        await writes(tab)
        await taps(tab, "保存并送审", "已送审。审定人会在“待审”里看到。")
        await place.signs_in(tab, Role.APPROVER)
        await place.opens(tab, "/approvals")
        assert await found_on(tab, "approvals-one") == []
        await taps(tab, "质量月是几月", "与市民现在看到的相比")
        await tab.until("document.querySelector('#replay').innerText.includes('此次修改使')")
        marked = "[...document.querySelectorAll('.diff ins, .diff del')].map((x) => x.innerText)"
        assert "示例：" in "".join(await tab.run(marked))
        assert await found_on(tab, "entries-review") == []
        await taps(tab, "审定", "已审定上线，市民现在就能看到。", "#approve")
        await place.hears(tab, "质量月是几月", NEW)
        await place.opens(tab, MONTH)
        await taps(tab, "与上一版对比", "版本对比")
        assert await found_on(tab, "entries-compare") == []
        await place.opens(tab, MONTH)
        await unfolds(tab, "回退到这一版", "市民马上会看到第 1 版的内容。", "#history")
        await taps(tab, "确定回退", "已回退，市民现在看到的是所选版本的内容。", "#history")
        await place.hears(tab, "质量月是几月", OLD)
        assert (NEW in (await tab.run(BUBBLES))[-1], tab.problems) == (False, [])


async def test_the_second_of_two_who_edit_is_told_and_loses_nothing(tmp_path: Path) -> None:
    mine = "示例：这是第二位写的答案。"
    async with live(tmp_path) as place, chrome(tmp_path) as tab, chrome(tmp_path / "b") as other:
        await place.signs_in(tab, Role.EDITOR)
        await place.signs_in(other, Role.EDITOR, Role.DESK)
        for one in (tab, other):
            await place.opens(one, f"{MONTH}/edit")
        await fills(tab, "f-answer", NEW)
        await taps(tab, "保存草稿", "已存为草稿", ".row")
        await fills(other, "f-answer", mine)
        await taps(other, "保存草稿", "您打开以后，职员1先保存了这一条", ".row")
        assert await other.run("document.getElementById('f-answer').value") == mine
        theirs = "document.querySelector('[aria-label=对方的答案]').innerText"
        assert NEW in await other.run(theirs)
        assert await found_on(other, "entries-rival") == []
        await taps(other, "保存草稿", "已存为草稿", ".row")
        said = await other.run("document.querySelector('main').innerText")
        assert ("第 3 版" in said, mine in said, tab.problems + other.problems) == (True, True, [])


async def test_what_was_not_signed_is_signed_one_by_one_and_by_topic(tmp_path: Path) -> None:
    async with live(tmp_path) as place, chrome(tmp_path) as tab:
        await place.asks(tab, "质量月是几月", "待本单位审定")
        await place.signs_in(tab, Role.APPROVER)
        await place.opens(tab, MONTH)
        await taps(tab, "审定", "审定 1 条")
        assert await found_on(tab, "entries-sign-one") == []
        await taps(tab, "我已核对", "已审定 1 条。")
        await place.hears(tab, "质量月是几月", "职员1")
        await place.opens(tab, "/entries?topic=质量月&signed=no")
        left = await tab.run("document.querySelectorAll('.tickbox input').length")
        await taps(tab, "审定本主题全部", "我已核对")
        assert await found_on(tab, "entries-sign-topic") == []
        await taps(tab, "我已核对", f"已审定 {left} 条。")
        await place.opens(tab, "/entries?topic=质量月&signed=no")
        said = await tab.run("document.querySelector('main').innerText")
        assert ("没有符合条件的条目" in said, tab.problems) == (True, [])
