"""What nobody will hand in any more: old drafts, and files no record knows."""

from datetime import datetime, timedelta

from campaign import intake, store
from campaign.files import MediaFolder
from campaign.media import store as files
from campaign.submission import Submission
from db.engine import Database, Session
from people.person import Person

AFTER_CLOSE = timedelta(days=30)
"""How long drafts wait for a campaign to be prolonged."""

UNNAMED = timedelta(days=1)
"""Longer than any upload: what is older and has no record was left by a process that died."""


async def drafts_of(session: Session, person: Person) -> tuple[Submission, ...]:
    """Return a person's drafts, those of closed campaigns, too."""
    found = [
        await store.draft_of(session, person, campaign.id)
        for campaign in await store.campaigns(session)
    ]
    return tuple(draft for draft in found if draft is not None)


async def forget_drafts(session: Session, now: datetime) -> None:
    """Delete the drafts of campaigns that closed more than `AFTER_CLOSE` ago."""
    for campaign in await store.campaigns(session):
        if campaign.closes_at + campaign.grace + AFTER_CLOSE < now:
            for draft in await store.drafts_in(session, campaign.id):
                await intake.discard(session, draft)


async def sweep_files(database: Database, folder: MediaFolder, now: datetime) -> None:
    """Delete abandoned arrivals and kept files that no record names."""
    await folder.sweep(now, UNNAMED)
    old = await folder.kept_before(now - UNNAMED)
    async with database.read() as session:
        known = await files.named(session)
    for key in set(old) - known:
        async with database.begin() as session:
            if not await files.named(session, [key]):
                await folder.delete(key)
