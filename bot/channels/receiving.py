"""Takes a file from a browser: streamed to the media folder, refused in words."""

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import PurePath

from aiohttp import web

from bot.pages import Refused
from campaign.files import MediaFolder, NoSpaceError, Stored, TooLargeError
from texts import web as words

SILENCE_SECONDS = 60
"""How long a browser may send nothing before the line counts as dead."""

PIECE = 256 * 1024
SUFFIX = re.compile(r"\.[a-z0-9]{1,8}")
LONGEST_NAME = 120


async def received(request: web.Request, folder: MediaFolder, owner: str, limit: int) -> Stored:
    """Store the body of a request whole or not at all; raises `Refused`."""
    expected = request.content_length
    try:
        async with folder.incoming(limit, expected or 0) as arriving:
            async for piece in _pieces(request):
                await arriving.write(piece)
            if not arriving.size:
                raise Refused(400, words.EMPTY_FILE)
            if expected is not None and arriving.size != expected:
                raise Refused(400, words.BROKEN_OFF)
            return await arriving.keep(owner, suffix_of(name_of(request)))
    except TooLargeError as too_large:
        raise Refused(413, words.too_large(too_large.limit)) from None
    except NoSpaceError:
        raise Refused(507, words.NO_SPACE) from None
    except TimeoutError:
        raise Refused(408, words.BROKEN_OFF) from None


def name_of(request: web.Request) -> str:
    """Return what the sender calls the file: data to show, never a path."""
    name = re.split(r"[/\\]", request.query.get("name", ""))[-1]
    shown = "".join(sign for sign in name if sign.isprintable()).strip()
    return shown[-LONGEST_NAME:] or words.NAMELESS


def suffix_of(name: str) -> str:
    """Return a name's ending where it is a plain one, or nothing."""
    suffix = PurePath(name).suffix.lower()
    return suffix if SUFFIX.fullmatch(suffix) else ""


async def _pieces(request: web.Request) -> AsyncIterator[bytes]:
    while True:
        async with asyncio.timeout(SILENCE_SECONDS):
            piece = await request.content.read(PIECE)
        if not piece:
            return
        yield piece
