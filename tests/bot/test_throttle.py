"""Nobody takes everybody's time, and nobody is told so at every message."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.throttle import MOST_IN_WINDOW, WINDOW, Throttle
from tests.citizen import NOON

ANNA, BAO = ("telegram", 1, 1), ("telegram", 2, 2)


def test_a_burst_is_allowed_and_what_follows_is_not_until_it_is_over() -> None:
    throttle = Throttle()
    assert [throttle.allows(ANNA, NOON) for _ in range(MOST_IN_WINDOW)] == [True] * MOST_IN_WINDOW
    assert not throttle.allows(ANNA, NOON + timedelta(seconds=1))
    assert throttle.allows(BAO, NOON + timedelta(seconds=1))
    assert throttle.allows(ANNA, NOON + WINDOW + timedelta(seconds=1))


@given(st.lists(st.integers(min_value=0, max_value=3000), max_size=120))
def test_never_more_than_the_limit_is_allowed_in_any_window(pauses: list[int]) -> None:
    throttle, now, allowed = Throttle(), NOON, []
    for pause in pauses:
        now += timedelta(milliseconds=pause)
        if throttle.allows(ANNA, now):
            allowed.append(now)
    for start in allowed:
        assert sum(start <= instant < start + WINDOW for instant in allowed) <= MOST_IN_WINDOW


def test_a_refusal_is_told_once_in_a_window() -> None:
    throttle = Throttle()
    told = [throttle.tells(ANNA, NOON + timedelta(seconds=passed)) for passed in (0, 1, 9, 10)]
    assert told == [True, False, False, True]
    assert throttle.tells(BAO, NOON)
