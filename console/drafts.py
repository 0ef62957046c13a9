"""Knowledge with drafts in it, for trying them out: learned off the loop, kept for a while."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from faq.build import BuildError
from faq.draft import drafted
from faq.entry import Entry
from faq.knowledge import Knowledge

KEPT = 3
PATIENCE = 8.0
"""Seconds a page waits for an index; later it says that it is being learned."""

Key = tuple[tuple[str, int], ...]


@dataclass(slots=True)
class Drafts:
    """The last few states that were tried, each a future result of its own thread."""

    _live: Knowledge | None = None
    _known: dict[Key, asyncio.Future[Knowledge]] = field(default_factory=dict)

    async def of(
        self, live: Knowledge, drafts: Mapping[tuple[str, int], Entry], index_dir: Path
    ) -> Knowledge | None:
        """Give the live knowledge with drafts in it, by their revisions; None while it is learned.

        Raises BuildError or OSError where that failed; the next look tries again.
        """
        if self._live is not live:
            self._live, self._known = live, {}
        key = tuple(sorted(drafts))
        if key not in self._known:
            self._forget()
            self._known[key] = _begun(live, list(drafts.values()), index_dir)
        try:
            async with asyncio.timeout(PATIENCE):
                return await asyncio.shield(self._known[key])
        except TimeoutError:
            return None
        except (BuildError, OSError):
            self._known = {each: state for each, state in self._known.items() if each != key}
            raise

    def _forget(self) -> None:
        while len(self._known) >= KEPT:
            del self._known[next(iter(self._known))]


def _begun(live: Knowledge, drafts: Sequence[Entry], index_dir: Path) -> asyncio.Future[Knowledge]:
    return asyncio.get_running_loop().run_in_executor(None, drafted, live, drafts, index_dir)
