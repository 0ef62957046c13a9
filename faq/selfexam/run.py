"""One self-exam as it is kept (考评记录)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from faq.selfexam.totals import Totals


class Unrun(StrEnum):
    """Why a self-exam has no result."""

    NO_EXAM = "no_exam"
    """The questions are not on this machine."""
    NO_KNOWLEDGE = "no_knowledge"
    """What citizens are told could not be opened."""
    BROKEN = "broken"
    """It ended before its end, more than once."""


@dataclass(frozen=True, slots=True)
class Run:
    """One self-exam; `night` is the day it was due on, None where somebody asked for it."""

    id: int
    ran_at: datetime
    night: date | None
    ended_at: datetime | None
    fault: Unrun | None
    revision: str
    totals: Totals | None
    evidence: str | None

    @property
    def is_open(self) -> bool:
        """Whether it waits or runs."""
        return self.ended_at is None
