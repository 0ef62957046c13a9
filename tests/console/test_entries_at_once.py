"""Two browsers, two clicks, two processes: nothing is written over, nothing happens twice."""

import asyncio
from pathlib import Path

from bot.editorial import Editorial
from db.engine import Database, sqlite_url
from faq.editorial.reading import store as reading
from people.audit import store as audit
from people.staff.roles import Role
from tests.console.house import House, house
from tests.console.test_entries import NEW, did, edited
from tests.databases import BOTH, records
from texts import console_entries as words

EDIT = "/entries/three-nos/edit"


async def answers(place: House, entry_id: str = "three-nos") -> list[str]:
    """List the answers of an entry's revisions, newest first."""
    async with place.database.read() as session:
        return [one.content["answer"] for one in await reading.revisions(session, entry_id)]


@BOTH
async def test_of_many_who_save_at_the_same_moment_all_but_one_are_told(
    tmp_path: Path, kind: str
) -> None:
    async with records(kind) as url, house(tmp_path, url=url) as place:
        people = [await place.staff(Role.EDITOR) for _ in range(4)]
        forms = [(await one.get(EDIT)).form(EDIT) for one in people]
        pages = await asyncio.gather(
            *(
                one.post(EDIT, form.filled(do="save", answer=f"示例{place}"))
                for place, (one, form) in enumerate(zip(people, forms, strict=True))
            )
        )
        assert sorted(page.status for page in pages) == [200, 409, 409, 409]
        (winner,) = (place for place, page in enumerate(pages) if page.status == 200)
        assert await answers(place) == [f"示例{winner}", "不能卖。"]
        for number, page in enumerate(pages):
            if number != winner:
                assert ("answer", f"示例{number}") in page.form(EDIT).filled()


async def test_a_second_click_on_save_is_as_good_as_the_first(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        anna = await place.staff(Role.EDITOR)
        fields = (await anna.get(EDIT)).form(EDIT).filled(do="save", answer="示例：一次。")
        pages = [await anna.post(EDIT, fields) for _ in range(2)]
        assert [page.flash for page in pages] == [words.SAVED] * 2
        assert await answers(place) == ["示例：一次。", "不能卖。"]
        pages = [await anna.post("/entries/new", NEW) for _ in range(2)]
        assert [page.path for page in pages] == [f"/entries/{NEW['id']}"] * 2
        assert await answers(place, NEW["id"]) == [NEW["answer"]]


async def test_saving_what_is_there_already_makes_no_version(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        anna = await place.staff(Role.EDITOR)
        assert (await edited(anna)).flash == words.UNCHANGED
        assert await answers(place) == ["不能卖。"]


@BOTH
async def test_two_processes_let_a_text_go_live_once(tmp_path: Path, kind: str) -> None:
    async with records(kind) as url, house(tmp_path, url=url) as place:
        anna, ben = await place.staff(Role.EDITOR), await place.staff(Role.APPROVER)
        await anna.post("/entries/new", {**NEW, "do": "submit"})
        await did(ben, "approve", NEW["id"], when="later", at="2026-11-23 12:00")
        other = Database(url or sqlite_url(tmp_path / "records.db"))
        try:
            loops = [Editorial(one, clock=lambda: place.now) for one in (place.database, other)]
            done = await asyncio.gather(*(loop.publish() for loop in loops))
            raised = await asyncio.gather(*(loop.remind() for loop in loops))
        finally:
            await other.close()
        assert (sum(done), sum(raised)) == (1, 0)
        async with place.database.read() as session:
            acts = [one.action async for one in audit.every(session)]
        assert acts.count("entry.go_live") == 1


async def test_an_address_that_is_none_is_no_link_and_a_question_is_no_markup(
    tmp_path: Path,
) -> None:
    async with house(tmp_path) as place:
        anna = await place.staff(Role.EDITOR)
        bad = {"source_url": "javascript:alert(1)", "standard_question": "<script>x</script>"}
        page = await anna.post("/entries/new", {**NEW, **bad})
        assert page.flash == words.SAVED_NEW
        assert not [link for link in page.links.values() if link.startswith("javascript")]
        assert "<script>x" not in page.html
        assert page.headings[0] == "<script>x</script>"
        page = await did(anna, "submit", NEW["id"])
        assert page.flash == words.NOT_READY
