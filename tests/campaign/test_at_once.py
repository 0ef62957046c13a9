"""A work's file is judged while its author sends another: neither waits for ever or is lost."""

import asyncio
from datetime import timedelta

from campaign import intake, store
from campaign.files import Stored
from campaign.media import store as files
from campaign.media.media import MediaState
from campaign.verdict import Verdict
from db import migrate
from db.engine import Database
from people import store as people
from tests.citizen import NOON
from tests.databases import fresh_postgres
from tests.studio import sample


async def test_a_file_given_up_while_it_was_checked_is_still_deleted() -> None:
    async with fresh_postgres() as url:
        database = Database(url)
        try:
            await migrate.upgrade(database)
            assert await _race(database) == [MediaState.DROPPED, MediaState.STORED]
        finally:
            await database.close()


async def _race(database: Database) -> list[MediaState]:
    first, second = (Stored(f"media/a/{sign * 64}.mp4", 1, sign * 64) for sign in "ab")
    async with database.begin() as session:
        await store.plant(session, sample(), NOON)
        person = await people.meet(session, "web", "somebody", NOON)
        work = await intake.begin(session, person, 1, NOON)
        await intake.attach(session, work.id, first, "a.mp4", NOON)
    async with database.begin() as session:
        leased = await files.take(session, NOON + timedelta(seconds=1))
        assert leased is not None

    is_attached = asyncio.Event()

    async def attach() -> str | None:
        async with database.begin() as session:
            later = await intake.attach(session, work.id, second, "b.mp4", NOON)
            is_attached.set()
            await asyncio.sleep(0.2)
        return later.media_id

    async def judge() -> None:
        await is_attached.wait()
        async with database.begin() as session:
            await intake.judged(session, leased, Verdict(ok=None), NOON)

    newer, _ = await asyncio.gather(attach(), judge())
    async with database.read() as session:
        found = [await files.get(session, number) for number in (leased.id, newer)]
    return [media.state for media in found if media is not None]
