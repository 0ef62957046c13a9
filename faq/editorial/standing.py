"""What time makes of an entry: its standing (时效) on a day, and when its owner is reminded."""

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum

EXPIRING_DAYS = 30
"""An entry is expiring (即将到期) from so many days before its last day of validity."""
REMINDED_DAYS = (30, 7, 1)
"""So many days before a review or the end of validity its owner is reminded, once each."""


class Standing(StrEnum):
    """What time has made of a live entry; a word each, never a colour alone."""

    NOT_LIVE = "not_live"
    NOT_YET = "not_yet"
    GOOD = "good"
    REVIEW_SOON = "review_soon"
    REVIEW_DUE = "review_due"
    EXPIRING = "expiring"
    EXPIRED = "expired"


def standing(
    today: date,
    *,
    is_live: bool,
    valid_until: date | None,
    review_by: date | None,
    valid_from: date | None = None,
) -> Standing:
    """Say how an entry stands on a day: the most pressing of what is true."""
    soon = today + timedelta(days=EXPIRING_DAYS)
    if not is_live:
        return Standing.NOT_LIVE
    if valid_until and valid_until < today:
        return Standing.EXPIRED
    if valid_from and valid_from > today:
        return Standing.NOT_YET
    if valid_until and valid_until <= soon:
        return Standing.EXPIRING
    if review_by and review_by < today:
        return Standing.REVIEW_DUE
    if review_by and review_by <= soon:
        return Standing.REVIEW_SOON
    return Standing.GOOD


def reminder(today: date, due: date, steps: Sequence[int] = REMINDED_DAYS) -> int | None:
    """Give the step of the reminders that a day has reached, or None where it is too early.

    One reminder is enough for somebody who was away: the nearest step that has been reached.
    """
    left = (due - today).days
    reached = [step for step in steps if left <= step]
    return min(reached) if reached else None
