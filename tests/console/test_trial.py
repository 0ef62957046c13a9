"""Trying questions out through the page."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import func, select

from db.tables import TABLES
from faq.lexicon.lexicon import Lexicon
from faq.route import SmallTalkKind
from people.staff.roles import Role
from tests.console.house import Browser, House, house
from tests.console.page import Page
from texts import console_trial as texts
from texts.ask import SMALL_TALK

MONTH = "/entries/quality-month-when"
ALL = list(Role)


async def tried(browser: Browser, text: str, **fields: str) -> Page:
    return await browser.post("/trial", {"text": text, **fields})


async def edited(browser: Browser, **changes: str) -> None:
    page = await browser.get(f"{MONTH}/edit")
    await browser.post(f"{MONTH}/edit", page.form("/edit").filled(do="save", **changes))


async def rows(place: House) -> dict[str, int]:
    async with place.database.read() as session:
        return {
            table.name: await session.scalar(select(func.count()).select_from(table)) or 0
            for table in TABLES.sorted_tables
        }


@pytest.mark.parametrize("role", ALL)
async def test_everybody_may_try_a_question(role: Role, tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        anna = await place.staff(role)
        empty = await anna.get("/trial")
        page = await tried(anna, "质量月是几月")

    assert "这里的问题不会被记录" in empty.text
    assert "全国“质量月”在每年 9 月。" in page.text
    assert "与条目的问法一字不差" in page.text
    assert "质量月 是 几月".replace(" ", "") in page.text.replace("\n", "")
    assert texts.THRESHOLDS in page.text


async def test_nothing_of_a_tried_question_is_kept(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        anna = await place.staff(Role.EDITOR)
        before = await rows(place)
        miss = await tried(anna, "月亮上能种菜吗")
        person = await tried(anna, "我要找人工")
        after = await rows(place)

    assert texts.RECEIPT in miss.text
    assert texts.RECEIPT in person.text
    assert after == before


async def test_a_follow_up_keeps_what_was_spoken_about(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        anna = await place.staff(Role.DESK)
        first = await tried(anna, "申报中国质量奖收费吗")
        form = first.form("/trial#reply")
        second = await anna.post("/trial", form.filled(text="三无呢", follow="1"))
        alone = await anna.post("/trial", form.filled(text="三无呢", follow=""))

    assert form.fields["context"] == ["entry:award-fee"]
    assert form.fields["follow"] == ["1"]
    assert "接着“申报中国质量奖收费吗”问" in second.text
    assert (
        "接着“申报中国质量奖收费吗”问"
        not in alone.text.split("为什么这样答")[0].split("市民看到的")[-1]
    )


async def test_a_draft_is_tried_before_citizens_see_it(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        anna = await place.staff(Role.EDITOR)
        await edited(
            anna,
            answer="每年九月。",
            similar_questions="品宣季是几月\n品宣季什么时候\n品宣季哪个月",
        )
        offered = await anna.get("/trial", draft="quality-month-when")
        live = await tried(anna, "品宣季是几月", source=texts.LIVE)
        page = await tried(anna, "品宣季是几月", source="quality-month-when")
        async with asyncio.timeout(60):
            while texts.BUILDING in page.text:
                page = await tried(anna, "品宣季是几月", source="quality-month-when")

    assert "线上 + 草稿：质量月是几月" in offered.text
    assert "每年九月。" not in live.text
    assert "每年九月。" in page.text


async def test_a_judge_sees_no_drafts(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        anna, judge = await place.staff(Role.EDITOR), await place.staff(Role.JUDGE)
        await edited(anna, answer="每年九月。")
        box = await judge.get("/trial")
        page = await tried(judge, "质量月是几月", source="quality-month-when")

    assert "草稿" not in box.text
    assert "每年九月。" not in page.text
    assert texts.NO_DRAFT in page.text


async def test_the_card_names_the_word_that_was_taken_for_another(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        place.knowledge = place.knowledge.taught(Lexicon({"品宣季": "质量月"}))
        anna = await place.staff(Role.EDITOR)
        page = await tried(anna, "品宣季是几月？三无产品能卖吗？")

    assert "同义词：“品宣季”当作“质量月”" in page.text
    assert "第 2 问：三无产品能卖吗" in page.text


@pytest.mark.parametrize(("channel", "label"), texts.CHANNELS.items())
async def test_every_channel_has_its_look(channel: str, label: str, tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        anna = await place.staff(Role.EDITOR)
        page = await tried(anna, "三无", channel=channel)

    assert f"市民看到的{label}" in page.text.replace("\n", "")


async def test_an_empty_question_is_refused_in_words(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        anna = await place.staff(Role.EDITOR)
        page = await tried(anna, " ")

    assert (page.status, page.errors) == (422, {"text": texts.EMPTY})


async def test_the_card_names_the_sensitive_word(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        place.knowledge = place.knowledge.taught(Lexicon(sensitive=frozenset({"坏词"})))
        anna = await place.staff(Role.EDITOR)
        page = await tried(anna, "质量月壞，詞是几月")

    assert SMALL_TALK[SmallTalkKind.SENSITIVE].splitlines()[0] in page.text
    assert page.links["去看这个词"] == "/console/words?kind=sensitive&q=%E5%9D%8F%E8%AF%8D"


async def test_all_that_waits_for_review_is_tried_at_once(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        anna = await place.staff(Role.EDITOR)
        alone = await anna.get("/trial")
        await edited(anna, answer="每年九月。", review_by="2027-08-01")
        page = await anna.get(MONTH)
        await anna.post(f"{MONTH}/submit", page.form("/submit").filled())
        box = await anna.get("/trial")
        answer = await tried(anna, "质量月是几月", source=texts.IN_REVIEW)

    assert texts.SOURCES[texts.IN_REVIEW] not in alone.text
    assert texts.SOURCES[texts.IN_REVIEW] in box.text
    assert "每年九月。" in answer.text
