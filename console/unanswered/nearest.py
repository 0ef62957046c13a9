"""Which entries a question is nearest to, as the citizens' own search sees it."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from console.visit import Visit
from faq.entry import Entry
from faq.knowledge import Knowledge
from faq.search import search

SHOWN = 3
LEAST = 0.01


@dataclass(frozen=True, slots=True)
class Near:
    """An entry, and how probably (0-1) it is the one that was meant."""

    entry: Entry
    probability: float


async def nearest(visit: Visit, texts: Sequence[str]) -> dict[str, tuple[Near, ...]]:
    """Give the entries every text is nearest to; nothing while the knowledge is being opened."""
    try:
        knowledge = visit.parts.knowledge()
    except LookupError:
        return dict.fromkeys(texts, ())
    return await asyncio.to_thread(_nearest, list(dict.fromkeys(texts)), visit.today, knowledge)


def _nearest(
    texts: Sequence[str], today: date, knowledge: Knowledge
) -> dict[str, tuple[Near, ...]]:
    return {text: _of(text, today, knowledge) for text in texts}


def _of(text: str, today: date, knowledge: Knowledge) -> tuple[Near, ...]:
    if not text.strip():
        return ()
    why = search(knowledge.lexicon.rewritten(text).text, today, knowledge).why
    return tuple(
        Near(knowledge.entries[each.entry], each.probability)
        for each in why.candidates
        if each.entry in knowledge.entries and each.probability >= LEAST
    )[:SHOWN]
