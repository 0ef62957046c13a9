"""The project's own exam: labelled questions, what came of each, and whether that is right.

A YAML file holds a list of cases, one mapping each:

    kind: synonym                  # what the case tries
    text: 质量月是几月
    expect: quality-month-when     # an entry id, or decline, small_talk, redirect,
                                   # redirect:elevator_trapped ...; a list accepts any of them
    each: [A, B]                   # instead of expect: several questions in one text, in order
    after: quality-month-theme     # optional: the entry answered just before, or `stations` with
    after_district: 平定县         # the district and
    after_service: metrology       # the business they were shown for
    station: {district: 盂县}      # optional: what must be understood of a search for stations
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

import yaml

from faq.decide import decide
from faq.knowledge import Knowledge
from faq.outcome import Answer, Context, Outcome, Redirect, Several, SmallTalk, Suggestions
from faq.route import RedirectKind
from faq.stations import ServiceKind, StationQuery
from faq.words import LOADER

MEASURED = "measured"
"""The folder whose questions are only counted: nobody reads what goes wrong in it."""
DECLINE, SMALL_TALK, REDIRECT = "decline", "small_talk", "redirect"
STATIONS = "stations"


class Verdict(StrEnum):
    """How an outcome compares with what was expected."""

    RIGHT = "right"
    OFFERED = "offered"
    MISSED = "missed"
    WRONG = "wrong"


class ExamError(Exception):
    """A file is no exam; the message says which row and why."""


@dataclass(frozen=True, slots=True)
class Case:
    """One labelled text: for each question in it, the things any of which is right."""

    text: str
    kind: str
    asked: tuple[frozenset[str], ...]
    context: Context = field(default_factory=Context)
    station: StationQuery | None = None

    @property
    def expected(self) -> frozenset[str]:
        """All things that are right for one question of the text or another."""
        return frozenset().union(*self.asked)


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one case."""

    case: Case
    outcome: Outcome
    verdict: Verdict


def read_exam(path: Path) -> list[Case]:
    """Read the cases of one file; raises `ExamError` naming the row at fault."""
    rows = yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)  # noqa: S506 -- a safe loader
    cases = []
    for number, row in enumerate(rows or (), start=1):
        try:
            cases.append(_case(row, path.stem))
        except (AttributeError, KeyError, TypeError, ValueError) as problem:
            raise ExamError(f"{path.name}: row {number}: {problem!r}") from problem
    return cases


def run(cases: Iterable[Case], now: datetime, knowledge: Knowledge) -> list[Result]:
    """Ask every case by itself; `now` is aware."""
    results = []
    for case in cases:
        outcome = decide(case.text, case.context, now, knowledge)
        results.append(Result(case, outcome, judge(case, outcome)))
    return results


def judge(case: Case, outcome: Outcome) -> Verdict:
    """Compare an outcome with what was expected.

    Wrong is only a confident error: an answer, or a door, nobody expected. Offering choices where
    nothing should be answered is a miss at most.
    """
    if len(case.asked) > 1:
        return _judge_each(case.asked, parts_of(outcome))
    found = [_judge_one(case.asked[0], part) for part in parts_of(outcome)]
    if Verdict.WRONG in found and not _is_right_beside(outcome, found):
        return Verdict.WRONG
    if Verdict.RIGHT not in found:
        return min(found, key=list(Verdict).index)
    return _station_verdict(case.station, outcome)


def parts_of(outcome: Outcome) -> list[Outcome]:
    """Take apart what a citizen reads at once: several parts, a door and its answered half."""
    if isinstance(outcome, Several):
        return [piece for part in outcome.parts for piece in parts_of(part.outcome)]
    if isinstance(outcome, Redirect) and outcome.then is not None:
        return [outcome, outcome.then]
    return [outcome]


def _is_right_beside(outcome: Outcome, found: Sequence[Verdict]) -> bool:
    """Say whether a door and an answer stand side by side and one of the two was expected."""
    return isinstance(outcome, Redirect) and Verdict.RIGHT in found


def _judge_one(expected: frozenset[str], outcome: Outcome) -> Verdict:
    if _says_no(outcome) and DECLINE in expected:
        return Verdict.RIGHT
    if isinstance(outcome, Answer):
        return Verdict.RIGHT if outcome.entry.id in expected else Verdict.WRONG
    if isinstance(outcome, Redirect):
        doors = {REDIRECT, f"{REDIRECT}:{outcome.kind.value}"}
        return Verdict.RIGHT if doors & expected else Verdict.WRONG
    if isinstance(outcome, SmallTalk):
        return Verdict.RIGHT if SMALL_TALK in expected else Verdict.MISSED
    if isinstance(outcome, Suggestions) and {entry.id for entry in outcome.entries} & expected:
        return Verdict.OFFERED
    return Verdict.RIGHT if DECLINE in expected else Verdict.MISSED


def _says_no(outcome: Outcome) -> bool:
    """Say whether a citizen reads that nothing is known: no such name, no station elsewhere."""
    if isinstance(outcome, Redirect):
        return outcome.query is not None and outcome.query.elsewhere is not None
    return isinstance(outcome, Answer) and outcome.why.reason == "not_listed"


def _judge_each(asked: Sequence[frozenset[str]], parts: Sequence[Outcome]) -> Verdict:
    """Right when all questions are answered in order; half an answer is a miss."""
    judged = [[_judge_one(expected, part) for part in parts] for expected in asked]
    if any(all(row[place] is Verdict.WRONG for row in judged) for place in range(len(parts))):
        return Verdict.WRONG
    is_door_first = len(parts) == len(asked) and isinstance(parts[0], Redirect)
    orders = [judged, judged[::-1]] if is_door_first else [judged]
    if len(parts) == len(asked) and any(
        all(row[place] is Verdict.RIGHT for place, row in enumerate(order)) for order in orders
    ):
        return Verdict.RIGHT
    covered = all({Verdict.RIGHT, Verdict.OFFERED} & set(row) for row in judged)
    return Verdict.OFFERED if covered else Verdict.MISSED


def _station_verdict(wanted: StationQuery | None, outcome: Outcome) -> Verdict:
    """Compare the district and the business understood: another one is wrong, none a miss."""
    if wanted is None or not isinstance(outcome, Redirect):
        return Verdict.RIGHT
    got = outcome.query or StationQuery()
    pairs = [(wanted.district, got.district), (wanted.service, got.service)]
    named = [(want, have) for want, have in pairs if want is not None]
    if any(have is not None and have != want for want, have in named):
        return Verdict.WRONG
    return Verdict.RIGHT if all(have == want for want, have in named) else Verdict.MISSED


def _case(row: dict[str, Any], kind: str) -> Case:
    asked = row["each"] if "each" in row else [row["expect"]]
    return Case(
        text=str(row["text"]),
        kind=str(row.get("kind", kind)),
        asked=tuple(_any_of(item) for item in asked),
        context=_context(row),
        station=_query(row["station"]) if "station" in row else None,
    )


def _any_of(item: object) -> frozenset[str]:
    names = frozenset(map(str, item if isinstance(item, list) else [item]))
    for name in names:
        if name.startswith(f"{REDIRECT}:"):
            RedirectKind(name.partition(":")[2])
    return names


def _context(row: dict[str, Any]) -> Context:
    if row.get("after") == STATIONS:
        shown = {"district": row.get("after_district"), "service": row.get("after_service")}
        return Context(stations=_query(shown))
    return Context(last_entry=row.get("after"))


def _query(wanted: dict[str, Any]) -> StationQuery:
    service = wanted.get("service")
    return StationQuery(wanted.get("district"), ServiceKind(service) if service else None)
