"""Shadow replays through the pages: what a text on its way would change."""

import asyncio
from datetime import timedelta
from pathlib import Path

from desk.journal import store as journal
from desk.journal.journal import Asked, Came
from people.staff.roles import Role
from tests.console.house import NOON, Browser, House, house
from tests.console.page import Page

MONTH = "/entries/quality-month-when"
REPLAY = f"{MONTH}/replay"


async def ask(place: House, *texts: str) -> None:
    async with place.database.begin() as session:
        for text in texts:
            asked = Asked("web", text, Came.DECLINE, "unknown")
            await journal.record(session, asked, NOON - timedelta(days=1))


async def edited(browser: Browser, **changes: str) -> Page:
    page = await browser.get(f"{MONTH}/edit")
    return await browser.post(f"{MONTH}/edit", page.form("/edit").filled(do="save", **changes))


async def replayed(browser: Browser) -> Page:
    async with asyncio.timeout(60):
        while "data-running" in (page := await browser.get(REPLAY)).html:  # noqa: ASYNC110 -- a page waits so
            await asyncio.sleep(0.1)
    return page


async def test_a_new_answer_changes_what_is_told(tmp_path: Path) -> None:
    async with house(tmp_path, exam=tuple) as place:
        await ask(place, "质量月是几月", "三无产品能卖吗")
        anna = await place.staff(Role.EDITOR)
        await edited(anna, answer="每年九月。")
        page = await replayed(anna)

    assert "此次修改使 1 个问题的回答改变，没有变差的。" in page.text
    assert "质量月是几月" in page.text
    assert "三无产品能卖吗" not in page.text
    assert "2 个问题" in page.text


async def test_a_taken_wording_makes_it_worse_and_a_new_one_better(tmp_path: Path) -> None:
    async with house(tmp_path, exam=tuple) as place:
        await ask(place, "哪个月是质量月", "品宣季在什么时候举办")
        anna = await place.staff(Role.EDITOR)
        await edited(
            anna,
            standard_question="品宣季在什么时候举办",
            similar_questions="品宣季是什么时候\n品宣季几号办",
        )
        page = await replayed(anna)

    assert "此次修改使 2 个问题的回答改变，其中 1 个变差，1 个变好。" in page.text


async def test_who_approves_what_gets_worse_says_so(tmp_path: Path) -> None:
    async with house(tmp_path, exam=tuple) as place:
        await ask(place, "哪个月是质量月")
        anna, boss = await place.staff(Role.EDITOR), await place.staff(Role.APPROVER)
        await edited(
            anna,
            standard_question="品宣季由谁主办",
            similar_questions="品宣季谁牵头\n哪个部门办品宣季\n品宣季主办单位是谁",
            review_by="2027-08-01",
        )
        page = await anna.get(MONTH)
        await anna.post(f"{MONTH}/submit", page.form("/submit").filled())
        await replayed(boss)
        review = await boss.get(MONTH)
        fields = review.form("/approve").filled()
        refused = await boss.post(f"{MONTH}/approve", fields)
        done = await boss.post(f"{MONTH}/approve", [*fields, ("accept_worse", "1")])

    assert "1 个变差" in review.text
    assert "我看过变差的问题，仍然要上线" in review.text
    assert (refused.status, list(refused.errors)) == (422, ["accept_worse"])
    assert done.status == 200
    assert "已审定上线" in done.flash


async def test_what_citizens_read_already_has_no_replay(tmp_path: Path) -> None:
    async with house(tmp_path, exam=tuple) as place:
        anna = await place.staff(Role.EDITOR)
        page = await anna.get(REPLAY)
        nowhere = await anna.get("/entries/nothing/replay")

    assert "不用重放" in page.text
    assert nowhere.status == 404
