"""The use cases behind every door of an entry: read it, keep a text, do an act.

The rules, the record and the log change together, in one transaction.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from console.entries.form import UNSTORABLE, readable
from console.visit import Visit
from db.engine import Session
from desk.queue import store as queue
from desk.unanswered import Handling, Resolution
from faq.editorial import store
from faq.editorial.content import Content, content_hash, entry_of, faults_of
from faq.editorial.hints import Hint, Level, Likenesses, drafted, hints
from faq.editorial.lifecycle import (
    Act,
    Actor,
    Bar,
    Barred,
    Change,
    Phase,
    Stand,
    may_write,
    submit,
)
from faq.editorial.reading import store as reading
from faq.editorial.record import Origin, Overtaken, Record, Revision
from faq.editorial.stand import stand_of
from faq.knowledge import Knowledge
from people.audit import store as audit
from people.staff.roles import Role
from people.staff.staff import Staff

Rule = Callable[[Stand], Change]
HASH_LENGTH = 16


@dataclass(frozen=True, slots=True)
class Kept:
    """An entry with all its texts, and where it stands."""

    record: Record
    revisions: tuple[Revision, ...]

    @property
    def stand(self) -> Stand:
        """What the rules ask about."""
        return stand_of(self.record, self.revisions)

    def revision(self, number: int | None) -> Revision | None:
        """Give one text, or None."""
        return next((one for one in self.revisions if one.number == number), None)

    @property
    def head(self) -> Revision:
        """The newest text."""
        return self.revisions[0]

    @property
    def live(self) -> Revision | None:
        """The text citizens read."""
        return self.revision(self.record.live)


def actor_of(visit: Visit) -> Actor:
    """Say what whoever is here may do to entries."""
    staff = visit.staff
    may_approve = staff.has(Role.APPROVER)
    return Actor(staff.id, staff.has(Role.EDITOR), may_approve, works_alone=visit.is_single)


def knowledge_of(visit: Visit) -> Knowledge | None:
    """Give the knowledge in force, or None while it is being opened."""
    try:
        return visit.parts.knowledge()
    except LookupError:
        return None


async def kept(session: Session, entry_id: str) -> Kept | None:
    """Read an entry with its texts, newest first."""
    record = await reading.get(session, entry_id)
    if record is None:
        return None
    return Kept(record, tuple(await reading.revisions(session, entry_id)))


async def read(visit: Visit, entry_id: str) -> Kept | None:
    """Read an entry outside of a transaction that writes."""
    async with visit.parts.database.read() as session:
        return await kept(session, entry_id)


async def hints_on(
    visit: Visit, entry_id: str, content: Content, memory: Likenesses | None = None
) -> tuple[Hint, ...]:
    """Give what there is to say about a text; nothing while the knowledge is being opened."""
    knowledge = knowledge_of(visit)
    if knowledge is None:
        return ()
    found = await asyncio.to_thread(
        hints, entry_id, content, visit.today, knowledge, memory, visit.parts.stations()
    )
    async with visit.parts.database.read() as session:
        others = await reading.in_the_making(session, entry_id)
    return (*found, *drafted(content, others, knowledge))


async def errors_in(visit: Visit, entry_id: str, content: Content) -> int:
    """Count what keeps a text from being reviewed."""
    found = await hints_on(visit, entry_id, content)
    if found:
        return sum(hint.level is Level.ERROR for hint in found)
    return sum(not fault.is_warning for fault in faults_of(entry_id, content))


async def act(
    visit: Visit, entry_id: str, seen: int, rule: Rule, **facts: object
) -> tuple[Record, Change]:
    """Do what a rule allows; raises `Barred`, `Overtaken`, or `LookupError` for no entry."""
    async with visit.parts.database.begin() as session:
        one = await kept(session, entry_id)
        if one is None:
            raise LookupError(entry_id)
        if one.record.version != seen:
            raise Overtaken(one.record)
        change = rule(one.stand)
        record = await store.move(session, entry_id, change, seen=seen, now=visit.now)
        text = one.revision(change.number)
        await log(session, visit.staff, entry_id, change, text, visit.now, **facts)
    if change.goes_live or change.ends or change.act is Act.SIGN:
        visit.parts.renewed()
    return record, change


async def roll_back(
    visit: Visit,
    entry_id: str,
    number: int,
    *,
    seen: int,
    rule: Callable[[Stand, Revision], Change],
) -> tuple[Record, Change]:
    """Take an earlier text again: a new revision with the old words, never the old one itself."""
    async with visit.parts.database.begin() as session:
        one = await kept(session, entry_id)
        old = one.revision(number) if one else None
        if one is None or old is None:
            raise LookupError(entry_id, number)
        if one.record.version != seen:
            raise Overtaken(one.record)
        change = rule(one.stand, old)
        if change.goes_live:
            await store.claim(session, visit.now)
        record = await store.save(
            session, entry_id, old.content, seen=seen, origin=Origin.ROLLBACK,
            author_id=visit.staff.id, now=visit.now, note=f"#{number}",
        )  # fmt: skip
        if change.goes_live:
            record = await store.move(
                session, entry_id, change, seen=record.version, now=visit.now
            )
        await log(session, visit.staff, entry_id, change, old, visit.now)
    if change.goes_live:
        visit.parts.renewed()
    return record, change


@dataclass(frozen=True, slots=True)
class Draft:
    """A text somebody wants to keep, and what they have seen of the entry."""

    entry_id: str
    content: Content
    seen: int
    """0 for a new entry."""
    note: str | None = None
    owner_id: int | None = None
    is_submitted: bool = False
    """Whether it is to be reviewed at once; it stays a draft where errors are left."""
    rows: tuple[str, ...] = ()
    """Receipts of the questions a new entry is to answer."""


async def keep(visit: Visit, draft: Draft) -> tuple[Record, bool]:
    """Keep a draft; tells whether there is a new text. Nothing is ever written over.

    Raises `Barred`, `Overtaken` or `IdTakenError`, and writes nothing then.
    """
    entry_id, now = draft.entry_id, visit.now
    errors = await errors_in(visit, entry_id, draft.content) if draft.is_submitted else 0
    async with visit.parts.database.begin() as session:
        record, done = await _written(visit, session, draft)
        is_new = bool(done)
        if record.owner_id != draft.owner_id:
            record = await store.own(
                session, entry_id, draft.owner_id, seen=record.version, now=now
            )
            done.append(("entry.own", {"owner": draft.owner_id or 0}))
        if draft.is_submitted and not errors and record.phase is Phase.DRAFT:
            record = await _submitted(visit, session, record)
            done.append((f"entry.{Act.SUBMIT}", {"revision": record.head}))
        if taken := await _resolved(visit, session, draft):
            done.append(("unanswered.entry", {"rows": len(taken)}))
        for action, facts in done:
            await audit.record(session, visit.staff, action, entry_id, facts, now)
    return record, is_new


async def _submitted(visit: Visit, session: Session, record: Record) -> Record:
    one = await kept(session, record.id)
    if one is None:
        raise LookupError(record.id)
    change = submit(one.stand, actor_of(visit))
    return await store.move(session, record.id, change, seen=record.version, now=visit.now)


async def _resolved(visit: Visit, session: Session, draft: Draft) -> tuple[str, ...]:
    """Close the questions a new entry is written for; those that others took stay theirs."""
    if draft.seen or not draft.rows:
        return ()
    handling = Handling(Resolution.ENTRY, entry_id=draft.entry_id)
    return await queue.resolve(session, draft.rows, handling, visit.staff.id, visit.now)


Done = list[tuple[str, dict[str, object]]]
"""What was done, to be logged at the end of the transaction."""


async def _written(visit: Visit, session: Session, draft: Draft) -> tuple[Record, Done]:
    actor, entry_id, author = actor_of(visit), draft.entry_id, visit.staff.id
    if not actor.may_edit:
        raise Barred(Bar.NOT_AN_EDITOR)
    facts: dict[str, object] = {"hash": content_hash(draft.content)[:HASH_LENGTH]}
    if not draft.seen:
        record = await store.add(
            session, entry_id, draft.content, Origin.CONSOLE, author, visit.now,
            note=draft.note, owner_id=draft.owner_id,
        )  # fmt: skip
        return record, [("entry.save", {"revision": record.head, **facts})]
    old = await kept(session, entry_id)
    if old is None:
        raise LookupError(entry_id)
    if old.record.version != draft.seen:
        raise Overtaken(old.record)
    may_write(old.stand, actor)
    record = await store.save(
        session, entry_id, draft.content, seen=draft.seen, origin=Origin.CONSOLE,
        author_id=author, now=visit.now, note=draft.note,
    )  # fmt: skip
    if record.head == old.record.head:
        return record, []
    return record, [("entry.save", {"revision": record.head, **facts})]


async def log(
    session: Session,
    staff: Staff | None,
    entry_id: str,
    change: Change,
    text: Revision | None,
    now: datetime,
    **more: object,
) -> None:
    """Write an act on an entry into the log: numbers and hashes, never words."""
    facts: dict[str, object] = {"revision": change.number, **more}
    if text is not None:
        facts["hash"] = text.content_hash[:HASH_LENGTH]
        if change.act is Act.ROLL_BACK:
            facts["from"] = text.number
    if change.goes_live_at is not None:
        facts["at"] = change.goes_live_at.isoformat()
    if change.is_alone:
        facts["alone"] = True
    await audit.record(session, staff, f"entry.{change.act}", entry_id, facts, now)


def previewed(visit: Visit, entry_id: str, content: Content) -> list[object]:
    """Show a text in every channel, as it would be answered today; what has no form is left out.

    Nothing is shown before there is a question and an answer.
    """
    has_words = content.get("standard_question") and content.get("answer")
    if not has_words or knowledge_of(visit) is None:
        return []
    wrong = [
        (fault.place.file, fault.place.line)
        for fault in faults_of(entry_id, content)
        if fault.kind.value in UNSTORABLE or fault.place.file == "sources"
    ]
    entry = entry_of(entry_id, readable(content, wrong))
    return list(visit.parts.preview(entry, visit.today))
