"""The figures of a period (数据): what was asked, how much of it was answered, what was wrong."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from desk.journal.journal import Came, Counted
from desk.unanswered import Kind

OFFERED_AND_CHOSEN = "chosen"
"""The reason of a choice among suggestions; other taps, as on a related question, are not it."""
BESIDE = frozenset({"neighbour", "empty"})
"""Reasons of questions that this house does not answer, or that were none."""
REPORTS = (Kind.UNSOLVED, Kind.WRONG)
PER = 100
"""Reports are counted for so many answers."""


@dataclass(frozen=True, slots=True)
class Part:
    """So many of so many; without any there is no share."""

    hits: int
    total: int

    @property
    def share(self) -> float | None:
        """0-1, or None of nothing."""
        return self.hits / self.total if self.total else None


@dataclass(frozen=True, slots=True)
class Reported:
    """How many reports of a kind came in on a day."""

    day: date
    kind: Kind
    count: int


@dataclass(frozen=True, slots=True)
class Figures:
    """A period of days, both ends included, on one channel or all."""

    first: date
    last: date
    counted: Sequence[Counted] = ()
    reported: Sequence[Reported] = ()

    @property
    def days(self) -> list[date]:
        """List the days."""
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]

    @property
    def questions(self) -> int:
        """Count the questions; a tap on a suggestion belongs to the question before it."""
        return sum(row.count for row in self.counted if row.outcome is not Came.CHOSEN)

    @property
    def outcomes(self) -> Mapping[Came, int]:
        """Count by outcome."""
        found: Counter[Came] = Counter()
        for row in self.counted:
            found[row.outcome] += row.count
        return found

    def has(self, came: Came) -> bool:
        """Whether anything ended so."""
        return self.outcomes.get(came, 0) > 0

    @property
    def reasons(self) -> list[tuple[Came, str, int]]:
        """Count by outcome and reason, the most frequent first."""
        found: Counter[tuple[Came, str]] = Counter()
        for row in self.counted:
            found[row.outcome, row.reason] += row.count
        order = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
        return [(outcome, reason, count) for (outcome, reason), count in order]

    @property
    def in_scope(self) -> int:
        """Count the questions this house is there to answer.

        Answered, offered or missed; without doors (redirects), small talk, what was stopped, and
        what was recognised as another house's matter.
        """
        return sum(row.count for row in self.counted if _is_in_scope(row))

    @property
    def coverage(self) -> Part:
        """Return how much of that was covered.

        (answered + suggestions of which one was chosen) / questions in scope.
        """
        covered = sum(row.count for row in self.counted if _is_covered(row))
        return Part(min(covered, self.in_scope), self.in_scope)

    @property
    def answers(self) -> int:
        """Count the answers that were shown, on a question or on a tap."""
        return self.outcomes.get(Came.ANSWER, 0) + self.outcomes.get(Came.CHOSEN, 0)

    def reports(self, *kinds: Kind) -> int:
        """Count the reports of some kinds, all unless given."""
        return sum(row.count for row in self.reported if row.kind in (kinds or REPORTS))

    def reports_per_hundred(self, *kinds: Kind) -> float | None:
        """Return the reports for each hundred answers shown; None where nothing was shown."""
        return self.reports(*kinds) * PER / self.answers if self.answers else None

    def on(self, day: date) -> "Figures":
        """Return the figures of one day."""
        return Figures(
            day, day,
            [row for row in self.counted if row.day == day],
            [row for row in self.reported if row.day == day],
        )  # fmt: skip

    @property
    def channels(self) -> list[str]:
        """List the channels that were used."""
        return sorted({row.channel for row in self.counted})

    def through(self, channel: str) -> Mapping[Came, int]:
        """Count one channel's questions by outcome."""
        rows = [row for row in self.counted if row.channel == channel]
        return Figures(self.first, self.last, rows).outcomes


def period(today: date, days: int) -> tuple[date, date]:
    """Return the first and last of so many days that end today."""
    return today - timedelta(days=days - 1), today


def _is_in_scope(row: Counted) -> bool:
    is_missed = row.outcome is Came.DECLINE and row.reason not in BESIDE
    return is_missed or row.outcome in (Came.ANSWER, Came.SUGGEST)


def _is_covered(row: Counted) -> bool:
    is_chosen = row.outcome is Came.CHOSEN and row.reason == OFFERED_AND_CHOSEN
    return is_chosen or row.outcome is Came.ANSWER
