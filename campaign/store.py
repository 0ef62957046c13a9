"""Records of campaigns and submissions."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError

from campaign.campaign import Campaign, choose, dated, parse
from campaign.submission import Change, State, Submission
from db.engine import Session
from db.tables import CampaignRow, ConsentRow, MediaRow, SubmissionLogRow, SubmissionRow
from people import receipt as receipts
from people.person import Person
from people.receipt import ReceiptKind

MOST_TRIES = 8
COUNTED = [state for state in State if state not in {State.DRAFT, State.WITHDRAWN}]
"""States of a work that was handed in and still stands."""


class StaleStateError(Exception):
    """A change was allowed on a state that meanwhile is another; carries the submission's id."""


class NoReceiptError(Exception):
    """No free receipt number was found, which 29**6 numbers make all but impossible."""


async def plant(session: Session, document: Mapping[str, Any], now: datetime) -> Campaign:
    """Store a campaign unless its id is known; a sample without dates opens now."""
    known = await session.get(CampaignRow, str(document.get("id")))
    if known is not None:
        return parse(known.definition)
    return await replace_campaign(session, document, now)


async def replace_campaign(
    session: Session, document: Mapping[str, Any], now: datetime
) -> Campaign:
    """Store a campaign's definition over an older one; raises `BadCampaignError`."""
    definition = {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in dated(document, now).items()
    }
    campaign = parse(definition)
    await session.merge(
        CampaignRow(
            id=campaign.id,
            opens_at=campaign.opens_at,
            closes_at=campaign.closes_at,
            definition=definition,
            created_at=now,
        )
    )
    await session.flush()
    return campaign


async def campaigns(session: Session) -> tuple[Campaign, ...]:
    """Return every campaign, the newest first."""
    rows = await session.scalars(select(CampaignRow).order_by(CampaignRow.opens_at.desc()))
    return tuple(parse(row.definition) for row in rows)


async def current(session: Session, now: datetime) -> Campaign | None:
    """Return the campaign a citizen means now."""
    return choose(await campaigns(session), now)


async def campaign(session: Session, number: str) -> Campaign:
    """Return a campaign that is known to be there; raises `LookupError`."""
    row = await session.get(CampaignRow, number)
    if row is None:
        raise LookupError(number)
    return parse(row.definition)


async def draft_of(session: Session, person: Person, campaign_id: str) -> Submission | None:
    """Return the one draft a person has in a campaign."""
    return await _one(
        session,
        SubmissionRow.person_id == person.id,
        SubmissionRow.campaign_id == campaign_id,
        SubmissionRow.state == State.DRAFT,
    )


async def begin(
    session: Session, person: Person, chat_id: int, campaign_id: str, now: datetime
) -> Submission:
    """Return the person's draft, made now where there is none; two tabs get the same one."""
    row = SubmissionRow(
        id=str(uuid4()), campaign_id=campaign_id, person_id=person.id, channel=person.channel,
        chat_id=chat_id, state=State.DRAFT, answers={}, created_at=now, updated_at=now,
    )  # fmt: skip
    known = await draft_of(session, person, campaign_id)
    if known is not None:
        return known
    try:
        async with session.begin_nested():
            session.add(row)
    except IntegrityError:
        known = await draft_of(session, person, campaign_id)
        if known is None:
            raise
        return known
    return _submission(row)


async def get(session: Session, number: str) -> Submission | None:
    """Return a submission by its id, locked until the transaction ends."""
    row = await session.get(SubmissionRow, number, with_for_update=True)
    return None if row is None else _submission(row)


async def find(session: Session, receipt: str) -> Submission | None:
    """Return a submission by its receipt."""
    return await _one(session, SubmissionRow.receipt == receipt)


async def of_person(session: Session, person: Person) -> Sequence[Submission]:
    """Return what a person handed in, the newest first; drafts are not among it."""
    query = (
        select(SubmissionRow)
        .where(SubmissionRow.person_id == person.id, SubmissionRow.state != State.DRAFT)
        .order_by(SubmissionRow.received_at.desc())
    )
    return [_submission(row) for row in await session.scalars(query)]


async def handed_in(session: Session, campaign_id: str) -> Sequence[Submission]:
    """Return all works of a campaign that were handed in, oldest first."""
    query = (
        select(SubmissionRow)
        .where(SubmissionRow.campaign_id == campaign_id, SubmissionRow.state != State.DRAFT)
        .order_by(SubmissionRow.received_at, SubmissionRow.id)
    )
    return [_submission(row) for row in await session.scalars(query)]


async def drafts_in(session: Session, campaign_id: str) -> Sequence[Submission]:
    """Return everybody's drafts of a campaign."""
    of_it = (SubmissionRow.campaign_id == campaign_id, SubmissionRow.state == State.DRAFT)
    return [_submission(row) for row in await session.scalars(select(SubmissionRow).where(*of_it))]


async def count_states(session: Session, campaign_id: str) -> dict[State, int]:
    """Count a campaign's works by state."""
    query = (
        select(SubmissionRow.state, func.count())
        .where(SubmissionRow.campaign_id == campaign_id)
        .group_by(SubmissionRow.state)
    )
    return {State(state): count for state, count in await session.execute(query)}


async def count_of(session: Session, person: Person, campaign_id: str) -> int:
    """Count the works a person has in a campaign, drafts and withdrawn ones aside."""
    query = select(func.count()).where(
        SubmissionRow.person_id == person.id,
        SubmissionRow.campaign_id == campaign_id,
        SubmissionRow.state.in_(COUNTED),
    )
    return await session.scalar(query) or 0


async def same_work(
    session: Session, submission: Submission, sha256: str
) -> tuple[Submission, ...]:
    """Return the works of the campaign, handed in and standing, whose file is the very same."""
    query = (
        select(SubmissionRow)
        .join(MediaRow, MediaRow.id == SubmissionRow.media_id)
        .where(
            SubmissionRow.campaign_id == submission.campaign_id,
            SubmissionRow.state.in_(COUNTED),
            SubmissionRow.id != submission.id,
            MediaRow.sha256 == sha256,
        )
        .order_by(SubmissionRow.received_at)
    )
    return tuple(_submission(row) for row in await session.scalars(query))


async def put_answers(
    session: Session, submission: Submission, answers: Mapping[str, Any], now: datetime
) -> Submission:
    """Write a submission's answers."""
    await _set(session, submission.id, answers=dict(answers), updated_at=now)
    return replace(submission, answers=dict(answers))


async def put_media(
    session: Session, submission: Submission, media_id: str | None, now: datetime
) -> Submission:
    """Make a file, or none, the submission's current one."""
    await _set(session, submission.id, media_id=media_id, updated_at=now)
    return replace(submission, media_id=media_id)


async def give_receipt(session: Session, submission: Submission, now: datetime) -> Submission:
    """Give a submission its number for good; one that has a number keeps it."""
    if submission.receipt is not None:
        return submission
    for _ in range(MOST_TRIES):
        number = receipts.issue(ReceiptKind.VIDEO)
        try:
            async with session.begin_nested():
                await _set(session, submission.id, receipt=number, received_at=now)
        except IntegrityError:
            continue
        return replace(submission, receipt=number, received_at=now)
    raise NoReceiptError(submission.id)


async def record(session: Session, submission: Submission, done: Change) -> Submission:
    """Carry out an allowed change and log it; raises `StaleStateError` where another was first."""
    ran = await session.execute(
        update(SubmissionRow)
        .where(SubmissionRow.id == done.submission_id, SubmissionRow.state == done.before)
        .values(state=done.after, updated_at=done.at)
        .returning(SubmissionRow.id)
    )
    if ran.scalar() is None:
        raise StaleStateError(done.submission_id)
    session.add(
        SubmissionLogRow(
            submission_id=done.submission_id, before=done.before, after=done.after,
            actor=done.actor, reason=done.reason, at=done.at,
        )
    )  # fmt: skip
    await session.flush()
    return replace(submission, state=done.after)


async def history(session: Session, submission_id: str) -> tuple[Change, ...]:
    """Return every change of a submission, oldest first."""
    query = (
        select(SubmissionLogRow)
        .where(SubmissionLogRow.submission_id == submission_id)
        .order_by(SubmissionLogRow.id)
    )
    return tuple(
        Change(
            row.submission_id, State(row.before), State(row.after), row.at, row.actor, row.reason
        )
        for row in await session.scalars(query)
    )


async def consents(session: Session, submission_id: str) -> tuple[tuple[str, str, datetime], ...]:
    """Return what was agreed to for a submission: kind, version and when."""
    query = select(ConsentRow).where(
        ConsentRow.submission_id == submission_id, ConsentRow.withdrawn_at.is_(None)
    )
    rows = await session.scalars(query.order_by(ConsentRow.id))
    return tuple((row.kind, row.version, row.given_at) for row in rows)


async def delete_draft(session: Session, draft: Submission) -> None:
    """Delete a draft's answers and consents for good; its files must have been dropped."""
    await session.execute(delete(ConsentRow).where(ConsentRow.submission_id == draft.id))
    await session.execute(
        delete(SubmissionRow).where(
            SubmissionRow.id == draft.id, SubmissionRow.state == State.DRAFT
        )
    )


async def _one(session: Session, *where: Any) -> Submission | None:  # noqa: ANN401 -- SQL expressions
    row = await session.scalar(select(SubmissionRow).where(*where).with_for_update())
    return None if row is None else _submission(row)


async def _set(session: Session, number: str, **values: Any) -> None:  # noqa: ANN401 -- columns
    await session.execute(update(SubmissionRow).where(SubmissionRow.id == number).values(**values))


def _submission(row: SubmissionRow) -> Submission:
    return Submission(
        id=row.id,
        campaign_id=row.campaign_id,
        person_id=row.person_id,
        channel=row.channel,
        chat_id=row.chat_id,
        state=State(row.state),
        answers=row.answers,
        media_id=row.media_id,
        created_at=row.created_at,
        receipt=row.receipt,
        received_at=row.received_at,
    )
