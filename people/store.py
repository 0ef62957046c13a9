"""Records of persons: who a channel's name stands for, and what they agreed to."""

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, insert, select, update

from db.columns import table_of
from db.engine import Session, worded
from db.tables import FIRST_LOCAL_ID, LAST_LOCAL_ID, ConsentRow, IdentityRow, PersonRow
from people.consent import Consent
from people.person import Person


async def meet(session: Session, channel: str, external: str, now: datetime) -> Person:
    """Return the person a channel calls `external`, making a record at the first message.

    Two first messages at once, as from two tabs, make one record.
    """
    person = await _known(session, channel, external)
    if person is not None:
        return person
    number = await session.scalar(_ADD_PERSON, {"created_at": now})
    named = {
        "id": FIRST_LOCAL_ID + secrets.randbelow(LAST_LOCAL_ID - FIRST_LOCAL_ID + 1),
        "channel": channel, "external": external, "person_id": number, "created_at": now,
    }  # fmt: skip
    if await session.scalar(_NAME(session), named) is not None:
        return Person(id=number, channel=channel)
    await session.execute(delete(PersonRow).where(PersonRow.id == number))
    person = await _known(session, channel, external)
    if person is None:
        raise LookupError(external)
    return person


async def find_local_id(session: Session, channel: str, external: str) -> int | None:
    """Return the number that stands for a channel's `external` name, or None."""
    return await session.scalar(_NUMBER, {"in_channel": channel, "name": external})


async def number_of(session: Session, channel: str, external: str, now: datetime) -> int:
    """Return the number that stands for a channel's name, making a record at the first message."""
    number = await find_local_id(session, channel, external)
    if number is None:
        await meet(session, channel, external, now)
        number = await find_local_id(session, channel, external)
    if number is None:
        raise LookupError(external)
    return number


async def external_of(session: Session, channel: str, number: int) -> str | None:
    """Return what the channel calls the person behind `number`, or None."""
    return await session.scalar(
        select(IdentityRow.external).where(
            IdentityRow.channel == channel, IdentityRow.id == number
        )
    )


async def person_behind(session: Session, channel: str, number: int) -> Person | None:
    """Return the person behind a local number, or None where nobody is."""
    found = await session.execute(_BEHIND, {"in_channel": channel, "number": number})
    row = found.one_or_none()
    return None if row is None else _person(row, channel)


async def remember_notice(session: Session, person: Person, now: datetime) -> None:
    """Note that the privacy notice was shown."""
    await session.execute(
        update(PersonRow).where(PersonRow.id == person.id).values(notice_shown_at=now)
    )


async def choose_large_print(session: Session, person: Person, *, large: bool) -> None:
    """Remember whether the person reads large print (大字)."""
    await session.execute(
        update(PersonRow).where(PersonRow.id == person.id).values(large_print=large)
    )


async def give_consent(
    session: Session, person: Person, consent: Consent, submission_id: str | None, now: datetime
) -> None:
    """Record a yes, once for the same words and submission."""
    same = (
        ConsentRow.person_id == person.id,
        ConsentRow.kind == consent.kind,
        ConsentRow.text_hash == consent.text_hash,
        ConsentRow.submission_id == submission_id,
        ConsentRow.withdrawn_at.is_(None),
    )
    if await session.scalar(select(ConsentRow.id).where(*same)) is None:
        session.add(
            ConsentRow(
                person_id=person.id,
                submission_id=submission_id,
                kind=consent.kind,
                version=consent.version,
                text_hash=consent.text_hash,
                given_at=now,
            )
        )


async def forget(session: Session, person: Person) -> None:
    """Delete the person's record and every channel's name for them."""
    await session.execute(delete(IdentityRow).where(IdentityRow.person_id == person.id))
    await session.execute(delete(ConsentRow).where(ConsentRow.person_id == person.id))
    await session.execute(delete(PersonRow).where(PersonRow.id == person.id))


async def _known(session: Session, channel: str, external: str) -> Person | None:
    found = await session.execute(_KNOWN, {"in_channel": channel, "name": external})
    row = found.one_or_none()
    return None if row is None else _person(row, channel)


def _person(row: Row[*tuple[Any, ...]], channel: str) -> Person:
    return Person(
        id=row.id,
        channel=channel,
        large_print=row.large_print,
        knows_notice=row.notice_shown_at is not None,
    )


_NAMES, _PERSONS = table_of(IdentityRow).c, table_of(PersonRow).c
_NAMED = (_NAMES.channel == bindparam("in_channel"), _NAMES.external == bindparam("name"))
_NUMBER = select(_NAMES.id).where(*_NAMED)
_PERSON = select(_PERSONS.id, _PERSONS.large_print, _PERSONS.notice_shown_at).join(
    table_of(IdentityRow), _NAMES.person_id == _PERSONS.id
)
_KNOWN = _PERSON.where(*_NAMED)
_BEHIND = _PERSON.where(
    _NAMES.channel == bindparam("in_channel"), _NAMES.id == bindparam("number")
)
_ADD_PERSON = insert(table_of(PersonRow)).returning(_PERSONS.id)
_NAME = worded(
    IdentityRow,
    lambda insert: insert.on_conflict_do_nothing(index_elements=["channel", "external"]).returning(
        _NAMES.id
    ),
)
