"""What happens at once, in two tabs or two processes, where the database has many writers."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.channels.web import NAME
from bot.turns import Turns
from db import dialogue, migrate, transcript
from db.engine import Database
from tests.bot.website import site_at
from tests.databases import fresh_postgres

TABS = 6


@pytest.fixture
async def database() -> AsyncIterator[Database]:
    async with fresh_postgres() as url:
        database = Database(url)
        await migrate.upgrade(database)
        try:
            yield database
        finally:
            await database.close()


async def test_a_newcomer_in_many_tabs_is_one_person_greeted_once(
    tmp_path: Path, database: Database
) -> None:
    async with site_at(tmp_path, database) as place:
        chats = await asyncio.gather(*(place.chats.greet("newcomer") for _ in range(TABS)))
        assert len(set(chats)) == 1
        await place.chats.inbox.drain(5)
        async with database.read() as session:
            bubbles = await transcript.after(session, NAME, chats[0], 0, 100)
    assert [bubble.body["text"].split("\n")[0] for bubble in bubbles] == ["您好，我是质小通。"]


async def test_the_first_turns_of_a_conversation_wait_for_each_other(database: Database) -> None:
    turns = Turns(database, lambda _turn: None)

    async def count() -> None:
        async with turns.open(NAME, 1, 1) as turn:
            seen = turn.dialogue.data.get("count", 0)
            await asyncio.sleep(0.05)
            turn.dialogue.data["count"] = seen + 1

    await asyncio.gather(*(count() for _ in range(TABS)))
    async with database.read() as session:
        assert (await dialogue.load(session, NAME, 1, 1)).data == {"count": TABS}
