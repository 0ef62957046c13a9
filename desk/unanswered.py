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


class Resolution(StrEnum):
    """What an operator made of a question (处理结果)."""

    WORDING = "wording"
    """Another way of asking an entry; it waits until the entry knows it."""
    ENTRY = "entry"
    """A new entry is written; it waits until that is live."""
    REVISION = "revision"
    """An entry's answer is written anew; it waits until that is live."""
    SYNONYM = "synonym"
    """A word is taught; it waits until the question is answered."""
    OUT_OF_SCOPE = "out_of_scope"
    """Nothing this house answers (不在范围)."""
    REDIRECT = "redirect"
    """Another office answers it (转介)."""
    DISMISSED = "dismissed"
    """Seen, and nothing is to be done (忽略)."""

    @property
    def is_promise(self) -> bool:
        """Whether an answer is being made ready."""
        return self in PROMISES


PROMISES = frozenset(
    {Resolution.WORDING, Resolution.ENTRY, Resolution.REVISION, Resolution.SYNONYM}
)


@dataclass(frozen=True, slots=True)
class Handling:
    """What is made of questions: the entry they wait for, or the number of another office."""

    resolution: Resolution
    entry_id: str | None = None
    door: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """What is put into the queue: the text as typed, the entry it was about, a reason code."""

    kind: Kind
    text: str
    entry_id: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Unanswered:
    """One row of the operators' queue; `text` is masked.

    `person` tells apart who asked while that is known. `closed_at` is when an operator
    resolved it, `answered_at` when the answer was there.
    """

    receipt: str
    kind: Kind
    text: str
    entry_id: str | None
    reason: str
    channel: str
    created_at: datetime
    closed_at: datetime | None
    person: int | None = None
    resolution: Resolution | None = None
    resolved_entry: str | None = None
    door: str | None = None
    answered_at: datetime | None = None
    closed_by: int | None = None


@dataclass(frozen=True, slots=True)
class Ticket:
    """A recorded wish to speak with a person (转人工)."""

    receipt: str
    text: str
    channel: str
    created_at: datetime
    closed_at: datetime | None
