"""Sending a receipt shows where its matter stands, to its owner only."""

from datetime import date

from aiogram import Bot, Router
from aiogram.filters import Filter
from aiogram.types import Message

from desk import store as desk
from desk.unanswered import Resolution, Unanswered
from faq.knowledge import Knowledge
from faq.neighbours import offices
from handlers.answering import say
from handlers.context import Moment
from people import receipt
from people.receipt import ReceiptKind
from texts import desk as texts
from texts.ask import choice
from texts.reply import Reply


class HasReceipt(Filter):
    """The message holds a receipt of one of these kinds; it is given on as `number`."""

    def __init__(self, *kinds: ReceiptKind) -> None:
        self.kinds = frozenset(kinds)

    async def __call__(self, message: Message) -> bool | dict[str, str]:
        """Look for the first well-formed receipt."""
        number = receipt.find(message.text or "")
        if number is None or receipt.kind_of(number) not in self.kinds:
            return False
        return {"number": number}


def build_receipts_router() -> Router:
    """Answer receipts of questions and tickets; those of videos belong to 我的投稿."""
    router = Router(name="receipts")
    router.message.register(on_receipt, HasReceipt(ReceiptKind.QUESTION, ReceiptKind.TICKET))
    return router


async def on_receipt(
    message: Message, bot: Bot, moment: Moment, number: str, knowledge: Knowledge
) -> None:
    """Show the state, or say the same for a wrong number and for another's."""
    await say(bot, message.chat.id, await _state(moment, number, knowledge))


async def _state(moment: Moment, number: str, knowledge: Knowledge) -> Reply:
    session, person = moment.session, moment.person
    if receipt.kind_of(number) is ReceiptKind.QUESTION:
        question = await desk.find_question(session, number, person)
        if question is not None:
            return _of_question(question, knowledge, moment.today)
    else:
        ticket = await desk.find_ticket(session, number, person)
        if ticket is not None:
            return texts.ticket_state(number, ticket.created_at, ticket.closed_at)
    return texts.unknown_receipt(number)


def _of_question(question: Unanswered, knowledge: Knowledge, today: date) -> Reply:
    """Say what was made of a question, in words for whoever asked it."""
    number, asked = question.receipt, question.created_at
    match question.resolution:
        case None if question.closed_at is None:
            return texts.waiting(number, asked)
        case Resolution.OUT_OF_SCOPE:
            return texts.out_of_scope(number, asked)
        case Resolution.REDIRECT if question.door and question.door in offices():
            return texts.sent_on(number, asked, question.door, offices()[question.door])
        case resolution if resolution is not None and resolution.is_promise:
            if question.answered_at is None:
                return texts.being_written(number, asked)
            entry = knowledge.entries.get(question.resolved_entry or "")
            if entry is None or not entry.is_in_force(today):
                return texts.answer_gone(number, asked)
            return texts.has_answer(number, asked, choice(entry))
        case _:
            return texts.seen(number, asked)
