"""A video arrives in the chat: within the form, before it, or out of the blue."""

from dataclasses import dataclass

from aiogram.types import Message
from aiogram.utils.formatting import Text

from campaign import intake, store
from campaign.campaign import Campaign
from campaign.form import Step
from campaign.intake import SettledError, TooLateError
from campaign.media import store as media_store
from campaign.media.media import Media
from campaign.submission import State, Submission
from handlers.submit import steps
from handlers.submit.visit import ALBUM, OFFERED, RULES, Visit
from texts import submit as texts
from texts import submit_file as file_texts

STORED = "media:"
"""How the web page's channel names a file that is in the media folder already."""

SUFFIXES = (".mp4", ".mov", ".m4v", ".3gp", ".avi", ".mkv", ".wmv", ".flv", ".mpg", ".mpeg")


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file as the channel names it; `size` is None where the channel does not say."""

    file_id: str
    name: str
    size: int | None


def incoming(message: Message) -> Incoming | None:
    """Read the video or document of a message."""
    sent = message.video or message.document
    if sent is None:
        return None
    return Incoming(sent.file_id, sent.file_name or "video.mp4", sent.file_size)


def looks_like_video(message: Message) -> bool:
    """Whether a message holds a video, as one or as a file."""
    if message.video is not None:
        return True
    sent = message.document
    # Telegram names an animation a document, too; out of the form it is but a moving picture.
    if sent is None or message.animation is not None:
        return False
    is_named_so = (sent.file_name or "").lower().endswith(SUFFIXES)
    return is_named_so or (sent.mime_type or "").startswith("video/")


async def take(message: Message, visit: Visit) -> None:
    """Take a file for the work the chat is about."""
    sent = incoming(message)
    work = await steps.work_of(visit)
    if sent is None or (await visit.state.get_state() == RULES and work is None):
        await offer(message, visit)
        return
    if work is None:
        await visit.leave()
        await visit.say(texts.GONE)
        return
    if message.media_group_id:
        await _ask_for_one(visit, work, message.media_group_id)
        return
    await _take(visit, work, sent)


async def offer(message: Message, visit: Visit) -> None:
    """Keep a file sent out of the blue and ask whether it is meant to be handed in."""
    draft = await intake.draft(visit.session, visit.person, visit.now)
    refusal = None if draft else await steps.refusal_to_begin(visit)
    sent = incoming(message)
    if refusal is not None:
        await _drop_stored(visit, sent)
        await visit.say(file_texts.offer_without(refusal))
        return
    if message.media_group_id:
        await _ask_for_one(visit, draft, message.media_group_id)
        return
    campaign = await store.current(visit.session, visit.now)
    if sent and campaign and _hindrance(visit, campaign, sent, None) is None:
        await drop_offered(visit)
        media = await _record(visit, sent, None)
        await visit.remember(**{OFFERED: media.id if media else None})
    if await visit.state.get_state() == RULES:
        await steps.show_rules(visit, texts.VIDEO_KEPT)
    else:
        await visit.say(file_texts.offer(draft))


async def use_offered(visit: Visit, work: Submission) -> Submission:
    """Give the work the file that was sent before the form was begun."""
    media = await media_store.get(visit.session, await visit.remembered(OFFERED))
    await visit.remember(**{OFFERED: None})
    if media is None or media.person_id != visit.person.id or media.submission_id is not None:
        return work
    try:
        return await intake.attach_media(visit.session, work, media, visit.now)
    except (SettledError, TooLateError):
        return work


async def drop_offered(visit: Visit) -> None:
    """Delete the file that was sent before the form, whose sender does not want to begin."""
    media = await media_store.get(visit.session, await visit.remembered(OFFERED))
    await visit.remember(**{OFFERED: None})
    if media is not None and media.person_id == visit.person.id and media.submission_id is None:
        await media_store.drop(visit.session, media.id)


async def _drop_stored(visit: Visit, sent: Incoming | None) -> None:
    """Delete a file that is in the media folder already and is not wanted."""
    media = await _record(visit, sent, None) if sent and sent.file_id.startswith(STORED) else None
    if media is not None:
        await media_store.drop(visit.session, media.id)


async def took(visit: Visit, work: Submission) -> None:
    """Go on in the chat after the work got a file: the step the author is in comes first."""
    step = await visit.step()
    if work.state is State.RECEIVED:
        await visit.leave()
        await visit.say(file_texts.replaced(work))
    elif step is None or step in {Step.FILE, Step.REVIEW}:
        await steps.go_on(visit, work)
    else:
        await steps.ask(visit, work, step, texts.VIDEO_KEPT)


async def _take(visit: Visit, work: Submission, sent: Incoming) -> None:
    campaign = await store.campaign(visit.session, work.campaign_id)
    step = await visit.step() or Step.FILE
    page = visit.page(work.id)
    hindrance = _hindrance(visit, campaign, sent, page)
    if hindrance is not None:
        await steps.ask(visit, work, step, hindrance)
        return
    media = await _record(visit, sent, work)
    if media is None:
        await steps.ask(visit, work, step, file_texts.LOST)
        return
    try:
        work = await intake.attach_media(visit.session, work, media, visit.now)
    except SettledError as settled:
        await steps.finish(visit, settled.submission, is_new=False)
    except TooLateError as late:
        await visit.leave()
        await visit.say(texts.closed(late.campaign))
    else:
        await took(visit, work)


def _hindrance(visit: Visit, campaign: Campaign, sent: Incoming, page: str | None) -> Text | None:
    """Say why a file cannot come through this chat; asked before anything is fetched."""
    channel = visit.channel
    if not channel.takes_files:
        return file_texts.no_chat_files(page)
    if sent.file_id.startswith(STORED):
        return None
    if sent.size is not None and sent.size > campaign.limits.max_bytes:
        return file_texts.too_large(sent.size, campaign.limits.max_bytes)
    if sent.size is None and channel.squeezes_films:
        return None
    if sent.size is None or sent.size > channel.max_upload:
        return file_texts.too_large_here(sent.size, channel.max_upload, page)
    return None


async def _record(visit: Visit, sent: Incoming, work: Submission | None) -> Media | None:
    if not sent.file_id.startswith(STORED):
        origin = {"file_id": sent.file_id, "size": sent.size}
        return await media_store.add_remote(
            visit.session, visit.person, origin, sent.name, visit.now
        )
    media = await media_store.get(visit.session, sent.file_id.removeprefix(STORED))
    if media is None or media.person_id != visit.person.id:
        return None
    return media if media.submission_id in {None, work and work.id} else None


async def _ask_for_one(visit: Visit, work: Submission | None, album: str) -> None:
    """Say once for a whole album that one video is wanted."""
    if await visit.remembered(ALBUM) == album:
        return
    await visit.remember(**{ALBUM: album})
    step = await visit.step()
    if work is None or step is None:
        await visit.say(texts.with_lead(file_texts.ONE_PLEASE, file_texts.offer(work)))
    else:
        await steps.ask(visit, work, step, file_texts.ONE_PLEASE)
