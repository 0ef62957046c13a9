"""Telegram: polling or a webhook in, the outbox out.

Polling acknowledges only what the inbox has: the next request names the last stored update.
"""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import structlog
from aiogram import Bot
from aiogram.client.default import Default
from aiogram.exceptions import TelegramAPIError, TelegramUnauthorizedError
from aiogram.types import BotCommand, InaccessibleMessage, Message, Update

from bot.channels.session import ChannelSession, Shown
from bot.inbox import Inbox
from bot.turns import Turn
from db import outbox
from db.dialogue import Choice
from db.inbox import Arrival
from faq.points import to_wgs84
from texts import menu

log = structlog.get_logger()

NAME = "telegram"
KINDS = ["message", "edited_message", "callback_query", "my_chat_member"]
POLL_SECONDS = 30
LONGEST_PAUSE = 60.0
EPOCH = datetime.fromtimestamp(0, UTC)
"""What stands for the unknown date of a message Telegram no longer shows."""


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
    name: str | None = None

    async def poll(self) -> None:
        """Fetch updates for ever; an unreachable Telegram is tried again, ever more slowly."""
        pause, offset, is_ready = 1.0, None, False
        while True:
            try:
                if not is_ready:
                    await self._prepare()
                    is_ready = True
                updates = await self.wire.get_updates(
                    offset, timeout=POLL_SECONDS, allowed_updates=KINDS,
                    request_timeout=POLL_SECONDS + 10,
                )  # fmt: skip
                await self.receive(updates)
                offset = updates[-1].update_id + 1 if updates else offset
                pause = 1.0
            except TelegramUnauthorizedError:
                log.error("telegram refused the token; the other channels go on")  # noqa: TRY400 -- no trace
                return
            except (TelegramAPIError, OSError) as away:
                log.warning("telegram cannot be reached", reason=str(away), again_in=pause)
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)

    async def receive(self, updates: list[Update]) -> None:
        """Store what concerns us and acknowledge taps, whose spinner would else go on."""
        arrivals = [arrival for update in updates if (arrival := self._arrival(update))]
        if arrivals:
            await self.inbox.receive(*arrivals)
        for update in updates:
            if update.callback_query is not None:
                await self._acknowledge(update.callback_query.id)

    async def listen(self, url: str, secret: str) -> None:
        """Ask Telegram to call `url` instead of being polled."""
        await self._introduce()
        await self.wire.set_webhook(url, secret_token=secret, allowed_updates=KINDS)

    async def _prepare(self) -> None:
        await self.wire.delete_webhook()
        await self._introduce()

    async def _introduce(self) -> None:
        self.session.me = await self.wire.me()
        self.name = self.session.me.username
        await self.wire.set_my_commands(
            [BotCommand(command=word, description=what) for word, what in menu.COMMANDS]
        )

    async def _acknowledge(self, query: str) -> None:
        try:
            await self.wire.answer_callback_query(query)
        except TelegramAPIError as late:
            log.info("tap not acknowledged", reason=str(late))

    def _arrival(self, update: Update) -> Arrival | None:
        payload: dict[str, Any] = update.model_dump(mode="json", by_alias=True, exclude_unset=True)
        message = update.message or update.edited_message
        if message is not None and not self._concerns_us(message):
            return None
        if update.message is not None and message is not None:
            self._strip_mention(payload["message"])
        if update.callback_query is not None:
            message = _complete(payload["callback_query"], update)
        chat = message.chat if message else None
        if update.my_chat_member is not None:
            chat = update.my_chat_member.chat
        if chat is None:
            return None
        return Arrival(NAME, str(update.update_id), chat.id, payload)

    def _concerns_us(self, message: Message) -> bool:
        if message.from_user is None:
            return False
        if message.chat.type == "private":
            return True
        text = message.text or message.caption or ""
        replied = message.reply_to_message and message.reply_to_message.from_user
        is_reply = bool(replied and replied.username == self.name)
        return is_reply or (self.name is not None and f"@{self.name}" in text)

    def _strip_mention(self, message: dict[str, Any]) -> None:
        """Take our own name off the front or end of a question; commands keep theirs."""
        text = message.get("text", "")
        if self.name is None or text.startswith("/"):
            return
        stripped = text.replace(f"@{self.name}", " ").strip()
        if stripped != text:
            message["text"] = stripped or "/start"
            message.pop("entities", None)


def _complete(query: dict[str, Any], update: Update) -> Message | None:
    """Make an old, inaccessible message look like any other: only its chat matters to us."""
    tapped = update.callback_query and update.callback_query.message
    if not isinstance(tapped, Message | InaccessibleMessage):
        return None
    message = Message(message_id=tapped.message_id, date=tapped.date or EPOCH, chat=tapped.chat)
    query["message"] = message.model_dump(mode="json", exclude_none=True)
    return message


def _unset(method: Shown) -> set[str]:
    return {name for name, value in method if isinstance(value, Default)}
