"""Keeps the knowledge in force: what is live in the database, within seconds in every process."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

import structlog

from db.engine import Database
from faq import segment
from faq.build import BuildError
from faq.commands import SEED
from faq.decide import decide
from faq.editorial import store
from faq.editorial.record import Changes, Read
from faq.entry import Entry
from faq.faults import Fault, FaultKind, Place, sentence
from faq.knowledge import Knowledge, KnowledgeError, unsearched
from faq.lexicon import store as words
from faq.lexicon.lexicon import Lexicon
from faq.neighbours import Neighbour, read_beside
from faq.outcome import Context
from faq.register import store as stations
from faq.rolls import Roll, read_rolls
from faq.stations import Station

log = structlog.get_logger()

LOOK_SECONDS = 1.0
"""How often is looked whether another process changed what citizens are told."""
AGAIN_SECONDS = 60.0
"""After an index could not be built."""
PAUSE_SECONDS = 0.01
MANY = 500
"""Entries whose objects are worth keeping out of the search for rubbish."""


@dataclass(frozen=True, slots=True)
class _Told:
    """What citizens are to be told: one state of the records."""

    serial: int = 0
    entries: Mapping[str, Entry] = field(default_factory=lambda: MappingProxyType({}))
    lexicon: Lexicon = field(default_factory=Lexicon)
    stations: tuple[Station, ...] = ()


@dataclass(slots=True)
class Shelf:
    """Where conversations find the knowledge; the live entries of the database are the truth.

    Neighbours and rolls stand beside `folder`, as they were shipped.
    """

    database: Database
    index_dir: Path
    folder: Path = SEED
    is_ready: asyncio.Event = field(default_factory=asyncio.Event)
    _told: _Told = field(default_factory=_Told)
    _knowledge: Knowledge | None = None
    _beside: tuple[tuple[Neighbour, ...], tuple[Roll, ...]] | None = None
    _is_stirred: asyncio.Event = field(default_factory=asyncio.Event)
    _is_behind: asyncio.Event = field(default_factory=asyncio.Event)
    _adopting: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def knowledge(self) -> Knowledge:
        """The knowledge in force; raises `LookupError` before `open`."""
        if self._knowledge is None:
            raise LookupError(self.folder)
        return self._knowledge

    @property
    def stations(self) -> tuple[Station, ...]:
        """The service stations in force, in their order."""
        return self._told.stations

    def renewed(self) -> None:
        """Look at once: something citizens are told was committed."""
        self._is_stirred.set()

    async def open(self) -> Knowledge:
        """Load what is live; raises `faq.knowledge.KnowledgeError` where no index can be built."""
        await asyncio.to_thread(segment.warm)
        await self._look()
        try:
            knowledge = await asyncio.to_thread(self._built, self._told)
        except (BuildError, OSError) as problem:
            fault = Fault(FaultKind.INDEX_FAILED, Place(str(self.folder), 1), {"problem": problem})
            raise KnowledgeError((fault,)) from problem
        await asyncio.to_thread(_warm, knowledge)
        self._knowledge = knowledge
        self.is_ready.set()
        return knowledge

    async def follow(self) -> None:
        """Take every change for ever: texts at once, new wordings when they are learned."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._learn(tasks))
            await self._adopt(tasks)
            while True:
                await self._pause()
                if await self._look():
                    await self._adopt(tasks)

    async def _pause(self) -> None:
        try:
            async with asyncio.timeout(LOOK_SECONDS):
                await self._is_stirred.wait()
        except TimeoutError:
            return
        self._is_stirred.clear()

    async def _look(self) -> bool:
        """Read what changed since the last look; False where nothing has."""
        told = self._told
        async with self.database.read() as session:
            changes = await store.live_since(session, told.serial)
            if changes.serial == told.serial:
                return False
            lexicon = await words.load(session)
            register = await stations.load(session)
        read = await asyncio.to_thread(_read, changes)
        for entry_id, problem in read.broken.items():
            log.error(
                "a broken live entry is left as it was told", entry=entry_id, problem=problem
            )
        for station_id, problem in register.broken.items():
            log.error("a broken station is left out", station=station_id, problem=problem)
        entries = {**told.entries, **{entry.id: entry for entry in read.entries}}
        for entry_id in read.gone:
            entries.pop(entry_id, None)
        self._told = _Told(changes.serial, entries, lexicon, register.stations)
        if self._knowledge is not None:
            changed = len(read.entries) + len(read.gone)
            log.info("knowledge renewed", state=changes.serial, changed=changed)
        return True

    async def _adopt(self, tasks: asyncio.TaskGroup, learned: Knowledge | None = None) -> None:
        """Put the newest texts over an index, and have another made where it lacks wordings."""
        async with self._adopting:
            told = self._told
            knowledge = learned or self.knowledge
            if knowledge.revision != str(told.serial):
                knowledge = await asyncio.to_thread(
                    knowledge.carrying, told.entries, str(told.serial), told.lexicon
                )
            self._knowledge = knowledge
            tasks.create_task(self._prepare(knowledge))
            if await asyncio.to_thread(knowledge.lacks, told.entries):
                self._is_behind.set()

    async def _learn(self, tasks: asyncio.TaskGroup) -> None:
        """Have an index made whenever the one in use lacks wordings; one at a time."""
        while True:
            await self._is_behind.wait()
            self._is_behind.clear()
            try:
                knowledge = await asyncio.to_thread(self._built, self._told)
            except (BuildError, OSError) as problem:
                log.exception("no new index, new wordings wait", problem=str(problem))
                await asyncio.sleep(AGAIN_SECONDS)
                self._is_behind.set()
                continue
            await self._adopt(tasks, knowledge)

    def _built(self, told: _Told) -> Knowledge:
        """Take a state with an index of its own; blocks for seconds where that is new.

        What stands beside the folder is read once: whoever changes it starts the bot anew.
        """
        if self._beside is None:
            self._beside = (read_beside(self.folder).neighbours, read_rolls(self.folder).rolls)
        made = Knowledge.of(told.entries.values(), self.index_dir, str(told.serial), *self._beside)
        return made.taught(told.lexicon)

    async def _prepare(self, knowledge: Knowledge) -> None:
        """Prepare in the pauses, so that whoever asks meanwhile hardly waits."""
        for _ in knowledge.prepare():
            await asyncio.sleep(PAUSE_SECONDS)
            if self._knowledge is not knowledge:
                return


def _read(changes: Changes) -> Read:
    if len(changes.shown) < MANY:
        return changes.read()
    with unsearched():
        return changes.read()


def _warm(knowledge: Knowledge) -> None:
    """Decide twice, so that rules are read and compiled before anybody asks."""
    entry = next(iter(knowledge.entries.values()), None)
    for text in (entry.standard_question, entry.topic) if entry else ("",):
        decide(text, Context(), datetime.now(UTC), knowledge)


def first_faults(problem: KnowledgeError) -> str:
    """Return the first few faults, a line each."""
    return "\n".join(sentence(fault) for fault in problem.faults[:5])
