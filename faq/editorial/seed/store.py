"""Records of the entries the programme was shipped with, taken in once each."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, insert, select, update

from db.columns import table_of
from db.engine import Session
from db.knowledge_tables import EntryRow, RevisionRow
from faq.editorial import store
from faq.editorial.lifecycle import Phase
from faq.editorial.live.store import claim
from faq.editorial.record import Origin
from faq.editorial.shipped import Fate, Kept, Shipped, Taken, fate

AT_ONCE = 500
"""Rows written in one go, so that whoever asks meanwhile hardly waits."""

_ENTRY, _HEAD = table_of(EntryRow), table_of(RevisionRow)
_LIVE = _HEAD.alias("live_text")
_HEADED = _ENTRY.join(
    _HEAD, and_(_HEAD.c.entry_id == _ENTRY.c.id, _HEAD.c.number == _ENTRY.c.head)
)
_KEPT = select(
    _ENTRY.c.id, _ENTRY.c.phase, _ENTRY.c.version, _ENTRY.c.seed_hash, _HEAD.c.content_hash,
    _LIVE.c.content_hash, _HEAD.c.origin, _HEAD.c.author_id,
).select_from(
    _HEADED.outerjoin(
        _LIVE, and_(_LIVE.c.entry_id == _ENTRY.c.id, _LIVE.c.number == _ENTRY.c.live)
    )
)  # fmt: skip


async def take_in(
    session: Session, entries: Sequence[Shipped], now: datetime, note: str | None = None
) -> Taken:
    """Take in shipped entries, each text once; `note` goes with what arrives as a draft.

    Two processes that start at once do it one after the other.
    """
    await claim(session, now)
    kept = await _kept(session)
    fates = [(one, fate(one, kept.get(one.id))) for one in entries]
    new = [one for one, its in fates if its is Fate.GOES_LIVE]
    if new:
        await _put_live(session, new, now)
    for one, its in fates:
        if its is Fate.ARRIVES:
            await store.save(
                session, one.id, one.content, seen=kept[one.id].version, origin=Origin.SEED,
                author_id=None, now=now, note=note,
            )  # fmt: skip
        if its in (Fate.ARRIVES, Fate.IS_THERE):
            await session.execute(
                update(_ENTRY).where(_ENTRY.c.id == one.id).values(seed_hash=one.hash)
            )
    counted = [its for _, its in fates]
    return Taken(
        len(new), counted.count(Fate.ARRIVES), counted.count(Fate.WAITS), await _to_review(session)
    )


async def _kept(session: Session) -> dict[str, Kept]:
    rows = await session.execute(_KEPT)
    return {row[0]: Kept(row[0], Phase(row[1]), *row[2:]) for row in rows}


async def _to_review(session: Session) -> int:
    open_phases = [Phase.DRAFT.value, Phase.IN_REVIEW.value]
    which = (_HEAD.c.origin == Origin.SEED.value, _ENTRY.c.phase.in_(open_phases))
    return await session.scalar(select(func.count()).select_from(_HEADED).where(*which)) or 0


async def _put_live(session: Session, entries: Sequence[Shipped], now: datetime) -> None:
    """Make the first revision of each live, all in one state of the knowledge."""
    serial = await store.bump(session, now)
    for first in range(0, len(entries), AT_ONCE):
        some = entries[first : first + AT_ONCE]
        await session.execute(insert(_ENTRY), list(_entry_rows(some, serial, now)))
        await session.execute(insert(_HEAD), list(_revision_rows(some, now)))


def _entry_rows(
    entries: Iterable[Shipped], serial: int, now: datetime
) -> Iterable[dict[str, Any]]:
    for one in entries:
        yield {
            "id": one.id, "head": 1, "live": 1, "phase": Phase.LIVE.value, "version": 1,
            "seed_hash": one.hash, "is_signed": "reviewed_by" in one.content, "serial": serial,
            "changed_at": now, **store.listed(one.id, one.content), **store.days(one.content),
        }  # fmt: skip


def _revision_rows(entries: Iterable[Shipped], now: datetime) -> Iterable[dict[str, Any]]:
    for one in entries:
        yield {
            "entry_id": one.id, "number": 1, "content": one.content, "content_hash": one.hash,
            "origin": Origin.SEED.value, "created_at": now, "went_live_at": now,
        }  # fmt: skip
