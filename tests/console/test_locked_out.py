"""Who guesses at a name, and who must wait for it; what is taken away while somebody comes in."""

import asyncio
from datetime import timedelta
from pathlib import Path

from sqlalchemy import func, select

from bench.process import until
from console.guard import KNOWN_COOKIE
from db.staff_tables import SignInRow
from people.staff import passwords
from people.staff import store as people
from people.staff.governing import Governor
from people.staff.roles import Role
from people.staff.sessions import store as sessions
from tests.console.house import Browser, House, house
from tests.console.newcomers import PASSWORD, Newcomer, first_link, join
from texts import console_sign_in as words

STEP = timedelta(seconds=30)


async def test_strangers_who_guess_at_a_name_do_not_lock_its_owner_out(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        one = await join(place, await first_link(place))
        await one.browser.post("/sign-out")
        stranger = await _guessed_at(place, one)
        place.now += STEP
        page = await stranger.post("/sign-in", one.fields(place))
        assert page.flash.startswith("失败次数太多")
        await one.browser.get("/sign-in")
        assert (await one.browser.post("/sign-in", one.fields(place))).path == "/"


async def test_a_known_browser_guesses_no_more_often_than_others(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        one = await join(place, await first_link(place))
        await one.browser.post("/sign-out")
        await one.browser.get("/sign-in")
        for _ in range(5):
            page = await one.browser.post("/sign-in", one.fields(place, password="wrong password"))
            assert page.flash == words.WRONG
        place.now += STEP
        page = await one.browser.post("/sign-in", one.fields(place))
        assert page.flash.startswith("失败次数太多")


async def test_a_browser_is_known_for_its_own_name_only(tmp_path: Path) -> None:
    """Whoever has an account cannot guess at another's from a browser that is known."""
    async with house(tmp_path) as place:
        one = await join(place, await first_link(place))
        other = await _colleague(place, one)
        await _guessed_at(place, one)
        await other.browser.post("/sign-out")
        await other.browser.get("/sign-in")
        place.now += STEP
        page = await other.browser.post("/sign-in", one.fields(place))
        assert page.flash.startswith("失败次数太多")


async def test_a_made_up_mark_makes_no_browser_known(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        one = await join(place, await first_link(place))
        stranger = await _guessed_at(place, one)
        place.now += STEP
        token = await stranger.token()
        jar = {cookie.key: cookie.value for cookie in stranger.http.cookie_jar}
        form = {**one.fields(place), "csrf": token}
        url = f"{place.url}/console/sign-in"
        for mark in ("x", "gAAAAA", "%ff", jar["zxt_newcomer"]):
            given = {**jar, KNOWN_COOKIE: mark}
            async with place.stranger().http.post(url, data=form, cookies=given) as reply:
                assert (reply.status, "失败次数太多" in await reply.text()) == (422, True)


async def test_strangers_do_not_keep_somebody_from_changing_a_password(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        one = await join(place, await first_link(place))
        await _guessed_at(place, one)
        fresh = {"password": PASSWORD + "一二", "again": PASSWORD + "一二"}
        page = await one.browser.post("/account/password", {"old_password": PASSWORD, **fresh})
        assert (page.path, page.flash) == ("/account", words.PASSWORD_CHANGED)


async def test_what_is_taken_away_while_somebody_comes_in_lets_nobody_in(tmp_path: Path) -> None:
    """The password is compared outside of any transaction; meanwhile an admin resets it."""
    async with house(tmp_path) as place:
        one = await join(place, await first_link(place))
        boss = await place.staff(Role.ADMIN)
        stranger = place.stranger()
        await stranger.get("/sign-in")
        place.now += STEP
        async with asyncio.TaskGroup() as group:
            for _ in range(30):
                group.create_task(passwords.hashed("keeps the hashing busy"))
            entering = group.create_task(stranger.post("/sign-in", one.fields(place)))
            await until(lambda: _was_tried(place), seconds=20)
            async with place.database.begin() as session:
                owner = await people.called(session, "anna")
                assert owner is not None
                await Governor(session, boss.staff, place.now).reset(owner)
            assert not entering.done()
        page = entering.result()
        assert (page.status, page.flash) == (422, words.WRONG)
        async with place.database.read() as session:
            assert await sessions.of(session, owner.id, place.now) == []


async def test_two_admins_cannot_reset_each_other_into_nothing(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        one, two = await place.staff(Role.ADMIN), await place.staff(Role.ADMIN)
        assert one.staff is not None
        assert two.staff is not None
        await one.get("/account")
        await two.get("/account")
        await asyncio.gather(
            one.post(f"/staff/{two.staff.id}/reset"), two.post(f"/staff/{one.staff.id}/reset")
        )
        async with place.database.read() as session:
            left = [who for who in await people.everybody(session) if who.is_set_up]
        assert len(left) == 1


async def _guessed_at(place: House, one: Newcomer) -> Browser:
    stranger = place.stranger()
    await stranger.get("/sign-in")
    for _ in range(5):
        page = await stranger.post("/sign-in", one.fields(place, password="wrong password"))
        assert page.flash == words.WRONG
    return stranger


async def _colleague(place: House, boss: Newcomer) -> Newcomer:
    page = await boss.browser.post(
        "/staff/invite", {"name": "bob", "shown_name": "鲍勃（示例）", "roles": "editor"}
    )
    link = next(line for line in page.lines if "/console/link/" in line)
    return await join(place, "/link/" + link.rsplit("/", 1)[1], name="bob")


async def _was_tried(place: House) -> bool:
    async with place.database.read() as session:
        return bool(await session.scalar(select(func.count()).select_from(SignInRow)))
