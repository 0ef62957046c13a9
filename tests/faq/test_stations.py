from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq import points, stations
from faq.hours import Hours, Opening, OpeningState, opening
from faq.points import Point
from faq.stations import ServiceKind, StationQuery, StationsError

ALL = stations.load()
OFFICE = Hours(((time(8, 30), time(12)), (time(14, 30), time(18))))


def _beijing(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+08:00")


def test_every_shipped_station_says_it_is_a_sample() -> None:
    assert all(station.is_sample and station.name.startswith("示例·") for station in ALL)
    assert all(station.phone is None for station in ALL)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("平定有服务站吗", StationQuery(district="平定县")),
        ("城区服务站地址在哪里", StationQuery(district="城区")),
        ("附近的服务站", StationQuery()),
        ("盂县哪个站点能检电子秤", StationQuery("盂县", ServiceKind.METROLOGY)),
        ("太原服务站在哪里", StationQuery(elsewhere="太原")),
        ("矿区质量服务站甲", StationQuery("矿区", None, "示例·矿区质量服务站甲")),
        ("质量月是几月", None),
        ("服务站是什么", None),
    ],
)
def test_a_question_about_a_station_is_read(text: str, query: StationQuery | None) -> None:
    assert stations.parse(text, ALL) == query


def test_stations_of_another_district_never_come_up() -> None:
    found = stations.find(ALL, StationQuery(district="城区"))
    assert {one.station.district for one in found} == {"城区"}


def test_stations_of_another_city_are_not_ours_to_know() -> None:
    assert list(stations.find(ALL, StationQuery(elsewhere="太原"))) == []


@given(st.floats(37.5, 38.5), st.floats(113, 114))
def test_the_nearest_comes_first(latitude: float, longitude: float) -> None:
    found = stations.find(ALL, StationQuery(), Point(latitude, longitude))
    distances = [one.metres or 0 for one in found]
    assert distances == sorted(distances)


@pytest.mark.parametrize(
    ("moment", "state"),
    [
        ("2026-11-23T08:29:59", Opening(OpeningState.CLOSED, _beijing("2026-11-23T08:30:00"))),
        ("2026-11-23T08:30:00", Opening(OpeningState.OPEN, _beijing("2026-11-23T12:00:00"))),
        ("2026-11-23T12:00:00", Opening(OpeningState.CLOSED, _beijing("2026-11-23T14:30:00"))),
        ("2026-11-22T10:00:00", Opening(OpeningState.CLOSED, _beijing("2026-11-23T08:30:00"))),
        ("2026-10-01T10:00:00", Opening(OpeningState.CLOSED, _beijing("2026-10-08T08:30:00"))),
        ("2026-12-31T19:00:00", Opening(OpeningState.CLOSED, None)),
        ("2027-01-04T10:00:00", Opening(OpeningState.UNKNOWN)),
    ],
)
def test_hours_follow_chinese_working_days(moment: str, state: Opening) -> None:
    assert opening(OFFICE, _beijing(moment)) == state


def test_a_station_without_hours_is_unknown() -> None:
    assert opening(None, datetime(2026, 11, 23, tzinfo=UTC)) == Opening(OpeningState.UNKNOWN)


@given(st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)))  # noqa: DTZ001 -- made aware below
def test_what_is_open_closes_later_the_same_day(moment: datetime) -> None:
    now = moment.replace(tzinfo=UTC)
    state = opening(OFFICE, now)
    if state.state is OpeningState.OPEN:
        assert state.until is not None
        assert timedelta(0) < state.until - now < timedelta(hours=4)


@given(st.floats(20, 50), st.floats(80, 130))
def test_points_convert_there_and_back(latitude: float, longitude: float) -> None:
    there = points.to_gcj02(latitude, longitude)
    back = points.to_wgs84(there.latitude, there.longitude)
    assert points.metres(Point(latitude, longitude), Point(*back)) < 0.05


def test_the_shift_in_yangquan_is_about_half_a_kilometre() -> None:
    there = points.to_gcj02(37.857, 113.58)
    assert 300 < points.metres(Point(37.857, 113.58), there) < 800


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("- id: a\n", "stations.yaml: row 1: KeyError('name')"),
        ("- {id: a, name: b, district: c}\n- {id: a, name: b, district: c}\n",
         "stations.yaml: id a twice"),
        ("- {id: a, name: b, district: c, services: [fly]}\n",
         "stations.yaml: row 1: ValueError(\"'fly' is not a valid ServiceKind\")"),
        ("- {id: a, name: b, district: c, hours: {workdays: ['18:00-08:00']}}\n",
         "stations.yaml: row 1: ValueError((datetime.time(18, 0), datetime.time(8, 0)))"),
    ],
)  # fmt: skip
def test_a_broken_row_is_named(tmp_path: Path, content: str, message: str) -> None:
    file = tmp_path / "stations.yaml"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(StationsError) as broken:
        stations.load(file)
    assert str(broken.value) == message


def test_the_calendar_knows_this_year() -> None:
    assert opening(OFFICE, datetime(2026, 11, 23, 2, tzinfo=UTC)).until is not None
    assert date(2026, 11, 23).isoweekday() == 1
