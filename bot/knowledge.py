"""Keeps the knowledge in force: the newest valid one, swapped whole."""

import asyncio
from dataclasses import dataclass, field
from pathlib import Path

import structlog

from faq import segment
from faq.faults import Fault, sentence
from faq.knowledge import Knowledge, KnowledgeError, watch

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


async def _prepare(knowledge: Knowledge) -> None:
    """Prepare in the pauses, so that whoever asks meanwhile hardly waits."""
    for _ in knowledge.prepare():
        await asyncio.sleep(PAUSE_SECONDS)


def _lines(faults: tuple[Fault, ...]) -> list[str]:
    return [sentence(fault) for fault in faults]


def first_faults(problem: KnowledgeError) -> str:
    """Return the first few faults, a line each."""
    return "\n".join(_lines(problem.faults[:5]))
