"""How fresh the knowledge is (时效): what is still within its dates, and how old the texts are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from statistics import median

from faq.entry import Entry


@dataclass(frozen=True, slots=True)
class Freshness:
    """Counts of live entries on a day."""

    total: int
    fresh: int
    """Neither expired nor past the day somebody was to look at them again."""
    overdue: int
    """Past that day (review_by), not expired."""
    expired: int
    signed: int
    median_age: int | None
    """Days since `as_of` at the median; None where no entry says."""

    @property
    def unsigned(self) -> int:
        """Count the entries nobody of the bureau has signed (待审定)."""
        return self.total - self.signed

    @property
    def share(self) -> float | None:
        """Fresh entries among all, 0-1; None where there are none."""
        return self.fresh / self.total if self.total else None


def freshness(entries: Iterable[Entry], today: date) -> Freshness:
    """Look at the entries' dates."""
    known = list(entries)
    expired = [entry for entry in known if entry.is_expired(today)]
    overdue = [entry for entry in known if _is_overdue(entry, today)]
    ages = [(today - entry.as_of).days for entry in known if entry.as_of is not None]
    return Freshness(
        total=len(known),
        fresh=len(known) - len(expired) - len(overdue),
        overdue=len(overdue),
        expired=len(expired),
        signed=sum(entry.is_signed for entry in known),
        median_age=round(median(ages)) if ages else None,
    )


def _is_overdue(entry: Entry, today: date) -> bool:
    is_due = entry.review_by is not None and today > entry.review_by
    return is_due and not entry.is_expired(today)
