"""What the background work says in the chat, as a turn of its own."""

from campaign.form import Step
from campaign.media import store as files
from campaign.submission import State, Submission
from campaign.verdict import Verdict
from handlers.submit import steps
from handlers.submit.visit import WORK, Visit
from texts import check as check_texts
from texts import submit_file as file_texts


async def checked(visit: Visit, work: Submission) -> None:
    """Tell what the check of the work's file found, unless the author is in another question."""
    media = await files.get(visit.session, work.media_id)
    verdict = (media and media.verdict) or Verdict(ok=None)
    await _tell(visit, work, check_texts.verdict(verdict))


async def lost(visit: Visit, work: Submission) -> None:
    """Tell that the channel did not give the work's file."""
    await _tell(visit, work, file_texts.LOST.as_kwargs()["text"])


async def _tell(visit: Visit, work: Submission, words: str) -> None:
    if work.state is not State.DRAFT:
        if await visit.remembered(WORK) == work.id:
            await visit.leave()
        await visit.say(file_texts.checked_after(work, words))
    elif await visit.step() in {Step.FILE, Step.REVIEW}:
        await steps.go_on(visit, work)
    elif await visit.state.get_state() is None:
        await visit.say(file_texts.checked_meanwhile(words))
