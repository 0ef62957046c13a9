"""Shadow replay (影子重放): the same questions asked of two states of the knowledge."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum

from faq.card import name
from faq.decide import decide
from faq.exam import Case, Verdict, judge, parts_of
from faq.knowledge import Knowledge
from faq.outcome import Answer, Context, Outcome, Redirect, Suggestions, answered

ALONE = Context()


class Turn(StrEnum):
    """What became of an outcome; the worst comes first in lists."""

    WORSE = "worse"
    BETTER = "better"
    OTHER = "other"


class Rank(IntEnum):
    """How far an outcome helps: not at all, by choices, by an answer or the right door."""

    MISSED = 0
    OFFERED = 1
    ANSWERED = 2


@dataclass(frozen=True, slots=True)
class Told:
    """What a citizen is told, in short. `parts` are entry ids and doors in the order shown."""

    outcome: str
    reason: str
    rank: Rank
    parts: tuple[str, ...]
    texts: tuple[str, ...] = ()
    """The answers themselves: the same entry may say something else."""


@dataclass(frozen=True, slots=True)
class Change:
    """One question that is told something else. `is_exam`: its right answer is known."""

    text: str
    before: Told
    after: Told
    turn: Turn
    is_exam: bool = False


@dataclass(frozen=True, slots=True)
class Replay:
    """What a change of the knowledge does to questions; `asked` and `examined` were replayed."""

    changes: tuple[Change, ...]
    asked: int
    examined: int

    @property
    def better(self) -> tuple[Change, ...]:
        """The questions it mends."""
        return tuple(each for each in self.changes if each.turn is Turn.BETTER)

    @property
    def worse(self) -> tuple[Change, ...]:
        """The questions it breaks."""
        return tuple(each for each in self.changes if each.turn is Turn.WORSE)


@dataclass(frozen=True, slots=True)
class Summary:
    """How many questions a replay found changed, against which revision of the knowledge."""

    revision: str
    changed: int
    worse: int
    better: int
    made_at: datetime


def summary(replay: Replay, revision: str, made_at: datetime) -> Summary:
    """Count what a replay found."""
    counts = (len(replay.changes), len(replay.worse), len(replay.better))
    return Summary(revision, *counts, made_at)


def compare(
    before: Knowledge,
    after: Knowledge,
    texts: Sequence[str],
    cases: Sequence[Case],
    now: datetime,
    *,
    pause: Callable[[], None] = lambda: None,
) -> Replay:
    """Ask every question of both, each once; `pause` is called after each, to let others work."""
    known = {case.text for case in cases}
    asked = [text for text in dict.fromkeys(texts) if text not in known]
    changes = [*_of_texts(before, after, asked, now, pause)]
    changes += _of_cases(before, after, cases, now, pause)
    changes.sort(key=lambda change: list(Turn).index(change.turn))
    return Replay(tuple(changes), len(asked), len(cases))


def told(outcome: Outcome) -> Told:
    """Say in short what a citizen is told."""
    shown = [part for piece in parts_of(outcome) for part in _shown(piece)]
    entries = answered(outcome)
    return Told(
        name(outcome),
        outcome.why.reason,
        _rank(outcome),
        tuple(shown),
        tuple(entry.answer.strip() for entry in entries),
    )


def turn(before: Told, after: Told) -> Turn | None:
    """Say what became of an outcome nobody has labelled; None where it is as it was.

    Another entry or door in place of an answer is worse until somebody has looked at it.
    """
    if (before.rank, before.parts, before.texts) == (after.rank, after.parts, after.texts):
        return None
    if before.rank is not after.rank:
        return Turn.BETTER if after.rank > before.rank else Turn.WORSE
    is_another = before.rank is Rank.ANSWERED and not set(before.parts) <= set(after.parts)
    return Turn.WORSE if is_another else Turn.OTHER


def resting(share: float = 1.0) -> Callable[[], None]:
    """Make a pause as long as the work before it, times `share`."""
    began = time.perf_counter()

    def pause() -> None:
        nonlocal began
        time.sleep(share * (time.perf_counter() - began))
        began = time.perf_counter()

    return pause


def _of_texts(
    before: Knowledge,
    after: Knowledge,
    texts: Iterable[str],
    now: datetime,
    pause: Callable[[], None],
) -> Iterator[Change]:
    for text in texts:
        was, becomes = (told(decide(text, ALONE, now, each)) for each in (before, after))
        if became := turn(was, becomes):
            yield Change(text, was, becomes, became)
        pause()


def _of_cases(
    before: Knowledge,
    after: Knowledge,
    cases: Iterable[Case],
    now: datetime,
    pause: Callable[[], None],
) -> Iterator[Change]:
    order = [Verdict.WRONG, Verdict.MISSED, Verdict.OFFERED, Verdict.RIGHT]
    for case in cases:
        was, becomes = (decide(case.text, case.context, now, each) for each in (before, after))
        old, new = (order.index(judge(case, outcome)) for outcome in (was, becomes))
        if old != new:
            became = Turn.BETTER if new > old else Turn.WORSE
            yield Change(case.text, told(was), told(becomes), became, is_exam=True)
        elif turn(told(was), told(becomes)):
            yield Change(case.text, told(was), told(becomes), Turn.OTHER, is_exam=True)
        pause()


def _rank(outcome: Outcome) -> Rank:
    pieces = parts_of(outcome)
    if any(isinstance(piece, Answer | Redirect) for piece in pieces):
        return Rank.ANSWERED
    is_offered = any(isinstance(piece, Suggestions) for piece in pieces)
    return Rank.OFFERED if is_offered else Rank.MISSED


def _shown(piece: Outcome) -> list[str]:
    match piece:
        case Answer(entry=entry):
            return [entry.id]
        case Suggestions(entries=entries):
            return [entry.id for entry in entries]
        case Redirect(kind=kind, numbers=numbers):
            return [":".join((kind.value, *numbers))]
        case _:
            return []
