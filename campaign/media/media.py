"""A file as its submission knows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from campaign.verdict import Verdict


class MediaState(StrEnum):
    """How far a file has got."""

    FETCHING = "fetching"
    """Still with the channel it was sent through."""
    STORED = "stored"
    """In the media folder, waiting for its check."""
    CHECKED = "checked"
    BAD = "bad"
    UNCLEAR = "unclear"
    """The check itself failed: a person has to look (待人工核验)."""
    LOST = "lost"
    """The channel no longer had it, or would not give it."""
    DROPPED = "dropped"
    """Replaced or given up by its author; waits to be deleted."""


WAITING = frozenset({MediaState.FETCHING, MediaState.STORED})
KEPT = {"wechat": timedelta(days=3)}
"""How long a channel still has what was sent through it, where that is a matter of days."""

FIT = frozenset({MediaState.CHECKED, MediaState.UNCLEAR})
"""Good enough to hand in; an unclear one never holds an author up."""


@dataclass(frozen=True, slots=True)
class Media:
    """One version of a work's file; `key` names it in the media folder once it is there."""

    id: str
    submission_id: str | None
    person_id: int | None
    channel: str
    version: int
    name: str
    state: MediaState
    origin: Mapping[str, Any]
    attempts: int
    sent_at: datetime
    key: str | None = None
    size: int | None = None
    sha256: str | None = None
    verdict: Verdict | None = None

    @property
    def gone_at(self) -> datetime | None:
        """When the channel that still has the file deletes it; None where no such day is known."""
        kept = KEPT.get(self.channel) if self.state is MediaState.FETCHING else None
        return self.sent_at + kept if kept else None
