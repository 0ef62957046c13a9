from pathlib import Path

from desk.switches import store as switches
from faq.stations import load
from people.staff.roles import Role
from tests.console.house import house
from tests.console.newcomers import anna
from tests.knowledge import SIGNED
from texts import console_home as words


async def test_a_new_bureau_is_told_what_is_to_be_done(tmp_path: Path) -> None:
    async with house(tmp_path, stations=load) as place:
        one = await anna(place)
        page = await one.browser.get("/")
        assert "上线前的准备（已完成 0／5）" in page.headings
        assert words.unsigned(3) in page.lines
        assert words.samples(len(load())) in page.lines
        assert words.people(1) in page.lines


async def test_steps_that_are_done_are_ticked_and_then_go_away(tmp_path: Path) -> None:
    async with house(tmp_path, entries=(SIGNED,)) as place:
        boss = await place.staff(Role.ADMIN)
        assert "上线前的准备（已完成 2／5）" in (await boss.get("/")).headings
        await boss.post("/staff/single", {"is_on": "1", "sure": "1"})
        assert "上线前的准备（已完成 3／5）" in (await boss.get("/")).headings
    (tmp_path / "https").mkdir()
    async with house(tmp_path / "https", entries=(SIGNED,), is_https=True) as place:
        boss = await place.staff(Role.ADMIN, Role.EDITOR)
        await place.staff(Role.ADMIN, Role.APPROVER)
        assert (await boss.get("/")).headings[1] == "等您处理"


async def test_everybody_sees_only_what_is_theirs_to_act_on(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        judge, boss = await place.staff(Role.JUDGE), await place.staff(Role.ADMIN)
        async with place.database.begin() as session:
            await switches.stop(session, "channel:web", "维护中（示例）", None, place.now)
        assert words.STOPPED in (await boss.get("/")).text
        assert (await judge.get("/")).lines[-1] == words.NOTHING
