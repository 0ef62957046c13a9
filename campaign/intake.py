"""What an author does with a work, from the first answer to taking it back.

Every use case runs within the caller's transaction; doing one twice is harmless.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from campaign import store
from campaign.campaign import AT_HAND_IN, Campaign, ConsentKind, Phase
from campaign.files import Stored
from campaign.form import GUARDED, Step, next_open
from campaign.media import store as files
from campaign.media.media import FIT, Media, MediaState
from campaign.submission import State, Submission, change
from campaign.verdict import Verdict
from db.engine import Session
from people import store as people
from people.person import Person

AUTHOR, CHECK = "author", "check"
PRIVATE = (Step.PHONE, Step.GUARDIAN)
"""Answers deleted when a work is taken back."""


class NotOpenError(Exception):
    """No work may be begun: there is no campaign, or it is not open now."""

    def __init__(self, campaign: Campaign | None) -> None:
        super().__init__(campaign and campaign.id)
        self.campaign = campaign


class QuotaError(Exception):
    """The person has as many works in the campaign as anybody may have."""

    def __init__(self, quota: int) -> None:
        super().__init__(quota)
        self.quota = quota


class TooLateError(Exception):
    """The campaign has closed, and where there is a grace, that is over, too."""

    def __init__(self, campaign: Campaign) -> None:
        super().__init__(campaign.id)
        self.campaign = campaign


class UnknownSubmissionError(LookupError):
    """There is no such submission, or it is somebody else's: nobody learns which."""


class SettledError(Exception):
    """The work was handed in and takes no other file now; carries it."""

    def __init__(self, submission: Submission) -> None:
        super().__init__(submission.id)
        self.submission = submission


class IncompleteError(Exception):
    """A step of the form is still open."""

    def __init__(self, step: Step) -> None:
        super().__init__(step)
        self.step = step


@dataclass(frozen=True, slots=True)
class Handed:
    """A work that is handed in; `is_new` says whether just now."""

    submission: Submission
    media: Media | None
    is_new: bool


async def open_campaign(session: Session, person: Person, now: datetime) -> Campaign:
    """Return the campaign this person may begin a work for, or say why there is none.

    Raises `NotOpenError` and `QuotaError`.
    """
    campaign = await store.current(session, now)
    if campaign is None or campaign.phase(now) is not Phase.OPEN:
        raise NotOpenError(campaign)
    if await store.count_of(session, person, campaign.id) >= campaign.quota:
        raise QuotaError(campaign.quota)
    return campaign


async def draft(session: Session, person: Person, now: datetime) -> Submission | None:
    """Return the person's draft in the present campaign, if it may still be handed in."""
    campaign = await store.current(session, now)
    if campaign is None:
        return None
    found = await store.draft_of(session, person, campaign.id)
    return found if found and campaign.takes(found.created_at, now) else None


async def begin(session: Session, person: Person, chat_id: int, now: datetime) -> Submission:
    """Begin a work, or go on with the draft; the yes to the use of personal data is recorded."""
    campaign = await open_campaign(session, person, now)
    begun = await store.begin(session, person, chat_id, campaign.id, now)
    consent = campaign.consents[ConsentKind.PERSONAL]
    await people.give_consent(session, person, consent, begun.id, now)
    return begun


async def answer(
    session: Session, submission: Submission, step: Step, value: object, now: datetime
) -> Submission:
    """Write one answer down; somebody who is no child needs no guardian."""
    answers: dict[str, Any] = {**submission.answers, step.value: value}
    if step is Step.AGE and not value:
        answers = {key: kept for key, kept in answers.items() if key not in GUARDED}
    if step is Step.GUARDIAN:
        answers.pop(Step.GUARDIAN_CONSENT, None)
    return await store.put_answers(session, submission, answers, now)


async def guardian_agrees(
    session: Session, submission: Submission, person: Person, now: datetime
) -> Submission:
    """Record the guardian's yes."""
    campaign = await store.campaign(session, submission.campaign_id)
    consent = campaign.consents[ConsentKind.GUARDIAN]
    await people.give_consent(session, person, consent, submission.id, now)
    return await answer(session, submission, Step.GUARDIAN_CONSENT, value=True, now=now)


async def attach(
    session: Session, submission_id: str, stored: Stored, name: str, now: datetime
) -> Submission:
    """Give a work the file that was uploaded for it on the web page.

    Raises `UnknownSubmissionError`, `SettledError` and `TooLateError`.
    """
    submission = await store.get(session, submission_id)
    if submission is None or submission.person_id is None:
        raise UnknownSubmissionError(submission_id)
    person = Person(submission.person_id, submission.channel)
    media = await files.add_stored(session, person, stored, name, now)
    return await attach_media(session, submission, media, now)


async def attach_media(
    session: Session, submission: Submission, media: Media, now: datetime
) -> Submission:
    """Make a file the work's newest version; a draft keeps no older one.

    Raises `SettledError` and `TooLateError`.
    """
    if submission.state not in {State.DRAFT, State.NEEDS_FIX}:
        raise SettledError(submission)
    campaign = await store.campaign(session, submission.campaign_id)
    if not campaign.takes(submission.created_at, now):
        raise TooLateError(campaign)
    if submission.media_id == media.id:
        return submission
    if submission.state is State.DRAFT and submission.media_id is not None:
        await files.drop(session, submission.media_id)
    await files.bind(session, media.id, submission.id)
    submission = await store.put_media(session, submission, media.id, now)
    if submission.state is State.NEEDS_FIX:
        again = change(submission, State.RECEIVED, now, AUTHOR, "another file")
        submission = await store.record(session, submission, again)
    return submission


async def judged(
    session: Session, media: Media, verdict: Verdict | None, now: datetime
) -> Submission | None:
    """Note what became of a file: a check's verdict, or None where it cannot be had.

    Returns the work where the file still is its current one; noting twice is harmless.
    """
    # The work is locked first, as by whoever gives it another file or takes it back.
    submission = await store.get(session, media.submission_id or "")
    present = await files.get(session, media.id)
    if present is None or present.state is not media.state:
        return None
    if verdict is None:
        await files.put_lost(session, media.id)
    else:
        await files.put_verdict(session, media.id, verdict)
    if submission is None or submission.media_id != media.id:
        return None
    if submission.state is not State.RECEIVED:
        return submission
    is_fit = verdict is not None and verdict.ok is not False
    to = State.CHECKING if is_fit else State.NEEDS_FIX
    reason = verdict.unchecked if verdict else "the file was lost"
    return await store.record(session, submission, change(submission, to, now, CHECK, reason))


async def confirm(session: Session, submission_id: str, person: Person, now: datetime) -> Handed:
    """Hand a work in, once: a second tap and the same file again get the first receipt.

    Raises `UnknownSubmissionError`, `TooLateError` and `IncompleteError`.
    """
    submission = await store.get(session, submission_id)
    if submission is None or submission.person_id != person.id:
        raise UnknownSubmissionError(submission_id)
    media = await files.get(session, submission.media_id)
    if submission.state is not State.DRAFT:
        return Handed(submission, media, is_new=False)
    campaign = await store.campaign(session, submission.campaign_id)
    if not campaign.takes(submission.created_at, now):
        raise TooLateError(campaign)
    step = next_open(submission.answers)
    if step is not Step.FILE or media is None or media.state not in FIT:
        raise IncompleteError(step)
    same = await store.same_work(session, submission, media.sha256 or "")
    own = next((one for one in same if one.person_id == person.id), None)
    if own is not None:
        await discard(session, submission)
        return Handed(own, await files.get(session, own.media_id), is_new=False)
    await _agree(session, campaign, submission, person, now)
    return Handed(await _hand_in(session, submission, media, same, now), media, is_new=True)


async def own_twin(session: Session, submission: Submission, media: Media) -> Submission | None:
    """Return the work the same person already handed in with the very same file."""
    if media.sha256 is None:
        return None
    same = await store.same_work(session, submission, media.sha256)
    return next((one for one in same if one.person_id == submission.person_id), None)


async def discard(session: Session, submission: Submission) -> None:
    """Delete a draft for good, with its files."""
    await files.drop_all(session, submission.id)
    await store.delete_draft(session, submission)


async def status(session: Session, receipt: str, person: Person) -> Submission | None:
    """Return the work behind a receipt to its owner, and to anybody else nothing."""
    found = await store.find(session, receipt)
    return found if found and found.person_id == person.id else None


async def withdraw(session: Session, receipt: str, person: Person, now: datetime) -> Submission:
    """Take a work back before the close; its file and private answers are deleted.

    Raises `UnknownSubmissionError`, `TooLateError` and `ForbiddenChangeError`.
    """
    submission = await status(session, receipt, person)
    if submission is None:
        raise UnknownSubmissionError(receipt)
    if submission.state is State.WITHDRAWN:
        return submission
    campaign = await store.campaign(session, submission.campaign_id)
    done = change(submission, State.WITHDRAWN, now, AUTHOR)
    if campaign.phase(now) is not Phase.OPEN:
        raise TooLateError(campaign)
    submission = await store.record(session, submission, done)
    await files.drop_all(session, submission.id)
    submission = await store.put_media(session, submission, None, now)
    return await store.put_answers(session, submission, _public(submission.answers), now)


def _public(answers: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in answers.items() if key not in PRIVATE}


async def _agree(
    session: Session, campaign: Campaign, submission: Submission, person: Person, now: datetime
) -> None:
    for kind in AT_HAND_IN:
        consent = campaign.consents[kind]
        await people.give_consent(session, person, consent, submission.id, now)


async def _hand_in(
    session: Session,
    submission: Submission,
    media: Media,
    same: tuple[Submission, ...],
    now: datetime,
) -> Submission:
    submission = await store.give_receipt(session, submission, now)
    twins = ", ".join(one.receipt or one.id for one in same)
    reason = f"same file as {twins}"[:200] if twins else None
    received = change(submission, State.RECEIVED, now, AUTHOR, reason)
    submission = await store.record(session, submission, received)
    unclear = "needs a look by a person" if media.state is MediaState.UNCLEAR else None
    checked = change(submission, State.CHECKING, now, CHECK, unclear)
    return await store.record(session, submission, checked)
