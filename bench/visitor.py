"""A visitor of the web page as a program: sends again until acknowledged, as the page does."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import aiohttp

from bench.process import until

RETRY_SECONDS = 0.1
PIECES = 10
PIECE_PAUSE_SECONDS = 0.02
"""A slow line, so that a kill finds an upload half way."""

Bubble = dict[str, Any]


@dataclass(slots=True)
class Visitor:
    """One browser; `sends` counts requests, `acknowledged` the keys that were answered."""

    url: str
    http: aiohttp.ClientSession
    sends: int = 0
    acknowledged: set[str] = field(default_factory=set)

    async def hello(self) -> None:
        """Come in."""
        await self._insist(lambda: self.http.post(f"{self.url}/chat/hello", json={}))

    async def says(self, text: str, key: str) -> None:
        """Type and send."""
        await self._message(key, {"text": text})

    async def taps(self, label: str, key: str) -> None:
        """Tap a button by its label, in the newest message that has it."""
        for bubble in reversed(await self.history()):
            for button in (one for row in bubble["body"].get("buttons", []) for one in row):
                if button["label"] == label:
                    tapped = {"message": bubble["id"], "data": button["data"]}
                    await self._message(key, {"button": tapped})
                    return
        raise LookupError(label)

    async def uploads(self, content: bytes, key: str) -> None:
        """Send a video."""
        headers = {"Content-Type": "video/mp4", "Content-Length": str(len(content))}
        await self._insist(
            lambda: self.http.put(
                f"{self.url}/chat/files/{key}", params={"name": "work.mp4"},
                data=_slowly(content), headers=headers,
            )
        )  # fmt: skip
        self.acknowledged.add(key)

    async def history(self) -> list[Bubble]:
        """Return the conversation, as soon as there is somebody to ask."""
        found: list[Bubble] = []

        async def is_read() -> bool:
            try:
                async with self.http.get(f"{self.url}/chat/history?limit=100") as reply:
                    found.extend((await reply.json())["messages"])
            except aiohttp.ClientError:
                return False
            return True

        await until(is_read, every=RETRY_SECONDS)
        return found

    async def hears(self, words: str, key: str | None) -> None:
        """Wait until the bot has said `words` after this visitor's act `key`."""

        async def is_said() -> bool:
            bubbles = await self.history()
            since = next((one["id"] for one in bubbles if key and one["key"] == key), 0)
            return any(
                words in one["body"].get("text", "")
                for one in bubbles
                if one["author"] == "bot" and one["id"] > since
            )

        try:
            await until(is_said)
        except TimeoutError:
            raise TimeoutError(words) from None

    async def _message(self, key: str, content: dict[str, Any]) -> None:
        asked = {"key": key, **content}
        await self._insist(lambda: self.http.post(f"{self.url}/chat/messages", json=asked))
        self.acknowledged.add(key)

    async def _insist(self, send: Callable[[], Any]) -> None:
        async def is_taken() -> bool:
            self.sends += 1
            try:
                async with send() as reply:
                    if reply.status >= 400:
                        raise ValueError(await reply.text())
                    return True
            except aiohttp.ClientError:
                return False

        await until(is_taken, every=RETRY_SECONDS)


Act = Callable[[Visitor, str], Awaitable[None]]


@asynccontextmanager
async def browser(url: str) -> AsyncIterator[Visitor]:
    """Open a browser that keeps its cookie."""
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(cookie_jar=jar) as http:
        yield Visitor(url, http)


def new_key() -> str:
    """Invent the page's own name for one act."""
    return str(uuid4())


async def _slowly(content: bytes) -> AsyncIterator[bytes]:
    step = len(content) // PIECES + 1
    for start in range(0, len(content), step):
        yield content[start : start + step]
        await asyncio.sleep(PIECE_PAUSE_SECONDS)
