"""The real process on Telegram: killed while it speaks, and started with a token nobody knows."""

import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bench.process import BotProcess
from bot.delivery import MOST_AT_ONCE
from tests.bot.fake_telegram import TOKEN, FakeTelegram, fake_telegram, message

pytestmark = pytest.mark.slow

CHATS = range(1000, 1040)
KILLS = 2
WAIT = 90.0


@asynccontextmanager
async def process(folder: Path, fake: FakeTelegram) -> AsyncIterator[BotProcess]:
    """Make a process that speaks to `fake`; it is not started yet."""
    settings = (f"TELEGRAM_TOKEN={TOKEN}", f"TELEGRAM_API={fake.address}")
    command = ("env", *settings, sys.executable, "-m", "bot", "run")
    one = BotProcess(folder / "data", command=command)
    try:
        yield one
    finally:
        await one.kill()


async def test_a_kill_loses_no_answer_and_doubles_at_most_those_in_flight(
    tmp_path: Path,
) -> None:
    async with fake_telegram() as fake, process(tmp_path, fake) as bot:
        fake.pause = 0.05
        await bot.spawn()
        for kill in range(KILLS):
            for chat in CHATS:
                fake.push(message=message(chat, text="谢谢"))
            await fake.until_sent(len(fake.sent) + 3 + 10 * kill, WAIT)
            await bot.kill()
            await bot.spawn()

        def heard() -> list[int]:
            answers = Counter(chat for chat, _ in fake.sent)
            return [answers[chat] for chat in CHATS]

        await fake.until(lambda: min(heard()) >= KILLS, WAIT)
        await bot.answers("/readyz")
        ended = await bot.stop()
    assert ended.status == 0
    assert KILLS * len(CHATS) <= sum(heard()) <= KILLS * (len(CHATS) + MOST_AT_ONCE)


async def test_a_refused_token_leaves_the_page_open(tmp_path: Path) -> None:
    async with fake_telegram() as fake, process(tmp_path, fake) as bot:
        fake.fail("deleteWebhook", 401, "Unauthorized")
        await bot.start("/readyz")
        await fake.until_called("deleteWebhook")
        ended = await bot.stop()
    assert ended.status == 0
    assert [line.split("]")[1].strip() for line in ended.err.splitlines()] == [
        "telegram refused the token; the other channels go on"
    ]
