"""What the exam promises is kept. Of the measured half only totals are ever shown, also here."""

import re
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from faq import evaluate, exam
from faq.commands import EXAM, HALVES
from faq.evaluate import Figures
from faq.knowledge import Knowledge
from faq.outcome import Context, Redirect
from texts import ask

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
FIRST_SENTENCE = re.compile(r"[^。！？\n]*")


@dataclass(frozen=True)
class Floor:
    """Shares (0-1) an exam must reach, or for errors must stay below."""

    right: float
    helped: float
    wrong: float
    pairs_wrong: float
    refused: float
    sent: float

    def missed_by(self, found: Figures) -> list[str]:
        least = ("right", "helped", "refused", "sent")
        most = ("wrong", "pairs_wrong")
        low = [name for name in least if getattr(found, name).share < getattr(self, name)]
        return low + [name for name in most if getattr(found, name).share > getattr(self, name)]


# Just below what was reached; raise them with it, never lower them.
FLOORS = {
    "tuning": Floor(0.86, 0.98, 0.007, 0.0, 0.98, 1.0),
    "measured": Floor(0.75, 0.96, 0.022, 0.018, 0.97, 0.95),
}


class Taken:
    """What came of a half; it shows nothing of itself, as pytest prints what a test was given."""

    def __init__(self, half: str, seed: Knowledge) -> None:
        files = sorted((EXAM / half).glob("*.yaml"))
        cases = [case for file in files for case in exam.read_exam(file)]
        self.results = exam.run(cases, NOW, seed)

    def __repr__(self) -> str:
        return f"<{len(self.results)} results>"

    def asked(self) -> set[tuple[str, Context]]:
        return {(each.case.text, each.case.context) for each in self.results}

    def emergencies(self) -> int:
        return len(self._urgent())

    def unsaid_numbers(self) -> int:
        return sum(not says_its_number_first(outcome) for outcome in self._urgent())

    def _urgent(self) -> list[Redirect]:
        outcomes = [each.outcome for each in self.results]
        return [each for each in outcomes if isinstance(each, Redirect) and each.kind.is_emergency]


@pytest.fixture(scope="session")
def halves(seed: Knowledge) -> dict[str, Taken]:
    return {half: Taken(half, seed) for half in HALVES}


@pytest.mark.parametrize("half", HALVES)
def test_the_floor_holds(half: str, halves: dict[str, Taken]) -> None:
    found = evaluate.figures(halves[half].results)

    assert FLOORS[half].missed_by(found) == [], "\n".join(evaluate.summary(found))


@pytest.mark.parametrize("half", HALVES)
def test_an_emergency_is_told_its_number_in_the_first_sentence(
    half: str, halves: dict[str, Taken]
) -> None:
    assert halves[half].emergencies() >= 10
    assert halves[half].unsaid_numbers() == 0


def test_both_halves_are_large_enough_to_tell_something(halves: dict[str, Taken]) -> None:
    counts = {half: len(taken.results) for half, taken in halves.items()}

    assert sum(counts.values()) >= 1600
    assert min(counts.values()) >= 800


def test_hardly_a_question_stands_in_both_halves(halves: dict[str, Taken]) -> None:
    shared = count_shared(halves)

    assert shared <= 4


def count_shared(halves: dict[str, Taken]) -> int:
    tuning, measured = (halves[half].asked() for half in HALVES)
    return len(tuning & measured)


def says_its_number_first(outcome: Redirect) -> bool:
    said, _ = ask.redirect(outcome).text.render()
    first = FIRST_SENTENCE.match(said)
    return first is not None and str(outcome.number) in first.group()
