"""Updates run in order, and one that breaks takes nobody with it."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from bot.inbox import Inbox
from db import inbox as rows
from db import migrate
from db.engine import Database, sqlite_url
from db.inbox import LEASE, Arrival, Received
from tests.citizen import Clock


class AwayError(Exception):
    pass


async def test_a_turn_that_breaks_off_runs_again_and_stops_nobody(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database, clock, ran = Database(sqlite_url(tmp_path / "records.db")), Clock(), list[str]()

    async def run(received: Received) -> None:
        ran.append(received.payload["text"])
        if ran == ["一"]:
            raise AwayError
        async with database.begin() as session:
            await rows.finish(session, received.id, clock(), incident=None)

    try:
        await migrate.upgrade(database)
        async with asyncio.TaskGroup() as tasks:
            taken = Inbox(database, run, tasks, clock)
            await taken.receive(*(Arrival("web", text, 1, {"text": text}) for text in "一二"))
            await taken.drain(5)
            assert await taken.recover(alone=False) == 0
            clock.passes(seconds=(LEASE + timedelta(seconds=1)).total_seconds())
            assert await taken.recover(alone=False) == 1
            await taken.drain(5)
            assert await taken.recover(alone=True) == 0
    finally:
        await database.close()
    assert ran == ["一", "二", "一"]
    assert "will run again" in capsys.readouterr().err
