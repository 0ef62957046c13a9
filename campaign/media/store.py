"""Records of files, and the leases of the work on them."""

from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update

from campaign.files import Stored
from campaign.media.media import KEPT, Media, MediaState
from campaign.verdict import Fault, FaultKind, Measured, Unchecked, Verdict
from db.engine import Session
from db.tables import MediaRow
from people.person import Person

LEASE = timedelta(seconds=150)
"""Longer than one check may take; a long fetch renews it."""

UNCLAIMED = timedelta(days=3)
"""How long a file outside of any submission is kept for its sender to begin one."""

LONGEST_NAME = 255
WORK = (MediaState.FETCHING, MediaState.STORED)


async def add_stored(
    session: Session, person: Person, stored: Stored, name: str, now: datetime
) -> Media:
    """Record a file that is already in the media folder."""
    return await _add(
        session,
        person,
        now,
        name=name,
        state=MediaState.STORED,
        path=stored.key,
        size=stored.size,
        sha256=stored.sha256,
    )


async def add_remote(
    session: Session, person: Person, origin: Mapping[str, Any], name: str, now: datetime
) -> Media:
    """Record a file that its channel still has; `origin` is what the fetcher needs."""
    return await _add(
        session, person, now, name=name, state=MediaState.FETCHING, origin=dict(origin)
    )


async def get(session: Session, number: str | None) -> Media | None:
    """Return a file's record."""
    row = None if number is None else await session.get(MediaRow, number)
    return None if row is None else _media(row)


async def bind(session: Session, number: str, submission_id: str) -> None:
    """Make a file the newest version of a submission."""
    query = select(func.max(MediaRow.version)).where(MediaRow.submission_id == submission_id)
    newest = await session.scalar(query.where(MediaRow.id != number))
    await _set(session, number, submission_id=submission_id, version=(newest or 0) + 1)


async def drop(session: Session, number: str) -> None:
    """Take a file out of its submission; the work behind deletes it."""
    await _set(
        session,
        number,
        submission_id=None,
        state=MediaState.DROPPED,
        leased_until=None,
        attempts=0,
    )


async def drop_all(session: Session, submission_id: str) -> None:
    """Take every file out of a submission that is given up."""
    await session.execute(
        update(MediaRow)
        .where(MediaRow.submission_id == submission_id)
        .values(submission_id=None, state=MediaState.DROPPED, leased_until=None, attempts=0)
    )


async def is_waiting(session: Session, now: datetime) -> bool:
    """Whether there is anything to take or to drop: a look that needs no lock."""
    query = select(MediaRow.id).where(or_(_due(now), _unclaimed(now))).limit(1)
    return await session.scalar(query) is not None


async def take(session: Session, now: datetime) -> Media | None:
    """Lease the oldest file nobody works on, or return None."""
    query = (
        select(MediaRow)
        .where(_due(now))
        .order_by(MediaRow.created_at, MediaRow.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    row = await session.scalar(query)
    if row is None:
        return None
    row.leased_until, row.attempts = now + LEASE, row.attempts + 1
    return _media(row)


async def perishing(session: Session) -> list[Media]:
    """Return the files whose channels will delete them before long, the most urgent first."""
    query = select(MediaRow).where(
        MediaRow.state == MediaState.FETCHING,
        MediaRow.submission_id.is_not(None),
        MediaRow.channel.in_(KEPT),
    )
    return [_media(row) for row in await session.scalars(query.order_by(MediaRow.created_at))]


async def renew(session: Session, number: str, until: datetime) -> None:
    """Keep a file from being taken by another process, or postpone its next try."""
    await _set(session, number, leased_until=until)


async def release(session: Session, now: datetime) -> None:
    """End the leases a stopped process left behind; pauses before another try end, too."""
    await session.execute(
        update(MediaRow)
        .where(MediaRow.leased_until > now, MediaRow.state.in_((*WORK, MediaState.DROPPED)))
        .values(leased_until=None)
    )


async def put_stored(session: Session, number: str, stored: Stored) -> None:
    """Note that a fetched file is in the media folder now; its check comes next."""
    await _set(
        session, number, state=MediaState.STORED, path=stored.key, size=stored.size,
        sha256=stored.sha256, leased_until=None, attempts=0,
    )  # fmt: skip


async def put_verdict(session: Session, number: str, verdict: Verdict) -> None:
    """Note what the check found."""
    state = {True: MediaState.CHECKED, False: MediaState.BAD, None: MediaState.UNCLEAR}
    await _set(
        session, number, state=state[verdict.ok], leased_until=None, faults=_pack(verdict),
        measured=asdict(verdict.measured) if verdict.measured else None,
    )  # fmt: skip


async def put_lost(session: Session, number: str) -> None:
    """Note that the channel did not give the file."""
    await _set(session, number, state=MediaState.LOST, leased_until=None)


async def forget(session: Session, number: str) -> None:
    """Delete the record of a file that was deleted."""
    await session.execute(delete(MediaRow).where(MediaRow.id == number))


async def drop_unclaimed(session: Session, now: datetime) -> None:
    """Drop files whose senders never began a submission."""
    await session.execute(
        update(MediaRow)
        .where(_unclaimed(now))
        .values(state=MediaState.DROPPED, leased_until=None, attempts=0)
    )


async def drop_loose(session: Session, person: Person) -> None:
    """Drop the files of a person that belong to no submission."""
    await session.execute(
        update(MediaRow)
        .where(MediaRow.person_id == person.id, MediaRow.submission_id.is_(None))
        .values(state=MediaState.DROPPED, leased_until=None, attempts=0)
    )


async def named(session: Session, among: Collection[str] | None = None) -> set[str]:
    """Return the keys of stored files that have a record, all or those `among` some."""
    query = select(MediaRow.path).where(MediaRow.path.is_not(None))
    if among is not None:
        query = query.where(MediaRow.path.in_(among))
    return {key for key in await session.scalars(query) if key is not None}


async def is_shared(session: Session, media: Media) -> bool:
    """Whether another record names the same stored file."""
    query = select(MediaRow.id).where(MediaRow.path == media.key, MediaRow.id != media.id)
    return await session.scalar(query.limit(1)) is not None


def _due(now: datetime) -> ColumnElement[bool]:
    is_work = or_(
        and_(MediaRow.state.in_(WORK), MediaRow.submission_id.is_not(None)),
        MediaRow.state == MediaState.DROPPED,
    )
    return and_(is_work, or_(MediaRow.leased_until.is_(None), MediaRow.leased_until < now))


def _unclaimed(now: datetime) -> ColumnElement[bool]:
    return and_(
        MediaRow.submission_id.is_(None),
        MediaRow.state.in_(WORK),
        MediaRow.created_at < now - UNCLAIMED,
    )


async def _add(
    session: Session,
    person: Person,
    now: datetime,
    *,
    name: str,
    state: MediaState,
    **more: Any,  # noqa: ANN401 -- columns
) -> Media:
    row = MediaRow(
        id=str(uuid4()), person_id=person.id, channel=person.channel, version=1,
        name=name[:LONGEST_NAME], state=state, attempts=0, created_at=now,
        **{"origin": {}, **more},
    )  # fmt: skip
    session.add(row)
    await session.flush()
    return _media(row)


async def _set(session: Session, number: str, **values: Any) -> None:  # noqa: ANN401 -- columns
    row = await session.get(MediaRow, number, with_for_update=True)
    if row is None:
        raise LookupError(number)
    for name, value in values.items():
        setattr(row, name, value)
    await session.flush()


def _pack(verdict: Verdict) -> list[dict[str, Any]]:
    faults = [{**asdict(fault), "warns": False} for fault in verdict.faults]
    warnings = [{**asdict(fault), "warns": True} for fault in verdict.warnings]
    unchecked = [{"unchecked": verdict.unchecked}] if verdict.unchecked else []
    return [*faults, *warnings, *unchecked]


def _verdict(row: MediaRow) -> Verdict | None:
    oks = {MediaState.CHECKED: True, MediaState.BAD: False, MediaState.UNCLEAR: None}
    if row.state not in oks:
        return None
    found = row.faults or []
    faults = {
        warns: tuple(
            Fault(FaultKind(one["kind"]), one["measured"], one["limit"])
            for one in found
            if one.get("warns") is warns
        )
        for warns in (False, True)
    }
    unchecked = next((one["unchecked"] for one in found if "unchecked" in one), None)
    return Verdict(
        ok=oks[MediaState(row.state)],
        measured=Measured(**row.measured) if row.measured else None,
        faults=faults[False],
        warnings=faults[True],
        unchecked=Unchecked(unchecked) if unchecked else None,
    )


def _media(row: MediaRow) -> Media:
    return Media(
        id=row.id,
        submission_id=row.submission_id,
        person_id=row.person_id,
        channel=row.channel,
        version=row.version,
        name=row.name,
        state=MediaState(row.state),
        origin=row.origin,
        attempts=row.attempts,
        sent_at=row.created_at,
        key=row.path,
        size=row.size,
        sha256=row.sha256,
        verdict=_verdict(row),
    )
