"""A process with Telegram on: a real Bot API client, a real database, a fake Bot API.

async with fake_telegram() as fake, process(tmp_path, fake, knowledge) as post:
    fake.says(CHAT, "谢谢")
    assert await post.answers(1) == [...]
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.conversation import Conversation
from bot.dispatch import build_dispatcher
from bot.inbox import Inbox
from bot.settings import Settings
from bot.telegram_parts import TelegramParts, build_telegram
from bot.turns import Turns
from db import migrate
from db.engine import Database, sqlite_url
from db.inbox import Received
from faq.knowledge import Knowledge
from faq.stations import load
from handlers.context import TELEGRAM
from people import store as people
from tests.bot.fake_telegram import TOKEN, FakeTelegram
from tests.citizen import Clock


@dataclass
class Post:
    """A process with Telegram on."""

    fake: FakeTelegram
    parts: TelegramParts
    inbox: Inbox
    database: Database
    clock: Clock

    async def answers(self, count: int) -> list[str]:
        return [text for _, text in await self.fake.until_sent(count)]


@asynccontextmanager
async def process(
    folder: Path, fake: FakeTelegram, knowledge: Knowledge, secret: str | None = None
) -> AsyncIterator[Post]:
    database = Database(sqlite_url(folder / "records.db"))
    await migrate.upgrade(database)
    clock = Clock()
    settings = Settings(
        telegram_token=TOKEN, telegram_api=fake.address, telegram_webhook_secret=secret,
        public_url="https://example.org" if secret else None,
    )  # fmt: skip
    held: list[Conversation] = []

    async def run(received: Received) -> None:
        await held[0].run(received)

    async with asyncio.TaskGroup() as tasks:
        inbox = Inbox(database, run, tasks, clock)
        parts = build_telegram(TOKEN, settings, database, inbox)
        parts.delivery.clock = clock
        turns = Turns(database, lambda _turn: parts.delivery.wake(), clock)
        given = {
            "knowledge": knowledge, "stations": load(), "links": None, "has_public_page": False,
        }  # fmt: skip
        held.append(
            Conversation(
                turns, build_dispatcher(), {"telegram": parts.bot}, {"telegram": TELEGRAM},
                lambda: given,
            )
        )  # fmt: skip
        async with database.begin() as session:
            person = await people.meet(session, "telegram", "777", clock())
            await people.remember_notice(session, person, clock())
        loops = [tasks.create_task(parts.receive()), tasks.create_task(parts.delivery.deliver())]
        yield Post(fake, parts, inbox, database, clock)
        await inbox.drain(5)
        for loop in loops:
            loop.cancel()
    await parts.channel.wire.session.close()
    await database.close()
