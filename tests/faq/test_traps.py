"""Pairs of questions that look alike and must not be answered alike."""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
import yaml

from faq.decide import decide
from faq.knowledge import Knowledge
from faq.normalize import normalize
from faq.outcome import Answer, Context, Outcome, Redirect

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
FROM_THE_PAPER = 5
"""The first pairs are those of matching.md, section 1; they may be wordings."""
Case = tuple[str, str, str]


@cache
def cases() -> list[Case]:
    rows = yaml.safe_load((Path(__file__).parent / "traps.yaml").read_text(encoding="utf-8"))
    return [(row["kind"], text, due) for row in rows for text, due in row["pair"]]


def got(outcome: Outcome) -> str:
    if isinstance(outcome, Answer):
        return outcome.entry.id
    if isinstance(outcome, Redirect) and outcome.query is not None:
        return f"stations:{outcome.query.district}"
    return "none"


@pytest.fixture(scope="module")
def outcomes(seed: Knowledge) -> list[tuple[Case, Outcome]]:
    return [(case, decide(case[1], Context(), NOW, seed)) for case in cases()]


def test_no_trap_gets_a_wrong_answer(outcomes: list[tuple[Case, Outcome]]) -> None:
    wrong = [
        (*case, outcome.entry.id)
        for case, outcome in outcomes
        if isinstance(outcome, Answer) and outcome.entry.id != case[2]
    ]
    assert wrong == []


def test_station_traps_keep_their_district(outcomes: list[tuple[Case, Outcome]]) -> None:
    asked = [(case, outcome) for case, outcome in outcomes if case[2].startswith("stations:")]

    assert [got(outcome) for _, outcome in asked] == [case[2] for case, _ in asked]


def test_nine_in_ten_get_their_entry_when_asked_alone(
    outcomes: list[tuple[Case, Outcome]],
) -> None:
    due = [(case, outcome) for case, outcome in outcomes if case[2] != "none"]
    missed = [(case[1], case[2]) for case, outcome in due if got(outcome) != case[2]]

    assert len(missed) <= 0.1 * len(due), missed


def test_at_least_65_pairs_are_asked_in_words_of_their_own(seed: Knowledge) -> None:
    own = {normalize(wording) for entry in seed.entries.values() for wording in entry.wordings}
    later = cases()[2 * FROM_THE_PAPER :]

    assert len(later) >= 2 * 65
    assert [text for _, text, _ in later if normalize(text) in own] == []
