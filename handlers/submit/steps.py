"""Goes from step to step of the form: what is asked next, and what is shown before a receipt."""

from aiogram.utils.formatting import Text

from campaign import intake, store
from campaign.campaign import Campaign
from campaign.form import Step, next_open, previous
from campaign.intake import NotOpenError, QuotaError
from campaign.media import store as files
from campaign.media.media import FIT, WAITING, Media, MediaState
from campaign.submission import State, Submission
from campaign.verdict import Verdict
from handlers.submit.visit import RULES, WORK, Visit
from texts import check as check_texts
from texts import submit as texts
from texts import submit_file as file_texts
from texts.reply import Reply

Lead = Text | str | None


async def work_of(visit: Visit) -> Submission | None:
    """Return the work the chat is about, or the person's draft; None where it is gone."""
    number = await visit.remembered(WORK)
    if number is not None:
        return await store.get(visit.session, number)
    return await intake.draft(visit.session, visit.person, visit.now)


async def show_rules(visit: Visit, lead: Lead = None) -> None:
    """Begin at the beginning, or say why nothing can be begun."""
    refusal = await refusal_to_begin(visit)
    if refusal is not None:
        await visit.leave()
        await visit.say(texts.with_lead(lead, refusal))
        return
    campaign = await intake.open_campaign(visit.session, visit.person, visit.now)
    await visit.state.set_state(RULES)
    await visit.say(texts.with_lead(lead, texts.rules(campaign)))


async def refusal_to_begin(visit: Visit) -> Reply | None:
    """Return why this person cannot begin a work now, or None."""
    try:
        await intake.open_campaign(visit.session, visit.person, visit.now)
    except NotOpenError as problem:
        if problem.campaign is None:
            return texts.NO_CAMPAIGN
        is_early = visit.now < problem.campaign.opens_at
        return (texts.not_open_yet if is_early else texts.closed)(problem.campaign)
    except QuotaError as problem:
        return texts.quota_reached(problem.quota)
    return None


async def go_on(visit: Visit, work: Submission, lead: Lead = None) -> None:
    """Ask the next open question; with all answered, see about the file."""
    campaign = await _still_open(visit, work)
    if campaign is None:
        return
    if work.state is State.NEEDS_FIX:
        await _see_about_file(visit, campaign, work, lead)
    elif work.state is not State.DRAFT:
        await finish(visit, work, is_new=False)
    elif (step := next_open(work.answers)) is not Step.FILE:
        await _ask(visit, campaign, work, step, lead)
    else:
        await _see_about_file(visit, campaign, work, lead)


async def ask(visit: Visit, work: Submission, step: Step, lead: Lead = None) -> None:
    """Ask one question, again perhaps; the file and the review card look at the file first."""
    campaign = await _still_open(visit, work)
    if campaign is None:
        return
    if step is Step.FILE and work.state is State.DRAFT and next_open(work.answers) is Step.FILE:
        await _ask_file(visit, campaign, work, lead)
    elif work.state is not State.DRAFT or step in {Step.FILE, Step.REVIEW}:
        await go_on(visit, work, lead)
    else:
        await _ask(visit, campaign, work, step, lead)


async def go_back(visit: Visit, work: Submission, step: Step) -> None:
    """Go one step back; from a change on a complete form, back to the review card."""
    media = await files.get(visit.session, work.media_id)
    is_complete = next_open(work.answers) is Step.FILE and media and media.state in FIT
    before = previous(work.answers, step)
    if work.state is not State.DRAFT or (is_complete and step is not Step.REVIEW):
        await go_on(visit, work)
    elif before is None:
        await show_rules(visit)
    else:
        await ask(visit, work, before)


async def finish(visit: Visit, work: Submission, *, is_new: bool) -> None:
    """Give the receipt and leave the form."""
    await visit.leave()
    await visit.say(file_texts.receipt(work, is_new=is_new))


async def _still_open(visit: Visit, work: Submission) -> Campaign | None:
    campaign = await store.campaign(visit.session, work.campaign_id)
    is_settled = work.state not in {State.DRAFT, State.NEEDS_FIX}
    if is_settled or campaign.takes(work.created_at, visit.now):
        return campaign
    await visit.leave()
    await visit.say(texts.closed(campaign))
    return None


async def _ask(visit: Visit, campaign: Campaign, work: Submission, step: Step, lead: Lead) -> None:
    await _enter(visit, work, step)
    await visit.say(texts.with_lead(lead, texts.question(campaign, work.answers, step)))


async def _see_about_file(visit: Visit, campaign: Campaign, work: Submission, lead: Lead) -> None:
    media = await files.get(visit.session, work.media_id)
    if media is not None and media.state in WAITING:
        await _enter(visit, work, Step.FILE)
        await visit.say(texts.with_lead(lead, file_texts.CHECKING))
        return
    if work.state is State.DRAFT and media is not None and media.state in FIT:
        await _show_review(visit, campaign, work, media, lead)
        return
    await _ask_file(visit, campaign, work, lead or _why_again(media))


async def _show_review(
    visit: Visit, campaign: Campaign, work: Submission, media: Media, lead: Lead
) -> None:
    twin = await intake.own_twin(visit.session, work, media)
    if twin is not None:
        await _ask_file(visit, campaign, work, file_texts.already_handed_in(twin))
        return
    await _enter(visit, work, Step.REVIEW)
    video = check_texts.verdict(media.verdict or Verdict(ok=None))
    await visit.say(texts.with_lead(lead, texts.review(campaign, work, video)))


async def _ask_file(visit: Visit, campaign: Campaign, work: Submission, lead: Lead) -> None:
    await _enter(visit, work, Step.FILE)
    page = visit.page(work.id)
    by_chat = visit.channel.max_upload if visit.channel.takes_files else None
    asked = file_texts.send_file(campaign, by_chat, page, is_squeezed=visit.channel.squeezes_films)
    await visit.say(texts.with_lead(lead, asked))


async def _enter(visit: Visit, work: Submission, step: Step) -> None:
    await visit.state.set_state(f"submit:{step}")
    await visit.remember(**{WORK: work.id})


def _why_again(media: Media | None) -> str | Text | None:
    if media is None:
        return None
    if media.state is MediaState.LOST:
        return file_texts.LOST
    is_bad = media.verdict is not None and media.verdict.ok is False
    return check_texts.verdict(media.verdict) if media.verdict and is_bad else None
