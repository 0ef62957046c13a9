"""Carries the outbox to a channel that is pushed to, one message a chat at a time."""

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta

import structlog
from aiogram import Bot, methods
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramRetryAfter,
)
from aiogram.methods import TelegramMethod
from aiogram.types import Message

from bot.turns import Clock, utc_now
from db import outbox
from db.engine import Database
from db.outbox import Letter

log = structlog.get_logger()

IDLE_SECONDS = 5.0
LONGEST_WAIT = timedelta(minutes=15)


@dataclass(slots=True)
class Delivery:
    """Sends a channel's rows until each has a receipt or a reason."""

    channel: str
    wire: Bot
    database: Database
    clock: Clock = utc_now
    _wake: asyncio.Event = field(default_factory=asyncio.Event)

    def wake(self) -> None:
        """Say that something was committed."""
        self._wake.set()

    async def deliver(self) -> None:
        """Deliver for ever; ended by cancelling."""
        while True:
            if await self.deliver_due():
                continue
            try:
                await asyncio.wait_for(self._wake.wait(), IDLE_SECONDS)
            except TimeoutError:
                continue
            finally:
                self._wake.clear()

    async def deliver_due(self) -> int:
        """Deliver what is due now, at most one message a chat; return how many were tried."""
        async with self.database.begin() as session:
            letters = await outbox.take_due(session, self.channel, self.clock())
        await asyncio.gather(*(self._send(letter) for letter in letters))
        return len(letters)

    async def _send(self, letter: Letter) -> None:
        try:
            sent = await self.wire(_method(letter))
        except TelegramRetryAfter as busy:
            await self._postpone(letter, timedelta(seconds=busy.retry_after))
        except (TelegramForbiddenError, TelegramBadRequest) as refused:
            log.warning("not delivered", letter=letter.id, reason=refused.message)
            async with self.database.begin() as session:
                await outbox.mark_failed(session, letter.id, refused.message)
        except (TelegramAPIError, OSError) as away:
            log.warning("will be sent again", letter=letter.id, reason=str(away))
            await self._postpone(letter, min(timedelta(seconds=2**letter.attempts), LONGEST_WAIT))
        else:
            receipt = str(sent.message_id) if isinstance(sent, Message) else "ok"
            async with self.database.begin() as session:
                await outbox.mark_sent(session, letter.id, receipt, self.clock())

    async def _postpone(self, letter: Letter, wait: timedelta) -> None:
        async with self.database.begin() as session:
            await outbox.postpone(session, letter.id, self.clock() + wait)


def _method(letter: Letter) -> TelegramMethod[object]:
    kind = getattr(methods, letter.method)
    method: TelegramMethod[object] = kind.model_validate(letter.payload)
    return method
