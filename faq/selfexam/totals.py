"""What a self-exam came to, in numbers that can be kept, shown and compared."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from faq import evaluate, exam
from faq.evaluate import Share
from faq.exam import Case, Result, Verdict
from faq.knowledge import Knowledge

TUNING = "tuning"
"""The half whose questions may be read; those of `exam.MEASURED` are only counted."""
HALVES = (TUNING, exam.MEASURED)
ACCURACY_WEIGHT = 35
"""What accuracy (问答准确度) weighs of the 100 points of the published Chinese scheme."""
RELATED_WORTH = 0.5
"""What a merely related answer is worth there; an exact one is worth 1."""
_SHARES = ("right", "helped", "wrong", "refused", "sent")


@dataclass(frozen=True, slots=True)
class Tally:
    """How the questions of one kind ended."""

    kind: str
    right: int = 0
    offered: int = 0
    missed: int = 0
    wrong: int = 0

    @property
    def total(self) -> int:
        """How many questions there were."""
        return self.right + self.offered + self.missed + self.wrong

    def share(self, verdict: Verdict) -> Share:
        """Return how many ended so."""
        return Share(getattr(self, verdict.value), self.total)


@dataclass(frozen=True, slots=True)
class Half:
    """One half of the exam: its kinds, and the figures an exam promises."""

    kinds: tuple[Tally, ...]
    shares: Mapping[str, Share]
    """`faq.evaluate.Figures` by name, without the pairs."""
    in_scope: Tally
    """Of the questions the bot can help with."""

    @property
    def all(self) -> Tally:
        """Return all kinds together."""
        return summed("all", self.kinds)


@dataclass(frozen=True, slots=True)
class Totals:
    """A whole self-exam by half."""

    halves: Mapping[str, Half]

    @property
    def all(self) -> Tally:
        """Return all questions together."""
        return summed("all", [half.all for half in self.halves.values()])

    @property
    def wrong(self) -> Share:
        """Return the confident errors among all questions."""
        return self.all.share(Verdict.WRONG)

    @property
    def right(self) -> Share:
        """Return what was answered right of what the bot can help with."""
        return self._in_scope.share(Verdict.RIGHT)

    @property
    def accuracy(self) -> float:
        """Return the points for accuracy, of `ACCURACY_WEIGHT`.

        (right x 1 + offered x 0.5) / questions the bot can help with x 35, as the scheme gives 1
        for an exact and 0.5 for a merely related answer.
        """
        of = self._in_scope
        if not of.total:
            return 0.0
        return (of.right + of.offered * RELATED_WORTH) / of.total * ACCURACY_WEIGHT

    @property
    def _in_scope(self) -> Tally:
        return summed("in_scope", [half.in_scope for half in self.halves.values()])


def summed(kind: str, tallies: Iterable[Tally]) -> Tally:
    """Add tallies up."""
    known = list(tallies)
    return Tally(
        kind,
        sum(one.right for one in known),
        sum(one.offered for one in known),
        sum(one.missed for one in known),
        sum(one.wrong for one in known),
    )


def totals(results: Mapping[str, Sequence[Result]]) -> Totals:
    """Count results by half."""
    return Totals({name: _half(found) for name, found in results.items()})


def cases_of(folder: Path) -> dict[str, list[Case]]:
    """Read the exam by half; raises `faq.exam.ExamError` where there is none."""
    found = {
        half: [
            case
            for file in sorted((folder / half).glob("*.yaml"))
            for case in exam.read_exam(file)
        ]
        for half in HALVES
    }
    if not any(found.values()):
        raise exam.ExamError(str(folder))
    return found


def run(
    cases: Mapping[str, Sequence[Case]], now: datetime, knowledge: Knowledge
) -> dict[str, list[Result]]:
    """Ask every question of both halves."""
    return {half: exam.run(asked, now, knowledge) for half, asked in cases.items()}


def as_json(found: Totals) -> dict[str, Any]:
    """Give totals the shape they are kept in."""
    return {
        name: {
            "kinds": {one.kind: _counts(one) for one in half.kinds},
            "shares": {key: [share.hits, share.total] for key, share in half.shares.items()},
            "in_scope": _counts(half.in_scope),
        }
        for name, half in found.halves.items()
    }


def of_json(kept: Mapping[str, Any]) -> Totals:
    """Read what `as_json` gave."""
    return Totals(
        {
            name: Half(
                tuple(Tally(kind, *counts) for kind, counts in half["kinds"].items()),
                {key: Share(*share) for key, share in half["shares"].items()},
                Tally("in_scope", *half["in_scope"]),
            )
            for name, half in kept.items()
        }
    )


def _half(results: Sequence[Result]) -> Half:
    kinds = sorted({each.case.kind for each in results})
    figures = evaluate.figures(results)
    inside = [each for each in results if evaluate.is_in_scope(each.case)]
    return Half(
        tuple(_tally(kind, [r for r in results if r.case.kind == kind]) for kind in kinds),
        {name: getattr(figures, name) for name in _SHARES},
        _tally("in_scope", inside),
    )


def _tally(kind: str, results: Iterable[Result]) -> Tally:
    verdicts = [each.verdict for each in results]
    return Tally(kind, *(verdicts.count(verdict) for verdict in Verdict))


def _counts(tally: Tally) -> list[int]:
    return [tally.right, tally.offered, tally.missed, tally.wrong]
