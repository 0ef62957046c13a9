"""Stopping the real process while it has long work in hand, and two processes on one server."""

import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import aiohttp
import pytest

from bench.process import BotProcess, until
from db.engine import Database, sqlite_url
from desk.journal import store as journal
from desk.journal.journal import Asked, Came
from faq.editorial import store as entries
from faq.selfexam import store as exams
from people.staff import store as people
from people.staff.credentials import store as credentials
from people.staff.roles import Role
from people.staff.sessions import store as sessions
from tests.databases import fresh_postgres

pytestmark = pytest.mark.slow

STOPPED = "已停止。数据都已保存。"
ENTRY = "quality-month-when"
QUESTIONS = 3_000
"""So many that their replay is still at work when the process is told to end."""


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[BotProcess]:
    """A bot that answers."""
    one = BotProcess(tmp_path / "data", patience=180)
    await one.start("/readyz")
    yield one
    await one.kill()


@asynccontextmanager
async def records(bot: BotProcess) -> AsyncIterator[Database]:
    """Open a running bot's records beside it."""
    database = Database(sqlite_url(bot.folder / "zhixiaotong.db"))
    try:
        yield database
    finally:
        await database.close()


async def signed_in(database: Database) -> dict[str, str]:
    """Make an editor and return the cookie they are signed in by."""
    now = datetime.now(UTC)
    async with database.begin() as session:
        one = await people.create(session, "anna", "示例甲", [Role.EDITOR], now)
        await credentials.set_password(session, one.id, "no password fits this")
        await credentials.tie_device(session, one.id, "nor any phone", 0)
        return {"zxt_staff": await sessions.begin(session, one.id, "Test", now)}


async def edited(database: Database, answer: str, *, is_live: bool = False) -> None:
    """Give an entry another answer, as a draft or for citizens."""
    now = datetime.now(UTC)
    async with database.begin() as session:
        record = await entries.known(session, ENTRY)
        content = (await entries.text_of(session, ENTRY, record.head)).content
        record = await entries.save(
            session, ENTRY, {**content, "answer": answer}, seen=record.version, origin="console",
            author_id=None, now=now,
        )  # fmt: skip
        if is_live:
            await entries.put_live(session, ENTRY, record.head, now)


async def test_stopping_during_an_exam(bot: BotProcess) -> None:
    async with records(bot) as database:
        async with database.begin() as session:
            assert await exams.ask(session, datetime.now(UTC) - timedelta(seconds=1))

        async def is_sitting() -> bool:
            async with database.read() as session:
                waits = await exams.is_waiting(session, datetime.now(UTC))
            return not waits and bot.has_children()

        await until(is_sitting)
        ended = await bot.stop(signal.SIGTERM)
        async with database.read() as session:
            (run,) = await exams.latest(session, 2)
    assert (ended.status, ended.err) == (0, "")
    assert ended.out.splitlines()[-1] == STOPPED
    assert (run.is_open, run.fault) == (True, None)  # another process sits it when the lease ends


async def test_stopping_during_a_replay(bot: BotProcess) -> None:
    async with records(bot) as database:
        now = datetime.now(UTC)
        async with database.begin() as session:
            for number in range(QUESTIONS):
                asked = Asked("web", f"示例问题第 {number} 个", Came.DECLINE, "unknown")
                await journal.record(session, asked, now)
        cookies = await signed_in(database)
    async with records(bot) as database:
        await edited(database, "示例：每年九月。")
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(cookie_jar=jar, cookies=cookies) as http:
        path = f"{bot.url}/console/entries/{ENTRY}/replay"

        async def is_replaying() -> bool:
            async with http.get(path) as reply:
                assert reply.status == 200
                page = await reply.text()
            assert "重放" in page
            return "data-running" in page and ">0 / " not in page

        await until(is_replaying)
        ended = await bot.stop(signal.SIGTERM)
    assert (ended.status, ended.err) == (0, "")
    assert ended.out.splitlines()[-1] == STOPPED


async def says(http: aiohttp.ClientSession, bot: BotProcess, text: str) -> str:
    """Ask on the page and return the last thing that was answered."""
    async with http.post(
        f"{bot.url}/chat/messages", json={"key": str(uuid4()), "text": text}
    ) as r:
        assert r.status == 202
    said: list[str] = []

    async def is_answered() -> bool:
        nonlocal said
        async with http.get(f"{bot.url}/chat/history") as reply:
            messages = (await reply.json())["messages"]
        said = [one["body"].get("text", "") for one in messages if one["author"] == "bot"]
        return bool(messages) and messages[-1]["author"] == "bot"

    await until(is_answered)
    return said[-1]


@pytest.mark.postgres
async def test_what_goes_live_in_one_process_is_told_by_the_other(tmp_path: Path) -> None:
    async with fresh_postgres() as url:
        settings = {"DATABASE_URL": url, "SECRET_KEY": "a" * 64}
        one, other = (
            BotProcess(tmp_path / name, settings=settings, patience=180)
            for name in ("one", "other")
        )
        try:
            for bot in (one, other):
                await bot.start("/readyz")
            database = Database(url)
            async with database.begin() as session:
                record = await entries.known(session, ENTRY)
            await edited(database, "示例：新的答案。", is_live=True)
            await database.close()
            assert record.live is not None
            for bot in (one, other):
                async with aiohttp.ClientSession(
                    cookie_jar=aiohttp.CookieJar(unsafe=True)
                ) as http:

                    async def is_new(
                        http: aiohttp.ClientSession = http, bot: BotProcess = bot
                    ) -> bool:
                        return "示例：新的答案。" in await says(http, bot, "质量月是几月")

                    await until(is_new, every=1.0)
            ends = [await bot.stop() for bot in (one, other)]
        finally:
            for bot in (one, other):
                await bot.kill()
    assert [(end.status, "Traceback" in end.err) for end in ends] == [(0, False), (0, False)]
