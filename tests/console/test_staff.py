from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from people.staff.roles import Role
from tests.console.house import Browser, House, house
from tests.console.newcomers import PASSWORD, Newcomer, anna, join, phone_of
from tests.console.page import Page
from texts import console as common
from texts import console_sign_in as sign_in
from texts import console_staff as words

STEP = timedelta(seconds=30)
BOB = {"name": "bob", "shown_name": "鲍勃（示例）", "roles": ["desk"]}


def _link(page: Page) -> str:
    [link] = [line for line in page.lines if "/console/link/" in line]
    return urlsplit(link).path.removeprefix("/console")


def _id(browser: Browser) -> int:
    assert browser.staff is not None
    return browser.staff.id


async def test_somebody_is_invited_and_comes_in(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        boss = await anna(place)
        page = await boss.browser.post("/staff/invite", BOB)
        assert page.headings == ["把这个链接交给 鲍勃（示例）"]
        listed = await boss.browser.get("/staff")
        assert listed.lines[listed.lines.index("鲍勃（示例）") :][:5] == [
            "鲍勃（示例）", "bob", "客服", "等本人启用", "还没有",
        ]  # fmt: skip
        bob = await join(place, _link(page), name="bob")
        assert bob.page.headings == ["请保存这 10 个恢复码"]
        assert "客服" in (await bob.browser.get("/account")).text
        again = await boss.browser.post("/staff/invite", BOB)
        assert (again.status, again.errors) == (422, {"name": words.NAME_TAKEN})
        assert again.form("/invite").fields["shown_name"] == ["鲍勃（示例）"]


async def test_what_an_invitation_lacks_is_said(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        boss = await place.staff(Role.ADMIN)
        page = await boss.post("/staff/invite", {"name": "b", "shown_name": ""})
        assert page.errors == {
            "name": words.NAME_SHAPE, "shown_name": words.SHOWN_NAME, "roles": words.NO_ROLES,
        }  # fmt: skip


async def test_an_invitation_ends_after_a_week_and_can_be_made_anew(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        boss = await place.staff(Role.ADMIN)
        old = _link(await boss.post("/staff/invite", BOB))
        place.now += timedelta(days=7)
        boss = await place.staff(Role.ADMIN)
        assert (await place.stranger().get(old)).status == 410
        page = await boss.post("/staff/2/reset")
        assert (await place.stranger().get(_link(page))).headings == ["启用账号"]


async def test_roles_act_at_once(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        boss, bob = await place.staff(Role.ADMIN), await place.staff(Role.DESK)
        assert (await bob.get("/audit")).status == 403
        saved = {"shown_name": "鲍勃", "roles": ["desk", "auditor"]}
        page = await boss.post(f"/staff/{_id(bob)}/save", saved)
        assert (page.path, page.flash) == (f"/staff/{_id(bob)}", words.saved("鲍勃"))
        assert (await bob.get("/audit")).status == 200
        await boss.post(f"/staff/{_id(bob)}/save", {**saved, "roles": ["desk"]})
        refused = await bob.get("/audit")
        assert (refused.status, refused.lines[1]) == (
            403, common.forbidden([Role.AUDITOR, Role.ADMIN]),
        )  # fmt: skip
        again = await boss.post(f"/staff/{_id(bob)}/save", {**saved, "roles": ["desk"]})
        assert again.flash == words.UNCHANGED


async def test_whoever_is_disabled_is_out_at_once_and_comes_back(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        boss = await anna(place)
        bob = await join(place, _link(await boss.browser.post("/staff/invite", BOB)), name="bob")
        page = await boss.browser.post("/staff/2/disable")
        assert page.flash == words.disabled("鲍勃（示例）")
        assert (await bob.browser.get("/")).path == "/sign-in"
        place.now += STEP
        page = await bob.browser.post("/sign-in", bob.fields(place))
        assert page.flash == sign_in.WRONG
        assert (await boss.browser.post("/staff/2/disable")).status == 200
        await boss.browser.post("/staff/2/enable")
        place.now += STEP
        assert (await bob.browser.post("/sign-in", bob.fields(place))).path == "/"


async def test_a_reset_makes_all_old_credentials_worthless(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        boss = await anna(place)
        bob = await join(place, _link(await boss.browser.post("/staff/invite", BOB)), name="bob")
        page = await boss.browser.post("/staff/2/reset")
        assert (await bob.browser.get("/")).path == "/sign-in"
        for code in (bob.phone.shows(place.now + STEP), bob.paper[0]):
            tried = await bob.browser.post("/sign-in", bob.fields(place, code=code))
            assert tried.flash == sign_in.WRONG
        link = _link(page)
        assert (await place.stranger().get(link)).headings == ["重新设置密码和动态码"]
        anew = await join(place, link, name="bob")
        assert (await anew.browser.get("/")).status == 200
        assert "鲍勃（示例）" in (await anew.browser.get("/account")).text


async def test_the_last_admin_stays(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        boss = await anna(place)
        save = {"shown_name": "安娜（示例）", "roles": ["editor"]}
        page = await boss.browser.post("/staff/1/save", save)
        assert (page.path, page.flash) == ("/staff/1", words.LAST_ADMIN)
        assert (await boss.browser.post("/staff/1/disable")).flash == words.NOT_ONESELF
        assert (await boss.browser.post("/staff/1/reset")).flash == words.NOT_ONESELF
        invited = {**BOB, "roles": ["admin"]}
        link = _link(await boss.browser.post("/staff/invite", invited))
        page = await boss.browser.post("/staff/1/save", save)
        assert page.flash == words.LAST_ADMIN
        await join(place, link, name="bob")
        page = await boss.browser.post("/staff/1/save", save)
        assert (page.path, page.flash) == ("/account", words.saved("安娜（示例）"))
        assert (await boss.browser.get("/staff")).status == 403


async def test_an_auditor_sees_the_staff_and_changes_nothing(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        auditor = await place.staff(Role.AUDITOR)
        for path in ("/staff", "/staff/1"):
            page = await auditor.get(path)
            assert (page.status, [f.action for f in page.forms if "/staff" in f.action]) == (
                200,
                [],
            )


async def test_the_single_operator_mode_is_chosen_shown_and_logged(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        boss, editor = await place.staff(Role.ADMIN), await place.staff(Role.EDITOR)
        page = await boss.post("/staff/single", {"is_on": "1"})
        assert page.flash == words.SINGLE_SURE
        assert "单人审定模式" not in (await editor.get("/account")).whole
        page = await boss.post("/staff/single", {"is_on": "1", "sure": "1"})
        assert page.flash == words.SINGLE_ON
        assert "单人审定模式" in (await editor.get("/account")).whole
        assert (await boss.post("/staff/single", {"is_on": "0"})).flash == words.SINGLE_OFF
        acts = (await boss.get("/audit")).lines
        assert [line for line in acts[acts.index("指纹") :] if line.endswith("单人审定模式")] == [
            "关闭单人审定模式", "打开单人审定模式",
        ]  # fmt: skip


async def test_one_sees_and_ends_ones_own_sessions(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        one = await anna(place)
        other, third = await _another(place, one), await _another(place, one)
        page = await one.browser.get("/account")
        ends = [form for form in page.forms if form.action.endswith("/sessions/end")]
        assert len(ends) == 2
        page = await one.browser.post("/account/sessions/end", ends[0].filled())
        assert page.flash == sign_in.SESSION_ENDED
        assert (await third.get("/")).path == "/sign-in"
        assert (await other.get("/")).path == "/"
        page = await one.browser.post("/account/sessions/end", ends[0].filled())
        assert page.flash == sign_in.SESSION_OVER
        await one.browser.post("/account/sessions/end-others")
        assert (await other.get("/")).path == "/sign-in"
        assert (await one.browser.get("/")).path == "/"


async def test_nobody_ends_somebody_elses_session_by_its_key(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        one = await anna(place)
        await _another(place, one)
        page = await one.browser.get("/account")
        [form] = [form for form in page.forms if form.action.endswith("/sessions/end")]
        thief = await place.staff(Role.EDITOR)
        page = await thief.post("/account/sessions/end", form.filled())
        assert page.flash == sign_in.SESSION_OVER
        assert len((await one.browser.get("/account")).forms) > 0


async def test_another_password_needs_the_old_one_and_ends_other_sessions(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        one = await anna(place)
        other = await _another(place, one)
        fresh = {"password": "another long password", "again": "another long password"}
        page = await one.browser.post("/account/password", {**fresh, "old_password": "x"})
        assert page.errors == {"old_password": sign_in.OLD_PASSWORD_WRONG}
        page = await one.browser.post("/account/password", {**fresh, "old_password": PASSWORD})
        assert page.flash == sign_in.PASSWORD_CHANGED
        assert (await other.get("/")).path == "/sign-in"
        place.now += STEP
        fields = one.fields(place, password="another long password")
        assert (await other.post("/sign-in", fields)).path == "/"


async def test_new_codes_and_another_phone_replace_the_old(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        one = await anna(place)
        page = await one.browser.post("/account/codes", {"codes_password": PASSWORD})
        assert page.flash == sign_in.CODES_MADE
        browser = place.stranger()
        await browser.get("/sign-in")
        tried = await browser.post("/sign-in", one.fields(place, code=one.paper[0]))
        assert tried.flash == sign_in.WRONG
        page = await one.browser.post("/account/device", {"device_password": PASSWORD})
        phone, kept = phone_of(page), page.form("/tie").fields["kept"][0]
        tied = {"kept": kept, "code": phone.shows(place.now)}
        page = await one.browser.post("/account/device/tie", tied)
        assert page.flash == sign_in.DEVICE_TIED
        place.now += STEP
        assert (await browser.post("/sign-in", one.fields(place))).flash == sign_in.WRONG
        code = phone.shows(place.now)
        assert (await browser.post("/sign-in", one.fields(place, code=code))).path == "/"


async def _another(place: House, one: Newcomer) -> Browser:
    place.now += STEP
    browser = place.stranger()
    await browser.get("/sign-in")
    await browser.post("/sign-in", one.fields(place))
    return browser
