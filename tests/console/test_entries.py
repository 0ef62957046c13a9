"""Entries through their pages: writing, two people at once, review, going live, going back."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from faq.editorial import store
from faq.editorial.lifecycle import Bar, Phase
from faq.editorial.live import store as live
from faq.editorial.reading import store as reading
from people.audit import store as audit
from people.staff import store as people
from people.staff.roles import Role
from people.staff.staff import SINGLE_OPERATOR
from tests.console.house import NOON, Browser, House, house
from tests.console.page import Page
from tests.knowledge import ENTRIES
from texts import console_entries as words

NEW = {
    "standard_question": "质量月由谁主办",
    "similar_questions": "质量月谁牵头\n哪个部门办质量月\n\n质量月主办单位是谁",
    "answer": "市场监管总局会同有关部门。",
    "topic": "质量月",
    "id": "quality-month-host",
    "source_title": "示例通知",
    "source_number": "示例〔2026〕1号",
    "source_article": "",
    "source_date": "",
    "source_url": "",
    "evidence": "A",
    "as_of": "2026-11-22",
    "review_by": "2027-08-01",
    "valid_from": "",
    "valid_until": "",
    "owner_id": "",
    "note": "示例：新增",
    "seen": "0",
}
EDIT = "/entries/three-nos/edit"


async def record(place: House, entry_id: str) -> store.Record:
    async with place.database.read() as session:
        found = await reading.get(session, entry_id)
    assert found is not None
    return found


async def edited(browser: Browser, entry_id: str = "three-nos", **changes: str) -> Page:
    page = await browser.get(f"/entries/{entry_id}/edit")
    fields = page.form(f"/{entry_id}/edit").filled(do="save", **changes)
    return await browser.post(f"/entries/{entry_id}/edit", fields)


async def did(browser: Browser, act: str, entry_id: str = "three-nos", **more: str) -> Page:
    """Press one of the buttons of an entry's page."""
    page = await browser.get(f"/entries/{entry_id}")
    fields = page.form(f"/{entry_id}/{act}").filled(**more)
    return await browser.post(f"/entries/{entry_id}/{act}", fields)


async def test_a_new_entry_goes_all_the_way_to_the_citizens(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        anna = await place.staff(Role.EDITOR, Role.APPROVER, shown="示例甲")
        ben = await place.staff(Role.APPROVER, shown="示例乙")
        page = await anna.post("/entries/new", {**NEW, "do": "submit"})
        assert (page.path, page.flash) == ("/entries/quality-month-host", words.SUBMITTED)
        assert "/approve" not in page.html  # the author has no button for it
        seen = str((await record(place, "quality-month-host")).version)
        page = await anna.post("/entries/quality-month-host/approve", {"seen": seen})
        assert words.barred(Bar.OWN_TEXT, {}) in page.text
        assert (await record(place, "quality-month-host")).live is None
        assert "质量月由谁主办" in (await ben.get("/approvals")).text
        page = await did(ben, "approve", "quality-month-host", when="now")
        assert page.flash == words.APPROVED
        assert place.renewals == 1
        async with place.database.read() as session:
            read = (await live.live_since(session, 0)).read()
        (one,) = (entry for entry in read.entries if entry.id == "quality-month-host")
        assert (one.reviewed_by, one.reviewed_on) == ("示例乙", NOON.date())
        assert page.text.count("示例乙 2026-11-23 审定") == 3  # as citizens of each channel see it


async def test_nobody_overwrites_what_they_have_not_seen(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        anna = await place.staff(Role.EDITOR, shown="示例甲")
        ben = await place.staff(Role.EDITOR, shown="示例乙")
        page = await ben.get(EDIT)
        late = page.form(EDIT).filled(do="save", answer="乙的答案。")
        assert (await edited(anna, answer="甲的答案。")).flash == words.SAVED
        page = await ben.post(EDIT, late)
        assert page.status == 409
        assert "示例甲先保存了这一条" in page.text
        assert "甲的答案。" in page.text
        fields = page.form(EDIT).filled(do="save")
        assert ("answer", "乙的答案。") in fields
        async with place.database.read() as session:
            texts = [
                one.content["answer"] for one in await reading.revisions(session, "three-nos")
            ]
        assert texts == ["甲的答案。", "不能卖。"]
        assert (await ben.post(EDIT, fields)).flash == words.SAVED
        async with place.database.read() as session:
            texts = [
                one.content["answer"] for one in await reading.revisions(session, "three-nos")
            ]
        assert texts == ["乙的答案。", "甲的答案。", "不能卖。"]


async def test_a_live_text_is_replaced_only_when_another_approves(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        anna, ben = await place.staff(Role.EDITOR), await place.staff(Role.APPROVER)
        await edited(anna, answer="不能卖，违法。")
        page = await did(anna, "submit")
        assert page.flash == words.NOT_READY  # the sample entry lacks its review day
        assert (await edited(anna, review_by="2027-05-01")).flash == words.SAVED
        assert (await did(anna, "submit")).flash == words.SUBMITTED
        page = await ben.get("/entries/three-nos")
        assert "违法" in page.text
        page = await did(ben, "return", reason=" ")
        assert page.errors == {"reason": words.barred(Bar.NO_REASON, {})}
        page = await did(ben, "return", reason="请写明条款")
        assert page.flash == words.RETURNED
        assert "请写明条款" in (await anna.get(EDIT)).text
        assert (await record(place, "three-nos")).live == 1


async def test_a_click_twice_does_nothing_twice(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        anna, ben = await place.staff(Role.EDITOR), await place.staff(Role.APPROVER)
        await edited(anna, answer="不能。", review_by="2027-05-01")
        await did(anna, "submit")
        fields = (await ben.get("/entries/three-nos")).form("/approve").filled(when="now")
        await ben.post("/entries/three-nos/approve", fields)
        page = await ben.post("/entries/three-nos/approve", fields)
        assert page.flash == words.overtaken(Phase.LIVE)
        assert place.renewals == 1


async def test_one_person_alone_approves_only_where_the_house_rule_says_so(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        anna = await place.staff(Role.EDITOR, Role.APPROVER)
        await edited(anna, answer="不能。", review_by="2027-05-01")
        await did(anna, "submit")
        async with place.database.begin() as session:
            await people.set_rule(session, SINGLE_OPERATOR, value=True, staff=None, now=NOON)
        page = await did(anna, "approve", when="now")
        assert page.flash == words.APPROVED_ALONE
        async with place.database.read() as session:
            acts = [one async for one in audit.every(session)]
        assert acts[-1].facts["alone"] is True


async def test_what_is_typed_is_kept_where_it_cannot_be_stored(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        anna = await place.staff(Role.EDITOR)
        page = await anna.post("/entries/new", {**NEW, "as_of": "2026-13-45", "topic": ""})
        assert page.status == 422
        assert page.errors["topic"] == words.missing("topic")
        fields = page.form("/entries/new").filled()
        assert ("as_of", "2026-13-45") in fields
        assert ("answer", NEW["answer"]) in fields
        assert ("source_title", "示例通知") in fields


async def test_rows_of_sources_come_and_go_without_scripts(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        anna = await place.staff(Role.EDITOR)
        page = await anna.post("/entries/new", {**NEW, "do": "add_source"})
        fields = page.form("/entries/new").filled()
        assert [value for name, value in fields if name == "source_title"] == ["示例通知", ""]
        fields = [*((k, v) for k, v in fields if k != "do"), ("do", "remove_source:0")]
        page = await anna.post("/entries/new", fields)
        fields = page.form("/entries/new").filled()
        assert [value for name, value in fields if name == "source_title"] == [""]
        assert ("answer", NEW["answer"]) in fields


async def test_an_id_is_proposed_and_taken_once(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        anna = await place.staff(Role.EDITOR)
        page = await anna.post("/entries/new", {**NEW, "id": ""})
        assert page.path == "/entries/zhi-liang-yue-you-shui-zhu-ban"
        page = await anna.post("/entries/new", {**NEW, "id": "three-nos"})
        assert page.errors == {"id": words.ID_TAKEN}
        page = await anna.post("/entries/new", {**NEW, "id": "sign"})
        assert page.errors == {"id": words.ID_RESERVED}


async def test_a_collision_is_told_while_typing(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        anna = await place.staff(Role.EDITOR)
        page = await anna.post("/entries/hints", {**NEW, "similar_questions": "质量月是几月？"})
        facts = {"wording": "质量月是几月？", "title": "质量月是几月"}
        assert words._HINTS["same_wording"].format(**facts) in page.whole  # noqa: SLF001


async def test_a_wording_of_a_draft_of_somebody_else_is_told_too(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        anna, ben = await place.staff(Role.EDITOR), await place.staff(Role.EDITOR)
        await anna.post("/entries/new", NEW)
        page = await ben.post("/entries/hints", {"similar_questions": "质量月，谁牵头？"})
        facts = {"wording": "质量月，谁牵头？", "title": NEW["standard_question"]}
        assert words._HINTS["drafted_wording"].format(**facts) in page.whole  # noqa: SLF001


async def test_a_rollback_is_one_step(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        anna, ben = await place.staff(Role.EDITOR), await place.staff(Role.APPROVER)
        await edited(anna, answer="不能。", review_by="2027-05-01")
        await did(anna, "submit")
        await did(ben, "approve", when="now")
        page = await did(ben, "rollback")
        assert page.flash == words.ROLLED_BACK
        one = await record(place, "three-nos")
        assert (one.head, one.live, one.phase) == (3, 3, Phase.LIVE)
        async with place.database.read() as session:
            text = await reading.revision(session, "three-nos", 3)
        assert text is not None
        assert (text.content["answer"], text.origin) == ("不能卖。", "rollback")


async def test_an_entry_is_taken_out_of_use_and_up_again(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        ben = await place.staff(Role.APPROVER)
        page = await did(ben, "archive", why="")
        assert page.errors == {"why": words.barred(Bar.NO_REASON, {})}
        assert (await did(ben, "archive", why="示例：重复")).flash == words.ARCHIVED
        assert (await record(place, "three-nos")).live is None
        assert "示例：重复" in (await ben.get("/entries/three-nos")).text
        assert (await did(ben, "restore")).flash == words.RESTORED
        assert (await record(place, "three-nos")).phase is Phase.DRAFT


async def test_texts_of_a_topic_are_signed_after_they_were_shown(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        ben = await place.staff(Role.APPROVER)
        page = await ben.get("/entries/sign", topic="质量月")
        assert "全国“质量月”在每年 9 月。" in page.text
        page = await ben.post("/entries/sign", page.form("/entries/sign").filled())
        assert page.flash == words.signed(1, 0)
        assert (await record(place, "quality-month-when")).is_signed


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"text": "三无"}, ["three-nos"]),
        ({"topic": "商标"}, ["old-rule"]),
        ({"signed": "yes"}, ["award-fee"]),
        ({"validity": "expiring"}, []),
        ({"validity": "nonsense", "page": "x"}, sorted(one.id for one in ENTRIES)),
    ],
)  # fmt: skip
async def test_the_list_is_narrowed_down(
    tmp_path: Path, query: Mapping[str, str], expected: list[str]
) -> None:
    async with house(tmp_path) as place:
        vera = await place.staff(Role.AUDITOR)
        page = await vera.get("/entries", **query)
        found = sorted(
            path.rpartition("/")[2]
            for path in page.links.values()
            if "/entries/" in path and not path.endswith("/sheets")
        )
        assert found == expected
        if not expected:
            assert "没有符合条件的条目" in page.text
