"""A question in vain in the web chat, handled in the console, and told in the chat."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.notices import CHINA, EVENING, MORNING
from bot.turns import utc_now
from desk.notices import store as notices
from people.staff.roles import Role
from tests.browser.chrome import Tab, chrome, needs_chromium
from tests.browser.live import BUBBLES, TRIES, Live, fills, found_on, live, taps

pytestmark = [needs_chromium, pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(240)]

ASKED = "品宣季啥时候呀"
OFF, BUS, LAMP = "黑洞为什么看不见", "打印机卡纸怎么修", "盲道要留多宽"
OPEN = "[...document.querySelectorAll('article h2')].map((one) => one.innerText)"


async def begins(place: Live, tab: Tab, text: str) -> None:
    """Open the form of what can be made of one question."""
    await place.opens(tab, "/unanswered")
    await taps(tab, text, "加为某个条目的问法")


async def until_live(place: Live, tab: Tab) -> None:
    """Look at the page until it tells how long the answer took: then it is live."""
    for _ in range(TRIES):
        await place.opens(tab, "/unanswered")
        if "从提问到答案上线的中位时间：" in await tab.run("document.body.innerText"):
            return
        await asyncio.sleep(1)
    raise AssertionError(await tab.run("document.body.innerText"))


async def ends_the_grace(place: Live) -> None:
    """Let the minutes pass in which an operator may take back what askers are to be told."""
    now = utc_now()
    async with place.database.begin() as session:
        found = await notices.due(session, now + notices.GRACE, now - timedelta(days=1))
        numbers = [one.id for each in found for one in each.notices]
        await notices.postpone(session, numbers, now)


async def test_a_question_becomes_a_wording_and_the_citizen_is_told(tmp_path: Path) -> None:
    async with live(tmp_path) as place, chrome(tmp_path) as tab:
        await place.asks(tab, ASKED, "编号")
        number = (await tab.run(BUBBLES))[-1].split("编号 ")[1][:9]
        await place.signs_in(tab, Role.EDITOR)
        await begins(place, tab, ASKED)
        await fills(tab, "f-find", "质量月是几月")
        await taps(tab, "查找", "quality-month-when")
        assert await found_on(tab, "unanswered-one") == []
        await taps(tab, "加为问法", "已给“质量月是几月”加了 1 个问法，存为草稿")
        await place.opens(tab, "/unanswered")
        assert await tab.run(OPEN) == []
        await place.opens(tab, "/unanswered/waiting")
        assert await found_on(tab, "unanswered-waits") == []
        await place.opens(tab, "/entries/quality-month-when")
        await taps(tab, "送审", "已送审")
        await place.signs_in(tab, Role.APPROVER)
        await place.opens(tab, "/entries/quality-month-when")
        await taps(tab, "审定", "已审定上线", "#approve")
        await until_live(place, tab)
        await ends_the_grace(place)
        await tab.open(place.url)
        if MORNING <= datetime.now(CHINA).time() < EVENING:
            await tab.until(
                f"{BUBBLES}.some((one) => one.includes('（编号 {number}）现在有答案了'))"
            )
        await place.hears(tab, ASKED, "每年 9 月")
        assert tab.problems == []


async def test_questions_are_out_of_scope_sent_on_and_begin_an_entry_or_a_word(
    tmp_path: Path,
) -> None:
    async with live(tmp_path) as place, chrome(tmp_path) as tab:
        for text in (ASKED, OFF, BUS, LAMP):
            await place.asks(tab, text, "编号")
        await place.signs_in(tab, Role.EDITOR)
        await place.opens(tab, "/unanswered")
        assert sorted(await tab.run(OPEN)) == sorted([ASKED, OFF, BUS, LAMP])
        assert await found_on(tab, "unanswered-list") == []
        await begins(place, tab, OFF)
        await taps(tab, "不在范围", "已把 1 个问题标为不在范围。")
        await taps(tab, "撤销", "已把 1 个问题放回待处理。")
        await begins(place, tab, OFF)
        await taps(tab, "不在范围", "已把 1 个问题标为不在范围。")
        await begins(place, tab, LAMP)
        await tab.run("document.getElementById('f-door').value = '12345'")
        await taps(tab, "转介", "已转介 1 个问题到 12345")
        await begins(place, tab, BUS)
        await taps(tab, "新建条目", "修改说明")
        assert await tab.run("document.getElementById('f-standard_question').value") == BUS
        await begins(place, tab, ASKED)
        await fills(tab, "f-said", "品宣季")
        await taps(tab, "去填这个词指什么", "1 个问题在等这个词")
        assert await tab.run("document.getElementById('f-said').value") == "品宣季"
        assert tab.problems == []
