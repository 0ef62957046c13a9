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
        assert isinstance(await audit.verify(session), Whole)
