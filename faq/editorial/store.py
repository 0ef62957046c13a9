"""Records of entries and their revisions: nobody overwrites what they have not seen.

Whoever changes an entry says which version they have seen. The row itself decides: it is changed
only where it still has that version, which holds for two processes too.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, update

from db.columns import table_of
from db.engine import Session, insert_into
from db.knowledge_tables import EntryRow, RevisionRow
from faq.editorial.content import content_hash, sought
from faq.editorial.lifecycle import Act, Change, Phase
from faq.editorial.live.store import bump, claim, live_since, serial
from faq.editorial.reading.store import (
    PAGE,
    VALIDITIES,
    counts,
    due,
    find,
    get,
    known,
    revision,
    revisions,
    text_of,
    texts,
    titles,
    topics,
)
from faq.editorial.record import (
    Changes,
    Filter,
    Found,
    IdTakenError,
    Origin,
    Overtaken,
    Record,
    Revision,
)

__all__ = [
    "PAGE", "VALIDITIES", "Changes", "Filter", "Found", "IdTakenError", "Origin", "Overtaken",
    "Record", "Revision", "add", "archive", "bump", "claim", "counts", "due", "find", "get",
    "known", "live_since", "move", "own", "put_live", "revision", "revisions", "save", "serial",
    "text_of", "texts", "titles", "topics",
]  # fmt: skip

_ENTRY, _REVISION = table_of(EntryRow), table_of(RevisionRow)


async def add(  # noqa: PLR0913 -- all of a revision
    session: Session,
    entry_id: str,
    content: dict[str, Any],
    origin: str,
    author_id: int | None,
    now: datetime,
    *,
    note: str | None = None,
    owner_id: int | None = None,
) -> Record:
    """Begin a new entry with a draft; raises `IdTakenError`."""
    await claim(session, now)
    values = {
        "id": entry_id, "head": 1, "live": None, "phase": Phase.DRAFT.value, "version": 1,
        "owner_id": owner_id, "is_signed": False, "serial": 0, "changed_at": now,
        **listed(entry_id, content), **days(content),
    }  # fmt: skip
    added = await session.scalar(
        insert_into(session, EntryRow)
        .values(values)
        .on_conflict_do_nothing(index_elements=["id"])
        .returning(EntryRow.id)
    )
    if added is None:
        raise IdTakenError(await known(session, entry_id))
    told = {"origin": str(origin), "author_id": author_id, "created_at": now, "note": note}
    await _write(session, entry_id, 1, content, **told)
    return await known(session, entry_id)


async def save(  # noqa: PLR0913 -- all of a revision
    session: Session,
    entry_id: str,
    content: dict[str, Any],
    *,
    seen: int,
    origin: str,
    author_id: int | None,
    now: datetime,
    note: str | None = None,
) -> Record:
    """Write a new text as a draft, whatever the phase; what citizens read stays.

    The text that is the head already makes no new revision, except as a rollback. Raises
    `Overtaken` and writes nothing where `seen` is not the version any more.
    """
    record = await _seen(session, entry_id, seen, now)
    head = await text_of(session, entry_id, record.head)
    if origin != Origin.ROLLBACK and head.content_hash == content_hash(content):
        return record
    number = record.head + 1
    values = {
        "head": number, "phase": Phase.DRAFT.value, "changed_at": now, **listed(entry_id, content)
    }  # fmt: skip
    if record.live is None:
        values |= days(content)
    await _change(session, record, values)
    told = {"origin": str(origin), "author_id": author_id, "created_at": now, "note": note}
    await _write(session, entry_id, number, content, **told)
    return await known(session, entry_id)


async def move(
    session: Session, entry_id: str, change: Change, *, seen: int, now: datetime
) -> Record:
    """Write down what an act changes, as the rules have worked it out; raises `Overtaken`."""
    record = await _seen(session, entry_id, seen, now)
    text = await text_of(session, entry_id, change.number)
    values: dict[str, Any] = {"phase": change.phase.value, "changed_at": now}
    if change.goes_live or change.ends or change.act is Act.SIGN:
        values["serial"] = await bump(session, now)
    if change.goes_live:
        is_signed = change.act in _APPROVING or text.approved_by is not None
        values |= {"live": text.number, "is_signed": is_signed or _is_signed(text.content)}
        values |= days(text.content)
    elif change.ends:
        head = await text_of(session, entry_id, record.head)
        values |= {"live": None, "is_signed": False, **days(head.content)}
    elif change.act is Act.SIGN:
        values["is_signed"] = True
    await _change(session, record, values)
    if record.live is not None and (change.ends or change.goes_live):
        await _mark(session, entry_id, record.live, {"ended_at": now})
    marks = _marks(change, now)
    if marks:
        await _mark(session, entry_id, change.number, marks)
    return await known(session, entry_id)


async def put_live(session: Session, entry_id: str, number: int, now: datetime) -> Record:
    """Let citizens read a text from now on, whoever approved it or nobody."""
    await claim(session, now)
    record = await known(session, entry_id)
    phase = Phase.LIVE if number == record.head else record.phase
    change = Change(Act.GO_LIVE, number, phase, goes_live=True)
    return await move(session, entry_id, change, seen=record.version, now=now)


async def archive(
    session: Session, entry_id: str, reason: str, staff_id: int | None, now: datetime
) -> Record:
    """Take an entry out of use; its texts are kept."""
    await claim(session, now)
    record = await known(session, entry_id)
    change = Change(
        Act.ARCHIVE, record.head, Phase.ARCHIVED, staff_id, reason, ends=record.live is not None
    )
    return await move(session, entry_id, change, seen=record.version, now=now)


async def own(
    session: Session, entry_id: str, owner_id: int | None, *, seen: int, now: datetime
) -> Record:
    """Give an entry another owner (负责人), or none; raises `Overtaken`."""
    record = await _seen(session, entry_id, seen, now)
    await _change(session, record, {"owner_id": owner_id, "changed_at": now})
    return await known(session, entry_id)


def listed(entry_id: str, content: Mapping[str, Any]) -> dict[str, Any]:
    """Give what lists show of a text and search it by; a draft may be too long for its columns."""
    return {
        "topic": str(content.get("topic") or "")[:40],
        "standard_question": str(content.get("standard_question") or "")[:120],
        "sought": sought(entry_id, content),
    }


def days(content: Mapping[str, Any]) -> dict[str, date | None]:
    """Give the days that reminders go by; what is no day in a draft is none."""
    return {name: _day(content.get(name)) for name in ("valid_until", "review_by")}


_APPROVING = frozenset({Act.APPROVE, Act.ROLL_BACK, Act.SIGN})


def _marks(change: Change, now: datetime) -> dict[str, Any]:
    """Give what an act leaves on the revision it is about."""
    approved = {"approved_by": change.staff_id, "approved_at": now}
    returned = {
        "returned_by": change.staff_id, "returned_at": now, "returned_reason": change.reason
    }  # fmt: skip
    marks: dict[Act, dict[str, Any]] = {
        Act.SUBMIT: {"submitted_at": now},
        Act.WITHDRAW: {
            "submitted_at": None, "goes_live_at": None, "approved_by": None, "approved_at": None,
        },
        Act.RETURN: {"submitted_at": None, **returned},
        Act.APPROVE: approved,
        Act.SCHEDULE: {**approved, "goes_live_at": change.goes_live_at},
        Act.SIGN: approved,
        Act.ARCHIVE: {"goes_live_at": None, **returned},
        Act.ROLL_BACK: approved if change.goes_live else {},
    }  # fmt: skip
    live = {"went_live_at": now, "ended_at": None} if change.goes_live else {}
    return marks.get(change.act, {}) | live


async def _seen(session: Session, entry_id: str, seen: int, now: datetime) -> Record:
    """Wait for whoever is writing, then make sure that the entry is as it was seen."""
    await claim(session, now)
    record = await known(session, entry_id)
    if record.version != seen:
        raise Overtaken(record)
    return record


async def _change(session: Session, record: Record, values: dict[str, Any]) -> None:
    """Change the row that was seen; somebody who was quicker has left another version there."""
    changed: Any = await session.execute(
        update(_ENTRY)
        .where(_ENTRY.c.id == record.id, _ENTRY.c.version == record.version)
        .values(version=record.version + 1, **values)
    )
    if changed.rowcount != 1:
        raise Overtaken(await known(session, record.id))


async def _write(
    session: Session, entry_id: str, number: int, content: dict[str, Any], **told: object
) -> None:
    values = {**told, "content": content, "content_hash": content_hash(content)}
    await session.execute(insert(_REVISION).values(entry_id=entry_id, number=number, **values))


async def _mark(session: Session, entry_id: str, number: int, marks: dict[str, Any]) -> None:
    place = (_REVISION.c.entry_id == entry_id, _REVISION.c.number == number)
    await session.execute(update(_REVISION).where(*place).values(marks))


def _is_signed(content: Mapping[str, Any]) -> bool:
    return bool(content.get("reviewed_by") and content.get("reviewed_on"))


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value)) if value else None
    except ValueError:
        return None
