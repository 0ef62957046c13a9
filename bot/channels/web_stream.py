"""One open page's stream of events: bubbles in order, typing, large print, signs of life."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from bot.channels.web import NAME, Web
from bot.channels.web_lines import Line
from db import transcript
from db.transcript import Bubble
from people import store as people

HEARTBEAT_SECONDS = 15
RETRY_MILLISECONDS = 2000
BATCH = 100
HEADERS = {
    "Content-Type": "text/event-stream; charset=utf-8",
    "Cache-Control": "no-store",
    "X-Accel-Buffering": "no",
}


def shown(bubble: Bubble) -> dict[str, Any]:
    """Return a bubble as the page reads it."""
    return {
        "id": bubble.id,
        "author": bubble.author,
        "key": bubble.key,
        "at": bubble.at.isoformat(),
        "body": bubble.body,
    }


@dataclass(frozen=True, slots=True)
class Look:
    """A conversation at one moment: bubbles the page lacks, its oldest one, large print."""

    news: Sequence[Bubble]
    oldest: int | None
    is_large: bool


@dataclass(slots=True)
class Stream:
    """Sends everything behind the bubble `after`, for as long as the page stays."""

    chats: Web
    after: int
    _is_typing: bool = False
    _is_large: bool | None = None
    _oldest: int = 0

    async def run(self, request: web.Request, chat_id: int | None) -> web.StreamResponse:
        """Stream until the page goes or the process stops; a stranger's stream is empty."""
        response = web.StreamResponse(headers=HEADERS)
        await response.prepare(request)
        await response.write(f"retry: {RETRY_MILLISECONDS}\n\n".encode())
        if chat_id is not None:
            try:
                with self.chats.lines.open(chat_id) as line:
                    await self._follow(response, line)
            except ConnectionError:
                return response
        return response

    async def _follow(self, response: web.StreamResponse, line: Line) -> None:
        look = await self._look(line.chat_id)
        self._is_large = look.is_large
        while not line.is_closed:
            if changes := self._changes(look, line):
                await response.write(changes)
            if len(look.news) < BATCH and not await line.stirred(HEARTBEAT_SECONDS):
                await response.write(b": beat\nevent: beat\ndata: 1\n\n")
            look = await self._look(line.chat_id)

    def _changes(self, look: Look, line: Line) -> bytes:
        """Return the events that bring the page from what it has to what there is."""
        events = [_message(bubble) for bubble in look.news]
        if look.news:
            self.after = look.news[-1].id
        line.shown = self.after
        # Where everything was deleted, what the page still has is older than what will come.
        oldest = look.oldest or self.after + 1
        if oldest != self._oldest:
            self._oldest = oldest
            events.append(_event("oldest", {"id": oldest}))
        if look.is_large != self._is_large:
            self._is_large = look.is_large
            events.append(_event("print", {"large": look.is_large}))
        if line.is_typing != self._is_typing:
            self._is_typing = line.is_typing
            events.append(_event("typing", {"on": line.is_typing}))
        return b"".join(events)

    async def _look(self, chat_id: int) -> Look:
        async with self.chats.database.read() as session:
            news = await transcript.after(session, NAME, chat_id, self.after, BATCH)
            first = await transcript.after(session, NAME, chat_id, 0, 1)
            person = await people.person_behind(session, NAME, chat_id)
        is_large = person is not None and person.large_print
        return Look(news, first[0].id if first else None, is_large)


def _message(bubble: Bubble) -> bytes:
    return f"id: {bubble.id}\n".encode() + _event("message", shown(bubble))


def _event(name: str, data: dict[str, Any]) -> bytes:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return f"event: {name}\ndata: {text}\n\n".encode()
