"""A question that was asked and what came of it (问答流水); nobody is named."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

TEXTS_KEPT = timedelta(days=30)
"""How long the words of a question are kept, masked and without a person."""
ROWS_KEPT = timedelta(days=90)
"""How long single questions are kept; then only their number a day is."""


class Came(StrEnum):
    """What came of a question."""

    ANSWER = "answer"
    SUGGEST = "suggest"
    CHOSEN = "chosen"
    """One of the suggestions was taken: a message of its own, not a question more."""
    REDIRECT = "redirect"
    SMALL_TALK = "small_talk"
    DECLINE = "decline"
    STOPPED = "stopped"
    """An operator has stopped what would have answered it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as it is put down; `text` is None where its words must not be kept."""

    channel: str
    text: str | None
    outcome: Came
    reason: str
    entry_id: str | None = None
    probability: float = 0.0


@dataclass(frozen=True, slots=True)
class Counted:
    """How many questions of a day and channel ended in one way."""

    day: date
    channel: str
    outcome: Came
    reason: str
    count: int


@dataclass(frozen=True, slots=True)
class AskedAlike:
    """A text that was asked, how often, and when last."""

    text: str
    count: int
    last: datetime
