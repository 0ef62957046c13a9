"""Every door that is not urgent, in many words, through the whole decision."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml

from faq import route
from faq.decide import decide
from faq.exam import parts_of
from faq.knowledge import Knowledge
from faq.normalize import normalize
from faq.outcome import Context, Outcome, Redirect, SmallTalk

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
SENTENCES: Mapping[str, list[str]] = yaml.safe_load(
    (Path(__file__).parent / "doors" / "others.yaml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("doors", SENTENCES)
def test_every_sentence_goes_through_its_door(doors: str, seed: Knowledge) -> None:
    taken = {text: door_of(decide(text, Context(), NOW, seed)) for text in SENTENCES[doors]}

    assert {text: door for text, door in taken.items() if door not in doors.split("|")} == {}


def test_hardly_a_question_of_the_entries_is_sent_away(seed: Knowledge) -> None:
    wordings = [wording for entry in seed.entries.values() for wording in entry.wordings]
    away = [text for text in wordings if is_sent_away(text)]

    assert len(away) / len(wordings) < 0.01


def is_sent_away(text: str) -> bool:
    door = route.redirect(normalize(text))
    return door is not None and not door.asks_rules


def door_of(outcome: Outcome) -> str:
    first = parts_of(outcome)[0]
    if isinstance(first, Redirect):
        return first.kind.value
    if isinstance(first, SmallTalk):
        return "abuse" if first.kind.value == "abuse" else "small_talk"
    return "faq"
