"""Hot questions (热门问题): counted when an answer is shown, offered in the menu."""

from collections.abc import Iterable

from aiogram.fsm.context import FSMContext

from desk import store as desk
from desk.hot import LEAST, MOST, first_day
from desk.switches.switches import NOTHING_STOPPED, Switches
from faq.entry import Entry
from faq.knowledge import Knowledge
from handlers.context import Moment

COUNTED = "counted"
MOST_A_DAY = 40
"""Entries one conversation may count in a day; whoever asks more is no citizen in need."""


async def count(entries: Iterable[Entry], state: FSMContext, moment: Moment) -> None:
    """Count shown entries, each once a day and conversation.

    Which ones were counted today is kept in the dialogue alone and ends with it.
    """
    today = moment.today.isoformat()
    kept = (await state.get_data()).get(COUNTED) or {}
    known: list[str] = kept["entries"] if kept.get("day") == today else []
    new = [entry.id for entry in entries if entry.id not in known][: MOST_A_DAY - len(known)]
    if not new:
        return
    await state.update_data({COUNTED: {"day": today, "entries": [*known, *new]}})
    await desk.count_asked(moment.session, new, moment.today)


async def hot(
    knowledge: Knowledge, moment: Moment, switches: Switches = NOTHING_STOPPED
) -> tuple[Entry, ...]:
    """Return the entries in force that were asked most in the last month, the most asked first."""
    asked = await desk.most_asked(moment.session, first_day(moment.today), LEAST)
    entries = (knowledge.entries.get(one.entry_id) for one in asked)
    shown = (entry for entry in entries if entry and entry.is_in_force(moment.today))
    return tuple(entry for entry in shown if not switches.of_topic(entry.topic))[:MOST]
