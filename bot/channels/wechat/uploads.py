"""Gives WeChat the pictures and films we send, each only once while WeChat keeps it."""

import asyncio
import hashlib
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from weakref import WeakValueDictionary

from bot.channels.wechat.api import WeChatApi
from bot.turns import Clock, utc_now
from db import uploaded
from db.engine import Database

MEGABYTE = 1024 * 1024
KEPT = timedelta(days=3) - timedelta(hours=2)
"""WeChat keeps temporary media for three days; what is nearly over is given anew."""

LARGEST = {"image": 2 * MEGABYTE, "voice": 2 * MEGABYTE, "video": 10 * MEGABYTE}
"""Bytes; for images the page of api_uploadtempmedia names 2 MB and 10 MB: the smaller counts."""


class TooLargeError(Exception):
    """A file WeChat would not take: carries its name, size in bytes and the largest allowed."""

    def __init__(self, name: str, size: int, largest: int) -> None:
        super().__init__(name, size, largest)
        self.name, self.size, self.largest = name, size, largest


@dataclass(slots=True)
class Uploads:
    """The files one account has been given; two callers at once wait for one upload."""

    api: WeChatApi
    database: Database
    clock: Clock = utc_now
    _locks: WeakValueDictionary[str, asyncio.Lock] = field(default_factory=WeakValueDictionary)

    async def media_id(self, path: Path, kind: str) -> str:
        """Return WeChat's id of a file, which is given to it where it does not have it.

        `kind` is image, voice or video. Raises `TooLargeError`, `OSError`, and what the API
        raises.
        """
        data = await asyncio.to_thread(_read, path, LARGEST[kind])
        digest = hashlib.sha256(data).hexdigest()
        async with self._locks.setdefault(digest, asyncio.Lock()):
            return await self._known(digest) or await self._given(path.name, kind, data, digest)

    async def forget(self, media_id: str) -> None:
        """Forget an id that WeChat refused, so that the file is given to it anew."""
        async with self.database.begin() as session:
            await uploaded.forget(session, self.api.app_id, media_id)

    async def _known(self, digest: str) -> str | None:
        async with self.database.read() as session:
            return await uploaded.find(session, self.api.app_id, digest, self.clock())

    async def _given(self, name: str, kind: str, data: bytes, digest: str) -> str:
        until = self.clock() + KEPT
        media_id = await self.api.upload(kind, name, data)
        async with self.database.begin() as session:
            await uploaded.put(session, self.api.app_id, digest, media_id, until)
        return media_id


def _read(path: Path, largest: int) -> bytes:
    size = path.stat().st_size
    if size > largest:
        raise TooLargeError(path.name, size, largest)
    return path.read_bytes()
