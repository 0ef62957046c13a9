"""Records of entries for a whole table: read at once, and written all or none."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Text, and_, bindparam, cast, insert, select, update

from db.columns import table_of
from db.engine import Session
from db.knowledge_tables import EntryRow, RevisionRow
from faq.editorial.content import content_hash
from faq.editorial.lifecycle import Phase
from faq.editorial.live.store import claim
from faq.editorial.record import Origin
from faq.editorial.store import days, listed

AT_ONCE = 500
"""Rows read or written in one go, so that whoever asks meanwhile hardly waits."""

_ENTRY, _REVISION = table_of(EntryRow), table_of(RevisionRow)
_HEADED = _ENTRY.join(
    _REVISION, and_(_REVISION.c.entry_id == _ENTRY.c.id, _REVISION.c.number == _ENTRY.c.head)
)
_HEAD = (
    select(
        _ENTRY.c.id, _ENTRY.c.head, _ENTRY.c.version, _ENTRY.c.phase,
        cast(_REVISION.c.content, Text).label("content"),
    )
    .select_from(_HEADED)
    .order_by(_ENTRY.c.id)
    .limit(AT_ONCE)
)  # fmt: skip
_BY_KEY = update(_ENTRY).where(_ENTRY.c.id == bindparam("key"))


@dataclass(frozen=True, slots=True)
class HeadText:
    """The text an entry is worked on, as JSON: whoever wants it reads it elsewhere."""

    id: str
    number: int
    version: int
    phase: str
    content: str


@dataclass(frozen=True, slots=True)
class Incoming:
    """A row to be written: `seen` is the entry's version, 0 for a new entry.

    What is searched by and the hash take a while for thousands of rows, so they are worked out
    here, before anybody waits for the transaction.
    """

    id: str
    content: dict[str, Any]
    seen: int
    listed: Mapping[str, Any] = field(init=False)
    hash: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "listed", listed(self.id, self.content))
        object.__setattr__(self, "hash", content_hash(self.content))


class Meanwhile(Exception):  # noqa: N818 -- nobody's fault: others were quicker
    """Entries changed since the table was compared with them; nothing was written."""

    def __init__(self, ids: Sequence[str]) -> None:
        super().__init__(*ids)
        self.ids = tuple(ids)


async def heads(session: Session) -> list[HeadText]:
    """Return the text every entry is worked on, by id."""
    found: list[HeadText] = []
    last = ""
    while page := [
        HeadText(*row) for row in await session.execute(_HEAD.where(_ENTRY.c.id > last))
    ]:
        found += page
        last = page[-1].id
    return found


async def take(
    session: Session, rows: Iterable[Incoming], author_id: int, now: datetime, note: str
) -> None:
    """Write every row as a draft; raises `Meanwhile` and writes nothing where others were quicker.

    Nobody else writes entries meanwhile.
    """
    await claim(session, now)
    ordered = sorted(rows, key=lambda row: row.id)
    standing = await _locked(session, [row.id for row in ordered])
    moved = [row.id for row in ordered if _has_moved(row, standing.get(row.id))]
    if moved:
        raise Meanwhile(moved)
    for some in _pieces(ordered):
        new = [row for row in some if not row.seen]
        old = [row for row in some if row.seen]
        if new:
            await session.execute(insert(_ENTRY), [_entry(row, author_id, now) for row in new])
        if old:
            await _change(session, old, standing, now)
        values = [_revision(row, standing.get(row.id), author_id, now, note) for row in some]
        await session.execute(insert(_REVISION), values)


@dataclass(frozen=True, slots=True)
class _Standing:
    head: int
    live: int | None
    version: int
    phase: str


async def _locked(session: Session, ids: Sequence[str]) -> dict[str, _Standing]:
    query = select(
        _ENTRY.c.id, _ENTRY.c.head, _ENTRY.c.live, _ENTRY.c.version, _ENTRY.c.phase
    ).order_by(_ENTRY.c.id)
    found: dict[str, _Standing] = {}
    for some in _pieces(ids):
        rows = await session.execute(
            query.where(_ENTRY.c.id.in_(some)).with_for_update(key_share=True)
        )
        found |= {row[0]: _Standing(*row[1:]) for row in rows}
    return found


def _has_moved(row: Incoming, standing: _Standing | None) -> bool:
    if standing is None:
        return row.seen != 0
    return row.seen != standing.version or standing.phase == Phase.ARCHIVED


async def _change(
    session: Session,
    rows: Sequence[Incoming],
    standing: Mapping[str, _Standing],
    now: datetime,
) -> None:
    """Make the new texts heads; the days of reminders stay those of a live text."""
    given = [
        {
            "key": row.id, "head": standing[row.id].head + 1, "phase": Phase.DRAFT.value,
            "version": row.seen + 1, "changed_at": now, **row.listed,
        }
        for row in rows
    ]  # fmt: skip
    await session.execute(_BY_KEY, given)
    undated = [
        {"key": row.id, **days(row.content)} for row in rows if standing[row.id].live is None
    ]
    if undated:
        await session.execute(_BY_KEY, undated)


def _entry(row: Incoming, author_id: int, now: datetime) -> dict[str, Any]:
    return {
        "id": row.id, "head": 1, "live": None, "phase": Phase.DRAFT.value, "version": 1,
        "owner_id": author_id, "is_signed": False, "serial": 0, "changed_at": now,
        **row.listed, **days(row.content),
    }  # fmt: skip


def _revision(
    row: Incoming, standing: _Standing | None, author_id: int, now: datetime, note: str
) -> dict[str, Any]:
    return {
        "entry_id": row.id, "number": standing.head + 1 if standing else 1,
        "content": row.content, "content_hash": row.hash,
        "origin": Origin.SHEET.value, "note": note[:200], "author_id": author_id,
        "created_at": now,
    }  # fmt: skip


def _pieces(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for first in range(0, len(rows), AT_ONCE):
        yield rows[first : first + AT_ONCE]
