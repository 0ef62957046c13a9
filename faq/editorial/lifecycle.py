"""What may become of an entry, and through whom (流转): the only rules of its phases.

Nothing is stored here. Every act gives a `Change` that the store writes down, or raises `Barred`
with the facts a sentence needs.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

SOON = timedelta(minutes=1)
"""A moment that has only just gone by counts as now: people type minutes."""
FARTHEST = timedelta(days=400)
"""Nobody means to publish later than that; a slip of the year does."""


class Phase(StrEnum):
    """Where the newest text of an entry is on its way."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    SCHEDULED = "scheduled"
    LIVE = "live"
    ARCHIVED = "archived"


class Act(StrEnum):
    """What can be done to an entry besides writing it."""

    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    RETURN = "return"
    APPROVE = "approve"
    SCHEDULE = "schedule"
    GO_LIVE = "go_live"
    SIGN = "sign"
    ARCHIVE = "archive"
    RESTORE = "restore"
    ROLL_BACK = "roll_back"


class Bar(StrEnum):
    """Why an act is refused."""

    WRONG_PHASE = "wrong_phase"
    NOT_AN_EDITOR = "not_an_editor"
    NOT_AN_APPROVER = "not_an_approver"
    OWN_TEXT = "own_text"
    HAS_FAULTS = "has_faults"
    NO_REASON = "no_reason"
    IN_THE_PAST = "in_the_past"
    TOO_FAR = "too_far"
    NOT_YET = "not_yet"
    NOTHING_LIVE = "nothing_live"
    ALREADY_SIGNED = "already_signed"
    ALREADY_LIVE = "already_live"


class Barred(Exception):  # noqa: N818 -- a refusal with facts, not a fault of the programme
    """An act that the rules do not allow; says which rule, and what its sentence needs."""

    def __init__(self, bar: Bar, **facts: object) -> None:
        super().__init__(bar, facts)
        self.bar = bar
        self.facts: Mapping[str, object] = facts


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, and what their roles let them do."""

    id: int
    may_edit: bool = False
    may_approve: bool = False
    works_alone: bool = False
    """The bureau has chosen that one operator may approve their own texts (单人模式)."""


@dataclass(frozen=True, slots=True)
class Stand:
    """Where an entry is: its newest text, what citizens read, and who wrote the newest text."""

    phase: Phase
    head: int
    live: int | None = None
    is_signed: bool = False
    authors: frozenset[int] = frozenset()
    live_authors: frozenset[int] = frozenset()
    goes_live_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What an act changes: the store writes it down as it stands here."""

    act: Act
    number: int
    """The revision it is about."""
    phase: Phase
    """Of the newest text, afterwards."""
    staff_id: int | None = None
    reason: str | None = None
    goes_live_at: datetime | None = None
    goes_live: bool = False
    """Citizens read this revision from now on."""
    ends: bool = False
    """Citizens are not shown the entry any more."""
    is_alone: bool = False
    """Somebody approved a text of their own, as the single-operator rule lets them."""


class Written(Protocol):
    """What of a revision tells who wrote the text."""

    @property
    def number(self) -> int:
        """Its place among the revisions of its entry, from 1."""
        ...

    @property
    def content_hash(self) -> str:
        """The same for the same words."""
        ...

    @property
    def author_id(self) -> int | None:
        """Who wrote it; None for a shipped text."""
        ...

    @property
    def went_live_at(self) -> datetime | None:
        """Since when citizens read it; None where they never did."""
        ...


def authors_of(number: int, revisions: Iterable[Written]) -> frozenset[int]:
    """Everybody who had a hand in a text since the last one that went live, or wrote the same.

    Whoever wrote the same words earlier is one of them: a rollback must not launder a text.
    """
    known = {one.number: one for one in revisions}
    text = known[number]
    found = {one.author_id for one in known.values() if one.content_hash == text.content_hash}
    for place in range(number, 0, -1):
        one = known.get(place)
        if one is None or (place != number and one.went_live_at is not None):
            break
        found.add(one.author_id)
    return frozenset(author for author in found if author is not None)


def may_write(stand: Stand, actor: Actor) -> None:
    """Let an editor write a new text; an archived entry is restored first."""
    _editor(actor)
    _phase(stand, Phase.DRAFT, Phase.IN_REVIEW, Phase.SCHEDULED, Phase.LIVE)


def submit(stand: Stand, actor: Actor, *, faults: int = 0) -> Change:
    """Ask for a review of a draft; one with errors stays a draft."""
    _editor(actor)
    _phase(stand, Phase.DRAFT)
    if faults:
        raise Barred(Bar.HAS_FAULTS, count=faults)
    return Change(Act.SUBMIT, stand.head, Phase.IN_REVIEW, actor.id)


def withdraw(stand: Stand, actor: Actor) -> Change:
    """Take a text back before it is live: stopping is open to editors and approvers alike."""
    if not (actor.may_edit or actor.may_approve):
        raise Barred(Bar.NOT_AN_EDITOR)
    _phase(stand, Phase.IN_REVIEW, Phase.SCHEDULED)
    return Change(Act.WITHDRAW, stand.head, Phase.DRAFT, actor.id)


def give_back(stand: Stand, actor: Actor, reason: str) -> Change:
    """Return a text to its author (退回), with the reason."""
    _approver(actor)
    _phase(stand, Phase.IN_REVIEW)
    return Change(Act.RETURN, stand.head, Phase.DRAFT, actor.id, _reason(reason))


def approve(
    stand: Stand, actor: Actor, now: datetime, at: datetime | None = None, *, faults: int = 0
) -> Change:
    """Answer for a text: it goes live now, or at a moment to come."""
    _approver(actor)
    _phase(stand, Phase.IN_REVIEW)
    is_alone = _another(actor, stand.authors)
    if faults:
        raise Barred(Bar.HAS_FAULTS, count=faults)
    if at is None:
        return Change(
            Act.APPROVE, stand.head, Phase.LIVE, actor.id, goes_live=True, is_alone=is_alone
        )
    if at < now - SOON:
        raise Barred(Bar.IN_THE_PAST, at=at)
    if at > now + FARTHEST:
        raise Barred(Bar.TOO_FAR, at=at, days=FARTHEST.days)
    return Change(
        Act.SCHEDULE, stand.head, Phase.SCHEDULED, actor.id, goes_live_at=at, is_alone=is_alone
    )


def go_live(stand: Stand, now: datetime) -> Change:
    """Let a scheduled text go live when its moment has come; nobody acts, time does."""
    _phase(stand, Phase.SCHEDULED)
    if stand.goes_live_at is None or stand.goes_live_at > now:
        raise Barred(Bar.NOT_YET, at=stand.goes_live_at)
    return Change(Act.GO_LIVE, stand.head, Phase.LIVE, goes_live=True)


def sign(stand: Stand, actor: Actor) -> Change:
    """Answer for the live text as it is (审定); what else is being written stays where it is."""
    _approver(actor)
    if stand.live is None:
        raise Barred(Bar.NOTHING_LIVE)
    if stand.is_signed:
        raise Barred(Bar.ALREADY_SIGNED)
    is_alone = _another(actor, stand.live_authors)
    return Change(Act.SIGN, stand.live, stand.phase, actor.id, is_alone=is_alone)


def archive(stand: Stand, actor: Actor, reason: str) -> Change:
    """Take an entry out of use, with the reason; its texts are kept."""
    _approver(actor)
    if stand.phase is Phase.ARCHIVED:
        raise Barred(Bar.WRONG_PHASE, phase=stand.phase)
    return Change(
        Act.ARCHIVE, stand.head, Phase.ARCHIVED, actor.id, _reason(reason),
        ends=stand.live is not None,
    )  # fmt: skip


def restore(stand: Stand, actor: Actor) -> Change:
    """Take an archived entry up again, as a draft: it is reviewed before citizens see it."""
    if not (actor.may_edit or actor.may_approve):
        raise Barred(Bar.NOT_AN_EDITOR)
    _phase(stand, Phase.ARCHIVED)
    return Change(Act.RESTORE, stand.head, Phase.DRAFT, actor.id)


def roll_back(stand: Stand, actor: Actor, old: Written) -> Change:
    """Take an earlier text again, as a new revision.

    One that citizens have read before is live at once, if an approver does it; an editor's is a
    draft, and so is a text that never went live.
    """
    number = stand.head + 1
    if old.number == stand.live and stand.live == stand.head:
        raise Barred(Bar.ALREADY_LIVE)
    if actor.may_approve and old.went_live_at is not None:
        return Change(Act.ROLL_BACK, number, Phase.LIVE, actor.id, goes_live=True)
    _editor(actor)
    if stand.phase is Phase.ARCHIVED:
        raise Barred(Bar.WRONG_PHASE, phase=stand.phase)
    return Change(Act.ROLL_BACK, number, Phase.DRAFT, actor.id)


def _editor(actor: Actor) -> None:
    if not actor.may_edit:
        raise Barred(Bar.NOT_AN_EDITOR)


def _approver(actor: Actor) -> None:
    if not actor.may_approve:
        raise Barred(Bar.NOT_AN_APPROVER)


def _phase(stand: Stand, *allowed: Phase) -> None:
    if stand.phase not in allowed:
        raise Barred(Bar.WRONG_PHASE, phase=stand.phase)


def _another(actor: Actor, authors: frozenset[int]) -> bool:
    """Say whether somebody answers for a text of their own; bars it where that is not allowed."""
    if actor.id not in authors:
        return False
    if not actor.works_alone:
        raise Barred(Bar.OWN_TEXT)
    return True


def _reason(reason: str) -> str:
    if not reason.strip():
        raise Barred(Bar.NO_REASON)
    return reason.strip()
