"""Telegram: polling or a webhook in, the outbox out.

Polling acknowledges only what the inbox has: the next request names the last stored update.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

import structlog
from aiogram import Bot
from aiogram.client.default import Default
from aiogram.exceptions import (
    AiogramError,
    ClientDecodeError,
    TelegramAPIError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.types import BotCommand, Update

from bot.channels.session import ChannelSession, Shown
from bot.channels.telegram_updates import KINDS, NAME, arrival, readable
from bot.inbox import Inbox
from bot.turns import Turn
from db import outbox
from db.dialogue import Choice
from faq.points import to_wgs84
from texts import menu

log = structlog.get_logger()

POLL_SECONDS = 30
SHORT_SECONDS = 10
"""How long anything but a poll may take."""

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
REFUSALS = (TelegramUnauthorizedError, TelegramNotFound)
"""What Telegram answers to a token it does not know."""

LONGEST_TEXT = 4096
"""The most Telegram takes in one message, in UTF-16 units."""

T = TypeVar("T")


class TelegramSession(ChannelSession):
    """Writes what is said to the outbox, ready for Telegram."""

    async def write(self, turn: Turn, method: Shown, choices: list[Choice]) -> int:
        """Store one message; points go out as WGS-84, which Telegram speaks."""
        del choices
        payload = method.model_dump(mode="json", exclude_none=True, exclude=_unset(method))
        if "latitude" in payload:
            payload["latitude"], payload["longitude"] = to_wgs84(
                payload["latitude"], payload["longitude"]
            )
        if "text" in payload:
            _shorten(payload)
        if turn.answers is not None:
            payload["reply_parameters"] = {
                "message_id": turn.answers, "allow_sending_without_reply": True,
            }  # fmt: skip
        return await outbox.put(
            turn.session, NAME, turn.chat_id, turn.inbox_id, type(method).__name__, payload,
            turn.now,
        )  # fmt: skip


@dataclass(slots=True)
class Telegram:
    """The channel: receives updates through `wire`, a bot that really speaks to Telegram."""

    wire: Bot
    session: TelegramSession
    inbox: Inbox
    is_known: bool = False
    """Whether Telegram has told who the bot is; without that nothing in a group is for it."""
    _is_away: bool = False

    async def poll(self) -> None:
        """Fetch updates for ever; returns only where Telegram refuses the token."""
        offset = None
        try:
            await self._patiently(self.wire.delete_webhook)
            await self._patiently(self._introduce)
            while True:
                updates = await self._patiently(partial(self._fetch, offset))
                await self.receive(updates)
                offset = updates[-1].update_id + 1 if updates else offset
        except REFUSALS:
            log.error("telegram refused the token; the other channels go on")  # noqa: TRY400 -- no trace

    async def listen(self, url: str, secret: str) -> None:
        """Ask Telegram to call `url` instead of being polled."""
        hook = partial(
            self.wire.set_webhook, url, secret_token=secret, allowed_updates=KINDS,
            request_timeout=SHORT_SECONDS,
        )  # fmt: skip
        try:
            await self._patiently(self._introduce)
            await self._patiently(hook)
        except REFUSALS:
            log.error("telegram refused the token; the other channels go on")  # noqa: TRY400 -- no trace

    async def receive(self, updates: list[Update]) -> None:
        """Store what concerns us and acknowledge taps, whose spinner would else go on."""
        arrivals = [found for one in updates if (found := arrival(one, self.session.me))]
        if arrivals:
            await self.inbox.receive(*arrivals)
        for update in updates:
            if update.callback_query is not None:
                self.inbox.tasks.create_task(self._acknowledge(update.callback_query.id))

    async def _patiently(self, call: Callable[[], Awaitable[T]]) -> T:
        """Call until Telegram answers, ever more slowly; raises what `REFUSALS` name."""
        pause = FIRST_PAUSE
        while True:
            try:
                answer = await call()
            except REFUSALS:
                raise
            except TelegramRetryAfter as busy:
                await asyncio.sleep(busy.retry_after)
            except (AiogramError, OSError, UnicodeError) as away:
                self._tell_away(away)
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
            else:
                if self._is_away:
                    log.warning("telegram is reached again")
                self._is_away = False
                return answer

    def _tell_away(self, away: Exception) -> None:
        """Say once that Telegram is away, not at every try."""
        if not self._is_away:
            # What cannot be read may hold what citizens wrote: it is not told.
            reason = away.message if isinstance(away, TelegramAPIError) else type(away).__name__
            log.warning("telegram cannot be reached and is tried again", reason=reason)
        self._is_away = True

    async def _fetch(self, offset: int | None) -> list[Update]:
        try:
            return await self.wire.get_updates(
                offset, timeout=POLL_SECONDS, allowed_updates=KINDS,
                request_timeout=POLL_SECONDS + SHORT_SECONDS,
            )  # fmt: skip
        except ClientDecodeError as garbled:
            data = garbled.data
            if not (isinstance(data, dict) and data.get("ok")):
                raise
            return [readable(raw, self.wire) for raw in data["result"]]

    async def _introduce(self) -> None:
        self.session.me = await self.wire.me()
        self.is_known = True
        await self.wire.set_my_commands(
            [BotCommand(command=word, description=what) for word, what in menu.COMMANDS],
            request_timeout=SHORT_SECONDS,
        )

    async def _acknowledge(self, query: str) -> None:
        try:
            await self.wire.answer_callback_query(query, request_timeout=SHORT_SECONDS)
        except AiogramError as late:
            log.info("tap not acknowledged", reason=type(late).__name__)


def _unset(method: Shown) -> set[str]:
    return {name for name, value in method if isinstance(value, Default)}


def _shorten(payload: dict[str, Any]) -> None:
    """Cut a text Telegram would refuse whole; no shipped text is so long."""
    units = payload["text"].encode("utf-16-le")
    if len(units) <= LONGEST_TEXT * 2:
        return
    kept = LONGEST_TEXT - 1
    payload["text"] = units[: kept * 2].decode("utf-16-le", "ignore") + "…"
    payload["entities"] = [
        entity for entity in payload.get("entities", [])
        if entity["offset"] + entity["length"] <= kept
    ]  # fmt: skip
