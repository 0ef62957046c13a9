"""Fetches the files citizens sent through WeChat into the media folder."""

import ipaddress
import mimetypes
import re
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any
from urllib.parse import urljoin, urlsplit

from aiohttp import ClientError, ClientResponse

from bot.channels.wechat.api import STREAM, WeChatApi, is_told
from bot.channels.wechat.errors import AwayError, NoRightError, WeChatError
from bot.fetch import PIECE, SUFFIX, FetchLaterError, UnfetchableError
from campaign.files import Incoming, MediaFolder, NoSpaceError, Stored, TooLargeError

OK, PART = 200, 206
MOST_STARTS = 4
"""How often one try begins or goes on with a file."""

MOST_HOPS = 3
GONE = frozenset({40007, 40118, 41006})
"""WeChat has no such file, most often because its three days are over."""

OURS = (".qq.com", ".qpic.cn")
"""Where Tencent keeps files. Films were also seen at the bare address of one of its nodes, over
plain HTTP, the real host being the first part of the path:
`http://203.205.158.71/vweixinp.tc.qq.com/1007_….mp4?vkey=…`.
"""

RANGE = re.compile(r"bytes (\d+)-")


class _CutOffError(Exception):
    """The line broke in the middle of a file, which may go on where it stopped."""


@dataclass(frozen=True, slots=True)
class WeChatFetch:
    """Fetches through `api`; a film's link is asked for anew each time, because it expires."""

    api: WeChatApi
    folder: MediaFolder
    largest: int

    async def __call__(self, origin: Mapping[str, Any], owner: str) -> Stored:
        """Store the file; raises `UnfetchableError` or `FetchLaterError`."""
        try:
            return await self._store(str(origin["file_id"]), owner)
        except (NoRightError, TooLargeError) as refused:
            raise UnfetchableError(str(refused)) from None
        except WeChatError as refused:
            kind = UnfetchableError if refused.code in GONE else FetchLaterError
            raise kind(str(refused)) from None
        except (AwayError, NoSpaceError) as away:
            raise FetchLaterError(str(away)) from None
        except (ClientError, OSError) as away:
            raise FetchLaterError(type(away).__name__) from None

    async def _store(self, media_id: str, owner: str) -> Stored:
        tries = iter(range(MOST_STARTS))
        while True:
            async with self.folder.incoming(self.largest) as arriving:
                suffix = await self._fill(media_id, arriving, tries)
                if suffix is not None:
                    return await arriving.keep(owner, suffix)

    async def _fill(self, media_id: str, arriving: Incoming, tries: Iterator[int]) -> str | None:
        """Write the file and return its suffix; None where it has to begin again, elsewhere."""
        for _ in tries:
            with suppress(_CutOffError):
                return await self._take(media_id, arriving)
        raise FetchLaterError("cut off")

    async def _take(self, media_id: str, arriving: Incoming) -> str | None:
        """Write what is missing of the file."""
        async with self._opened(media_id, arriving.size) as response:
            if not _goes_on(response, arriving.size):
                return None
            async for piece in _pieces(response):
                await arriving.write(piece)
            return _suffix(response)

    @asynccontextmanager
    async def _opened(self, media_id: str, start: int) -> AsyncIterator[ClientResponse]:
        async with self.api.stream(media_id, start) as response:
            if not is_told(response):
                yield response
                return
            url = await _film(response)
        for _ in range(MOST_HOPS):
            self._require_trust(url)
            asked = {"Range": f"bytes={start}-"} if start else {}
            async with self.api.session.get(
                url, headers=asked, timeout=STREAM, allow_redirects=False
            ) as response:
                if "Location" not in response.headers:
                    yield response
                    return
                url = urljoin(url, response.headers["Location"])
        raise FetchLaterError("redirected too often")

    def _require_trust(self, url: str) -> None:
        """Refuse an address that is not Tencent's: our network is not WeChat's to look at."""
        if not (is_tencents(url) or url.startswith(self.api.address("/"))):
            raise UnfetchableError("a film at a strange address")


def is_tencents(url: str) -> bool:
    """Whether a file at this address is kept by Tencent; see `OURS`."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    if parts.scheme not in {"http", "https"} or port not in {None, 80, 443} or "@" in parts.netloc:
        return False
    try:
        node = ipaddress.ip_address(host)
    except ValueError:
        return _is_ours(host)
    return node.is_global and _is_ours(parts.path.split("/")[1] if parts.path else "")


def _is_ours(host: str) -> bool:
    return host.endswith(OURS)


async def _film(response: ClientResponse) -> str:
    try:
        answer = await response.json(content_type=None)
    except ValueError:
        raise FetchLaterError("an answer that is no JSON") from None
    url = answer.get("video_url") if isinstance(answer, dict) else None
    if not isinstance(url, str):
        raise FetchLaterError("neither a file nor the address of one")
    return url


def _goes_on(response: ClientResponse, start: int) -> bool:
    """Whether what comes belongs at the end of what is there."""
    if response.status == PART:
        given = RANGE.match(response.headers.get("Content-Range", ""))
        return given is not None and int(given[1]) == start
    if response.status != OK:
        raise FetchLaterError(f"HTTP {response.status}")
    if response.content_type == "text/html":
        raise FetchLaterError("a page in place of a file")
    return start == 0


async def _pieces(response: ClientResponse) -> AsyncIterator[bytes]:
    try:
        async for piece in response.content.iter_chunked(PIECE):
            yield piece
    except (ClientError, OSError) as broken:
        raise _CutOffError from broken


def _suffix(response: ClientResponse) -> str:
    """Tell the file's kind by the name it is sent under, else by its type."""
    disposition = response.content_disposition
    name = (disposition.filename if disposition else None) or response.url.path
    suffix = PurePath(name).suffix.lower()
    if SUFFIX.fullmatch(suffix):
        return suffix
    return mimetypes.guess_extension(response.content_type) or ".mp4"
