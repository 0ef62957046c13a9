"""Every emergency reaches its number whatever its words, and what only looks like one does not."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from faq import route
from faq.normalize import normalize
from faq.route import EMERGENCIES, RedirectKind

SENTENCES = Path(__file__).parent / "doors"


def sentences(name: str) -> Any:
    return yaml.safe_load((SENTENCES / name).read_text(encoding="utf-8"))


def emergencies() -> Iterator[tuple[str, frozenset[str]]]:
    rows: Mapping[str, list[str]] = sentences("emergencies.yaml")
    for doors, texts in rows.items():
        yield from ((text, frozenset(doors.split("|"))) for text in texts)


def emergency(text: str) -> RedirectKind | None:
    found = route.redirect(normalize(text))
    return found.kind if found and found.kind.is_emergency else None


def test_every_emergency_reaches_its_door() -> None:
    lost = [text for text, doors in emergencies() if emergency(text) not in doors]

    assert lost == []


def test_what_only_looks_like_an_emergency_does_not() -> None:
    assert [text for text in sentences("calm.yaml") if emergency(text)] == []


def test_an_emergency_stays_one_with_a_greeting_and_a_plea_around_it() -> None:
    lost = [
        text
        for text, doors in emergencies()
        if not text.isascii() and emergency(f"你好，在吗？{text}！！求求你们，快点") not in doors
    ]

    assert lost == []


def test_every_kind_of_emergency_is_tried_in_many_words() -> None:
    tried = [doors for _, doors in emergencies()]

    assert len(tried) >= 200
    for kind in EMERGENCIES:
        assert sum(kind.value in doors for doors in tried) >= 15
