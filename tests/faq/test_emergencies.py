"""Every emergency reaches its number whatever its words, and what only looks like one does not."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from faq import route
from faq.decide import decide
from faq.knowledge import Knowledge
from faq.normalize import normalize
from faq.outcome import Context, Outcome, Redirect
from faq.route import EMERGENCIES, RedirectKind

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
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


def kind_of(outcome: Outcome) -> str | None:
    return outcome.kind.value if isinstance(outcome, Redirect) else None


def test_every_emergency_reaches_its_door() -> None:
    lost = [text for text, doors in emergencies() if emergency(text) not in doors]

    assert lost == []


def test_what_only_looks_like_an_emergency_does_not() -> None:
    assert [text for text in sentences("calm.yaml") if emergency(text)] == []


def test_an_emergency_stays_one_after_a_greeting(seed: Knowledge) -> None:
    lost = [
        text
        for text, doors in emergencies()
        if kind_of(decide(f"你好，在吗？{text}！！谢谢", Context(), NOW, seed)) not in doors
    ]

    assert lost == []


def test_half_a_minute_of_telling_does_not_hide_what_is_known_to_be_urgent() -> None:
    told = "我跟你们说，我住在城区，今天下午三点多回的家，先去买了点菜，后来上楼，结果"
    for text in ("家里着火了", "我妈晕倒了叫不醒", "电梯里困了三个人", "屋里都是煤气味"):
        assert emergency(f"{told}{text}，现在该找谁呀，求求你们了") is not None


def test_every_kind_of_emergency_is_tried_in_many_words() -> None:
    tried = [doors for _, doors in emergencies()]

    assert len(tried) >= 200
    for kind in EMERGENCIES:
        assert sum(kind.value in doors for doors in tried) >= 15
