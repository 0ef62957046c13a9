"""Service stations through their pages."""

from pathlib import Path

from faq.register import store
from faq.register.register import Record
from faq.stations import Station, load
from people.staff.roles import Role
from tests.console.house import NOON, House, house
from texts import console_stations as texts

GIVEN = {
    "name": "城区计量站", "district": "城区", "address": "", "phone": "",
    "services": ["metrology"], "latitude": "37.86",
    "longitude": "113.58", "workdays": "8:30-12:00 14:30-18:00",
    "holidays": "", "id": "",
}  # fmt: skip


async def plant(place: House) -> None:
    async with place.database.begin() as session:
        await store.plant(session, load(), NOON)


async def stations(place: House) -> tuple[Station, ...]:
    async with place.database.read() as session:
        return (await store.load(session)).stations


async def record(place: House, station_id: str) -> Record:
    async with place.database.read() as session:
        found = await store.get(session, station_id)
    assert found is not None
    return found


async def test_the_shipped_samples_are_taken_in_once_and_stay_as_they_are(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        await plant(place)
        first = await stations(place)
        async with place.database.begin() as session:
            await store.remove_samples(session, NOON)
        await plant(place)
        second = await stations(place)

    assert first == load()
    assert second == ()


async def test_a_station_is_added_and_citizens_find_it(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        anna = await place.staff(Role.EDITOR)
        empty = await anna.get("/stations")
        page = await anna.post("/stations/new", GIVEN)
        listed = await anna.get("/stations")
        found = await stations(place)

    assert "还没有服务站" in empty.text
    assert (page.path, page.flash) == ("/stations/station-1", texts.ADDED)
    assert "工作日 08:30—12:00、14:30—18:00；休息日 休息" in page.text
    assert "城区计量站" in listed.text
    assert [(one.name, one.address, one.is_sample) for one in found] == [
        ("城区计量站", None, False)
    ]
    assert place.renewals == 1


async def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(
    tmp_path: Path,
) -> None:
    wrong = {
        **GIVEN, "name": "", "district": "", "phone": "问老王", "latitude": "113.58",
        "longitude": "37.86", "workdays": "看情况", "id": "New!",
    }  # fmt: skip
    async with house(tmp_path) as place:
        anna = await place.staff(Role.ADMIN)
        page = await anna.post("/stations/new", wrong)
        found = await stations(place)

    assert page.status == 422
    assert set(page.errors) == {
        "name", "district", "phone", "latitude", "longitude", "workdays", "id"
    }  # fmt: skip
    assert page.errors["name"] == "还没填名称。"
    assert "填反了" in page.errors["latitude"]
    assert page.form("/stations/new").fields["phone"] == ["问老王"]
    assert page.form("/stations/new").fields["workdays"] == ["看情况"]
    assert found == ()


async def test_the_second_of_two_browsers_is_told_and_keeps_what_was_typed(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        anna, boris = await place.staff(Role.EDITOR), await place.staff(Role.ADMIN)
        await anna.post("/stations/new", GIVEN)
        form = (await boris.get("/stations/station-1")).form("/stations/station-1")
        await anna.post("/stations/station-1", form.filled(address="甲路 1 号（示例）"))
        second = await boris.post("/stations/station-1", form.filled(phone="0353-1234567"))
        meanwhile = await record(place, "station-1")
        again = second.form("/stations/station-1").filled()
        third = await boris.post("/stations/station-1", again)
        same = await boris.post("/stations/station-1", third.form("/stations/station-1").filled())

    assert second.status == 409
    assert second.errors == {"name": texts.OVERTAKEN}
    assert "甲路 1 号（示例）" in second.text
    assert second.form("/stations/station-1").fields["phone"] == ["0353-1234567"]
    assert "phone" not in meanwhile.content
    assert third.flash == texts.SAVED
    assert same.flash == texts.UNCHANGED


async def test_a_point_is_read_from_a_shared_link_without_a_script(tmp_path: Path) -> None:
    link = "https://uri.amap.com/marker?position=113.586000,37.857000&name=x"
    async with house(tmp_path) as place:
        anna = await place.staff(Role.EDITOR)
        given = {**GIVEN, "latitude": "", "longitude": "", "paste": link, "do": "read"}
        page = await anna.post("/stations/new", given)
        short = await anna.post(
            "/stations/new", {**given, "paste": "https://surl.amap.com/abc123"}
        )
        asked = await anna.ask("/stations/point", {})
        found = await stations(place)

    fields = page.form("/stations/new").fields
    assert (fields["latitude"], fields["longitude"]) == (["37.857"], ["113.586"])
    assert texts.PASTED_FROM["amap"] in page.text
    assert "短链接" in short.errors["paste"]
    assert asked[0] == 422
    assert found == ()


async def test_a_station_beside_another_or_far_away_is_saved_with_a_warning(
    tmp_path: Path,
) -> None:
    async with house(tmp_path) as place:
        anna = await place.staff(Role.EDITOR)
        await anna.post("/stations/new", GIVEN)
        near = await anna.post(
            "/stations/new", {**GIVEN, "name": "另一个站", "latitude": "37.8601"}
        )
        far = await anna.post("/stations/new", {**GIVEN, "name": "远站", "latitude": "39.9"})

    assert "离“城区计量站”只有 10 米" in near.flash
    assert "请核对是不是填错了" in far.flash


async def test_stations_are_put_into_order_and_deleted_twice_without_harm(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        await plant(place)
        anna = await place.staff(Role.EDITOR)
        page = await anna.post("/stations/sample-city-2/move", {"to": "up"})
        order = [one.id for one in await stations(place)][:2]
        one = await anna.get("/stations/sample-city-1")
        form = one.form("/delete").filled()
        gone = await anna.post("/stations/sample-city-1/delete", form)
        again = await anna.post("/stations/sample-city-1/delete", form)
        left = [one.id for one in await stations(place)]

    assert page.flash == texts.MOVED
    assert order == ["sample-city-2", "sample-city-1"]
    assert (gone.flash, again.flash) == (texts.REMOVED, texts.REMOVED)
    assert "sample-city-1" not in left
    assert "不是真实地址" in page.text


async def test_readers_see_stations_and_change_nothing(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        await plant(place)
        desk = await place.staff(Role.DESK)
        page = await desk.get("/stations/sample-city-1")
        refused = await desk.post("/stations/sample-city-1", GIVEN)

    assert page.status == 200
    assert "示例·城区质量服务站甲" in page.text
    assert [form.action for form in page.forms if "stations" in form.action] == []
    assert refused.status == 403
