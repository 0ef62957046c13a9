"""WeChat as a channel: what comes becomes a stored update, what is said becomes one reply.

WeChat gives five seconds and brings a message up to three times. The reply in the response
(被动回复) costs nothing and is always allowed; what is late or too long is pushed where the
account may (客服消息), and else waits for the citizen's next visit.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from bot.channels.wechat import updates
from bot.channels.wechat.letters import Composed, Letter, compose, pieces
from bot.channels.wechat.windows import Window, Windows
from bot.inbox import Inbox
from bot.turns import Clock, Turn, utc_now
from db import allowance, dialogue, inbox, outbox, passive
from db.dialogue import Choice
from db.engine import Database, Session
from db.inbox import Arrival, Received
from db.outbox import NEXT_VISIT
from db.passive import Call
from people import store as people
from texts import wechat as words

NAME = "wechat"

ANSWER_SECONDS = 4.5
"""After so long an answer is given up for this response: WeChat hangs up after five seconds."""

COMMIT_SECONDS = 30.0
"""How long to wait for a turn that has given its answer to a response already."""

HELD_SECONDS = 5.5
"""How long a request is held that is not to be answered, so that WeChat brings it again."""

LOOK_SECONDS = 0.25
"""How often a repeated request looks what another process has done with its message."""

MOST_CALLS = 3
"""How often WeChat brings a message; the last time something must be said."""

BY_MESSAGE = (5, timedelta(hours=48))
"""How many messages may be pushed after a citizen's message, and for how long."""

BY_EVENT = (3, timedelta(minutes=1))
"""The same after they followed, scanned a code or touched the menu."""

REPEATED_FOR = timedelta(minutes=1)
"""After so long a message that comes again is a replay, not a retry."""

Json = dict[str, Any]


class ReplayedError(Exception):
    """A request came again that is no retry of WeChat's."""


class UnansweredError(Exception):
    """Nothing can be said in this response; the next retry may carry it."""


@dataclass(slots=True)
class WeChat:
    """What followers of the account can do; each message has a key of WeChat's and counts once."""

    database: Database
    inbox: Inbox
    can_push: Callable[[], bool]
    pushed: Callable[[], None] = lambda: None
    """Called when messages wait to be pushed."""
    clock: Clock = utc_now
    windows: Windows = field(default_factory=Windows)
    answer_seconds: float = ANSWER_SECONDS
    held_seconds: float = HELD_SECONDS
    look_seconds: float = LOOK_SECONDS

    async def take(self, message: Mapping[str, str], nonce: str | None = None) -> Json | None:
        """Store a message, run its turn and return the reply; None where nothing is to be said.

        `nonce` names the request where its signature does not cover the body. Raises
        `ReplayedError`, `UnansweredError`, or `MalformedError` for what is no message.
        """
        key = updates.key_of(message)
        if updates.translated(message, 0, self.clock()) is None:
            return None
        call, received = await self._store(message, key, nonce)
        if call.reply is not None:
            return call.reply
        if call.inbox_id is None:
            return await self._fetch(call)
        if updates.is_leaving(message):  # nobody reads a response any more
            self.inbox.start(received)
            return None
        with self.windows.open(call.inbox_id) as window:
            self.inbox.start(received)
            return await self._answer(call, window)

    async def settle(self, turn: Turn) -> Sequence[Choice]:
        """Find the place for what a turn said: its response, else the outbox."""
        said = [Letter.of(row) for row in turn.held]
        number = turn.inbox_id
        if number is None or not self.windows.is_open(number):
            if said and number is not None and self.can_push():
                # What waited for this visit goes first, else it would hold up the answer.
                await outbox.unpark(turn.session, NAME, turn.now, turn.chat_id)
            await self._keep(turn.session, turn, said)
            return turn.dialogue.choices
        composed = await self._hand_over(turn, said)
        if composed is None:
            return turn.dialogue.choices
        reply = text_message(composed.text)
        await passive.answer_update(turn.session, number, reply)
        self.windows.reply(number, reply)
        return composed.choices

    def committed(self, turn: Turn) -> None:
        """Let the response go, and what did not fit into it."""
        if turn.inbox_id is not None:
            self.windows.end(turn.inbox_id)
        if turn.held:
            self.pushed()

    async def _store(
        self, message: Mapping[str, str], key: str, nonce: str | None
    ) -> tuple[Call, list[Received]]:
        now = self.clock()
        async with self.database.begin() as session:
            if nonce and not await passive.spend_nonce(session, nonce, key, now):
                raise ReplayedError(key)
            chat_id = await people.number_of(session, NAME, message["FromUserName"], now)
            received: list[Received] = []
            update = updates.translated(message, chat_id, now)
            if update and not await self._asks_for_more(session, update, key, chat_id):
                received = await self.inbox.store(session, [Arrival(NAME, key, chat_id, update)])
            number = received[0].id if received else None
            call = await passive.call(session, key, chat_id, number, now)
            if now - call.first_at > REPEATED_FOR:
                raise ReplayedError(key)
            if call.calls == 1 and self.can_push():
                allowed = BY_EVENT if message["MsgType"] == "event" else BY_MESSAGE
                await allowance.renew(session, chat_id, *allowed, now)
        return call, received

    async def _asks_for_more(self, session: Session, update: Json, key: str, chat_id: int) -> bool:
        """Whether this only fetches what waits or is being made (继续): no question then.

        Brought again, it stays what it was, though nothing waits any more.
        """
        said = update.get("message", {}).get("text", "")
        if said.strip(" 。.!！“”") not in words.MORE_WORDS:
            return False
        if await passive.find(session, key) is not None:
            return True
        if await inbox.has_open(session, NAME, chat_id):
            return True
        return bool(await outbox.take_waiting(session, NAME, chat_id, self.clock()))

    async def _fetch(self, call: Call) -> Json | None:
        """Answer with what waits, or will within this response."""
        end = asyncio.get_running_loop().time() + self.answer_seconds
        while (reply := await self._claim(call.key)) is None:
            if not await self._is_busy(call.chat_id):
                return await self._claim(call.key) or text_message(words.NOTHING_MORE)
            if asyncio.get_running_loop().time() > end:
                return None if self.can_push() else text_message(words.WAIT)
            await asyncio.sleep(self.look_seconds)
        return reply

    async def _answer(self, call: Call, window: Window) -> Json | None:
        """Wait for the turn here, or, for a message that comes again, anywhere."""
        loop = asyncio.get_running_loop()
        patient = self.can_push() or call.calls >= MOST_CALLS
        end = loop.time() + (self.answer_seconds if patient else self.held_seconds)
        while (left := end - loop.time()) > 0:
            if await window.ended(min(left, self.look_seconds) if call.calls > 1 else left):
                return window.reply
            if call.calls > 1 and await self._is_done(call):
                return await self._claim(call.key)
        if window.reply is not None and await window.ended(COMMIT_SECONDS):
            return window.reply  # the turn counts on this response: it is being committed
        if self.can_push():
            return None
        if call.calls < MOST_CALLS:
            raise UnansweredError(call.key)
        return text_message(words.WAIT)

    async def _is_busy(self, chat_id: int) -> bool:
        """Whether an answer for this chat is still being made."""
        async with self.database.read() as session:
            return await inbox.has_open(session, NAME, chat_id)

    async def _is_done(self, call: Call) -> bool:
        async with self.database.read() as session:
            return call.inbox_id is None or not await inbox.is_open(session, call.inbox_id)

    async def _claim(self, key: str) -> Json | None:
        """Answer with what waits in the outbox: the turn has ended without this response."""
        async with self.database.begin() as session:
            call = await passive.find(session, key)
            if call is None or call.reply is not None:
                return call.reply if call else None
            place = await dialogue.load(session, NAME, call.chat_id, call.chat_id)
            turn = Turn(session, place, self.clock())
            composed = await self._hand_over(turn, [])
            if composed is None:
                return None
            place.choices = composed.choices
            await dialogue.save(session, place, turn.now)
            reply = text_message(composed.text)
            await passive.answer(session, key, reply)
        self.pushed()
        return reply

    async def _hand_over(self, turn: Turn, said: Sequence[Letter]) -> Composed | None:
        """Put what waited and what was just said into one reply; the rest is kept."""
        session, chat_id = turn.session, turn.chat_id
        waiting = await outbox.take_waiting(session, NAME, chat_id, turn.now)
        letters = [*(Letter.of(one.payload) for one in waiting), *said]
        composed = compose(letters, len(waiting), can_push=self.can_push())
        taken = [one.id for one in waiting[: composed.taken]]
        await outbox.mark_sent(session, taken, "passive", turn.now)
        if self.can_push() and len(taken) < len(waiting):
            await outbox.unpark(session, NAME, turn.now, chat_id)
        kept = list(said[max(composed.taken - len(waiting), 0) :])
        if composed.rest is not None:
            kept[0] = composed.rest
        await self._keep(session, turn, kept)
        return composed if composed.text else None

    async def _keep(self, session: Session, turn: Turn, letters: Sequence[Letter]) -> None:
        """Store what could not be said at once: to be pushed, or for the next visit."""
        due = turn.now if self.can_push() else NEXT_VISIT
        for letter in (piece for whole in letters for piece in pieces(whole)):
            await outbox.put(
                session, NAME, turn.chat_id, turn.inbox_id, letter.kind or "text",
                letter.as_row(), turn.now, due,
            )  # fmt: skip


def text_message(text: str) -> Json:
    """Return a text as WeChat's interfaces take it."""
    return {"msgtype": "text", "text": {"content": text}}
