"""Keeps the knowledge in force: the newest valid one, swapped whole."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import structlog

from faq import segment
from faq.decide import decide
from faq.faults import Fault, sentence
from faq.knowledge import Knowledge, KnowledgeError, watch
from faq.outcome import Context

log = structlog.get_logger()

PAUSE_SECONDS = 0.01


@dataclass(slots=True)
class Shelf:
    """Where conversations find the knowledge; `folder` is the truth."""

    folder: Path
    index_dir: Path
    is_ready: asyncio.Event = field(default_factory=asyncio.Event)
    _knowledge: Knowledge | None = None

    @property
    def knowledge(self) -> Knowledge:
        """The knowledge in force; raises `LookupError` before `open`."""
        if self._knowledge is None:
            raise LookupError(self.folder)
        return self._knowledge

    async def open(self) -> Knowledge:
        """Load what is in the folder; raises `faq.knowledge.KnowledgeError` where it is broken."""
        await asyncio.to_thread(segment.warm)
        knowledge = await asyncio.to_thread(Knowledge.open, self.folder, self.index_dir)
        await asyncio.to_thread(_warm, knowledge)
        self._knowledge = knowledge
        self.is_ready.set()
        return knowledge

    async def follow(self) -> None:
        """Take valid changes of the folder for ever; a bad one is reported and left alone."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(_prepare(self.knowledge))
            async for change in watch(self.folder, self.index_dir, self.knowledge.revision):
                if isinstance(change, Knowledge):
                    self._knowledge = change
                    tasks.create_task(_prepare(change))
                    log.warning(
                        "knowledge renewed", entries=len(change.entries), revision=change.revision
                    )
                else:
                    log.error("knowledge not renewed, the old one stays", faults=_lines(change))


def _warm(knowledge: Knowledge) -> None:
    """Decide twice, so that rules are read and compiled before anybody asks."""
    entry = next(iter(knowledge.entries.values()))
    for text in (entry.standard_question, entry.topic):
        decide(text, Context(), datetime.now(UTC), knowledge)


async def _prepare(knowledge: Knowledge) -> None:
    """Prepare in the pauses, so that whoever asks meanwhile hardly waits."""
    for _ in knowledge.prepare():
        await asyncio.sleep(PAUSE_SECONDS)


def _lines(faults: tuple[Fault, ...]) -> list[str]:
    return [sentence(fault) for fault in faults]


def first_faults(problem: KnowledgeError) -> str:
    """Return the first few faults, a line each."""
    return "\n".join(_lines(problem.faults[:5]))
