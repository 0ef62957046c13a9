"""How long one must wait after failed sign-ins: the longer, the more there were."""

from collections.abc import Sequence
from datetime import datetime, timedelta

REMEMBERED = timedelta(hours=24)
"""How long a failure counts."""

FREE_FOR_A_NAME = 5
FREE_FOR_AN_ADDRESS = 20
"""A bureau's whole floor comes from one address."""

FIRST_WAIT = timedelta(minutes=15)
LONGEST_WAIT = timedelta(hours=4)


def wait_until(failures: Sequence[datetime], free: int) -> datetime | None:
    """Return until when nothing is tried any more, or None; `failures` of the last day.

    After every `free` failures the wait doubles.
    """
    rounds = len(failures) // free
    if not rounds:
        return None
    wait = min(FIRST_WAIT * (1 << min(rounds - 1, 10)), LONGEST_WAIT)
    return max(failures) + wait
