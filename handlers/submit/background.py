"""What the upload page and the background work say in the chat, each as a turn of its own."""

from campaign import intake
from campaign.files import Stored
from campaign.form import Step
from campaign.media import store as files
from campaign.submission import State, Submission
from campaign.verdict import Verdict
from handlers.submit import steps
from handlers.submit.files import took
from handlers.submit.visit import Visit
from texts import check as check_texts
from texts import submit_file as file_texts


async def uploaded(visit: Visit, submission_id: str, stored: Stored, name: str) -> None:
    """Take a file from the upload page and go on in the chat.

    Raises `UnknownSubmissionError`, `SettledError` and `TooLateError` of `campaign.intake`, for
    the page to tell; nothing is said in the chat then.
    """
    work = await intake.attach(visit.session, submission_id, stored, name, visit.now)
    await took(visit, work)


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
        await visit.say(file_texts.checked_after(work, words))
    elif await visit.step() is Step.FILE:
        await steps.go_on(visit, work)
    elif await visit.state.get_state() is None:
        await visit.say(file_texts.checked_meanwhile(words))
