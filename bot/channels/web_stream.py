"""One open page's stream of events: bubbles in order, typing, large print, signs of life."""

import json
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from bot.channels.web import NAME, Web
from bot.channels.web_lines import Line
from db import transcript
from db.transcript import Bubble

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
        self._is_large = await self.chats.prefers_large(line.chat_id)
        await self._forget(response, line)
        while not line.is_closed:
            await self._catch_up(response, line)
            if not await line.stirred(HEARTBEAT_SECONDS):
                await response.write(b": beat\nevent: beat\ndata: 1\n\n")

    async def _catch_up(self, response: web.StreamResponse, line: Line) -> None:
        news = await self._news(line.chat_id)
        while news:
            await response.write(b"".join(_message(bubble) for bubble in news))
            self.after = news[-1].id
            await self._print(response, line)
            await self._forget(response, line)
            news = await self._news(line.chat_id) if len(news) == BATCH else []
        if line.is_typing != self._is_typing:
            self._is_typing = line.is_typing
            await response.write(_event("typing", {"on": line.is_typing}))

    async def _print(self, response: web.StreamResponse, line: Line) -> None:
        is_large = await self.chats.prefers_large(line.chat_id)
        if is_large != self._is_large:
            self._is_large = is_large
            await response.write(_event("print", {"large": is_large}))

    async def _forget(self, response: web.StreamResponse, line: Line) -> None:
        """Let the page drop what was deleted, at the person's wish or by its age."""
        async with self.chats.database.read() as session:
            first = await transcript.after(session, NAME, line.chat_id, 0, 1)
        oldest = first[0].id if first else self.after + 1
        if oldest != self._oldest:
            self._oldest = oldest
            await response.write(_event("oldest", {"id": oldest}))

    async def _news(self, chat_id: int) -> list[Bubble]:
        async with self.chats.database.read() as session:
            return list(await transcript.after(session, NAME, chat_id, self.after, BATCH))


def _message(bubble: Bubble) -> bytes:
    return f"id: {bubble.id}\n".encode() + _event("message", shown(bubble))


def _event(name: str, data: dict[str, Any]) -> bytes:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return f"event: {name}\ndata: {text}\n\n".encode()
