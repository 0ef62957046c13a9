"""Puts an outcome into a reply; what nobody answers is recorded on the way."""

from dataclasses import dataclass
from datetime import date
from typing import assert_never

from desk import store as desk
from desk.switches.switches import NOTHING_STOPPED, STATIONS, SUBMIT, Switches
from desk.unanswered import Kind, Question
from faq.entry import Entry
from faq.knowledge import Knowledge
from faq.outcome import (
    Answer,
    Outcome,
    Part,
    Redirect,
    Several,
    SmallTalk,
    Suggestions,
    Unknown,
)
from faq.route import RedirectKind
from faq.stations import StationQuery
from handlers.asked import STOPPED
from handlers.context import Moment
from handlers.stations import Stations, reply_to
from handlers.stopped import words_for
from people.mask import mask
from texts import ask as texts
from texts import desk as desk_texts
from texts import several
from texts import switches as switch_texts
from texts.reply import Reply
from texts.several import Said

BEHIND = {RedirectKind.STATIONS: STATIONS, RedirectKind.SUBMIT_VIDEO: SUBMIT}
"""Conversations behind doors that can be stopped alone."""
NO_LONGER_SHOWN = frozenset({"expired", "not_yet"})


def answer_of(
    entry: Entry, knowledge: Knowledge, today: date, switches: Switches = NOTHING_STOPPED
) -> Reply:
    """Show an entry with the related ones that are in force on a day."""
    known = (knowledge.entries.get(number) for number in entry.related)
    others = (one for one in known if one and one.is_in_force(today))
    return texts.answer(entry, tuple(one for one in others if not switches.of_topic(one.topic)))


@dataclass(frozen=True, slots=True)
class Replying:
    """What a reply is made from besides the outcome."""

    moment: Moment
    knowledge: Knowledge
    stations: Stations = ()
    switches: Switches = NOTHING_STOPPED

    async def reply(self, text: str, outcome: Outcome) -> Reply:
        """Say what came of a text."""
        match outcome:
            case Answer(entry=entry):
                return self.answer(entry)
            case Suggestions(entries=entries):
                return texts.suggestions(entries)
            case Redirect():
                return await self._redirect(text, outcome)
            case SmallTalk(kind=kind):
                return texts.small_talk(kind)
            case Unknown(why=why) if why.reason == STOPPED:
                return switch_texts.stopped(words_for(why, self.knowledge, self.switches))
            case Unknown(why=why):
                return await self.miss(text, why.reason)
            case Several(parts=parts):
                return await self._several(text, parts)
        assert_never(outcome)

    def answer(self, entry: Entry) -> Reply:
        """Show an entry with the related ones that are in force."""
        return answer_of(entry, self.knowledge, self.moment.today, self.switches)

    async def miss(self, text: str, reason: str) -> Reply:
        """Record a question without an answer and say so."""
        number = await self._record(text, reason)
        return texts.expired(number) if reason in NO_LONGER_SHOWN else texts.unknown(number)

    async def _record(self, text: str, reason: str) -> str:
        question = Question(Kind.UNKNOWN, text, None, reason)
        return await desk.record(
            self.moment.session, self.moment.person, question, self.moment.now
        )

    async def _redirect(self, text: str, outcome: Redirect) -> Reply:
        then = outcome.then
        if then is None:
            return await self._door(text, outcome)
        if outcome.kind.is_emergency:
            return texts.redirect(outcome)
        return texts.beside(await self._door(text, outcome), texts.answer(then.entry))

    async def _door(self, text: str, outcome: Redirect) -> Reply:
        if words := self.switches.of(BEHIND.get(outcome.kind, "")):
            return switch_texts.stopped(words)
        if outcome.kind is RedirectKind.STATIONS:
            return reply_to(outcome.query or StationQuery(), self.stations, self.moment)
        if outcome.kind is RedirectKind.HUMAN:
            moment = self.moment
            number = await desk.open_ticket(moment.session, moment.person, text, moment.now)
            return desk_texts.human(number)
        return texts.redirect(outcome)

    async def _several(self, text: str, parts: tuple[Part, ...]) -> Reply:
        said: list[Said] = []
        places: dict[str, int] = {}
        for place, part in enumerate(parts, start=1):
            said.append(await self._part(place, text, part, places))
        missed = [part for part in parts if _is_missed(part.outcome)]
        if not missed:
            return several.together(said, None)
        asked = "；".join(part.text for part in missed)
        return several.together(said, await self._record(asked, missed[0].outcome.why.reason))

    async def _part(self, place: int, text: str, part: Part, places: dict[str, int]) -> Said:
        """Say one part; `places` tells where an entry was shown, and learns it."""
        asked = mask(part.text)
        match part.outcome:
            case Answer(entry=entry) | Suggestions(entries=(entry,)) if entry.id in places:
                return several.as_before(place, asked, places[entry.id])
            case Answer(entry=entry):
                places[entry.id] = place
                return several.answered(place, entry)
            case Suggestions(entries=entries):
                return several.offered(place, asked, entries)
            case Redirect() as redirect:
                return several.door(place, await self._redirect(text, redirect))
            case Unknown(why=why) if why.reason == STOPPED:
                words = words_for(why, self.knowledge, self.switches)
                return several.stopped(place, asked, words)
            case Unknown(why=why):
                is_out_of_date = why.reason in NO_LONGER_SHOWN
                return several.missed(place, asked, is_out_of_date=is_out_of_date)
        assert_never(part.outcome)


def _is_missed(outcome: Outcome) -> bool:
    return isinstance(outcome, Unknown) and outcome.why.reason != STOPPED
