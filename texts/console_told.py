"""What the staff read of an outcome: what a citizen is told, in a few words."""

from collections.abc import Mapping
from dataclasses import dataclass

from faq.entry import Entry
from faq.replay import Told, Turn
from faq.words import shipped

TURNS = {Turn.WORSE: "变差", Turn.BETTER: "变好", Turn.OTHER: "有变化"}
TURN_KINDS = {Turn.WORSE: "error", Turn.BETTER: "ok", Turn.OTHER: "plain"}
"""The colours of badges."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One entry or door that is shown; `entry_id` is there where it can be opened."""

    label: str
    entry_id: str | None = None


def outcome(name: str) -> str:
    """Name an outcome."""
    return str(shipped("card.yaml")["outcomes"][name])


def reason(code: str) -> str:
    """Say a reason code in words."""
    return str(shipped("card.yaml")["reasons"].get(code, code))


def door(kind: str) -> str:
    """Name a door."""
    return str(shipped("card.yaml")["evaluation"]["doors"].get(kind, kind))


def pieces(told: Told, entries: Mapping[str, Entry]) -> list[Piece]:
    """Name what is shown."""
    return [_piece(part, entries) for part in told.parts]


def head(told: Told) -> str:
    """Say how an outcome came about."""
    code = reason(told.reason)
    return f"{outcome(told.outcome)}（{code}）" if code != told.reason else outcome(told.outcome)


def _piece(part: str, entries: Mapping[str, Entry]) -> Piece:
    if part in entries:
        return Piece(entries[part].standard_question, part)
    kind, *numbers = part.split(":")
    name = door(kind)
    return Piece(f"{name} {'、'.join(numbers)}" if numbers else name)
