"""What taught words do to past questions, worked out once for a state of the knowledge."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from console.parts import Parts
from console.past import Questions, questions
from faq.knowledge import Knowledge
from faq.lexicon.effect import effect
from faq.lexicon.word import Taught
from faq.replay import Replay, resting

MOST = 2_000
"""Past texts looked at."""
FRESH = timedelta(minutes=10)
"""How long the past questions once read are good enough."""
PATIENCE = 8.0
"""Seconds a page waits for figures; later they are there."""

Words = tuple[Taught, ...]


@dataclass(frozen=True, slots=True)
class _State:
    """What figures were worked out from."""

    live: Knowledge
    questions: Questions
    read_at: datetime


@dataclass(slots=True)
class Effects:
    """The figures known so far; all are forgotten when the knowledge is swapped."""

    _known: dict[Words, Replay] = field(default_factory=dict)
    _state: _State | None = None
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def of(
        self, parts: Parts, groups: Sequence[Words], now: datetime
    ) -> tuple[dict[Words, Replay], Questions]:
        """Give what each group of words does, as far as it is known in time."""
        state = await self._now(parts, now)
        missing = [words for words in groups if words not in self._known]
        if missing:
            work = asyncio.get_running_loop().run_in_executor(
                None, _work_out, self._known, missing, state, now
            )
            try:
                async with asyncio.timeout(PATIENCE):
                    await asyncio.shield(work)
            except TimeoutError:
                pass  # the thread goes on and the next look finds more
        return {words: self._known[words] for words in groups if words in self._known}, (
            state.questions
        )

    async def _now(self, parts: Parts, now: datetime) -> _State:
        async with self._lock:
            live, state = parts.knowledge(), self._state
            if state and state.live is live and now - state.read_at < FRESH:
                return state
            self._known = {}
            found = await questions(parts.database, parts.exam(), now, MOST)
            self._state = _State(live, found, now)
            return self._state


def _work_out(
    known: dict[Words, Replay], missing: Sequence[Words], state: _State, now: datetime
) -> None:
    asked = state.questions
    for words in missing:
        if words not in known:
            known[words] = effect(words, state.live, asked.texts, asked.cases, now, resting())
