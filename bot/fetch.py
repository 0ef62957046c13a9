"""Fetches the files citizens sent through Telegram into the media folder."""

import asyncio
import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramAPIError, TelegramBadRequest
from aiohttp import ClientError, ClientResponseError

from campaign.files import MediaFolder, NoSpaceError, Stored, TooLargeError

PIECE = 256 * 1024
DOWNLOAD_SECONDS = 100
"""20 MB on a slow line; shorter than the work's own limit."""

SUFFIX = re.compile(r"\.[a-z0-9]{1,8}")


class UnfetchableError(Exception):
    """The channel will never give the file; carries its reason."""


class FetchLaterError(Exception):
    """The file could not be fetched now; carries the reason."""


@dataclass(frozen=True, slots=True)
class TelegramFetch:
    """Fetches through `wire`; a link expires within the hour, so each try asks for a new one."""

    wire: Bot
    folder: MediaFolder
    largest: int

    async def __call__(self, origin: Mapping[str, Any], owner: str) -> Stored:
        """Store the file; raises `UnfetchableError` or `FetchLaterError`."""
        try:
            return await self._store(str(origin["file_id"]), owner)
        except TelegramBadRequest as refused:
            if "temporarily" in refused.message:
                raise FetchLaterError(refused.message) from None
            raise UnfetchableError(refused.message) from None
        except TooLargeError as too_large:
            raise UnfetchableError(str(too_large)) from None
        except (AiogramError, ClientError, NoSpaceError, OSError) as away:
            raise FetchLaterError(_reason(away)) from None

    async def _store(self, file_id: str, owner: str) -> Stored:
        file = await self.wire.get_file(file_id)
        path = file.file_path or ""
        suffix = PurePath(path).suffix.lower()
        async with self.folder.incoming(self.largest, file.file_size or 0) as arriving:
            async for piece in self._pieces(path):
                await arriving.write(piece)
            if file.file_size is not None and arriving.size != file.file_size:
                raise FetchLaterError("cut off", arriving.size, file.file_size)
            return await arriving.keep(owner, suffix if SUFFIX.fullmatch(suffix) else ".mp4")

    async def _pieces(self, path: str) -> AsyncIterator[bytes]:
        local = Path(path)
        # A Bot API server of one's own, run with --local, names a file on the shared disk.
        if local.is_absolute():
            with await asyncio.to_thread(local.open, "rb") as file:
                while piece := await asyncio.to_thread(file.read, PIECE):
                    yield piece
            return
        url = self.wire.session.api.file_url(self.wire.token, path)
        async for piece in self.wire.session.stream_content(url, None, DOWNLOAD_SECONDS, PIECE):
            yield piece


def _reason(away: Exception) -> str:
    """Say what went wrong without the address, which holds the bot's token."""
    name = type(away).__name__
    if isinstance(away, ClientResponseError):
        return f"{name}: {away.status}"
    return f"{name}: {away}" if isinstance(away, TelegramAPIError | NoSpaceError) else name
