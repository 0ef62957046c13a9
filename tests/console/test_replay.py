"""Shadow replays through the pages: what a text on its way would change."""

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

from desk.journal import store as journal
from desk.journal.journal import Asked, Came
from people.audit import store as audit
from people.staff.roles import Role
from tests.console.house import NOON, Browser, House, house
from tests.console.page import Page
from tests.databases import BOTH, records

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


async def made_worse(place: House) -> None:
    """Let an editor hand in a text that takes a wording away."""
    await ask(place, "哪个月是质量月")
    anna = await place.staff(Role.EDITOR)
    await edited(
        anna,
        standard_question="品宣季由谁主办",
        similar_questions="品宣季谁牵头\n哪个部门办品宣季\n品宣季主办单位是谁",
        review_by="2027-08-01",
    )
    page = await anna.get(MONTH)
    await anna.post(f"{MONTH}/submit", page.form("/submit").filled())


async def approvals(place: House) -> list[Mapping[str, object]]:
    """List the facts of every approval in the log."""
    async with place.database.read() as session:
        return [act.facts async for act in audit.every(session) if act.action == "entry.approve"]


async def test_who_approves_what_gets_worse_says_so(tmp_path: Path) -> None:
    async with house(tmp_path, exam=tuple) as place:
        await made_worse(place)
        boss = await place.staff(Role.APPROVER)
        await replayed(boss)
        review = await boss.get(MONTH)
        fields = review.form("/approve").filled()
        refused = await boss.post(f"{MONTH}/approve", fields)
        done = await boss.post(f"{MONTH}/approve", [*fields, ("accept_worse", "1")])
        (facts,) = await approvals(place)
        act = (await (await place.staff(Role.AUDITOR)).get("/audit")).text

    assert "1 个变差" in review.text
    assert "我看过变差的问题，仍然要上线" in review.text
    assert (refused.status, list(refused.errors)) == (422, ["accept_worse"])
    assert done.status == 200
    assert "已审定上线" in done.flash
    assert (facts["revision"], facts["accepted_worse"]) == (2, 1)
    assert "接受变差的问题数 1" in act


@BOTH
async def test_what_one_process_replayed_every_other_asks_about(tmp_path: Path, kind: str) -> None:
    async with (
        records(kind) as url,
        house(tmp_path, url=url, exam=tuple) as one,
        house(tmp_path, url=url, exam=tuple) as other,
    ):
        await made_worse(one)
        boss, chief = await one.staff(Role.APPROVER), await other.staff(Role.APPROVER)
        await replayed(boss)
        fields = (await boss.get(MONTH)).form("/approve").filled()
        refused = await chief.post(f"{MONTH}/approve", fields)
        review = refused.text
        done = await chief.post(f"{MONTH}/approve", [*fields, ("accept_worse", "1")])
        (facts,) = await approvals(one)

    assert (refused.status, list(refused.errors)) == (422, ["accept_worse"])
    assert "此次修改使 1 个问题的回答改变，其中 1 个变差。" in review
    assert "我看过变差的问题，仍然要上线" in review
    assert "已审定上线" in done.flash
    assert facts["accepted_worse"] == 1


async def test_an_approval_that_makes_nothing_worse_accepts_nothing(tmp_path: Path) -> None:
    async with house(tmp_path, exam=tuple) as place:
        anna, boss = await place.staff(Role.EDITOR), await place.staff(Role.APPROVER)
        await edited(anna, answer="每年九月。", review_by="2027-08-01")
        page = await anna.get(MONTH)
        await anna.post(f"{MONTH}/submit", page.form("/submit").filled())
        await replayed(boss)
        fields = (await boss.get(MONTH)).form("/approve").filled(accept_worse="1")
        await boss.post(f"{MONTH}/approve", fields)
        (facts,) = await approvals(place)

    assert "accepted_worse" not in facts


async def test_what_citizens_read_already_has_no_replay(tmp_path: Path) -> None:
    async with house(tmp_path, exam=tuple) as place:
        anna = await place.staff(Role.EDITOR)
        page = await anna.get(REPLAY)
        nowhere = await anna.get("/entries/nothing/replay")

    assert "不用重放" in page.text
    assert nowhere.status == 404
