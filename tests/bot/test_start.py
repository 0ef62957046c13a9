"""Starting, starting twice, and stopping at awkward moments: the real process, its real exit."""

import asyncio
import signal
import time
from collections.abc import AsyncIterator
from pathlib import Path
from shutil import copytree
from typing import Any
from uuid import uuid4

import aiohttp
import pytest

from bench.process import BotProcess, until
from texts import start

pytestmark = pytest.mark.slow

STOPPED = "已停止。数据都已保存。"
SIGNALS = pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose records and index are made, for tests to copy."""

    async def make(folder: Path) -> None:
        bot = BotProcess(folder)
        await bot.start("/readyz")
        await bot.stop()

    folder = tmp_path_factory.mktemp("ready") / "data"
    asyncio.run(make(folder))
    return folder


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[BotProcess]:
    """A bot that has not been started."""
    one = BotProcess(tmp_path / "data")
    yield one
    await one.kill()


async def building(bot: BotProcess) -> None:
    """Wait until the child that builds the index is at work."""

    async def is_building() -> bool:
        return bot.has_children()

    await until(is_building)


async def history(http: aiohttp.ClientSession, bot: BotProcess) -> list[dict[str, Any]]:
    async with http.get(f"{bot.url}/chat/history") as reply:
        return list((await reply.json())["messages"])


@pytest.mark.parametrize("seconds", [1.0, 2.0])
async def test_interrupting_at_any_early_moment_prints_no_traceback(
    bot: BotProcess, seconds: float
) -> None:
    await bot.spawn()
    await asyncio.sleep(seconds)
    ended = await bot.stop(signal.SIGINT)
    assert ended.err == ""
    assert ended.status in {0, 130, -signal.SIGINT}


@SIGNALS
async def test_stopping_while_the_first_index_is_built(
    bot: BotProcess, number: signal.Signals
) -> None:
    await bot.start()
    await building(bot)
    ended = await bot.stop(number)
    assert (ended.status, ended.err) == (0, "")
    assert ended.out.splitlines()[-1] == STOPPED
    assert ended.seconds < 3
    assert [path.name for path in (bot.folder / "index").iterdir()] == []


async def test_what_was_said_before_the_knowledge_was_there_is_answered_after_the_next_start(
    bot: BotProcess,
) -> None:
    await bot.start()
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as http:
        asked = {"key": str(uuid4()), "text": "质量月是几月"}
        async with http.post(f"{bot.url}/chat/messages", json=asked) as reply:
            assert reply.status == 202
        ended = await bot.stop()
        assert (ended.status, ended.err) == (0, "")
        await bot.start("/readyz")

        async def is_answered() -> bool:
            return len(await history(http, bot)) > 1

        await until(is_answered)
        said = await history(http, bot)
    assert [(one["author"], one["key"]) for one in said] == [
        ("citizen", asked["key"]), ("bot", None),
    ]  # fmt: skip
    assert "9 月" in said[1]["body"]["text"]


@SIGNALS
async def test_turns_in_progress_are_finished(
    ready: Path, bot: BotProcess, number: signal.Signals
) -> None:
    copytree(ready, bot.folder)
    await bot.start("/readyz")
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as http:
        for _ in range(12):
            asked = {"key": str(uuid4()), "text": "质量月是几月"}
            async with http.post(f"{bot.url}/chat/messages", json=asked) as reply:
                assert reply.status == 202
        ended = await bot.stop(number)
        assert (ended.status, ended.err) == (0, "")
        assert ended.seconds < 5
        await bot.start("/readyz")
        said = await history(http, bot)
    assert [one["author"] for one in said].count("bot") == 12


async def test_an_open_page_does_not_hold_the_process_up(ready: Path, bot: BotProcess) -> None:
    copytree(ready, bot.folder)
    await bot.start("/readyz")
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as http:
        async with http.post(f"{bot.url}/chat/hello", json={}) as reply:
            assert reply.ok
        async with http.get(f"{bot.url}/chat/events") as stream:
            await stream.content.readline()
            ended = await bot.stop()
    assert (ended.status, ended.err) == (0, "")
    assert ended.seconds < 3


async def test_a_second_start_says_one_line(ready: Path, bot: BotProcess, tmp_path: Path) -> None:
    copytree(ready, bot.folder)
    await bot.start()
    same_folder = BotProcess(bot.folder.with_name("link"), port=bot.port + 1)
    same_folder.folder.symlink_to(bot.folder)
    same_port = BotProcess(tmp_path / "other", port=bot.port)
    for second in (same_folder, same_port):
        await second.spawn()
    ended = [await second.ended(time.monotonic()) for second in (same_folder, same_port)]
    assert [(one.status, one.out) for one in ended] == [(1, ""), (1, "")]
    assert [one.err for one in ended] == [
        start.already_running(str(same_folder.folder)) + "\n",
        start.port_taken("127.0.0.1", bot.port) + "\n",
    ]
    assert (await bot.stop()).status == 0
