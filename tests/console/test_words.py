"""Taught words through their pages."""

from datetime import timedelta
from pathlib import Path

import pytest

from desk.journal import store as journal
from desk.journal.journal import Asked, Came
from faq.editorial.store import serial
from faq.lexicon import store
from faq.lexicon.lexicon import Lexicon, WordKind
from people.audit import store as audit
from people.staff.roles import Role
from tests.console.house import NOON, House, house
from texts import console_words as texts

GAS = {"kind": "synonym", "said": "品宣季", "meant": "质量月"}
ASKED = ["品宣季是几月", "三无产品能卖吗", "质量月是几月"]


async def ask(place: House, *questions: str) -> None:
    async with place.database.begin() as session:
        for days, text in enumerate(questions, start=1):
            asked = Asked("web", text, Came.DECLINE, "unknown")
            await journal.record(session, asked, NOON - timedelta(days=days))


async def known(place: House) -> Lexicon:
    async with place.database.read() as session:
        return await store.load(session)


async def test_a_word_shows_what_it_fixes_before_and_after_it_is_taught(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        await ask(place, *ASKED)
        anna = await place.staff(Role.EDITOR, shown="安娜")
        preview = await anna.get("/words/new", **GAS)
        nothing = await known(place)
        page = await anna.post("/words", preview.form("/words").filled())
        taught = await known(place)
        async with place.database.read() as session:
            acts, _ = await audit.find(session, audit.Filter(action="word.add"), 1, 10)

    assert "修好 1 个" in preview.text
    assert "品宣季是几月" in preview.text
    assert nothing == Lexicon()
    assert taught == Lexicon({"品宣季": "质量月"})
    assert page.flash == texts.added("品宣季")
    assert "修好 1" in page.text
    assert "安娜" in page.text
    assert place.renewals == 1
    assert [act.facts["kind"] for act in acts] == ["synonym"]
    assert "品宣季" not in str(acts)


async def test_what_was_asked_long_ago_is_not_replayed(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        await ask(place, *["别的问题"] * 31, ASKED[0])
        anna = await place.staff(Role.EDITOR)
        preview = await anna.get("/words/new", **GAS)

    assert "问过的问题里没有一个的回答因它改变" in preview.text


async def test_a_bad_word_is_refused_in_words_and_kept_in_the_form(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        anna = await place.staff(Role.EDITOR)
        page = await anna.post("/words", {**GAS, "said": "品", "meant": "质量月"})
        circle = await anna.post("/words", {**GAS, "meant": "品 宣 季"})
        taught = await known(place)

    assert (page.status, page.errors) == (
        422,
        {"said": "只有一个字的词会误伤太多别的词，请至少写两个字。"},
    )
    assert 'value="质量月"' in page.html
    assert circle.errors == {"meant": "两边是同一个词，不用添加。"}
    assert taught == Lexicon()


async def test_a_word_is_changed_and_forgotten(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        anna = await place.staff(Role.ADMIN)
        await anna.post("/words", GAS)
        page = await anna.get("/words/1", said="品宣季", meant="三无")
        (form,) = (each for each in page.forms if "确定修改" in each.buttons)
        await anna.post("/words/1", form.filled())
        changed = await known(place)
        gone = await anna.post("/words/1/remove")
        again = await anna.post("/words/1/remove")
        late = await anna.post("/words/1", {**GAS})
        left = await known(place)
        async with place.database.read() as session:
            changes = await serial(session)

    assert changed == Lexicon({"品宣季": "三无"})
    assert gone.flash == again.flash == texts.REMOVED
    assert (late.status, texts.GONE in late.text) == (404, True)
    assert left == Lexicon()
    assert changes == 4  # the shipped entries, and each change once


async def test_many_words_are_pasted_all_or_none(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        await ask(place, *ASKED)
        anna = await place.staff(Role.EDITOR)
        lines = "品宣季=质量月\n\n煤气表\uff1d燃气表\n表\t尺\n"
        wrong = await anna.post("/words/paste", {"kind": "synonym", "lines": lines})
        preview = await anna.post(
            "/words/paste", {"kind": "synonym", "lines": lines.replace("表\t尺", "台称\t台秤")}
        )
        nothing = await known(place)
        page = await anna.post("/words/paste", preview.forms[-1].filled())
        taught = await known(place)

    assert wrong.status == 422
    assert "第 4 行“表=尺”：只有一个字的词" in wrong.text
    assert "品宣季=质量月" in wrong.html
    assert "这 3 个词合起来" in preview.text
    assert "修好 1 个" in preview.text
    assert nothing == Lexicon()
    assert page.flash == texts.pasted(3)
    assert taught.synonyms == {"品宣季": "质量月", "煤气表": "燃气表", "台称": "台秤"}


@pytest.mark.parametrize("kind", WordKind)
async def test_every_kind_has_its_page_and_says_what_it_is(kind: WordKind, tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        anna = await place.staff(Role.EDITOR)
        empty = await anna.get("/words", kind=kind.value, said="甲乙", meant="丙丁")
        await anna.post("/words", {"kind": kind.value, "said": "甲乙", "meant": "丙丁"})
        listed = await anna.get("/words", kind=kind.value, q="甲")
        other = await anna.get("/words", kind=kind.value, q="戊")

    assert texts.ABOUT[kind] in empty.text
    assert 'value="甲乙"' in empty.html
    assert "甲乙" in listed.text
    assert f"没有含“戊”的{texts.KINDS[kind]}。" in other.text


async def test_readers_see_words_but_cannot_teach(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        anna, reader = await place.staff(Role.EDITOR), await place.staff(Role.AUDITOR)
        await anna.post("/words", GAS)
        page = await reader.get("/words")
        one = await reader.get("/words/1")
        refused = await reader.post("/words", GAS)

    assert "品宣季" in page.text
    assert "添加同义词" not in page.text
    assert [form.action for form in one.forms if "words" in form.action] == []
    assert refused.status == 403
