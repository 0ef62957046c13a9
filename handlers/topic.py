"""What the conversation is about (话题), kept in the dialogue so that follow-ups make sense."""

from datetime import datetime, timedelta
from typing import Any

from aiogram.fsm.context import FSMContext

from faq.outcome import Context
from faq.route import RedirectKind
from faq.stations import ServiceKind, StationQuery

TOPIC = "topic"
IDLE = timedelta(minutes=30)
"""How long a topic lasts: a question asked later is a new one."""


async def remember(state: FSMContext, context: Context | None, now: datetime) -> None:
    """Keep what was spoken about; None leaves what there is, which grows old."""
    if context is None:
        return
    query = context.stations
    topic = {
        "at": now.isoformat(),
        "entry": context.last_entry,
        "door": context.door,
        "stations": None if query is None else [query.district, query.service, query.name],
    }
    await state.update_data({TOPIC: topic})


async def recall(state: FSMContext, now: datetime) -> Context:
    """Return what was spoken about within the last half hour."""
    topic = (await state.get_data()).get(TOPIC)
    if topic is None or now - datetime.fromisoformat(topic["at"]) > IDLE:
        return Context()
    door = topic["door"]
    return Context(topic["entry"], _query(topic["stations"]), door and RedirectKind(door))


def _query(kept: list[Any] | None) -> StationQuery | None:
    if kept is None:
        return None
    district, service, name = kept
    return StationQuery(district, service and ServiceKind(service), name)
