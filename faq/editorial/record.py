"""What is kept of an entry: where it stands, its revisions, and what citizens are told of it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from faq.editorial.content import entry_of
from faq.editorial.lifecycle import Phase
from faq.editorial.standing import Standing
from faq.entry import Entry

BEIJING_TIME = ZoneInfo("Asia/Shanghai")


class Origin(StrEnum):
    """Where a revision came from."""

    SEED = "seed"
    CONSOLE = "console"
    SHEET = "sheet"
    IMPORT = "import"
    ROLLBACK = "rollback"


@dataclass(frozen=True, slots=True)
class Record:
    """Where an entry stands; `version` grows with every change.

    Topic and question are those of the head, which operators work on. The two days are those of
    the text citizens read, where there is one, else of the head.
    """

    id: str
    head: int
    live: int | None
    phase: Phase
    version: int
    owner_id: int | None
    topic: str
    standard_question: str
    is_signed: bool
    valid_until: date | None
    review_by: date | None
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Revision:
    """One text of an entry (版本) and what became of it; the content never changes.

    The three `returned` fields also say who took the entry out of use, when and why.
    """

    entry_id: str
    number: int
    content: dict[str, Any]
    content_hash: str
    origin: str
    note: str | None
    author_id: int | None
    created_at: datetime
    submitted_at: datetime | None
    approved_by: int | None
    approved_at: datetime | None
    returned_by: int | None
    returned_at: datetime | None
    returned_reason: str | None
    goes_live_at: datetime | None
    went_live_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list of entries is narrowed down to; empty fields do not narrow.

    `text` is any words of the id, topic, wordings or answer, all of which must be there.
    """

    text: str = ""
    topic: str | None = None
    phase: Phase | None = None
    owner_id: int | None = None
    validity: Standing | None = None
    signed: bool | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """One page of a list, and how many entries the whole list has."""

    records: tuple[Record, ...]
    total: int


class Overtaken(Exception):  # noqa: N818 -- nobody's fault: somebody else was quicker
    """The entry is not any more as the writer has seen it; nothing was written."""

    def __init__(self, record: Record) -> None:
        super().__init__(record.id)
        self.record = record


class IdTakenError(Exception):
    """There is an entry with this id already."""

    def __init__(self, record: Record) -> None:
        super().__init__(record.id)
        self.record = record


@dataclass(frozen=True, slots=True)
class Shown:
    """The text of an entry that citizens read now, as JSON; without one it was taken away."""

    id: str
    content: str | None
    signer: str | None = None
    signed_at: datetime | None = None

    def entry(self) -> Entry | None:
        """Read the entry, or None where it was taken away; ValueError or TypeError if broken."""
        if self.content is None:
            return None
        content: Mapping[str, Any] = json.loads(self.content)
        if not self.signer or not self.signed_at:
            return entry_of(self.id, content)
        day = self.signed_at.astimezone(BEIJING_TIME).date()
        return entry_of(self.id, content, signed=(self.signer, day))


@dataclass(frozen=True, slots=True)
class Read:
    """Entries that changed, ids of those taken away, and what is wrong with the broken ones."""

    entries: tuple[Entry, ...] = ()
    gone: tuple[str, ...] = ()
    broken: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed up to a state of the knowledge."""

    serial: int
    shown: tuple[Shown, ...] = ()

    def read(self) -> Read:
        """Read every text; a broken one is named, the others count."""
        entries, gone, broken = [], [], {}
        for one in self.shown:
            try:
                entry = one.entry()
            except (ValueError, TypeError, AttributeError) as problem:
                broken[one.id] = repr(problem)
                continue
            if entry is None:
                gone.append(one.id)
            elif entry.standard_question.strip() and entry.answer.strip():
                entries.append(entry)
            else:
                broken[one.id] = "empty"
        return Read(tuple(entries), tuple(gone), broken)
