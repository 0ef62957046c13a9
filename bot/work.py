"""The work behind a hand-in: files are fetched, checked, told about, and deleted when given up.

A file's record is leased; any process may take it, and doing the work twice is harmless, because
the record, the work's state and the words in the chat are committed together.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import structlog
from aiogram import Bot
from aiogram.fsm.context import FSMContext
from aiogram.fsm.storage.base import StorageKey

from bot.conversation import Conversation
from bot.dialogue import TurnStorage
from bot.fetch import FetchLaterError, UnfetchableError
from bot.turns import Clock, Turn, utc_now
from campaign import intake, store
from campaign.check import check
from campaign.files import BadKeyError, MediaFolder, Stored
from campaign.limits import Limits
from campaign.media import store as files
from campaign.media.media import Media, MediaState
from campaign.verdict import Unchecked, Verdict
from db.engine import Database
from handlers import submit
from handlers.submit import UploadLinks, Visit
from people.person import Person

log = structlog.get_logger()

Fetch = Callable[[Mapping[str, Any], str], Awaitable[Stored]]
"""Stores a channel's file under an owner; raises `UnfetchableError` or `FetchLaterError`."""

Check = Callable[[Path, Limits], Awaitable[Verdict]]

HANDS = 2
"""Files worked on at once; each check is a process of its own."""

IDLE_SECONDS = 3.0
LOOK_SECONDS = 0.1
FETCH_SECONDS = 120.0
"""Shorter than the lease, so that no file is fetched twice at once."""

MOST_CHECKS = 3
"""A file whose check took the whole process down this often waits for a person."""

MOST_FETCHES = 20
FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(minutes=15)
"""All pauses make three and a half hours: WeChat still lets us write to the author then."""

CHANNEL_OFF = timedelta(minutes=10)


@dataclass(slots=True)
class Work:
    """Works through the files for ever; `fetchers` has one for each channel that is on."""

    database: Database
    conversation: Conversation
    folder: MediaFolder
    links: UploadLinks
    has_public_page: bool
    fetchers: Mapping[str, Fetch]
    check: Check = check
    clock: Clock = utc_now
    _wake: asyncio.Event = field(default_factory=asyncio.Event)
    _looking: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held by the one idle hand that looks; one that has found something lets the next look."""

    def wake(self) -> None:
        """Say that a file may have come, as after every turn and upload."""
        self._wake.set()

    async def run(self) -> None:
        """Work for ever; ended by cancelling."""
        if self.database.is_sqlite:  # nobody else can be at work: what is leased was left behind
            async with self.database.begin() as session:
                await files.release(session, self.clock())
        async with asyncio.TaskGroup() as hands:
            for _ in range(HANDS):
                hands.create_task(self._hand())

    async def run_one(self) -> bool:
        """Take one file as far as it goes now; False where nothing waits."""
        media = await self._take()
        if media is None:
            return False
        await self._go_on(media)
        return True

    async def _hand(self) -> None:
        while True:
            async with self._looking:
                media = await self._next()
            await self._go_on(media)

    async def _next(self) -> Media:
        while (media := await self._take()) is None:
            with suppress(TimeoutError):
                async with asyncio.timeout(IDLE_SECONDS):
                    await self._wake.wait()
                await asyncio.sleep(LOOK_SECONDS)  # one look for all the turns of a busy moment
            self._wake.clear()
        return media

    async def _take(self) -> Media | None:
        # Asked after every turn of anybody: looking must not queue with the writers.
        async with self.database.read() as session:
            if not await files.is_waiting(session, self.clock()):
                return None
        async with self.database.begin() as session:
            await files.drop_unclaimed(session, self.clock())
            return await files.take(session, self.clock())

    async def _go_on(self, media: Media) -> None:
        if media.state is MediaState.FETCHING:
            await self._fetch(media)
        elif media.state is MediaState.STORED:
            await self._check(media)
        else:
            await self._delete(media)

    async def _fetch(self, media: Media) -> None:
        fetch = self.fetchers.get(media.channel)
        if fetch is None:
            await self._postpone(media, CHANNEL_OFF)
            return
        try:
            async with asyncio.timeout(FETCH_SECONDS):
                stored = await fetch(media.origin, media.id)
        except UnfetchableError as refused:
            await self._lose(media, str(refused))
        except (FetchLaterError, TimeoutError) as away:
            if media.attempts >= MOST_FETCHES or self._is_gone(media):
                await self._lose(media, str(away))
                return
            log.warning("a file will be fetched again", media=media.id, reason=str(away))
            await self._postpone(media, min(FIRST_PAUSE * 2**media.attempts, LONGEST_PAUSE))
        else:
            async with self.database.begin() as session:
                await files.put_stored(session, media.id, stored)

    def _is_gone(self, media: Media) -> bool:
        return media.gone_at is not None and self.clock() >= media.gone_at

    async def _check(self, media: Media) -> None:
        if media.attempts > MOST_CHECKS:
            verdict = Verdict(ok=None, unchecked=Unchecked.CRASHED)
        else:
            limits = await self._limits(media)
            try:
                verdict = await self.check(self.folder.path(media.key or ""), limits)
            except (FileNotFoundError, BadKeyError) as gone:
                await self._lose(media, str(gone))
                return
        await self._tell(media, verdict)

    async def _limits(self, media: Media) -> Limits:
        async with self.database.read() as session:
            work = await store.get(session, media.submission_id or "")
            if work is None:
                return Limits()
            return (await store.campaign(session, work.campaign_id)).limits

    async def _lose(self, media: Media, reason: str) -> None:
        log.warning("a file cannot be had", media=media.id, reason=reason)
        await self._tell(media, None)

    async def _postpone(self, media: Media, pause: timedelta) -> None:
        async with self.database.begin() as session:
            await files.renew(session, media.id, self.clock() + pause)

    async def _tell(self, media: Media, verdict: Verdict | None) -> None:
        """Record a verdict, or a loss, and say so in the chat where its channel is on."""
        async with self.database.begin() as session:
            work = await store.get(session, media.submission_id or "")
            if work is None or work.channel not in self.conversation.bots:
                await intake.judged(session, media, verdict, self.clock())
                return

        async def speak(turn: Turn, bot: Bot, person: Person) -> None:
            told = await intake.judged(turn.session, media, verdict, turn.now)
            if told is not None:
                visit = self._visit(turn, bot, person)
                await (submit.checked if verdict else submit.lost)(visit, told)

        await self.conversation.notify(work.channel, work.chat_id, speak)

    def _visit(self, turn: Turn, bot: Bot, person: Person) -> Visit:
        key = StorageKey(bot_id=bot.id, chat_id=turn.chat_id, user_id=turn.dialogue.user_id)
        return Visit(
            bot=bot,
            chat_id=turn.chat_id,
            session=turn.session,
            person=person,
            channel=self.conversation.channels[turn.dialogue.channel],
            state=FSMContext(storage=TurnStorage(), key=key),
            now=turn.now,
            links=self.links,
            has_public_page=self.has_public_page,
        )

    async def _delete(self, media: Media) -> None:
        """Delete a file nobody wants, unless another record names the same one."""
        async with self.database.begin() as session:
            # The file goes first: a record without a file is found again, the reverse never.
            if media.key is not None and not await files.is_shared(session, media):
                await self.folder.delete(media.key)
            await files.forget(session, media.id)
