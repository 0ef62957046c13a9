"""Hot questions (热门问题): what many people asked of late, counted without anybody's name."""

from dataclasses import dataclass
from datetime import date, timedelta

DAYS = 30
"""Days that count, today included."""
LEAST = 10
"""How often a question must have been asked to be shown: a few people cannot make it hot."""
MOST = 3
"""Hot questions in the menu."""


@dataclass(frozen=True, slots=True)
class Asked:
    """How often an entry was asked; a person counts once a day."""

    entry_id: str
    count: int


def first_day(today: date, days: int = DAYS) -> date:
    """Return the first of the last `days` days, today being the last."""
    return today - timedelta(days=days - 1)
