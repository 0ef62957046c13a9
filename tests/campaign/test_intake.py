from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from campaign import intake, store
from campaign.files import Stored
from campaign.form import Step
from campaign.media import store as files
from campaign.media.media import MediaState
from campaign.submission import State, Submission
from campaign.verdict import Unchecked, Verdict
from db import migrate
from db.engine import Database, Session, sqlite_url
from people import store as people
from people.person import Person
from tests.citizen import NOON
from tests.studio import GOOD, SYNOPSIS, sample

ANSWERS = {
    Step.AGE: False,
    Step.TITLE: "老师傅的秤",
    Step.AUTHORS: ["张三"],
    Step.ORGANISATION: "",
    Step.PHONE: "13812345678",
    Step.CATEGORY: "质量故事",
    Step.SYNOPSIS: SYNOPSIS,
}


@pytest.fixture
async def session(tmp_path: Path) -> AsyncIterator[Session]:
    database = Database(sqlite_url(tmp_path / "records.db"))
    await migrate.upgrade(database)
    async with database.begin() as opened:
        await store.plant(opened, sample(), NOON)
        yield opened
    await database.close()


async def begun(session: Session, name: str = "a") -> tuple[Person, Submission]:
    person = await people.meet(session, "web", name, NOON)
    work = await intake.begin(session, person, person.id, NOON)
    for step, value in ANSWERS.items():
        work = await intake.answer(session, work, step, value, NOON)
    return person, work


def stored(digest: str) -> Stored:
    return Stored(f"media/x/{digest * 64}.mp4", 1000, digest * 64)


async def with_file(session: Session, work: Submission, digest: str = "a") -> Submission:
    work = await intake.attach(session, work.id, stored(digest), "a.mp4", NOON)
    media = await files.get(session, work.media_id)
    assert media is not None
    await intake.judged(session, media, GOOD, NOON)
    return work


async def test_an_incomplete_work_cannot_be_handed_in(session: Session) -> None:
    person = await people.meet(session, "web", "a", NOON)
    work = await intake.begin(session, person, 1, NOON)
    with pytest.raises(intake.IncompleteError) as open_step:
        await intake.confirm(session, work.id, person, NOON)
    assert open_step.value.step is Step.AGE
    person, work = await begun(session)
    await intake.attach(session, work.id, stored("a"), "a.mp4", NOON)
    with pytest.raises(intake.IncompleteError) as open_step:
        await intake.confirm(session, work.id, person, NOON)
    assert open_step.value.step is Step.FILE


async def test_confirming_twice_gives_one_receipt_and_every_consent_once(
    session: Session,
) -> None:
    person, work = await begun(session)
    await with_file(session, work)
    first = await intake.confirm(session, work.id, person, NOON)
    second = await intake.confirm(session, work.id, person, NOON)
    assert (first.is_new, second.is_new) == (True, False)
    assert first.submission.receipt == second.submission.receipt
    given = await store.consents(session, work.id)
    assert [kind for kind, _, _ in given] == ["personal", "originality", "use", "portrait"]


async def test_only_its_owner_hands_a_work_in_or_sees_it(session: Session) -> None:
    person, work = await begun(session)
    await with_file(session, work)
    stranger = await people.meet(session, "web", "b", NOON)
    with pytest.raises(intake.UnknownSubmissionError):
        await intake.confirm(session, work.id, stranger, NOON)
    handed = await intake.confirm(session, work.id, person, NOON)
    number = handed.submission.receipt or ""
    assert await intake.status(session, number, stranger) is None
    with pytest.raises(intake.UnknownSubmissionError):
        await intake.withdraw(session, number, stranger, NOON)


async def test_the_same_file_twice_by_one_person_is_one_work(session: Session) -> None:
    person, work = await begun(session)
    await with_file(session, work)
    first = await intake.confirm(session, work.id, person, NOON)
    person, again = await begun(session)
    await with_file(session, again)
    second = await intake.confirm(session, again.id, person, NOON)
    assert (second.is_new, second.submission.id) == (False, first.submission.id)
    assert await store.get(session, again.id) is None


async def test_the_same_file_by_two_persons_is_flagged_in_the_log(session: Session) -> None:
    person, work = await begun(session)
    await with_file(session, work)
    first = await intake.confirm(session, work.id, person, NOON)
    other, copy = await begun(session, "b")
    await with_file(session, copy)
    assert (await intake.confirm(session, copy.id, other, NOON)).is_new
    history = await store.history(session, copy.id)
    assert history[0].reason == f"same file as {first.submission.receipt}"


async def test_an_unclear_check_is_handed_in_and_noted(session: Session) -> None:
    person, work = await begun(session)
    work = await intake.attach(session, work.id, stored("a"), "a.mp4", NOON)
    media = await files.get(session, work.media_id)
    assert media is not None
    await intake.judged(session, media, Verdict(ok=None, unchecked=Unchecked.TOO_SLOW), NOON)
    handed = await intake.confirm(session, work.id, person, NOON)
    assert handed.submission.state is State.CHECKING
    history = await store.history(session, work.id)
    assert history[-1].reason == "needs a look by a person"


async def test_a_replaced_file_is_dropped_and_its_late_verdict_ignored(session: Session) -> None:
    _, work = await begun(session)
    work = await intake.attach(session, work.id, stored("a"), "a.mp4", NOON)
    old = await files.get(session, work.media_id)
    work = await intake.attach(session, work.id, stored("b"), "b.mp4", NOON)
    assert old is not None
    assert await intake.judged(session, old, GOOD, NOON) is None
    dropped = await files.get(session, old.id)
    assert dropped is not None
    assert dropped.state is MediaState.DROPPED


async def test_a_verdict_noted_twice_counts_once(session: Session) -> None:
    _, work = await begun(session)
    work = await intake.attach(session, work.id, stored("a"), "a.mp4", NOON)
    media = await files.get(session, work.media_id)
    assert media is not None
    assert await intake.judged(session, media, GOOD, NOON) == work
    assert await intake.judged(session, media, None, NOON) is None
    noted = await files.get(session, media.id)
    assert noted is not None
    assert noted.verdict == GOOD


async def test_a_settled_work_takes_no_file_from_the_page(session: Session) -> None:
    person, work = await begun(session)
    await with_file(session, work)
    await intake.confirm(session, work.id, person, NOON)
    with pytest.raises(intake.SettledError):
        await intake.attach(session, work.id, stored("b"), "b.mp4", NOON)
    with pytest.raises(intake.UnknownSubmissionError):
        await intake.attach(session, "no such id", stored("b"), "b.mp4", NOON)


async def test_the_close_is_the_campaigns_as_it_stands_now(session: Session) -> None:
    person, work = await begun(session)
    await with_file(session, work)
    closes = (NOON + timedelta(hours=1)).isoformat()
    shorter = sample(open_for_days=None, opens_at=NOON.isoformat(), closes_at=closes)
    await store.replace_campaign(session, shorter, NOON)
    late = NOON + timedelta(hours=3)
    with pytest.raises(intake.TooLateError):
        await intake.confirm(session, work.id, person, late)
    assert await intake.draft(session, person, late) is None
    longer = {**shorter, "closes_at": (NOON + timedelta(days=9)).isoformat()}
    await store.replace_campaign(session, longer, NOON)
    assert (await intake.confirm(session, work.id, person, late)).is_new
