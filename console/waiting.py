"""What waits for whoever opens the console: one card a matter, only what they may act on."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from console.visit import Visit
from db.engine import Session
from desk.queue.reading import store as queue
from desk.switches import store as switches
from desk.unanswered import Kind
from faq.editorial.lifecycle import Phase
from faq.editorial.reading import store as entries
from faq.editorial.record import Filter
from faq.editorial.reminders import store as reminders
from faq.selfexam import store as exams
from people.staff.roles import Role
from texts import console_home as words


@dataclass(frozen=True, slots=True)
class Card:
    """One matter: how much there is of it, and where to see to it. `kind` is its colour."""

    title: str
    figure: str
    about: str
    path: str
    kind: str = "plain"


Look = Callable[[Visit, Session], Awaitable[list[Card]]]


async def cards(visit: Visit, session: Session) -> list[Card]:
    """Return the cards for whoever is here, the most urgent first."""
    found: list[Card] = []
    for roles, look in LOOKS:
        if visit.staff.has(*roles):
            found += await look(visit, session)
    return found


async def _stopped(_visit: Visit, session: Session) -> list[Card]:
    stops = len((await switches.load(session)).stops)
    return _some(stops, words.STOPPED, words.STOPPED_ABOUT, "/switches", "error")


async def _approvals(_visit: Visit, session: Session) -> list[Card]:
    count = (await entries.counts(session)).get(Phase.IN_REVIEW, 0)
    return _some(count, words.APPROVALS, words.APPROVALS_ABOUT, "/approvals", "info")


async def _drafts(visit: Visit, session: Session) -> list[Card]:
    mine = Filter(owner_id=visit.staff.id, phase=Phase.DRAFT)
    count = (await entries.find(session, mine, 1, 1, today=visit.today)).total
    path = f"/entries?phase=draft&owner={visit.staff.id}"
    return _some(count, words.DRAFTS, words.DRAFTS_ABOUT, path)


async def _reminders(visit: Visit, session: Session) -> list[Card]:
    found = await reminders.waiting(session, visit.staff.id)
    if not found:
        return []
    about = words.reminders_about(min(one.due for one in found))
    return [Card(words.REMINDERS, str(len(found)), about, "/#reminders", "warn")]


async def _desk(_visit: Visit, session: Session) -> list[Card]:
    counts = await queue.open_counts(session)
    open_ones = counts.get(Kind.UNKNOWN, 0) + counts.get(Kind.UNSOLVED, 0)
    wrong, tickets = counts.get(Kind.WRONG, 0), await queue.count_tickets(session)
    return [
        *_some(wrong, words.WRONG, words.WRONG_ABOUT, "/unanswered?tab=wrong", "error"),
        *_some(open_ones, words.UNANSWERED, words.UNANSWERED_ABOUT, "/unanswered"),
        *_some(tickets, words.TICKETS, words.TICKETS_ABOUT, "/unanswered/tickets"),
    ]


async def _exam(_visit: Visit, session: Session) -> list[Card]:
    last = await exams.last_result(session)
    if last is None or last.totals is None:
        return []
    about = words.exam_about(last.ran_at, last.totals.wrong.share)
    return [Card(words.EXAM, words.percent(last.totals.right.share), about, "/figures")]


def _some(count: int, title: str, about: str, path: str, kind: str = "plain") -> list[Card]:
    return [Card(title, str(count), about, path, kind)] if count else []


_WRITERS = (Role.EDITOR, Role.APPROVER)
LOOKS: tuple[tuple[tuple[Role, ...], Look], ...] = (
    ((Role.ADMIN, Role.APPROVER, Role.AUDITOR), _stopped),
    ((Role.APPROVER,), _approvals),
    (_WRITERS, _reminders),
    ((Role.EDITOR,), _drafts),
    ((Role.EDITOR, Role.DESK), _desk),
    ((*_WRITERS, Role.ADMIN, Role.AUDITOR), _exam),
)
"""Who is told of what, in the order of urgency."""
