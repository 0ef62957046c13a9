"""The outbox on its way: in order, once each, whatever Telegram answers."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from sqlalchemy import select

from bot.channels.telegram_carrier import TelegramCarrier
from bot.delivery import Delivery
from db import migrate, outbox
from db.engine import Database, sqlite_url
from db.tables import OutboxRow
from tests.bot.fake_telegram import TOKEN, FakeTelegram, fake_telegram
from tests.citizen import Clock

ANNA, BAO = 701, 702


@dataclass
class Office:
    fake: FakeTelegram
    database: Database
    delivery: Delivery
    clock: Clock

    async def post(self, chat: int, *texts: str, method: str = "SendMessage") -> None:
        async with self.database.begin() as session:
            for text in texts:
                payload = {"chat_id": chat, "text": text}
                await outbox.put(
                    session, "telegram", chat, None, method, payload, self.clock()
                )  # fmt: skip
        self.delivery.wake()

    async def later(self, **time: float) -> None:
        """Let messages being sent end, then time pass."""
        await asyncio.sleep(0.2)
        self.clock.passes(**time)
        self.delivery.wake()

    async def fates(self) -> list[tuple[str | None, str | None]]:
        """Return each message's receipt and the reason it was given up for."""
        async with self.database.read() as session:
            rows = await session.scalars(select(OutboxRow).order_by(OutboxRow.id))
            return [(row.receipt, row.failed_reason) for row in rows]

    async def settled(self) -> list[tuple[str | None, str | None]]:
        """Return the fates once every message has one."""
        for _ in range(250):
            fates = await self.fates()
            if all(receipt or reason for receipt, reason in fates):
                return fates
            await asyncio.sleep(0.02)
        raise TimeoutError(fates)


@asynccontextmanager
async def office(folder: Path, fake: FakeTelegram) -> AsyncIterator[Office]:
    database, clock = Database(sqlite_url(folder / "records.db")), Clock()
    await migrate.upgrade(database)
    wire = Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(fake.address)))
    delivery = Delivery("telegram", TelegramCarrier(wire), database, clock)
    async with asyncio.TaskGroup() as tasks:
        loop = tasks.create_task(delivery.deliver())
        yield Office(fake, database, delivery, clock)
        loop.cancel()
    await wire.session.close()
    await database.close()


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Office]:
    async with fake_telegram() as fake, office(tmp_path, fake) as place:
        yield place


async def test_messages_of_a_chat_keep_their_order_and_get_receipts(place: Office) -> None:
    texts = [f"第 {number} 条" for number in range(8)]
    await place.post(ANNA, *texts)
    assert await place.fake.until_sent(8) == [(ANNA, text) for text in texts]
    assert await place.settled() == [(str(1001 + number), None) for number in range(8)]


async def test_a_hanging_chat_keeps_nobody_waiting(place: Office) -> None:
    place.fake.slow.add(ANNA)
    await place.post(ANNA, "等")
    await place.fake.until_called("sendMessage")
    await place.post(BAO, "一", "二")
    assert await place.fake.until_sent(2, seconds=3) == [(BAO, "一"), (BAO, "二")]


async def test_a_blocked_chat_costs_one_call_however_much_waits(place: Office) -> None:
    place.fake.blocked.add(ANNA)
    await place.post(ANNA, *"一二三")
    reason = "Forbidden: bot was blocked by the user"
    assert await place.settled() == [(None, reason)] * 3
    assert len(place.fake.called("sendMessage")) == 1
    place.fake.blocked.clear()
    await place.post(ANNA, "又来了")
    assert await place.fake.until_sent(1) == [(ANNA, "又来了")]


async def test_a_flood_limit_holds_its_chat_only_and_for_as_long_as_told(place: Office) -> None:
    place.fake.fail("sendMessage", 429, "Too Many Requests: retry after 30", retry_after=30)
    await place.post(ANNA, "一", "二")
    await place.fake.until_called("sendMessage")
    await place.post(BAO, "三")
    assert await place.fake.until_sent(1) == [(BAO, "三")]
    await place.later(seconds=29)
    await place.later(seconds=0)
    assert place.fake.sent == [(BAO, "三")]
    await place.later(seconds=2)
    assert await place.fake.until_sent(3) == [(BAO, "三"), (ANNA, "一"), (ANNA, "二")]


async def test_a_refused_message_does_not_hold_up_the_next(place: Office) -> None:
    place.fake.fail("sendMessage", 400, "Bad Request: message text is empty")
    await place.post(ANNA, "一", "二")
    assert await place.fake.until_sent(1) == [(ANNA, "二")]
    assert await place.settled() == [
        (None, "Bad Request: message text is empty"), ("1001", None),
    ]  # fmt: skip


async def test_a_message_nobody_can_send_does_not_hold_up_the_next(place: Office) -> None:
    async with place.database.begin() as session:
        await outbox.put(
            session, "telegram", ANNA, None, "SendVenue", {"chat_id": ANNA}, place.clock()
        )
    await place.post(ANNA, "二")
    assert await place.fake.until_sent(1) == [(ANNA, "二")]
    assert (await place.settled())[0] == (None, "ValidationError")


@pytest.mark.parametrize("trouble", ["server", "line", "proxy"])
async def test_trouble_on_the_way_is_waited_out(place: Office, trouble: str) -> None:
    for _ in range(2):
        if trouble == "server":
            place.fake.fail("sendMessage", 500, "Internal Server Error")
        elif trouble == "line":
            place.fake.drop("sendMessage")
        else:
            place.fake.garble("sendMessage")
    await place.post(ANNA, "一", "二")
    await place.fake.until_called("sendMessage")
    await place.later(seconds=1)
    assert len(place.fake.called("sendMessage")) == 1
    await place.later(seconds=1)
    await place.later(seconds=4)
    assert await place.fake.until_sent(2) == [(ANNA, "一"), (ANNA, "二")]


async def test_what_a_killed_process_was_sending_is_sent_at_once_by_the_next(
    tmp_path: Path, place: Office
) -> None:
    async with place.database.begin() as session:
        payload = {"chat_id": ANNA, "text": "一"}
        now = place.clock()
        await outbox.put(session, "telegram", ANNA, None, "SendMessage", payload, now)
        await outbox.take_due(session, "telegram", now, 1)
    async with office(tmp_path, place.fake):
        assert await place.fake.until_sent(1, seconds=3) == [(ANNA, "一")]


async def test_what_is_being_sent_at_the_end_still_gets_its_receipt(tmp_path: Path) -> None:
    async with fake_telegram() as fake:
        async with office(tmp_path, fake) as place:
            fake.pause = 0.3
            await place.post(ANNA, "一")
            await fake.until_called("sendMessage")
        async with office(tmp_path, fake) as place:
            assert await place.fates() == [("1001", None)]
    assert fake.sent == [(ANNA, "一")]


async def test_a_refused_token_ends_delivery_in_one_line_and_loses_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with fake_telegram() as fake:
        fake.fail("sendMessage", 401, "Unauthorized")
        async with office(tmp_path, fake) as place:
            await place.post(ANNA, "一", "二")
            await fake.until_called("sendMessage")
            await place.later(minutes=5)
        assert capsys.readouterr().err.count("the token is refused") == 1
        assert fake.sent == []
        async with office(tmp_path, fake):
            assert await fake.until_sent(2) == [(ANNA, "一"), (ANNA, "二")]
