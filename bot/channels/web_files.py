"""Files in the conversation: taken from a visitor, shown to that visitor alone."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from aiohttp import web

from bot.channels import web_updates
from bot.channels.receiving import name_of, received, suffix_of
from bot.channels.web import NAME, Said, TooFastError, Web
from bot.channels.web_bodies import Body
from bot.channels.web_routes import KEY, WAIT_SECONDS
from bot.channels.web_visitor import Visitors
from bot.pages import Refused
from campaign.files import MediaFolder
from campaign.media import store as files
from campaign.media.media import Media
from db.engine import Session
from handlers.context import MEGABYTE, WEB
from people import store as people
from texts import web as words

MOST_AT_ONCE = 3
LARGEST_OTHER = 20 * MEGABYTE
"""Pictures and documents are no works; only videos may be larger."""

SHOWN_TYPES = {
    ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".gif": "image/gif",
    ".webp": "image/webp", ".mp4": "video/mp4", ".m4v": "video/mp4", ".mov": "video/quicktime",
    ".webm": "video/webm", ".3gp": "video/3gpp",
}  # fmt: skip
"""What a browser may show in the page; everything else is only downloaded."""

HARMLESS = "default-src 'none'; sandbox"


@dataclass(frozen=True, slots=True)
class WebFiles:
    """The addresses files go through."""

    chats: Web
    folder: MediaFolder
    visitors: Visitors
    _arriving: Counter[int] = field(default_factory=Counter)

    def add_routes(self, app: web.Application) -> None:
        """Serve sending and showing."""
        app.router.add_put("/chat/files/{key}", self.put)
        app.router.add_get("/media/{number:[0-9A-Za-z-]{1,36}}", self.show)

    async def put(self, request: web.Request) -> web.Response:
        """Take one file; 202 says it is stored, 200 that it already was."""
        visitor = self.visitors.of(request)
        chat_id = None if visitor is None else await self.chats.chat_of(visitor)
        if visitor is None or chat_id is None:
            raise Refused(403, words.STRANGER)
        if not KEY.fullmatch(request.match_info["key"]):
            raise Refused(400, words.GARBLED)
        if self._arriving[chat_id] >= MOST_AT_ONCE:
            raise Refused(429, words.TOO_MANY_FILES, {"Retry-After": WAIT_SECONDS})
        self._arriving[chat_id] += 1
        try:
            is_new = await self._take(request, visitor, chat_id)
        finally:
            self._arriving[chat_id] -= 1
            if not self._arriving[chat_id]:
                del self._arriving[chat_id]
        return web.json_response({}, status=202 if is_new else 200)

    async def show(self, request: web.Request) -> web.StreamResponse:
        """Show a visitor's own file, in parts where asked."""
        media = await self._own(request)
        if media is None or media.key is None or not self.folder.path(media.key).is_file():
            raise Refused(404, words.NOT_YOURS)
        kind = SHOWN_TYPES.get(suffix_of(media.key))
        headers = {
            "Content-Type": kind or "application/octet-stream",
            "Content-Disposition": "inline" if kind else "attachment",
            "Content-Security-Policy": HARMLESS,
            "Cache-Control": "private, max-age=86400",
        }
        return web.FileResponse(self.folder.path(media.key), headers=headers)

    async def _take(self, request: web.Request, visitor: str, chat_id: int) -> bool:
        kind = kind_of(request.content_type)
        limit = WEB.max_upload if kind == "video" else LARGEST_OTHER
        stored = await received(request, self.folder, f"chat-{chat_id}", limit)
        name = name_of(request)

        async def act(session: Session, chat_id: int, now: datetime) -> Said:
            person = await people.person_behind(session, NAME, chat_id)
            if person is None:
                raise Refused(403, words.STRANGER)
            media = await files.add_stored(session, person, stored, name, now)
            content = _content(kind, media, request.content_type)
            return Said(_body(kind, media), web_updates.sent_file(chat_id, content, now))

        try:
            return await self.chats.take(visitor, request.match_info["key"], act)
        except TooFastError:
            raise Refused(429, words.TOO_FAST, {"Retry-After": WAIT_SECONDS}) from None

    async def _own(self, request: web.Request) -> Media | None:
        visitor = self.visitors.of(request)
        chat_id = None if visitor is None else await self.chats.chat_of(visitor)
        if chat_id is None:
            return None
        async with self.chats.database.read() as session:
            media = await files.get(session, request.match_info["number"])
            person = await people.person_behind(session, NAME, chat_id)
        is_own = media is not None and person is not None and media.person_id == person.id
        return media if is_own else None


def kind_of(content_type: str) -> str:
    """Name the bubble a file is shown in."""
    if content_type.startswith("video/"):
        return "video"
    return "photo" if content_type in SHOWN_TYPES.values() else "file"


def _body(kind: str, media: Media) -> Body:
    return {"kind": kind, "url": f"/media/{media.id}", "name": media.name, "size": media.size}


def _content(kind: str, media: Media, content_type: str) -> dict[str, Any]:
    """Return the part of a message aiogram expects; sides and seconds are not known yet."""
    number = f"media:{media.id}"
    file = {"file_id": number, "file_unique_id": number, "file_size": media.size}
    if kind == "photo":
        return {"photo": [{**file, "width": 0, "height": 0}]}
    named = {**file, "file_name": media.name, "mime_type": content_type}
    if kind == "video":
        return {"video": {**named, "width": 0, "height": 0, "duration": 0}}
    return {"document": named}
