"""Sending a receipt shows where its matter stands, to its owner only."""

from aiogram import Bot, Router
from aiogram.filters import Filter
from aiogram.types import Message

from db.engine import Session
from desk import store as desk
from handlers.answering import say
from handlers.context import Person
from people import receipt
from people.receipt import ReceiptKind
from texts import desk as texts
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
    message: Message, bot: Bot, session: Session, person: Person, number: str
) -> None:
    """Show the state, or say the same for a wrong number and for another's."""
    await say(bot, message.chat.id, await _state(session, person, number))


async def _state(session: Session, person: Person, number: str) -> Reply:
    if receipt.kind_of(number) is ReceiptKind.QUESTION:
        question = await desk.find_question(session, number, person)
        if question is not None:
            return texts.question_state(number, question.created_at, question.closed_at)
    else:
        ticket = await desk.find_ticket(session, number, person)
        if ticket is not None:
            return texts.ticket_state(number, ticket.created_at, ticket.closed_at)
    return texts.unknown_receipt(number)
