"""The open pages: who is looking at which conversation, and when to look for news."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from db import transcript
from db.engine import Database

SWEEP_SECONDS = 2.0
"""How soon a page served by this process shows what another process wrote."""

MOST_PER_CHAT = 12


@dataclass(eq=False, slots=True)
class Line:
    """One open page. `is_typing` is what it should show; `is_closed` asks it to end.

    `shown` is the number of the newest bubble it has.
    """

    chat_id: int
    shown: int = 0
    is_typing: bool = False
    is_closed: bool = False
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    def stir(self) -> None:
        """Say that there may be something new."""
        self._news.set()

    async def stirred(self, seconds: float) -> bool:
        """Wait for news, for at most `seconds`; say whether there was any."""
        try:
            async with asyncio.timeout(seconds):
                await self._news.wait()
        except TimeoutError:
            return False
        self._news.clear()
        return True


@dataclass(slots=True)
class Lines:
    """All open pages of this process, by conversation."""

    channel: str
    database: Database
    _open: dict[int, list[Line]] = field(default_factory=dict)
    _seen: dict[int, int] = field(default_factory=dict)
    _is_closing: bool = False

    @contextmanager
    def open(self, chat_id: int) -> Iterator[Line]:
        """Hold a line for one page; the oldest of too many is closed."""
        line = Line(chat_id, is_closed=self._is_closing)
        lines = self._open.setdefault(chat_id, [])
        lines.append(line)
        for old in lines[:-MOST_PER_CHAT]:
            old.is_closed = True
            old.stir()
        try:
            yield line
        finally:
            lines.remove(line)
            if not lines and self._open.get(chat_id) is lines:
                del self._open[chat_id]
                self._seen.pop(chat_id, None)

    def stir(self, chat_id: int, *, is_typing: bool | None = None) -> None:
        """Wake the pages of a conversation, and say whether the bot is at work for it."""
        for line in self._open.get(chat_id, ()):
            if is_typing is not None:
                line.is_typing = is_typing
            line.stir()

    def close(self) -> None:
        """End all lines, because the process stops; the pages come back by themselves."""
        self._is_closing = True
        for line in [line for lines in self._open.values() for line in lines]:
            line.is_closed = True
            line.stir()

    async def sweep(self) -> None:
        """Look for what other processes wrote, for ever; ended by cancelling."""
        while True:
            await asyncio.sleep(SWEEP_SECONDS)
            await self.look()

    async def look(self) -> None:
        """Wake the pages whose conversation was changed by somebody else since the last look."""
        chats = list(self._open)
        if not chats:
            return
        async with self.database.read() as session:
            newest = await transcript.newest(session, self.channel, chats)
        for chat_id, number in newest.items():
            if chat_id not in self._open or self._seen.get(chat_id) == number:
                continue
            self._seen[chat_id] = number
            for line in self._open[chat_id]:
                if line.shown != number:
                    line.stir()
