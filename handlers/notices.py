"""What somebody is told of the questions they once asked in vain, as a turn of its own."""

from collections.abc import Sequence
from datetime import date

from aiogram import Bot
from aiogram.utils.formatting import Text

from desk.notices.notice import Notice
from desk.unanswered import Kind
from faq.entry import Entry
from faq.knowledge import Knowledge
from faq.neighbours import offices
from handlers.answering import say
from handlers.replying import answer_of
from texts import ask as ask_texts
from texts import notices as texts
from texts.reply import Reply


async def tell(
    bot: Bot, chat_id: int, notices: Sequence[Notice], knowledge: Knowledge, today: date
) -> None:
    """Say everything in one message: one answer is shown whole, several are a tap away."""
    await say(bot, chat_id, _reply(notices, knowledge, today))


def _reply(notices: Sequence[Notice], knowledge: Knowledge, today: date) -> Reply:
    openings = tuple(_opening(notice, knowledge) for notice in notices)
    entries = _entries(notices, knowledge)
    if len(openings) > 1:
        return texts.several(openings, tuple(map(ask_texts.choice, entries)))
    if not entries:
        return Reply(openings[0])
    return texts.with_answer(openings[0], answer_of(entries[0], knowledge, today))


def _opening(notice: Notice, knowledge: Knowledge) -> Text:
    if notice.door is not None:
        office = offices().get(notice.door, "")
        return texts.sent_on(notice.asked_at, notice.text, notice.receipt, notice.door, office)
    asked = notice.text
    complained = knowledge.entries.get(notice.complained_of or "")
    if complained is not None and (notice.kind is Kind.WRONG or not asked):
        asked = complained.standard_question
    return texts.answered(notice.kind, notice.asked_at, asked, notice.receipt)


def _entries(notices: Sequence[Notice], knowledge: Knowledge) -> list[Entry]:
    ids = dict.fromkeys(notice.entry_id for notice in notices if notice.entry_id)
    return [knowledge.entries[each] for each in ids if each in knowledge.entries]
