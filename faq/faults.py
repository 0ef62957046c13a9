"""What can be wrong in a knowledge file, and the sentence that says so to its author."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path

import yaml


class FaultKind(StrEnum):
    """The reasons a knowledge file is refused or only warned about."""

    NO_FOLDER = "no_folder"
    NO_ENTRIES = "no_entries"
    BAD_EXTENSION = "bad_extension"
    UNREADABLE = "unreadable"
    BOM = "bom"
    UTF16 = "utf16"
    GBK = "gbk"
    NOT_UTF8 = "not_utf8"
    FULL_WIDTH_COLON = "full_width_colon"
    SYNTAX = "syntax"
    NOT_A_LIST = "not_a_list"
    NOT_A_MAPPING = "not_a_mapping"
    UNKNOWN_FIELD = "unknown_field"
    REPEATED_FIELD = "repeated_field"
    MISSING = "missing"
    NOT_TEXT = "not_text"
    NOT_TEXTS = "not_texts"
    NOT_A_DATE = "not_a_date"
    TOO_LONG = "too_long"
    TOO_MANY = "too_many"
    BAD_ID = "bad_id"
    BAD_EVIDENCE = "bad_evidence"
    BARE_SOURCE = "bare_source"
    BAD_URL = "bad_url"
    DATES_REVERSED = "dates_reversed"
    HALF_SIGNED = "half_signed"
    EMPTY_WORDING = "empty_wording"
    DUPLICATE_ID = "duplicate_id"
    DUPLICATE_WORDING = "duplicate_wording"
    UNKNOWN_RELATED = "unknown_related"
    RELATED_TO_ITSELF = "related_to_itself"
    UNSIGNED = "unsigned"
    REPEATED_WORDING = "repeated_wording"
    FEW_WORDINGS = "few_wordings"
    EXPIRED = "expired"
    REVIEW_DUE = "review_due"
    INDEX_FAILED = "index_failed"
    NEIGHBOUR_WORDINGS = "neighbour_wordings"
    UNKNOWN_DOOR = "unknown_door"

    @property
    def is_warning(self) -> bool:
        """Whether the knowledge may still be used: time passing must never break a folder."""
        return self in WARNINGS


WARNINGS = frozenset(
    {
        FaultKind.REPEATED_WORDING,
        FaultKind.FEW_WORDINGS,
        FaultKind.EXPIRED,
        FaultKind.REVIEW_DUE,
    }
)


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A line of a knowledge file; lines count from 1."""

    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing an author has to put right, with the facts its sentence needs."""

    kind: FaultKind
    place: Place
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def is_warning(self) -> bool:
        """Whether the knowledge may still be used."""
        return self.kind.is_warning


def sentence(fault: Fault) -> str:
    """Say in Chinese where a fault is and what to do about it."""
    template = _sentences()["warning" if fault.is_warning else "fault"]
    return template.format(file=fault.place.file, line=fault.place.line, said=said(fault))


def said(fault: Fault) -> str:
    """Say in Chinese what to do about a fault, not where it is."""
    return _sentences()[fault.kind.value].format(**fault.facts)


def closing(verdict: str, **facts: object) -> str:
    """Say in Chinese how a whole check ended: `passed` or `failed`."""
    return _sentences()[verdict].format(**facts)


@cache
def _sentences() -> dict[str, str]:
    path = Path(__file__).parent / "data" / "faults.yaml"
    loaded: dict[str, str] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded
