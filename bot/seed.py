"""Takes in the entries the programme was shipped with, at every start and before every import."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from bot.locks import StartError
from db.engine import Database
from faq.check import Checked
from faq.commands import SEED
from faq.editorial import store
from faq.editorial.seed.store import take_in
from faq.editorial.shipped import Shipped, Taken, shipped
from faq.faults import Fault, sentence
from faq.knowledge import read_checked
from texts import start

FIRST_FAULTS = 5


@dataclass(frozen=True, slots=True)
class Planted:
    """What came of the shipped entries; faults keep all of them out."""

    taken: Taken = field(default_factory=Taken)
    faults: tuple[Fault, ...] = ()


async def plant_seed(database: Database, now: datetime, folder: Path = SEED) -> Planted:
    """Take in the shipped entries that are new or changed.

    A broken folder is reported and left out where entries are live already; with none to tell,
    `StartError` is raised.
    """
    checked, entries = await asyncio.to_thread(_read, folder)
    if checked.errors:
        async with database.read() as session:
            if not (await store.live_since(session, 0)).shown:
                raise StartError(start.knowledge_broken(_lines(checked.errors)))
        return Planted(faults=checked.errors)
    async with database.begin_long() as session:
        return Planted(await take_in(session, entries, now, start.SEED_CHANGED))


def _read(folder: Path) -> tuple[Checked, list[Shipped]]:
    checked = read_checked(folder)
    return checked, shipped(checked.entries)


def _lines(faults: tuple[Fault, ...]) -> str:
    return "\n".join(sentence(fault) for fault in faults[:FIRST_FAULTS])
