"""Into the form, a step back, out of it, and in again."""

from aiogram.types import CallbackQuery, Message

from campaign import intake, store
from campaign.intake import NotOpenError, QuotaError
from campaign.submission import State, Submission
from handlers.submit import steps
from handlers.submit.files import drop_offered, use_offered
from handlers.submit.visit import CHANGING, RULES, Visit
from texts import menu
from texts import other as other_texts
from texts import submit as texts


async def on_public(message: Message, visit: Visit) -> None:
    """Ask for a private chat."""
    del message
    await visit.say(other_texts.PRIVATE_ONLY)


async def on_public_tap(query: CallbackQuery, visit: Visit) -> None:
    """Ask for a private chat."""
    del query
    await visit.say(other_texts.PRIVATE_ONLY)


async def on_begin(message: Message, visit: Visit) -> None:
    """Begin, or offer to go on with a draft."""
    del message
    await begin(visit)


async def on_begin_tap(query: CallbackQuery, visit: Visit) -> None:
    """Begin, tapped."""
    del query
    await begin(visit)


async def begin(visit: Visit) -> None:
    """Show the rules, or what was begun before."""
    await visit.leave()
    draft = await intake.draft(visit.session, visit.person, visit.now)
    if draft is None:
        await steps.show_rules(visit)
    else:
        await visit.say(texts.unfinished(draft))


async def on_agree(query: CallbackQuery, visit: Visit) -> None:
    """Begin a draft, once the rules were really shown."""
    del query
    await agree(visit)


async def agree(visit: Visit) -> None:
    """Record the yes and ask the first question; an old button leads to the present step."""
    if await visit.state.get_state() != RULES:
        await again(visit)
        return
    try:
        work = await intake.begin(visit.session, visit.person, visit.chat_id, visit.now)
    except (NotOpenError, QuotaError):
        await steps.show_rules(visit)
        return
    await steps.go_on(visit, await use_offered(visit, work))


async def on_decline(query: CallbackQuery, visit: Visit) -> None:
    """Respect a no."""
    del query
    if await visit.state.get_state() == RULES:
        await visit.leave()
        await drop_offered(visit)
        await visit.say(texts.DECLINED)
    else:
        await again(visit)


async def on_resume(query: CallbackQuery, visit: Visit) -> None:
    """Go on where the form was left."""
    del query
    draft = await intake.draft(visit.session, visit.person, visit.now)
    if draft is None:
        await visit.leave()
        await visit.say(texts.GONE)
        return
    await steps.go_on(visit, await use_offered(visit, draft))


async def on_restart(query: CallbackQuery, visit: Visit, rest: str) -> None:
    """Delete the draft and begin at the beginning, where one may still begin."""
    del query
    draft = await _own_draft(visit, rest)
    refusal = await steps.refusal_to_begin(visit)
    if refusal is not None:
        await visit.say(refusal)
        return
    if draft is not None:
        await intake.discard(visit.session, draft)
    await visit.leave()
    await steps.show_rules(visit)


async def on_discard(query: CallbackQuery, visit: Visit, rest: str) -> None:
    """Delete the draft for good."""
    del query
    draft = await _own_draft(visit, rest)
    if draft is not None:
        await intake.discard(visit.session, draft)
    await visit.leave()
    await visit.say(texts.DISCARDED if draft else texts.GONE)


async def on_back(message: Message, visit: Visit) -> None:
    """Go one step back."""
    del message
    await _go_back(visit)


async def on_back_tap(query: CallbackQuery, visit: Visit) -> None:
    """Go one step back, tapped."""
    del query
    await _go_back(visit)


async def on_cancel(message: Message, visit: Visit) -> None:
    """Leave the form; the draft stays until its author deletes it."""
    del message
    await _cancel(visit)


async def on_cancel_tap(query: CallbackQuery, visit: Visit) -> None:
    """Leave the form, tapped."""
    del query
    await _cancel(visit)


async def again(visit: Visit) -> None:
    """Answer a button of another step by showing the present one."""
    state = await visit.state.get_state()
    work = await steps.work_of(visit)
    step = await visit.step()
    if state == RULES:
        await steps.show_rules(visit, texts.OLD_BUTTON)
    elif state == CHANGING:
        await visit.say(texts.with_lead(texts.OLD_BUTTON, texts.what_to_change()))
    elif work is not None and step is not None:
        await steps.ask(visit, work, step, texts.OLD_BUTTON)
    elif work is not None and work.state is State.DRAFT:
        await visit.say(texts.unfinished(work))
    else:
        await visit.say(texts.STALE)


async def _go_back(visit: Visit) -> None:
    work, step = await steps.work_of(visit), await visit.step()
    if work is None:
        await _cancel(visit)
    elif step is None:
        await steps.go_on(visit, work)
    else:
        await steps.go_back(visit, work, step)


async def _cancel(visit: Visit) -> None:
    work = await steps.work_of(visit)
    await visit.leave()
    is_draft = work is not None and work.state is State.DRAFT
    await visit.say(texts.paused(work) if work and is_draft else menu.CANCELLED)


async def _own_draft(visit: Visit, number: str) -> Submission | None:
    found = await store.get(visit.session, number)
    is_own = found is not None and found.person_id == visit.person.id
    return found if found and is_own and found.state is State.DRAFT else None
