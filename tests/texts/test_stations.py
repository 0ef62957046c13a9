"""What a citizen reads about the door of a station at different hours of a working day."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from faq.hours import Hours, opening
from texts.stations import state

BEIJING = ZoneInfo("Asia/Shanghai")
HOURS = Hours(workdays=((time(8, 30), time(12)), (time(14, 30), time(18))))


@pytest.mark.parametrize(
    ("hour", "said"),
    [
        (4, "现在没开门，今天 08:30 开门"),
        (9, "现在营业，到 12:00"),
        (13, "现在没开门，今天 14:30 开门"),
        (19, "已下班，明天 08:30 开门"),
    ],
)
def test_who_comes_at_this_hour_is_told(hour: int, said: str) -> None:
    now = datetime(2026, 11, 24, hour, tzinfo=BEIJING)
    assert state(opening(HOURS, now), now) == said
