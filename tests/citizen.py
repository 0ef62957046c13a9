"""A citizen for tests through the door: real dispatcher, real turns, real records.

    async with town(tmp_path, build_ask_router(), knowledge=knowledge) as place:
        citizen = place.citizen()
        (answer,) = await citizen.says("质量月是几月")
        assert answer.text == "…"

What a citizen reads comes from committed rows, so a rolled back turn says nothing.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from shutil import copyfile
from typing import Any
from uuid import uuid4

from aiogram import Bot, Dispatcher, Router

from bot.channels.session import ChannelSession, Shown
from bot.conversation import Conversation
from bot.dialogue import TurnStorage
from bot.turns import Turn, Turns
from db import inbox, migrate, transcript
from db.dialogue import Choice, load
from db.engine import Database, sqlite_url
from db.inbox import Arrival, Received
from db.tables import MediaRow
from handlers.context import TELEGRAM, WEB, Channel
from people import store as people
from people.person import Person

NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
"""Noon in Beijing on the day most tests happen."""

FIRST_CITIZEN = 2**40 + 1


@dataclass(frozen=True, slots=True)
class Said:
    """One message as the citizen sees it; `buttons` maps labels to their data or address."""

    text: str
    buttons: dict[str, str] = field(default_factory=dict)
    venue: str | None = None

    @property
    def labels(self) -> list[str]:
        """The buttons' words, in order."""
        return list(self.buttons)


class Recorder(ChannelSession):
    """Writes what is said to the transcript, whatever the channel."""

    async def write(self, turn: Turn, method: Shown, choices: list[Choice]) -> int:
        """Store one bubble within the turn."""
        del choices
        body = method.model_dump(mode="json", include={"text", "reply_markup", "title"})
        place = (turn.dialogue.channel, turn.chat_id)
        bubble = await transcript.put(turn.session, *place, "bot", None, body, turn.now)
        return bubble.id


@dataclass(slots=True)
class Clock:
    """A clock that tests set; every event of a citizen moves it by a second."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        """Return the present instant."""
        return self.now

    def passes(self, **time: float) -> None:
        """Let time pass, as `timedelta` names it: `passes(days=60)`."""
        self.now += timedelta(**time)


@dataclass(slots=True)
class Town:
    """The whole machinery of a process, without network and background work."""

    folder: Path
    database: Database
    conversation: Conversation
    clock: Clock
    telegram_files: dict[str, Path] = field(default_factory=dict)
    _updates: int = 0
    _citizens: int = 0

    def citizen(self, channel: Channel = WEB, *, knows_notice: bool = True) -> "Citizen":
        """Let somebody come in who, unless told otherwise, has read the privacy notice before."""
        self._citizens += 1
        return Citizen(self, channel, FIRST_CITIZEN + self._citizens, knows_notice)

    async def deliver(self, channel: Channel, chat: int, event: dict[str, Any]) -> Received | None:
        """Store an update and run its turn; None where it was already stored."""
        self._updates += 1
        self.clock.passes(seconds=1)
        key = str(event.pop("key", uuid4()))
        payload = {"update_id": self._updates, **event}
        async with self.database.begin() as session:
            arrivals = [Arrival(channel.name, key, chat, payload)]
            received = await inbox.put(session, arrivals, self.clock())
        for one in received:
            await self.conversation.run(one)
        return received[0] if received else None

    @property
    def media(self) -> Path:
        """The folder citizens' files are kept in; rows name files relative to it."""
        return self.folder / "media"

    def keep(self, path: Path, key: str) -> None:
        """Copy a file into the media folder, as a finished upload."""
        (self.media / key).parent.mkdir(parents=True, exist_ok=True)
        copyfile(path, self.media / key)

    async def said_since(
        self, channel: Channel, chat: int, number: int
    ) -> list[transcript.Bubble]:
        """Return the bubbles of a chat behind `number`."""
        async with self.database.read() as session:
            return list(await transcript.after(session, channel.name, chat, number, 100))


@dataclass(slots=True)
class Citizen:
    """Somebody in a private chat; every verb returns what the bot said to it, in order."""

    town: Town
    channel: Channel
    id: int
    knows_notice: bool = True
    last: Said | None = None
    _read: int = 0
    _messages: int = 0

    async def says(self, text: str, key: str | None = None) -> list[Said]:
        """Type and send; equal keys are the same update delivered again."""
        return await self.sends(text=text, key=key)

    async def taps(self, label: str) -> list[Said]:
        """Tap a button of the last message that has buttons."""
        assert self.last is not None, "no buttons were shown"
        assert label in self.last.buttons, f"{label} is not among {self.last.labels}"
        return await self.taps_data(self.last.buttons[label])

    async def taps_data(self, data: str, key: str | None = None) -> list[Said]:
        """Tap a button by its data, as an old message may still offer it."""
        message = self._message(text="…")
        query = {
            "id": uuid4().hex, "from": message["from"], "chat_instance": str(self.id),
            "data": data, "message": message,
        }  # fmt: skip
        return await self._live({"callback_query": query}, key)

    async def sends(self, key: str | None = None, **content: Any) -> list[Said]:
        """Send any message, content as in the Bot API: `sends(sticker={…})`."""
        return await self._live({"message": self._message(**content)}, key)

    async def edits(self, text: str) -> list[Said]:
        """Change an earlier message."""
        return await self._live({"edited_message": self._message(text=text, edit_date=1)}, None)

    async def leaves(self) -> list[Said]:
        """Block the bot, or stop following the account."""
        message, user = self._message(), {"id": self.id, "is_bot": False, "first_name": "市民"}
        change = {
            "chat": message["chat"], "from": user, "date": message["date"],
            "old_chat_member": {"status": "member", "user": user},
            "new_chat_member": {"status": "kicked", "user": user, "until_date": 0},
        }  # fmt: skip
        return await self._live({"my_chat_member": change}, None)

    async def shares_location(self, latitude: float, longitude: float) -> list[Said]:
        """Share where the citizen is."""
        return await self.sends(location={"latitude": latitude, "longitude": longitude})

    async def sends_video(self, path: Path, key: str | None = None, **more: Any) -> list[Said]:
        """Send a video file as the channel does: stored before on the web, by id on Telegram."""
        size, _ = _facts(path)
        if self.channel.name == "web":
            file_id = f"media:{await self.stores(path)}"
        else:
            file_id = f"tg-{path.name}"
            self.town.telegram_files[file_id] = path
        video = {
            "file_id": file_id, "file_unique_id": file_id, "width": 0, "height": 0, "duration": 0,
            "file_name": path.name, "mime_type": "video/mp4", "file_size": size,
        }  # fmt: skip
        return await self.sends(video=video, key=key, **more)

    async def stores(self, path: Path) -> str:
        """Upload a file as the web page does and return the id of its record."""
        number = str(uuid4())
        person = await self.person()
        size, digest = _facts(path)
        key = f"media/{number}/{digest}{path.suffix}"
        self.town.keep(path, key)
        async with self.town.database.begin() as session:
            session.add(
                MediaRow(
                    id=number, person_id=person.id, channel=self.channel.name, version=1,
                    name=path.name, path=key, size=size, state="stored",
                    sha256=digest, origin={}, attempts=0,
                    created_at=self.town.clock(),
                )
            )  # fmt: skip
        return number

    async def person(self) -> Person:
        """Return the record of this citizen."""
        async with self.town.database.begin() as session:
            person = await people.meet(session, self.channel.name, str(self.id), self.town.clock())
            if self.knows_notice and not person.knows_notice:
                await people.remember_notice(session, person, self.town.clock())
            return person

    async def state(self) -> str | None:
        """Return the step the conversation is in."""
        async with self.town.database.begin() as session:
            return (await load(session, self.channel.name, self.id, self.id)).state

    async def hears(self) -> list[Said]:
        """Read what the bot said meanwhile, for example from background work."""
        bubbles = await self.town.said_since(self.channel, self.id, self._read)
        said = [_said(bubble.body) for bubble in bubbles]
        self._read = bubbles[-1].id if bubbles else self._read
        self.last = next((one for one in reversed(said) if one.buttons), self.last)
        return said

    async def _live(self, event: dict[str, Any], key: str | None) -> list[Said]:
        if key is not None:
            event["key"] = key
        if self.knows_notice:
            await self.person()
        await self.town.deliver(self.channel, self.id, event)
        return await self.hears()

    def _message(self, **content: Any) -> dict[str, Any]:
        self._messages += 1
        return {
            "message_id": self._messages,
            "date": int(self.town.clock().timestamp()),
            "chat": {"id": self.id, "type": "private"},
            "from": {"id": self.id, "is_bot": False, "first_name": "市民"},
            **content,
        }


@asynccontextmanager
async def town(
    folder: Path, *routers: Router, url: str | None = None, **data: Any
) -> AsyncIterator[Town]:
    """Open a town with these conversations; `url` names a database other than a file of its own.

    `data` is what handlers are given by name.
    """
    database = Database(url or sqlite_url(folder / "records.db"))
    await migrate.upgrade(database)
    dispatcher = Dispatcher(storage=TurnStorage(), **data)
    dispatcher.include_routers(*routers)
    clock = Clock()
    channels = {channel.name: channel for channel in (WEB, TELEGRAM)}
    bots = {name: Bot("42:TEST", session=Recorder()) for name in channels}
    turns = Turns(database, lambda _turn: None, clock)
    try:
        yield Town(folder, database, Conversation(turns, dispatcher, bots, channels), clock)
    finally:
        await database.close()


def _facts(path: Path) -> tuple[int, str]:
    content = path.read_bytes()
    return len(content), sha256(content).hexdigest()


def _said(body: dict[str, Any]) -> Said:
    keyboard = (body.get("reply_markup") or {}).get("inline_keyboard", [])
    buttons = {
        button["text"]: button.get("callback_data") or button["url"]
        for row in keyboard
        for button in row
    }
    return Said(body.get("text") or "", buttons, body.get("title"))
