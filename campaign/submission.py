"""A submission (投稿): one work handed in, and the only way its state changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class State(StrEnum):
    """Where a work stands. Only `change` leads from one to another."""

    DRAFT = "draft"
    """Being filled in; nobody of the staff sees it."""
    RECEIVED = "received"
    """Handed in; the file still waits for its technical check."""
    CHECKING = "checking"
    """The technical check is over; people look at the work."""
    NEEDS_FIX = "needs_fix"
    """The author is asked for another file."""
    ACCEPTED = "accepted"
    DECLINED = "declined"
    SHORTLISTED = "shortlisted"
    AWARDED = "awarded"
    WITHDRAWN = "withdrawn"


NEXT: Mapping[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.RECEIVED}),
    State.RECEIVED: frozenset({State.CHECKING, State.NEEDS_FIX, State.WITHDRAWN}),
    State.CHECKING: frozenset({State.NEEDS_FIX, State.ACCEPTED, State.DECLINED, State.WITHDRAWN}),
    State.NEEDS_FIX: frozenset({State.RECEIVED, State.DECLINED, State.WITHDRAWN}),
    State.ACCEPTED: frozenset(
        {State.CHECKING, State.DECLINED, State.SHORTLISTED, State.WITHDRAWN}
    ),
    State.DECLINED: frozenset({State.CHECKING}),
    State.SHORTLISTED: frozenset({State.ACCEPTED, State.AWARDED}),
    State.AWARDED: frozenset({State.SHORTLISTED}),
    State.WITHDRAWN: frozenset(),
}
"""The way forward, and back where staff decided wrongly. A withdrawn work stays withdrawn."""


class ForbiddenChangeError(Exception):
    """No way leads from one state to the other; carries both."""

    def __init__(self, before: State, after: State) -> None:
        super().__init__(before, after)
        self.before, self.after = before, after


@dataclass(frozen=True, slots=True)
class Submission:
    """One work; `answers` are as validated, `created_at` is when it was begun.

    `receipt` and `received_at` come with the first hand-in and never change.
    """

    id: str
    campaign_id: str
    person_id: int | None
    channel: str
    chat_id: int
    state: State
    answers: Mapping[str, Any]
    media_id: str | None
    created_at: datetime
    receipt: str | None = None
    received_at: datetime | None = None

    @property
    def title(self) -> str:
        """The work's title, empty while none is given."""
        return str(self.answers.get("title") or "")

    @property
    def is_withdrawable(self) -> bool:
        """Whether its author may still take it back, the campaign's close aside."""
        return State.WITHDRAWN in NEXT[self.state]


@dataclass(frozen=True, slots=True)
class Change:
    """A change of state that was allowed; the store records nothing else.

    `actor` is `author`, `check` or a member of staff; `reason` is for the log.
    """

    submission_id: str
    before: State
    after: State
    at: datetime
    actor: str
    reason: str | None = None


def change(
    submission: Submission, to: State, now: datetime, actor: str, reason: str | None = None
) -> Change:
    """Allow a change of state or raise `ForbiddenChangeError`."""
    if to not in NEXT[submission.state]:
        raise ForbiddenChangeError(submission.state, to)
    return Change(submission.id, submission.state, to, now, actor, reason)
