"""The console on PostgreSQL, where transactions run side by side and may wait for each other."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from db.engine import Database
from faq.editorial import store
from faq.editorial.content import as_content
from faq.editorial.lifecycle import Phase
from people.audit import store as audit
from people.audit.chain import Whole
from people.staff.roles import Role
from tests.console.house import NOON, Browser, House, house
from tests.console.page import Page
from tests.console.test_entries import NEW
from tests.console.test_sheets import HOME, export, saved, sent
from tests.console.waiters import wait_for_waiters
from tests.databases import fresh_postgres
from tests.knowledge import ENTRIES, THREE_NOS
from texts import console_entries as words

pytestmark = pytest.mark.postgres


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[House]:
    async with fresh_postgres() as url, house(tmp_path, url=url, exam=tuple) as one:
        yield one


async def twice_live(place: House) -> None:
    """Give an entry a second unsigned live text, so that there is one to go back to."""
    async with place.database.begin() as session:
        record = await store.known(session, THREE_NOS.id)
        content = as_content(replace(THREE_NOS, answer="示例：第二稿。"))
        record = await store.save(
            session, record.id, content, seen=record.version, origin="console", author_id=None,
            now=NOON,
        )  # fmt: skip
        await store.put_live(session, record.id, record.head, NOON)


async def to_sign(ben: Browser) -> list[tuple[str, str]]:
    """List the fields of the page that signs every unsigned sample entry."""
    page = await ben.get("/entries", signed="no", text="")
    chosen = "&".join(f"id={one.id}" for one in ENTRIES)
    page = await ben.get(f"/entries/sign?{chosen}")
    return page.form("/entries/sign").filled()


async def side_by_side(
    place: House, *acts: tuple[Browser, str, list[tuple[str, str]]]
) -> list[Page]:
    """Send forms so that each waits for the state of the knowledge, in this order, then let go."""
    other = Database(place.database.engine.url.render_as_string(hide_password=False))
    try:
        async with asyncio.TaskGroup() as tasks:
            sent = []
            async with other.begin() as session:
                await store.claim(session, NOON)
                for number, (browser, path, fields) in enumerate(acts, start=1):
                    sent.append(tasks.create_task(browser.post(path, fields)))
                    await wait_for_waiters(place.database, number)
    finally:
        await other.close()
    return [one.result() for one in sent]


async def test_going_back_and_signing_many_do_not_wait_for_each_other(place: House) -> None:
    await twice_live(place)
    ben, cleo = await place.staff(Role.APPROVER), await place.staff(Role.APPROVER)
    signing = await to_sign(ben)
    page = await cleo.get(f"/entries/{THREE_NOS.id}")
    (form, *_) = [one for one in page.forms if one.action.endswith("/rollback")]
    path = f"/entries/{THREE_NOS.id}/rollback"
    signed, back = await side_by_side(
        place, (ben, "/entries/sign", signing), (cleo, path, form.filled())
    )
    count = len([name for name, _ in signing if name == "entry"])
    assert count > 1
    assert (signed.status, signed.flash) == (200, words.signed(count, 0))
    assert (back.status, back.flash) == (200, words.overtaken(Phase.LIVE))
    async with place.database.read() as session:
        record = await store.known(session, THREE_NOS.id)
        assert (record.live, record.is_signed) == (2, True)
        assert isinstance(await audit.examine(session), Whole)


Act = tuple[Browser, str, list[tuple[str, str]]]
OVERTAKEN = {words.overtaken(phase) for phase in Phase}


async def editors(place: House, number: int) -> list[Act]:
    """Let three editors fill in the same two entries, and one of them hand in a new one."""
    acts: list[Act] = []
    for who in range(3):
        one = await place.staff(Role.EDITOR)
        for entry in ENTRIES[:2]:
            path = f"/entries/{entry.id}/edit"
            form = (await one.get(path)).form("/edit")
            fields = form.filled(do="save", answer=f"示例：第 {number} 轮，{who}。")
            acts.append((one, path, fields))
        new = {**NEW, "id": f"new-{number}", "answer": f"示例 {who}", "do": "submit"}
        acts.append((one, "/entries/new", list(new.items())))
    return acts


async def others(place: House, number: int, folder: Path) -> list[Act]:
    """Let others sign everything, go back, change owners, teach a word and take a table."""
    ben, cleo, dora = [await place.staff(Role.APPROVER, Role.EDITOR) for _ in range(3)]
    page = await cleo.get(f"/entries/{THREE_NOS.id}")
    back = next(one for one in page.forms if one.action.endswith("/rollback")).filled()
    own = page.form("/owner").filled(owner_id=str(cleo.staff.id if cleo.staff else 0))
    word = {"kind": "synonym", "said": f"示例词{number}", "meant": "质量月"}
    rows = [{**row, "答案": f"示例：表 {number}。"} for row in (await export(dora))[:4]]
    rows.append({**rows[0], "编号": f"new-{number}", "标准问": "质量月由谁主办", "版本": None})
    table = await dora.upload(HOME, "file", saved(folder, rows))
    acts = [
        (cleo, f"/entries/{THREE_NOS.id}/rollback", back),
        (cleo, f"/entries/{THREE_NOS.id}/owner", own),
        (cleo, "/words", list(word.items())),
        (dora, sent(table).removeprefix("/console"), []),
    ]
    page = await ben.get("/entries/sign?" + "&".join(f"id={one.id}" for one in ENTRIES))
    if any(form.action.endswith("/entries/sign") for form in page.forms):
        acts.append((ben, "/entries/sign", page.form("/entries/sign").filled()))
    return acts


def is_told(page: Page) -> bool:
    """Whether somebody reads that it is done, or that somebody else was quicker."""
    if page.status == 200:
        return bool(page.flash)
    return page.status == 409 or (page.status == 422 and words.ID_TAKEN in page.text)


async def test_in_a_storm_of_acts_everybody_is_answered_and_the_log_is_whole(
    place: House, tmp_path: Path
) -> None:
    await twice_live(place)
    for number in range(3):
        acts = [*await editors(place, number), *await others(place, number, tmp_path)]
        turned = acts[number:] + acts[:number]
        pages = await side_by_side(place, *turned[::-1] if number % 2 else turned)
        assert [page.text for page in pages if not is_told(page)] == []
        done = [page for page in pages if page.status == 200 and page.flash not in OVERTAKEN]
        assert len(done) >= 3  # a save of each entry or the table, the new entry, the word
        async with place.database.read() as session:
            assert isinstance(await audit.examine(session), Whole)
            for entry in ENTRIES:
                record = await store.known(session, entry.id)
                texts = await store.revisions(session, entry.id)
                assert [one.number for one in texts] == list(range(record.head, 0, -1))
