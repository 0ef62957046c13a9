"""The requests of WeChat that wait for an answer; each closes within five seconds."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass(eq=False, slots=True)
class Window:
    """One waiting request."""

    reply: Json | None = None
    """What the turn says, once it has ended; None where it says nothing."""
    _ended: asyncio.Event = field(default_factory=asyncio.Event)

    def end(self) -> None:
        """Say that the turn was committed."""
        self._ended.set()

    async def ended(self, seconds: float) -> bool:
        """Wait for the turn's end, for at most `seconds`; say whether it came."""
        try:
            async with asyncio.timeout(seconds):
                await self._ended.wait()
        except TimeoutError:
            return False
        return True


@dataclass(slots=True)
class Windows:
    """All requests this process holds open, by the stored update they wait for."""

    _open: dict[int, list[Window]] = field(default_factory=dict)

    @contextmanager
    def open(self, inbox_id: int) -> Iterator[Window]:
        """Wait for an update's turn; a repeated request waits beside the first."""
        window = Window()
        waiting = self._open.setdefault(inbox_id, [])
        waiting.append(window)
        try:
            yield window
        finally:
            waiting.remove(window)
            if not waiting and self._open.get(inbox_id) is waiting:
                del self._open[inbox_id]

    def is_open(self, inbox_id: int) -> bool:
        """Whether somebody still waits for this update's answer."""
        return inbox_id in self._open

    def reply(self, inbox_id: int, reply: Json) -> None:
        """Give the answer that is being committed."""
        for window in self._open.get(inbox_id, ()):
            window.reply = reply

    def end(self, inbox_id: int) -> None:
        """Wake those who wait: the turn was committed."""
        for window in self._open.get(inbox_id, ()):
            window.end()
