"""Answers to the form's questions, typed or tapped, and the hand-in itself."""

from aiogram.types import CallbackQuery, Message

from campaign import intake, store
from campaign.form import EDITABLE, TYPED, AnswerError, Step, parse
from campaign.intake import IncompleteError, TooLateError, UnknownSubmissionError
from campaign.submission import State, Submission
from handlers.filters import plain
from handlers.submit import steps
from handlers.submit.doors import again, agree
from handlers.submit.visit import CHANGING, RULES, Visit
from texts import submit as texts
from texts import submit_file as file_texts
from texts.submit_errors import NAMES, wrong

YES = frozenset({"同意", "我同意", "同意并开始"})
HAND_IN = frozenset({"提交", "确认", "确认提交"})


async def on_text(message: Message, visit: Visit) -> None:
    """Take what was typed as the answer to the present question."""
    text, state = message.text or "", await visit.state.get_state()
    if state == RULES:
        await _on_rules(visit, text)
        return
    work = await steps.work_of(visit)
    if work is None:
        await visit.leave()
        await visit.say(texts.GONE)
    elif state == CHANGING:
        await _choose_change(visit, work, text)
    else:
        await _answer(visit, work, await visit.step() or Step.REVIEW, text)


async def on_age(query: CallbackQuery, visit: Visit, rest: str) -> None:
    """Note whether the author is a child."""
    del query
    await _tapped(visit, Step.AGE, rest == "yes")


async def on_guardian(query: CallbackQuery, visit: Visit) -> None:
    """Note the guardian's yes."""
    del query
    work = await _at(visit, Step.GUARDIAN_CONSENT)
    if work is not None:
        await _guardian_agrees(visit, work)


async def on_alone(query: CallbackQuery, visit: Visit) -> None:
    """Note that the author has no organisation."""
    del query
    await _tapped(visit, Step.ORGANISATION, "")


async def on_category(query: CallbackQuery, visit: Visit, rest: str) -> None:
    """Note the category chosen."""
    del query
    work = await _at(visit, Step.CATEGORY)
    if work is None:
        return
    campaign = await store.campaign(visit.session, work.campaign_id)
    chosen = dict(enumerate(campaign.categories)).get(int(rest) if rest.isdecimal() else -1)
    if chosen is None:
        await steps.ask(visit, work, Step.CATEGORY, texts.PRESS_A_BUTTON)
    else:
        await _note(visit, work, Step.CATEGORY, chosen)


async def on_keep(query: CallbackQuery, visit: Visit) -> None:
    """Let the answer given before stand."""
    del query
    work = await steps.work_of(visit)
    if work is None:
        await again(visit)
    else:
        await steps.go_on(visit, work)


async def on_changing(query: CallbackQuery, visit: Visit) -> None:
    """Ask what to change."""
    del query
    work = await _at(visit, Step.REVIEW)
    if work is not None:
        await visit.state.set_state(CHANGING)
        await visit.say(texts.what_to_change())


async def on_change(query: CallbackQuery, visit: Visit, rest: str) -> None:
    """Ask again what the author wants to change."""
    del query
    work = await steps.work_of(visit)
    if work is None or await visit.state.get_state() != CHANGING or rest not in EDITABLE:
        await again(visit)
    else:
        await steps.ask(visit, work, Step(rest))


async def on_confirm(query: CallbackQuery, visit: Visit, rest: str) -> None:
    """Hand in; tapped twice, in two tabs or days later, it gives the same receipt."""
    del query
    await _hand_in(visit, rest)


async def on_stale(query: CallbackQuery, visit: Visit) -> None:
    """Answer a button nobody knows any more."""
    del query
    await again(visit)


async def on_other(message: Message, visit: Visit) -> None:
    """Say what is wanted instead of a picture, a voice message or a sticker."""
    step, work = await visit.step(), await steps.work_of(visit)
    known = file_texts.NOT_A_VIDEO if step is Step.FILE else file_texts.WORDS_PLEASE
    lead = known.get(message.content_type, file_texts.OTHER_PLEASE)
    if await visit.state.get_state() == RULES:
        await steps.show_rules(visit, lead)
    elif step is None or work is None:
        await visit.say(texts.with_lead(lead, texts.what_to_change()))
    else:
        await steps.ask(visit, work, step, lead)


async def _on_rules(visit: Visit, text: str) -> None:
    if plain(text) in YES:
        await agree(visit)
    else:
        await steps.show_rules(visit, texts.PRESS_A_BUTTON)


async def _choose_change(visit: Visit, work: Submission, text: str) -> None:
    named = [step for step in EDITABLE if NAMES[step] in plain(text)]
    if len(named) == 1:
        await steps.ask(visit, work, named[0])
    else:
        await visit.say(texts.with_lead(texts.PRESS_A_BUTTON, texts.what_to_change()))


async def _answer(visit: Visit, work: Submission, step: Step, text: str) -> None:
    if step is Step.REVIEW and plain(text) in HAND_IN:
        await _hand_in(visit, work.id)
    elif step is Step.FILE:
        await steps.go_on(visit, work, file_texts.TEXT_FOR_FILE)
    elif step is Step.GUARDIAN_CONSENT and plain(text) in YES:
        await _guardian_agrees(visit, work)
    elif step not in {*TYPED, Step.AGE, Step.CATEGORY}:
        await steps.ask(visit, work, step, texts.PRESS_A_BUTTON)
    else:
        campaign = await store.campaign(visit.session, work.campaign_id)
        try:
            value = parse(campaign, step, text)
        except AnswerError as error:
            await steps.ask(visit, work, step, wrong(error))
        else:
            await _note(visit, work, step, value)


async def _guardian_agrees(visit: Visit, work: Submission) -> None:
    work = await intake.guardian_agrees(visit.session, work, visit.person, visit.now)
    await steps.go_on(visit, work)


async def _note(visit: Visit, work: Submission, step: Step, value: object) -> None:
    if work.state is State.DRAFT:
        work = await intake.answer(visit.session, work, step, value, visit.now)
    await steps.go_on(visit, work)


async def _tapped(visit: Visit, step: Step, value: object) -> None:
    work = await _at(visit, step)
    if work is not None:
        await _note(visit, work, step, value)


async def _at(visit: Visit, step: Step) -> Submission | None:
    """Return the work if this step is the present one; else show which one is."""
    work = await steps.work_of(visit)
    if work is not None and await visit.step() is step:
        return work
    await again(visit)
    return None


async def _hand_in(visit: Visit, number: str) -> None:
    work = await store.get(visit.session, number)
    is_own_draft = work is not None and work.state is State.DRAFT
    if is_own_draft and await visit.step() is not Step.REVIEW:
        await again(visit)
        return
    try:
        handed = await intake.confirm(visit.session, number, visit.person, visit.now)
    except UnknownSubmissionError:
        await visit.leave()
        await visit.say(texts.GONE)
    except TooLateError as late:
        await visit.leave()
        await visit.say(texts.closed(late.campaign))
    except IncompleteError:
        if work is not None:
            await steps.go_on(visit, work)
    else:
        await steps.finish(visit, handed.submission, is_new=handed.is_new)
