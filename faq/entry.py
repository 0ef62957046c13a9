"""An entry (知识条目): a curated answer, the wordings that ask for it, its sources."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Evidence(StrEnum):
    """How well the weakest fact of an answer is attested (facts register, section 0)."""

    A = "A"
    RELAYED = "A转"
    B = "B"


@dataclass(frozen=True, slots=True)
class Source:
    """A document an answer rests on; at least one of number, article and date is known."""

    title: str
    number: str | None = None
    article: str | None = None
    date: dt.date | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One curated answer; rows of an exam have neither sources nor evidence."""

    id: str
    topic: str
    standard_question: str
    similar_questions: tuple[str, ...]
    answer: str
    sources: tuple[Source, ...] = ()
    evidence: Evidence | None = None
    as_of: dt.date | None = None
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None
    review_by: dt.date | None = None
    related: tuple[str, ...] = ()
    reviewed_by: str | None = None
    reviewed_on: dt.date | None = None

    @property
    def wordings(self) -> tuple[str, ...]:
        """Every way the entry is known to be asked, the standard question first."""
        return (self.standard_question, *self.similar_questions)

    @property
    def is_signed(self) -> bool:
        """Whether somebody of the bureau answers for the text (审定)."""
        return self.reviewed_by is not None and self.reviewed_on is not None

    def is_expired(self, today: dt.date) -> bool:
        """Whether the last day of validity has passed."""
        return self.valid_until is not None and today > self.valid_until

    def is_in_force(self, today: dt.date) -> bool:
        """Whether the answer may be shown on a day; both ends of the validity count."""
        has_begun = self.valid_from is None or self.valid_from <= today
        return has_begun and not self.is_expired(today)
