from datetime import datetime, timedelta
from typing import Any

import pytest

from campaign.campaign import (
    CHINA,
    BadCampaignError,
    Campaign,
    ConsentKind,
    Phase,
    choose,
    dated,
    parse,
)
from tests.citizen import NOON
from tests.studio import sample


def campaign(**changes: Any) -> Campaign:
    return parse(dated(sample(**changes), NOON))


def fixed(number: str, opens: str, closes: str, **more: Any) -> Campaign:
    dates = {"open_for_days": None, "opens_at": opens, "closes_at": closes}
    return campaign(id=number, **dates, **more)


def test_the_sample_opens_at_once_for_sixty_days_and_says_that_it_is_one() -> None:
    shipped = campaign()
    assert (shipped.opens_at, shipped.phase(NOON)) == (NOON, Phase.OPEN)
    assert shipped.closes_at == datetime(2027, 1, 21, 23, 59, 59, tzinfo=CHINA)
    assert (shipped.is_sample, shipped.name) == (True, "（示例）质量月微视频征集")
    assert shipped.form.title.most == 50
    assert (shipped.form.synopsis.least, shipped.form.synopsis.most) == (20, 500)
    assert set(shipped.consents) == set(ConsentKind)


@pytest.mark.parametrize(
    ("moment", "phase"),
    [
        ("2027-09-01T07:59:59.999+08:00", Phase.BEFORE),
        ("2027-09-01T00:00:00+00:00", Phase.OPEN),
        ("2027-09-30T23:59:59.999+08:00", Phase.OPEN),
        ("2027-09-30T16:00:00+00:00", Phase.AFTER),
    ],
)
def test_the_closing_second_belongs_to_the_campaign_wherever_the_clock_is(
    moment: str, phase: Phase
) -> None:
    month = fixed("m", "2027-09-01T08:00:00", "2027-09-30T23:59:59")
    assert month.phase(datetime.fromisoformat(moment)) is phase


def test_the_grace_is_for_works_begun_in_time() -> None:
    short = fixed("s", "2026-11-22T00:00:00", "2026-11-22T12:00:00", grace_minutes=60)
    closes = short.closes_at
    assert short.takes(closes - timedelta(seconds=1), closes + timedelta(minutes=59))
    assert not short.takes(closes - timedelta(seconds=1), closes + timedelta(minutes=61))
    assert not short.takes(closes + timedelta(seconds=1), closes + timedelta(seconds=2))


def test_a_real_campaign_comes_before_the_sample_and_an_open_one_before_others() -> None:
    past = fixed("past", "2026-01-01", "2026-02-01", is_sample=False)
    soon = fixed("soon", "2027-01-01", "2027-02-01", is_sample=False)
    now = fixed("now", "2026-11-01", "2026-12-01", is_sample=False)
    assert choose((), NOON) is None
    assert choose((campaign(),), NOON) == campaign()
    assert choose((campaign(), past, soon, now), NOON) == now
    assert choose((campaign(), past, soon), NOON) == soon
    assert choose((campaign(), past), NOON) == past


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("name", {"name": " "}),
        ("opens_at", {"open_for_days": None}),
        ("closes_at", {"open_for_days": 0, "closes_at": None, "quota": 1} | {"open_for_days": -1}),
        ("quota", {"quota": 0}),
        ("categories", {"categories": ["a", "a"]}),
        ("form", {"form": None}),
        ("form.title", {"form": {"title": {"least": 5, "most": 1}}}),
        ("rules", {"rules": "好" * 4000}),
        ("limits", {"limits": {"min_seconds": 10, "max_seconds": 1}}),
        ("consents.personal", {"consents": {}}),
    ],
)
def test_a_bad_definition_names_its_field(field: str, changes: dict[str, Any]) -> None:
    with pytest.raises(BadCampaignError) as caught:
        campaign(**changes)
    assert caught.value.field == field
