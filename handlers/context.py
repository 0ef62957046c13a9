"""The values a handler is given by name."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from db.engine import Session
from people.person import Person

__all__ = ["Channel", "Moment", "Person"]

CHINA = ZoneInfo("Asia/Shanghai")
MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Channel:
    """The few real differences between channels, beyond what their sessions hide."""

    name: str
    can_push: bool
    """Whether a message may be sent that answers nothing."""
    takes_files: bool
    """Whether a video can be handed in within the chat at all."""
    max_upload: int
    """The largest file, in bytes, that can be handed in within the chat."""
    squeezes_films: bool = False
    """Whether the chat makes videos smaller, limits them itself, and does not tell their size."""
    can_enlarge: bool = False
    """Whether the bot's own page shows the chat, so that large print (大字) is in its hands."""
    refuses_at_door: bool = False
    """Whether who sends too fast is refused before anything is stored, and sends it again."""


@dataclass(frozen=True, slots=True)
class Moment:
    """Who speaks, when, and the transaction everything of this turn goes into."""

    session: Session
    person: Person
    now: datetime

    @property
    def today(self) -> date:
        """The day in Beijing, by which the validity of an answer counts."""
        return self.now.astimezone(CHINA).date()


TELEGRAM = Channel("telegram", can_push=True, takes_files=True, max_upload=20 * MEGABYTE)
WECHAT = Channel(
    "wechat", can_push=False, takes_files=False, max_upload=100 * MEGABYTE, squeezes_films=True
)
"""Until it is known what the account may do; WeChat itself lets only small videos through."""

WEB = Channel(
    "web", can_push=True, takes_files=True, max_upload=500 * MEGABYTE, can_enlarge=True,
    refuses_at_door=True,
)  # fmt: skip
