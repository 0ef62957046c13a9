"""Tries a question out (试一试): decided and said by the very code that serves citizens."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from bot.preview import Preview
from console.channel_view import Tried
from db.engine import Session
from faq.decide import decide
from faq.knowledge import Knowledge
from faq.outcome import Context, Redirect
from faq.route import RedirectKind
from faq.stations import Station
from handlers.ask import with_named_station
from handlers.context import WEB, Moment
from handlers.replying import Replying
from people.person import Person
from texts import desk as desk_texts
from texts.console_trial import RECEIPT
from texts.reply import Reply


@dataclass(frozen=True, slots=True)
class Pretended(Replying):
    """Words for an outcome of which nothing is recorded: every receipt is an example."""

    async def _record(self, text: str, reason: str) -> str:
        del text, reason
        return RECEIPT

    async def _door(self, text: str, outcome: Redirect) -> Reply:
        if outcome.kind is RedirectKind.HUMAN:
            return desk_texts.human(RECEIPT)
        return await Replying._door(self, text, outcome)  # noqa: SLF001 -- a slotted dataclass has no super()


@dataclass(frozen=True, slots=True)
class Trying:
    """Tries questions out; there is no way from here into the records."""

    preview: Preview
    stations: Callable[[], tuple[Station, ...]]

    async def __call__(
        self, text: str, context: Context, now: datetime, knowledge: Knowledge
    ) -> Tried:
        """Decide about a text and show what each channel would say."""
        stations = self.stations()
        outcome = with_named_station(text, decide(text, context, now, knowledge), stations)
        moment = Moment(cast("Session", None), Person(0, WEB.name), now)
        reply = await Pretended(moment, knowledge, stations).reply(text, outcome)
        return Tried(outcome, self.preview.views(reply))
