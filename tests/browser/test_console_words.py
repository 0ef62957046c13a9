"""Words, shadow replays and tried questions in a real browser."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from desk.journal import store as journal
from desk.journal.journal import Asked, Came
from people.staff.roles import Role
from tests.browser.axe import serious
from tests.browser.chrome import Tab, chrome, needs_chromium
from tests.console.house import NOON, House, house

pytestmark = [needs_chromium, pytest.mark.browser, pytest.mark.slow]

SHOTS = os.environ.get("SHOTS")
"""A folder for pictures of every page, where somebody wants to look at them."""
ASKED = (
    "品宣季是几月", "三无产品能卖吗", "哪个月是质量月", "品宣季什么时候开始", "质量月是几月",
    "没有厂名厂址的东西能不能卖", "报质量奖花多少钱", "商标公告后多久可以提异议",
)  # fmt: skip
MONTH = "/entries/quality-month-when"


@asynccontextmanager
async def opened(folder: Path, *roles: Role) -> AsyncIterator[tuple[House, Tab]]:
    async with house(folder, exam=tuple) as place, chrome(folder) as tab:
        async with place.database.begin() as session:
            for days, text in enumerate(ASKED, start=1):
                asked = Asked("web", text, Came.DECLINE, "unknown")
                await journal.record(session, asked, NOON - timedelta(days=days))
        name, value = await place.browser_token(*roles)
        await tab.call("Network.setCookie", name=name, value=value, url=place.url)
        yield place, tab


async def types(tab: Tab, field: str, text: str) -> None:
    await tab.run(f"document.getElementById('f-{field}').select()")
    await tab.types(text)


async def taps(tab: Tab, label: str, heading: str) -> None:
    """Press the button or link of the main part with this label; a new page says `heading`."""
    all_of = "[...document.querySelectorAll('main button, main a, main summary')]"
    found = f"{all_of}.find((each) => each.textContent.trim() === '{label}')"
    await tab.run(f"{found}.setAttribute('data-here', '')")
    await tab.run("document.querySelector('[data-here]').scrollIntoView({block: 'center'})")
    await tab.taps("[data-here]")
    await tab.until(
        f"!document.querySelector('[data-here]') && document.body?.innerText.includes('{heading}')"
    )


async def check(tab: Tab, name: str) -> None:
    """Nothing serious for other eyes and hands, nothing beyond the screen's edge, no refusals."""
    for scheme in ("light", "dark"):
        await tab.looks(390, 844, scheme)
        assert (name, scheme, await serious(tab)) == (name, scheme, [])
    for width, height in ((1280, 900), (390, 844)):
        await tab.looks(width, height)
        wide = await tab.run("document.documentElement.scrollWidth")
        assert (name, wide) == (name, width)
        if SHOTS:
            tall = await tab.run("document.documentElement.scrollHeight")
            await tab.looks(width, max(height, min(tall, 3000)))
            await tab.shot(Path(SHOTS) / f"{name}-{width}.png")
            await tab.looks(width, height)
    assert tab.problems == []


async def test_a_word_is_taught_after_a_look_at_what_it_does(tmp_path: Path) -> None:
    async with opened(tmp_path, Role.EDITOR) as (place, tab):
        await tab.looks(1280, 900)
        await tab.open(f"{place.url}/console/words")
        await check(tab, "words-empty")
        await types(tab, "said", "品宣季")
        await types(tab, "meant", "品宣 季")
        await taps(tab, "看看影响，再添加", "同一个词")
        await check(tab, "words-wrong")
        await types(tab, "meant", "质量月")
        await taps(tab, "再看影响", "修好 2 个")
        await check(tab, "words-new")
        await taps(tab, "确定添加", "已添加“品宣季”")
        await check(tab, "words-list")
        await tab.open(f"{place.url}/console/words/1")
        await check(tab, "words-one")
        await tab.open(f"{place.url}/console/words/paste?kind=homophone")
        await types(tab, "lines", "制量=质量\n表=尺")
        await taps(tab, "看看影响", "第 2 行")
        await check(tab, "words-paste-wrong")
        await types(tab, "lines", "制量=质量\n三吾=三无")
        await taps(tab, "看看影响", "这 2 个词合起来")
        await check(tab, "words-paste")


async def test_a_question_is_tried_and_followed_up(tmp_path: Path) -> None:
    async with opened(tmp_path, Role.EDITOR) as (place, tab):
        await tab.looks(1280, 900)
        await tab.open(f"{place.url}/console/trial")
        await check(tab, "trial-empty")
        await types(tab, "text", "质量月是几月")
        await taps(tab, "试一试", "为什么这样答")
        await check(tab, "trial-answer")
        await types(tab, "text", "三无货是不是不可以卖？申报质量奖要交多少钱？")
        await taps(tab, "试一试", "第 2 问")
        await check(tab, "trial-several")
        await types(tab, "text", "三无")
        await taps(tab, "试一试", "给出选项")
        await check(tab, "trial-choices")


async def test_an_approver_sees_what_gets_worse(tmp_path: Path) -> None:
    async with opened(tmp_path, Role.APPROVER) as (place, tab):
        anna = await place.staff(Role.EDITOR)
        page = await anna.get(f"{MONTH}/edit")
        changed = page.form("/edit").filled(
            do="save", standard_question="品宣季由谁主办", review_by="2027-08-01",
            similar_questions="品宣季谁牵头\n哪个部门办品宣季\n品宣季主办单位是谁",
        )  # fmt: skip
        await anna.post(f"{MONTH}/edit", changed)
        page = await anna.get(MONTH)
        await anna.post(f"{MONTH}/submit", page.form("/submit").filled())
        await tab.looks(1280, 900)
        await tab.open(f"{place.url}/console{MONTH}")
        await tab.until("document.querySelector('#replay [name=accept_worse]')")
        await check(tab, "replay-review")
        await tab.open(f"{place.url}/console{MONTH}/replay")
        await check(tab, "replay-show")
        await tab.open(f"{place.url}/console{MONTH}")
        await taps(tab, "审定", "仍然要上线”。")
        assert await tab.run("document.querySelector('#e-accept_worse') !== null")
        await tab.run("document.querySelector('[name=accept_worse]').click()")
        await taps(tab, "审定", "已审定上线")
