from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from faq.stations import load
from handlers.stations import build_stations_router
from tests.citizen import Said, Town, town


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path, build_stations_router(), stations=load()) as place:
        yield place


async def test_the_finder_asks_where_or_what_for(place: Town) -> None:
    (reply,) = await place.citizen().says("找站点")
    assert reply.labels == [
        "离我最近", "城区", "矿区", "郊区", "平定县", "盂县", "按业务找",
    ]  # fmt: skip


async def test_a_shared_place_lists_the_nearest_first_with_a_card(place: Town) -> None:
    card, reply = await place.citizen().shares_location(37.789, 113.62)
    assert card.venue == "示例·平定县质量服务站甲"
    assert reply.text.startswith("以下是示例站点，不是真实地址。")
    assert reply.labels[0] == "示例·平定县质量服务站甲"


async def test_one_station_is_shown_whole(place: Town) -> None:
    citizen = place.citizen()
    await citizen.says("找站点")
    await citizen.taps("城区")
    card, reply = await citizen.says("1")
    assert card.venue == "示例·城区质量服务站甲"
    assert reply.text == (
        "以下是示例站点，不是真实地址。真实名录以局方公布的为准，可拨 12345 询问。\n\n"
        "示例·城区质量服务站甲\n"
        "地址：示例地址，以局方公布的名录为准\n"
        "电话：待局方提供，可拨 12345 转问\n"
        "业务：计量检定、标准、检验检测\n"
        "时间：工作日 08:30—12:00、14:30—18:00；休息日 09:00—12:00\n"
        "现在：已下班，明天 08:30 开门"
    )
    assert reply.labels == ["换个区县"]


async def test_a_business_is_chosen_and_found(place: Town) -> None:
    citizen = place.citizen()
    await citizen.says("找站点")
    (which,) = await citizen.taps("按业务找")
    (reply,) = await citizen.taps("培训")
    assert which.text == "要办哪类业务？"
    assert reply.labels[:2] == ["示例·城区质量服务站乙", "示例·矿区质量服务站乙"]


async def test_without_a_list_another_door_is_named(tmp_path: Path) -> None:
    async with town(tmp_path, build_stations_router(), stations=()) as empty:
        assert await empty.citizen().says("找站点") == [
            Said("现在没有可查的服务站名录。请拨 12345 询问离您近的服务站。")
        ]
