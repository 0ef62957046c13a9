"""The project's own exam: labelled questions, what came of each, and how sure the shares are.

A YAML file holds a list of cases:

    - text: 质量月是几月
      kind: synonym
      expect: quality-month-when      # an entry id, or one of decline, small_talk, redirect,
                                      # redirect:elevator_trapped ...; a list accepts any of them
      after: quality-month-theme      # optional: the entry answered just before
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import assert_never

import yaml

from faq.decide import decide
from faq.knowledge import Knowledge
from faq.outcome import Answer, Context, Outcome, Redirect, SmallTalk, Suggestions, Unknown
from faq.words import LOADER, shipped

NINETY_FIVE = 1.959964
"""Standard deviations of a two-sided 95 % interval."""
TOTAL = "="
NOT_ENTRIES = ("decline", "small_talk", "redirect")


class Verdict(StrEnum):
    """How an outcome compares with what was expected."""

    RIGHT = "right"
    OFFERED = "offered"
    MISSED = "missed"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Case:
    """One labelled question; any of the expected things is right."""

    text: str
    kind: str
    expected: tuple[str, ...]
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one case."""

    case: Case
    outcome: Outcome
    verdict: Verdict


def read_exam(path: Path) -> list[Case]:
    """Read the cases of one file."""
    rows = yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)  # noqa: S506 -- a safe loader
    return [_case(row, path.stem) for row in rows]


def run(cases: Iterable[Case], now: datetime, knowledge: Knowledge) -> list[Result]:
    """Ask every case by itself."""
    results = []
    for case in cases:
        outcome = decide(case.text, Context(last_entry=case.after), now, knowledge)
        results.append(Result(case, outcome, judge(case, outcome)))
    return results


def judge(case: Case, outcome: Outcome) -> Verdict:
    """Compare an outcome with what was expected.

    Wrong is only a confident error: an answer, or a door, nobody expected. Offering choices where
    nothing should be answered is a miss at most.
    """
    match outcome:
        case Answer():
            return Verdict.RIGHT if outcome.entry.id in case.expected else Verdict.WRONG
        case Suggestions():
            offered = {entry.id for entry in outcome.entries}
            return Verdict.OFFERED if offered & set(case.expected) else _quiet(case)
        case Redirect():
            return _redirected(case, outcome)
        case SmallTalk():
            return Verdict.RIGHT if "small_talk" in case.expected else Verdict.MISSED
        case Unknown():
            return _quiet(case)
        case _:
            assert_never(outcome)


def wilson(hits: int, total: int) -> tuple[float, float]:
    """Bound a share with 95 % confidence (Wilson's score interval)."""
    if total == 0:
        return 0.0, 1.0
    share, square = hits / total, NINETY_FIVE**2
    middle = share + square / (2 * total)
    spread = NINETY_FIVE * math.sqrt(share * (1 - share) / total + square / (4 * total**2))
    scale = 1 + square / total
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)


def table(results: Iterable[Result], *, mistakes: bool = False) -> Iterator[str]:
    """Print one line a kind and one for all."""
    kinds: dict[str, list[Result]] = defaultdict(list)
    for result in results:
        kinds[result.case.kind].append(result)
        kinds[TOTAL].append(result)
    for kind in sorted(kinds):
        yield _line(kind, kinds[kind])
        if mistakes and kind != TOTAL:
            yield from map(_mistake, filter(_is_mistake, kinds[kind]))


def _case(row: dict[str, object], kind: str) -> Case:
    expected = row["expect"]
    wanted = expected if isinstance(expected, list) else [expected]
    after = row.get("after")
    return Case(
        str(row["text"]),
        str(row.get("kind", kind)),
        tuple(map(str, wanted)),
        str(after) if after else None,
    )


def _quiet(case: Case) -> Verdict:
    """Judge a text left without an answer: right where none was due."""
    return Verdict.RIGHT if "decline" in case.expected else Verdict.MISSED


def _redirected(case: Case, outcome: Redirect) -> Verdict:
    doors = {"redirect", f"redirect:{outcome.kind.value}"}
    if doors & set(case.expected):
        return Verdict.RIGHT
    if outcome.then is not None and outcome.then.entry.id in case.expected:
        return Verdict.RIGHT
    return Verdict.WRONG


def _is_mistake(result: Result) -> bool:
    return result.verdict is not Verdict.RIGHT


def _mistake(result: Result) -> str:
    outcome = result.outcome
    got = outcome.entry.id if isinstance(outcome, Answer) else outcome.why.reason
    best = outcome.why.candidates[0] if outcome.why.candidates else None
    detail = f"{result.verdict} {got}" + (f" {best.entry} {best.probability:.2f}" if best else "")
    expected = ",".join(result.case.expected)
    said: str = shipped("card.yaml")["mistake"]
    return said.format(text=result.case.text, got=detail, expected=expected)


def _line(kind: str, results: list[Result]) -> str:
    total = len(results)
    counts = {each: sum(result.verdict is each for result in results) for each in Verdict}
    low, high = wilson(counts[Verdict.RIGHT], total)
    wrong_low, wrong_high = wilson(counts[Verdict.WRONG], total)
    shares = {each.value: counts[each] / total for each in Verdict}
    said: str = shipped("card.yaml")["evaluation"]
    bounds = {"low": low, "high": high, "wrong_low": wrong_low, "wrong_high": wrong_high}
    return said.format(kind=kind, total=total, **shares, **bounds)
