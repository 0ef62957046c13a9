"""Shadow replays (影子重放) in the background: what a text on its way would do to questions."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from threading import Event

import structlog

from console.past import Questions
from faq.draft import drafted
from faq.entry import Entry
from faq.knowledge import Knowledge
from faq.replay import Replay, compare, resting

log = structlog.get_logger()

MOST = 5_000
"""Past texts that are asked."""
KEPT = 50
"""Replays remembered; they hold citizens' words, so never on disk."""
SHARE = 0.5
"""Rest after each question, in the time it took, so that citizens go first."""


class _EndedError(Exception):
    """The process stops."""


@dataclass(slots=True, eq=False)
class Shadow:
    """One replay, done or under way, of one text of an entry against the live knowledge."""

    live: Knowledge
    draft: Entry
    asked: Questions
    began_at: datetime
    done: int = 0
    replay: Replay | None = None
    has_failed: bool = False
    is_kept: bool = False
    """Whether what it came to is in the records."""

    @property
    def is_running(self) -> bool:
        """Whether its result is still to come, or not yet in the records."""
        return not self.is_kept and not self.has_failed

    @property
    def total(self) -> int:
        """Questions to ask."""
        return len(self.asked.texts) + len(self.asked.cases)

    @property
    def percent(self) -> int:
        """How much of it is done."""
        return 100 * self.done // max(self.total, 1)

    def run(self, index_dir: Path, ended: Event) -> None:
        """Ask everything twice; blocks for seconds to minutes, or until the process stops."""
        rest = resting(SHARE)

        def pause() -> None:
            if ended.is_set():
                raise _EndedError
            self.done += 1
            rest()

        try:
            after = drafted(self.live, [self.draft], index_dir)
            before = self.live.taught(self.live.lexicon)
            asked = self.asked
            self.replay = compare(
                before, after, asked.texts, asked.cases, self.began_at, pause=pause
            )
        except _EndedError:
            self.has_failed = True
        except Exception:
            log.exception("shadow replay failed", entry=self.draft.id)
            self.has_failed = True


@dataclass(slots=True)
class Shadows:
    """The replays of this process; one runs at a time, beside the loop."""

    _known: dict[tuple[str, int], Shadow] = field(default_factory=dict)
    _hand: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1))
    _ended: Event = field(default_factory=Event)

    def of(self, entry_id: str, number: int) -> Shadow | None:
        """Give the newest replay of a text, finished or not."""
        return self._known.get((entry_id, number))

    def begin(self, number: int, shadow: Shadow, index_dir: Path) -> Shadow:
        """Begin a replay; it waits for those begun before."""
        while len(self._known) >= KEPT:
            self._known.pop(next(iter(self._known)))
        self._known[shadow.draft.id, number] = shadow
        self._hand.submit(shadow.run, index_dir, self._ended)
        return shadow

    def end(self) -> None:
        """Break off what runs, because the process stops; blocks for one question or build."""
        self._ended.set()
        self._hand.shutdown(cancel_futures=True)
