"""One event of somebody handing in a video: who, where, when, and the transaction."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from aiogram import Bot
from aiogram.filters import Filter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message, TelegramObject

from campaign.form import Step
from db.engine import Session
from handlers.answering import chat_of, say
from handlers.context import Channel, Person
from texts.reply import Reply

RULES = "submit:rules"
CHANGING = "submit:changing"
FILE = f"submit:{Step.FILE}"
FILLING = (CHANGING, *(f"submit:{step}" for step in Step))
"""Steps in which a draft, or a work that needs another file, is open."""

STATES = (RULES, *FILLING)
WORK, OFFERED, ALBUM = "submit:work", "submit:offered", "submit:album"
"""Keys of the dialogue's data: the work's id, a file sent before the form, an album's id."""

GIVEN = ("bot", "session", "person", "channel", "state", "now", "links", "has_public_page")
"""What the middleware needs by name; the last two are the process's own."""


class UploadLinks(Protocol):
    """Makes addresses of the page a large file is uploaded on."""

    def to(self, submission_id: str) -> str:
        """Return a signed address bound to the work."""


@dataclass(frozen=True, slots=True)
class Visit:
    """What every step of the form needs."""

    bot: Bot
    chat_id: int
    session: Session
    person: Person
    channel: Channel
    state: FSMContext
    now: datetime
    links: UploadLinks
    has_public_page: bool
    """Whether citizens outside of the web page can open it (`PUBLIC_URL` is set)."""

    def page(self, work_id: str) -> str | None:
        """Return the address of the work's upload page where this channel's people reach it."""
        is_reachable = self.has_public_page or self.channel.name == "web"
        return self.links.to(work_id) if is_reachable else None

    async def say(self, reply: Reply) -> None:
        """Say one thing in this chat."""
        await say(self.bot, self.chat_id, reply)

    async def step(self) -> Step | None:
        """Return the question that was asked last, if the chat is in the form."""
        name = (await self.state.get_state() or "").removeprefix("submit:")
        return Step(name) if name in set(Step) else None

    async def remembered(self, key: str) -> str | None:
        """Return an id kept beside the step."""
        data = await self.state.get_data()
        return data.get(key)

    async def remember(self, **ids: str | None) -> None:
        """Keep ids beside the step; None forgets one."""
        data = {**await self.state.get_data(), **ids}
        await self.state.set_data({key: kept for key, kept in data.items() if kept is not None})

    async def leave(self) -> None:
        """Leave the form; what is written down stays."""
        await self.state.set_state(None)
        await self.remember(**{WORK: None, ALBUM: None})


async def bring_visit(
    handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
    event: TelegramObject,
    data: dict[str, Any],
) -> Any:  # noqa: ANN401 -- aiogram's signature
    """Give handlers one `visit` instead of eight values."""
    if isinstance(event, Message | CallbackQuery):
        chat = event.chat.id if isinstance(event, Message) else chat_of(event)
        data["visit"] = Visit(chat_id=chat, **{name: data[name] for name in GIVEN})
    return await handler(event, data)


class Private(Filter):
    """The chat is with one person alone; personal data has no place elsewhere."""

    async def __call__(self, event: Message | CallbackQuery) -> bool:
        """Look at the kind of chat."""
        message = event if isinstance(event, Message) else event.message
        return message is None or message.chat.type == "private"
