"""What waits for an operator: a question without an answer, or an answer that failed."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """Why a question came to the desk."""

    UNKNOWN = "unknown"
    """No entry answers it (未答上)."""
    UNSOLVED = "unsolved"
    """The answer did not help (没解决)."""
    WRONG = "wrong"
    """The citizen says that the answer is wrong (内容有误)."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is put into the queue: the text as typed, the entry it was about, a reason code."""

    kind: Kind
    text: str
    entry_id: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Unanswered:
    """One row of the operators' queue; `text` is masked."""

    receipt: str
    kind: Kind
    text: str
    entry_id: str | None
    reason: str
    channel: str
    created_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Ticket:
    """A recorded wish to speak with a person (转人工)."""

    receipt: str
    text: str
    channel: str
    created_at: datetime
    closed_at: datetime | None
