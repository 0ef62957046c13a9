"""The web page as a channel: what a visitor does becomes a stored update, answers become bubbles.

A visitor's own bubble and the update are stored in one transaction, so that the page may forget
a message as soon as it is acknowledged.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.channels import web_updates
from bot.channels.session import ChannelSession, Shown
from bot.channels.web_bodies import Body, body_of, is_offered, spoken
from bot.channels.web_lines import Lines
from bot.inbox import Inbox
from bot.throttle import Throttle
from bot.turns import Clock, Turn, utc_now
from db import transcript
from db.dialogue import Choice
from db.engine import Database, Session
from db.inbox import Arrival, Received
from people import store as people
from people.mask import mask

NAME = "web"


class NotOfferedError(Exception):
    """A button came back that this visitor was never shown in that message."""


class TakenError(Exception):
    """The act was taken before under the same key: nothing of it may be written again."""


class TooFastError(Exception):
    """The visitor sends more than one person can type."""


class WebSession(ChannelSession):
    """Writes what is said to the transcript, from where every open page reads it."""

    async def write(self, turn: Turn, method: Shown, choices: list[Choice]) -> int:
        """Store one bubble; within a form the bot repeats personal numbers, so they are masked."""
        body = body_of(method, choices)
        if turn.dialogue.state is not None and "text" in body:
            body["text"] = mask(body["text"])
        bubble = await transcript.put(
            turn.session, NAME, turn.chat_id, "bot", None, body, turn.now
        )
        return bubble.id


@dataclass(frozen=True, slots=True)
class Said:
    """A visitor's act, ready to be stored: how it looks and what the dialogue is told."""

    body: Body
    update: dict[str, Any]


Act = Callable[[Session, int, datetime], Awaitable[Said]]


@dataclass(slots=True)
class Web:
    """What visitors of the page can do; every act has a key of the page's and counts once."""

    database: Database
    inbox: Inbox
    lines: Lines
    clock: Clock = utc_now
    throttle: Throttle = field(default_factory=Throttle)
    masked: Callable[[str], str] = mask
    """How what was typed is shown again and kept."""

    async def chat_of(self, visitor: str) -> int | None:
        """Return the visitor's conversation, or None where nothing was said yet."""
        async with self.database.read() as session:
            return await people.find_local_id(session, NAME, visitor)

    async def prefers_large(self, chat_id: int) -> bool:
        """Whether the person behind the conversation asked for large print (大字)."""
        async with self.database.read() as session:
            person = await people.person_behind(session, NAME, chat_id)
        return person is not None and person.large_print

    async def greet(self, visitor: str) -> int:
        """Begin the conversation, unless there is one; return its number."""
        now = self.clock()
        async with self.database.begin() as session:
            chat_id = await people.number_of(session, NAME, visitor, now)
            if await transcript.before(session, NAME, chat_id, None, 1):
                return chat_id
            update = web_updates.said(chat_id, "/start", now)
            arrival = Arrival(NAME, f"{chat_id}:hello:{now.date()}", chat_id, update)
            received = await self.inbox.store(session, [arrival])
        self.inbox.start(received)
        return chat_id

    async def say(self, visitor: str, key: str, text: str) -> bool:
        """Take a typed message; False where this key was taken before."""

        async def act(_session: Session, chat_id: int, now: datetime) -> Said:
            return Said(spoken(self.masked(text)), web_updates.said(chat_id, text, now))

        return await self.take(visitor, key, act)

    async def tap(self, visitor: str, key: str, message: int, data: str) -> bool:
        """Take a tapped button; raises `NotOfferedError` for one that was not shown."""

        async def act(session: Session, chat_id: int, now: datetime) -> Said:
            bubble = await transcript.get(session, NAME, chat_id, message)
            label = is_offered(bubble.body, data) if bubble and bubble.author == "bot" else None
            if label is None:
                raise NotOfferedError(data)
            return Said(spoken(label), web_updates.tapped(chat_id, message, data, now))

        return await self.take(visitor, key, act)

    async def share_place(self, visitor: str, key: str, latitude: float, longitude: float) -> bool:
        """Take a shared location (WGS-84); the transcript does not keep where it was."""

        async def act(_session: Session, chat_id: int, now: datetime) -> Said:
            update = web_updates.shared_place(chat_id, latitude, longitude, now)
            return Said({"kind": "location"}, update)

        return await self.take(visitor, key, act)

    async def take(self, visitor: str, key: str, act: Act) -> bool:
        """Store an act and start its turn; False where this key was taken before."""
        try:
            chat_id, received = await self._store(visitor, key, act)
        except TakenError:
            return False
        self.inbox.start(received)
        self.lines.stir(chat_id, is_typing=True)
        return True

    async def _store(self, visitor: str, key: str, act: Act) -> tuple[int, list[Received]]:
        now = self.clock()
        async with self.database.begin() as session:
            chat_id = await people.number_of(session, NAME, visitor, now)
            if not self.throttle.allows((NAME, chat_id, chat_id), now):
                raise TooFastError
            said = await act(session, chat_id, now)
            arrival = Arrival(NAME, f"{chat_id}:{key}", chat_id, said.update)
            received = await self.inbox.store(session, [arrival])
            if not received:
                raise TakenError(key)
            await transcript.put(session, NAME, chat_id, "citizen", key, said.body, now)
        return chat_id, received

    def committed(self, chat_id: int) -> None:
        """Show what a turn said on every open page of the conversation."""
        self.lines.stir(chat_id, is_typing=False)
