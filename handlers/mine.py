"""我的投稿: the list, one work's state, taking it back, another file for it.

This router comes before `handlers.submit`, so that it answers in the middle of the form, too.
It needs `links` and `has_public_page` by name, as that one does.
"""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from campaign import intake, store
from campaign.campaign import Phase
from campaign.intake import TooLateError, UnknownSubmissionError
from campaign.submission import ForbiddenChangeError, State, Submission
from handlers.filters import Data
from handlers.matters import MINE
from handlers.receipts import HasReceipt
from handlers.submit import steps
from handlers.submit.visit import Private, Visit, bring_visit
from people.receipt import ReceiptKind
from texts import desk as desk_texts
from texts import mine as texts


def build_mine_router() -> Router:
    """Take what concerns works that were handed in; only in private."""
    router = Router(name="mine")
    router.message.middleware(bring_visit)
    router.callback_query.middleware(bring_visit)
    private = Private()
    router.message.register(on_mine, MINE, private)
    router.message.register(on_mine, Command("mine"), private)
    router.message.register(on_receipt, HasReceipt(ReceiptKind.VIDEO), private)
    router.callback_query.register(on_mine_tap, Data("menu:mine"), private)
    router.callback_query.register(on_show, Data("mine:show:"), private)
    router.callback_query.register(on_withdraw, Data("mine:withdraw:"), private)
    router.callback_query.register(on_sure, Data("mine:sure:"), private)
    router.callback_query.register(on_file, Data("mine:file:"), private)
    return router


async def on_mine(message: Message, visit: Visit) -> None:
    """List the person's works."""
    del message
    await _list(visit)


async def on_mine_tap(query: CallbackQuery, visit: Visit) -> None:
    """List the person's works, tapped."""
    del query
    await _list(visit)


async def on_receipt(message: Message, visit: Visit, number: str) -> None:
    """Show the state of a work whose number was sent."""
    del message
    await _show(visit, number)


async def on_show(query: CallbackQuery, visit: Visit, rest: str) -> None:
    """Show the state of one of the listed works."""
    del query
    await _show(visit, rest)


async def on_withdraw(query: CallbackQuery, visit: Visit, rest: str) -> None:
    """Ask before a work is taken back."""
    del query
    work = await _own(visit, rest)
    if work is None:
        return
    if await _may_withdraw(visit, work):
        await visit.say(texts.sure(work))
    else:
        await _refuse(visit, work)


async def on_sure(query: CallbackQuery, visit: Visit, rest: str) -> None:
    """Take a work back."""
    del query
    try:
        work = await intake.withdraw(visit.session, rest, visit.person, visit.now)
    except UnknownSubmissionError:
        await visit.say(desk_texts.unknown_receipt(rest))
    except (TooLateError, ForbiddenChangeError):
        own = await _own(visit, rest)
        if own is not None:
            await _refuse(visit, own)
    else:
        await visit.say(texts.withdrawn(work))


async def on_file(query: CallbackQuery, visit: Visit, rest: str) -> None:
    """Let the author send another file for a work that needs one."""
    del query
    work = await _own(visit, rest)
    if work is None:
        return
    if work.state is State.NEEDS_FIX:
        await steps.go_on(visit, work)
    else:
        await _show(visit, rest)


async def _list(visit: Visit) -> None:
    works = await store.of_person(visit.session, visit.person)
    draft = await intake.draft(visit.session, visit.person, visit.now)
    await visit.say(texts.listing(works, draft) if works or draft else texts.NONE)


async def _show(visit: Visit, number: str) -> None:
    work = await _own(visit, number)
    if work is not None:
        may_withdraw = await _may_withdraw(visit, work)
        await visit.say(texts.state_of(work, may_withdraw=may_withdraw))


async def _own(visit: Visit, number: str) -> Submission | None:
    """Return the person's own work; to everybody else say what an unknown number gets."""
    work = await intake.status(visit.session, number, visit.person)
    if work is None:
        await visit.say(desk_texts.unknown_receipt(number))
    return work


async def _may_withdraw(visit: Visit, work: Submission) -> bool:
    campaign = await store.campaign(visit.session, work.campaign_id)
    return work.is_withdrawable and campaign.phase(visit.now) is Phase.OPEN


async def _refuse(visit: Visit, work: Submission) -> None:
    campaign = await store.campaign(visit.session, work.campaign_id)
    if work.is_withdrawable:
        await visit.say(texts.too_late(campaign))
    else:
        await visit.say(texts.cannot_withdraw(work))
