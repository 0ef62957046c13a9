"""Runs stored updates through the one dispatcher, and lets background work speak too."""

import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import structlog
from aiogram import Bot, Dispatcher
from aiogram.types import Update

from bot import choices
from bot.throttle import Throttle
from bot.turns import Turn, Turns
from db import inbox
from db.inbox import Received
from handlers.answering import say
from handlers.context import Channel, Moment
from people import store as people
from people.person import Person
from people.receipt import ALPHABET
from texts import errors, menu

log = structlog.get_logger()

MOST_ATTEMPTS = 3
"""An update that took the process down this often is answered with an incident instead."""

Speak = Callable[[Turn, Bot, Person], Awaitable[None]]


class PoisonedUpdateError(Exception):
    """An update was begun `MOST_ATTEMPTS` times and never ended."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """One dialogue engine for all channels."""

    turns: Turns
    dispatcher: Dispatcher
    bots: Mapping[str, Bot]
    channels: Mapping[str, Channel]
    given: Callable[[], Mapping[str, Any]] = dict
    """What handlers are given by name besides, looked up anew for every turn."""
    throttle: Throttle = field(default_factory=Throttle)
    ended: Callable[[str, str], None] = lambda _channel, _end: None
    """Told the channel and the end (`ok` or `incident`) of every turn, for the figures."""

    async def run(self, received: Received) -> None:
        """Run an update's turn; whatever goes wrong ends in an incident number, never silence."""
        try:
            await self._turn(received)
        except Exception as problem:  # noqa: BLE001 -- the one border where a turn may fail
            self.ended(received.channel, "incident")
            await self._apologise(received, problem)
        else:
            self.ended(received.channel, "ok")

    async def notify(self, channel: str, chat_id: int, speak: Speak) -> None:
        """Let background work say something in a private chat, as a turn of its own."""
        async with self.turns.open(channel, chat_id, chat_id) as turn:
            person = await self._person(turn, chat_id)
            await speak(turn, self.bots[channel], person)

    async def _turn(self, received: Received) -> None:
        if received.attempts > MOST_ATTEMPTS:
            raise PoisonedUpdateError(received.id)
        payload = received.payload
        user_id = _speaker(payload)
        place = (received.channel, received.chat_id, user_id)
        async with self.turns.open(*place, inbox_id=received.id) as turn:
            if not await inbox.finish(turn.session, received.id, turn.now, incident=None):
                return
            bot = self.bots[received.channel]
            if not self._is_in_time(received, user_id):
                if self.throttle.tells(place, received.received_at):
                    await say(bot, received.chat_id, errors.TOO_FAST)
                return
            turn.answers = _asked_in_group(payload)
            await self._feed(turn, bot, _with_choice(payload, turn), user_id)

    def _is_in_time(self, received: Received, user_id: int) -> bool:
        """Whether a speaker keeps to a person's pace; what waited in a queue is no haste."""
        if self.channels[received.channel].refuses_at_door:
            return True
        place = (received.channel, received.chat_id, user_id)
        return self.throttle.allows(place, received.received_at)

    async def _feed(self, turn: Turn, bot: Bot, payload: dict[str, Any], user_id: int) -> None:
        update = Update.model_validate(payload, context={"bot": bot})
        person = await self._person(turn, user_id)
        turn.postscript = None if person.knows_notice else menu.PRIVACY_NOTICE
        await self.dispatcher.feed_update(
            bot,
            update,
            moment=Moment(turn.session, person, turn.now),
            session=turn.session,
            person=person,
            channel=self.channels[turn.dialogue.channel],
            now=turn.now,
            **self.given(),
        )
        if turn.postscript is None and not person.knows_notice:
            await people.remember_notice(turn.session, person, turn.now)

    async def _person(self, turn: Turn, user_id: int) -> Person:
        channel = turn.dialogue.channel
        known = await people.person_behind(turn.session, channel, user_id)
        return known or await people.meet(turn.session, channel, str(user_id), turn.now)

    async def _apologise(self, received: Received, problem: Exception) -> None:
        incident = "E-" + "".join(secrets.choice(ALPHABET) for _ in range(6))
        log.error("turn failed", incident=incident, update=received.id, exc_info=problem)
        user_id = _speaker(received.payload)
        place = (received.channel, received.chat_id, user_id)
        async with self.turns.open(*place, inbox_id=received.id) as turn:
            if await inbox.finish(turn.session, received.id, turn.now, incident):
                await say(self.bots[received.channel], received.chat_id, errors.incident(incident))


def _with_choice(payload: dict[str, Any], turn: Turn) -> dict[str, Any]:
    typed = payload.get("message", {}).get("text")
    choice = choices.chosen(typed, turn.dialogue.choices) if typed else None
    return payload if choice is None else choices.as_tap(payload, choice)


def _asked_in_group(payload: dict[str, Any]) -> int | None:
    tapped = payload.get("callback_query", {}).get("message", {})
    message = payload.get("message", tapped)
    is_group = message.get("chat", {}).get("type") in {"group", "supergroup"}
    return int(message["message_id"]) if is_group else None


def _speaker(payload: dict[str, Any]) -> int:
    for event in payload.values():
        if isinstance(event, dict) and "from" in event:
            return int(event["from"]["id"])
    raise LookupError(sorted(payload))
