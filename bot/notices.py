"""Tells those who asked in vain that the answer is there, once a day and never at night."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import structlog
from aiogram import Bot

from bot.conversation import Conversation
from bot.turns import Clock, Turn, utc_now
from db.engine import Database, Session
from desk.notices import store as notices
from desk.notices.notice import Due
from desk.queue import store as queue
from desk.unanswered import Resolution, Unanswered
from faq.editorial import store as editorial
from faq.editorial.reading import store as reading
from faq.editorial.record import Revision
from faq.entry import Entry
from faq.knowledge import Knowledge
from faq.normalize import normalize
from faq.outcome import Answer
from faq.search import search
from handlers.ask import LAST_QUESTION
from handlers.notices import tell
from people.person import Person

log = structlog.get_logger()

CHINA = ZoneInfo("Asia/Shanghai")
LOOK_SECONDS = 5.0
MORNING, EVENING = time(8), time(21)
"""Beijing time; nobody is told anything before or after."""
LEASE = timedelta(minutes=2)
IN_A_FORM = timedelta(minutes=10)
PATIENCE = timedelta(days=2)
"""How long somebody who fills in a form is waited for."""
MOST = 2_000
"""Waiting questions looked at; the rest have their turn when these are answered."""

LONGEST_NUMBER = 19
"""Digits of a chat's number; web visitors and WeChat's followers have longer names."""

Seen = tuple[Knowledge, int, int, datetime | None]


@dataclass(slots=True)
class Notices:
    """Finds the questions that are answered now, and tells who asked them."""

    database: Database
    conversation: Conversation
    knowledge: Callable[[], Knowledge]
    clock: Clock = utc_now
    _seen: Seen | None = None

    async def run(self) -> None:
        """Look for ever; ended by cancelling."""
        while True:
            await self.find()
            await self.tell()
            await asyncio.sleep(LOOK_SECONDS)

    async def find(self) -> int:
        """Note the answers of questions that were waiting for them; returns how many."""
        knowledge, now = self.knowledge(), self.clock()
        async with self.database.read() as session:
            waiting = await queue.promised(session, MOST)
            newest = max((each.closed_at for each in waiting if each.closed_at), default=None)
            seen = (knowledge, await editorial.serial(session), len(waiting), newest)
            if self._has_seen(seen):
                return 0
            live = await _live(session, waiting)
        found = await asyncio.to_thread(_answers, waiting, live, knowledge, now)
        self._seen = seen
        if not found:
            return 0
        async with self.database.begin() as session:
            return len(await notices.answered(session, found, now))

    def _has_seen(self, seen: Seen) -> bool:
        return self._seen is not None and self._seen[0] is seen[0] and self._seen[1:] == seen[1:]

    async def tell(self) -> int:
        """Tell whoever may be told now; returns how many persons were looked at."""
        now = self.clock()
        here = now.astimezone(CHINA)
        if not MORNING <= here.time() < EVENING:
            return 0
        day = datetime.combine(here.date(), time(), CHINA)
        async with self.database.read() as session:
            everybody = await notices.due(session, now, day)
        for each in everybody:
            await self._tell(each, day)
        return len(everybody)

    async def _tell(self, due: Due, day: datetime) -> None:
        numbers, now = [each.id for each in due.notices], self.clock()
        async with self.database.begin() as session:
            if not await notices.take(session, numbers, now, now + LEASE):
                return
        if due.channel not in self.conversation.bots or not self._is_known(due):
            async with self.database.begin() as session:
                await notices.postpone(session, numbers, now + IN_A_FORM)
            return

        async def speak(turn: Turn, bot: Bot, person: Person) -> None:
            if person.id != due.person_id:
                return
            if turn.dialogue.state is not None and now < due.notices[0].created_at + PATIENCE:
                await notices.postpone(turn.session, numbers, now + IN_A_FORM)
                return
            if said := await notices.tell(turn.session, numbers, turn.now, day):
                if len(said) == 1:  # what a tap under the answer will be about
                    turn.dialogue.data[LAST_QUESTION] = said[0].text
                today = turn.now.astimezone(CHINA).date()
                await tell(bot, turn.chat_id, said, self.knowledge(), today)

        await self.conversation.notify(due.channel, _chat_of(due), speak)

    def _is_known(self, due: Due) -> bool:
        """Whether every answer is in the knowledge this process answers with."""
        today, entries = self.clock().astimezone(CHINA).date(), self.knowledge().entries
        ids = [each.entry_id for each in due.notices if each.entry_id]
        return all(each in entries and entries[each].is_in_force(today) for each in ids)


async def _live(session: Session, waiting: Iterable[Unanswered]) -> dict[str, Revision]:
    """Read the live texts of the entries that are waited for."""
    found: dict[str, Revision] = {}
    for entry_id in sorted({each.resolved_entry for each in waiting if each.resolved_entry}):
        record = await reading.get(session, entry_id)
        if record is not None and record.live is not None:
            found[entry_id] = await reading.text_of(session, entry_id, record.live)
    return found


def _answers(
    waiting: Iterable[Unanswered], live: dict[str, Revision], knowledge: Knowledge, now: datetime
) -> dict[str, str]:
    """Find which entry answers which question, in the knowledge in force."""
    today = now.astimezone(CHINA).date()
    found: dict[str, str] = {}
    for row in waiting:
        if row.resolution is Resolution.SYNONYM:
            asked = knowledge.lexicon.rewritten(row.text).text
            outcome = search(asked, today, knowledge)
            if isinstance(outcome, Answer):
                found[row.receipt] = outcome.entry.id
            continue
        entry = knowledge.entries.get(row.resolved_entry or "")
        text = live.get(row.resolved_entry or "")
        if entry and text and entry.is_in_force(today) and _is_answered(row, entry, text):
            found[row.receipt] = entry.id
    return found


def _is_answered(row: Unanswered, entry: Entry, text: Revision) -> bool:
    """Whether what was promised is in the text that citizens are told."""
    if row.resolution is Resolution.ENTRY:
        return True
    is_newer = row.closed_at is not None and text.created_at >= row.closed_at
    is_told = entry.answer.strip() == str(text.content.get("answer", "")).strip()
    if row.resolution is Resolution.REVISION:
        return is_newer and is_told
    asked = normalize(row.text)
    is_learned = set(map(str, text.content.get("similar_questions") or ())) <= set(entry.wordings)
    is_asked = any(normalize(each) == asked for each in entry.wordings)
    return is_asked or (is_newer and is_told and is_learned)


def _chat_of(due: Due) -> int:
    """Name the private chat: by the channel's own number where it has one, else by ours."""
    is_number = due.external.isdecimal() and len(due.external) < LONGEST_NUMBER
    return int(due.external) if is_number else due.local_id
