"""A shipped entry (种子) and what becomes of it where entries are kept already.

An entry never seen before is live at once, signed by nobody. A shipped text that changed later is
never put over what the bureau made of the entry: it arrives as a draft once nobody else's draft is
open, and does nothing while the entry is out of use.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from faq.editorial.content import Content, as_content, content_hash, signature_of
from faq.editorial.lifecycle import Phase
from faq.editorial.record import Origin
from faq.entry import Entry


@dataclass(frozen=True, slots=True)
class Shipped:
    """An entry as its file has it."""

    id: str
    content: Content
    hash: str


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of the entry with the same id; the hashes are those of texts."""

    id: str
    phase: Phase
    version: int
    seed_hash: str | None
    head_hash: str
    live_hash: str | None
    origin: str
    author_id: int | None


class Fate(StrEnum):
    """What becomes of a shipped entry."""

    GOES_LIVE = "goes_live"
    ARRIVES = "arrives"
    """As a draft."""
    IS_THERE = "is_there"
    """Its text is the newest or the live one already, by whatever way."""
    WAITS = "waits"
    """For somebody's open draft to be decided; it is tried again at the next start."""
    RESTS = "rests"
    """It came in before, or the entry is out of use."""


@dataclass(frozen=True, slots=True)
class Taken:
    """How many shipped entries went live, arrived as drafts now, and wait for other drafts.

    `to_review` counts all shipped texts that are drafts or in review, those of earlier starts too.
    """

    new: int = 0
    arrived: int = 0
    waiting: int = 0
    to_review: int = 0


def shipped(entries: Iterable[Entry]) -> list[Shipped]:
    """Prepare entries to be taken in, in the order of their ids."""
    made = ((entry.id, {**as_content(entry), **signature_of(entry)}) for entry in entries)
    return sorted(
        (Shipped(entry_id, content, content_hash(content)) for entry_id, content in made),
        key=lambda one: one.id,
    )


def fate(one: Shipped, kept: Kept | None) -> Fate:
    """Decide what becomes of a shipped entry."""
    if kept is None:
        return Fate.GOES_LIVE
    if kept.seed_hash == one.hash:
        return Fate.RESTS
    if one.hash in (kept.head_hash, kept.live_hash):
        return Fate.IS_THERE
    if kept.phase is Phase.ARCHIVED:
        return Fate.RESTS
    is_untouched = (
        kept.phase is Phase.DRAFT and kept.origin == Origin.SEED and kept.author_id is None
    )
    return Fate.ARRIVES if kept.phase is Phase.LIVE or is_untouched else Fate.WAITS
