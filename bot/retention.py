"""Lets go of what is no longer needed (保存期限), without anybody asking."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

from bot.turns import Clock, utc_now
from campaign import leftovers
from campaign.files import MediaFolder
from db import allowance, dialogue, inbox, outbox, passive, transcript, uploaded
from db.engine import Database
from desk import store as desk
from desk.journal import store as journal
from people.staff.attempts import store as attempts
from people.staff.links import store as links
from people.staff.sessions import store as sessions

HOUR_SECONDS = 3600
CONVERSATIONS = timedelta(days=180)
PERSON_OF_A_QUESTION = timedelta(days=30)
STANDING_OF_A_CONVERSATION = timedelta(days=30)
"""The step and the last question."""

COUNTS_OF_QUESTIONS = timedelta(days=90)
"""How often an entry was asked on a day; nobody is named there."""

REPEATED_REPLIES = timedelta(minutes=10)
"""What WeChat was answered: it asks for the same again within a minute, if at all."""

CALLS = timedelta(days=1)
"""Which messages WeChat brought; older requests are refused by their date."""

EMPTIED_ROWS = timedelta(days=30)
"""Ids of handled updates: long after every channel has given up sending them again."""


@dataclass(frozen=True, slots=True)
class Retention:
    """Deletes by age; doing it twice is harmless."""

    database: Database
    folder: MediaFolder
    clock: Clock = utc_now

    async def run(self) -> None:
        """Let go once an hour, for ever; ended by cancelling."""
        while True:
            await self.let_go()
            await asyncio.sleep(HOUR_SECONDS)

    async def let_go(self) -> None:
        """Delete everything past its time."""
        now = self.clock()
        async with self.database.begin_long() as session:
            await transcript.forget_older(session, now - CONVERSATIONS)
            await dialogue.forget_older(session, now - STANDING_OF_A_CONVERSATION)
            await desk.forget_older(session, now - PERSON_OF_A_QUESTION)
            await desk.forget_asked(session, (now - COUNTS_OF_QUESTIONS).date())
            await journal.forget_texts(session, now)
            await journal.fold(session, now)
            await leftovers.forget_drafts(session, now)
            await inbox.forget_done(session, now - EMPTIED_ROWS)
            await outbox.forget_done(session, now - EMPTIED_ROWS)
            await passive.empty_older(session, now - REPEATED_REPLIES)
            await passive.forget_older(session, now - CALLS)
            await allowance.forget_older(session, now)
            await uploaded.forget_expired(session, now)
            await attempts.forget_older(session, now)
            await sessions.forget_over(session, now)
            await links.forget_over(session, now)
        await leftovers.sweep_files(self.database, self.folder, now)
