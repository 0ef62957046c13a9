"""Word to somebody who asked in vain: what they asked, and what answers it now."""

from dataclasses import dataclass
from datetime import datetime

from desk.unanswered import Kind


@dataclass(frozen=True, slots=True)
class Notice:
    """One question that can be told of. `entry_id` answers it, or the office behind `door`."""

    id: int
    receipt: str
    kind: Kind
    text: str
    asked_at: datetime
    created_at: datetime
    entry_id: str | None
    door: str | None
    complained_of: str | None
    """The entry whose answer did not help or was called wrong."""


@dataclass(frozen=True, slots=True)
class Due:
    """What one person is to be told now, and what their channel and we call them."""

    person_id: int
    channel: str
    external: str
    local_id: int
    notices: tuple[Notice, ...]
