from datetime import timedelta
from pathlib import Path

from people.staff.links.store import Purpose
from people.staff.passwords import Weakness
from people.staff.roles import Role
from tests.console.house import house
from tests.console.newcomers import FORM, PASSWORD, anna, first_link, join, phone_of
from texts import console as common
from texts import console_sign_in as words

STEP = timedelta(seconds=30)


async def test_the_first_person_sets_up_and_is_in(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        link = await first_link(place)
        one = await join(place, link, roles=["editor", "approver"])
        assert (one.page.status, one.page.headings) == (200, ["请保存这 10 个恢复码"])
        assert len(set(one.paper)) == 10
        assert (await one.browser.get("/")).headings[0] == "安娜（示例），您好"
        account = await one.browser.get("/account")
        assert "编辑、审定、管理员" in account.text
        again = await one.browser.get(link)
        assert (again.status, again.headings) == (410, ["链接不能用了"])


async def test_what_is_wrong_in_the_first_form_is_said_and_the_rest_kept(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        link, browser = await first_link(place), place.stranger()
        await browser.get(link)
        page = await browser.post(link, {**FORM, "name": "a b", "roles": [], "again": "x"})
        assert (page.status, page.errors) == (
            422, {"name": words.NAME_SHAPE, "again": words.UNLIKE},
        )  # fmt: skip
        form = page.form("").fields
        assert (form["name"], form["shown_name"], "roles" in form) == (
            ["a b"], ["安娜（示例）"], False,
        )  # fmt: skip
        for password, weakness in (
            ("short", "short"),
            ("1234567890", "common"),
            ("anna123456", "name"),
        ):
            page = await browser.post(link, {**FORM, "password": password, "again": password})
            assert page.errors == {"password": words.WEAK[Weakness(weakness)]}


async def test_a_wrong_code_at_set_up_keeps_the_phone(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        link, browser = await first_link(place), place.stranger()
        await browser.get(link)
        page = await browser.post(link, FORM)
        phone, kept = phone_of(page), page.form("/device").fields["kept"][0]
        page = await browser.post(link + "/device", {"kept": kept, "code": "000000"})
        assert (page.status, page.errors) == (422, {"code": words.WRONG_CODE})
        assert phone_of(page) == phone
        code = phone.shows(place.now)
        page = await browser.post(link + "/device", {"kept": kept, "code": code})
        assert page.headings == ["请保存这 10 个恢复码"]


async def test_a_link_ends_by_time_and_with_the_first_person(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        early, late = await first_link(place), await first_link(place)
        await join(place, late)
        browser = place.stranger()
        assert (await browser.get(early)).status == 410
    (tmp_path / "other").mkdir()
    async with house(tmp_path / "other") as place:
        link = await first_link(place)
        place.now += timedelta(hours=24)
        assert (await place.stranger().get(link)).text.splitlines()[0] == words.LINK_OVER_TITLE


async def test_signing_in_leads_to_where_one_wanted(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        one, browser = await anna(place), place.stranger()
        place.now += STEP
        page = await browser.get("/account")
        assert (page.path, page.headings) == ("/sign-in?next=/account", ["登录"])
        fields = page.form("/sign-in").filled(**one.fields(place, name=" ANNA "))
        page = await browser.post("/sign-in", fields)
        assert (page.status, page.path, page.headings[0]) == (200, "/account", "我的账号")
        assert (await browser.get("/sign-in")).path == "/"


async def test_one_is_sent_to_pages_of_ours_only(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        one = await anna(place)
        for wanted in (
            "//example.com",
            "https://example.com/",
            "/\\example.com",
            "/../x",
            "/x\r\ny",
        ):
            place.now += STEP
            browser = place.stranger()
            await browser.get("/sign-in")
            page = await browser.post("/sign-in", one.fields(place, next=wanted))
            assert page.path == "/"


async def test_whatever_is_wrong_the_sentence_is_one(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        one, browser = await anna(place), place.stranger()
        place.now += STEP
        await browser.get("/sign-in")
        for changed in ({"name": "nobody"}, {"password": "wrong password"}, {"code": "000000"}):
            page = await browser.post("/sign-in", one.fields(place, **changed))
            assert (page.status, page.flash) == (422, words.WRONG)
            assert page.form("/sign-in").fields["name"] == [changed.get("name", "anna")]
        page = await browser.post("/sign-in", one.fields(place, code=" "))
        assert page.errors == {"code": words.FILL_CODE}
        page = await browser.post("/sign-in", one.fields(place))
        assert page.path == "/"


async def test_a_phones_code_works_once_and_a_step_early_or_late(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        one = await anna(place)
        start = place.now
        for seconds, path in ((0, "/sign-in"), (30, "/"), (30, "/sign-in"), (120, "/")):
            place.now = start + timedelta(seconds=seconds)
            browser = place.stranger()
            await browser.get("/sign-in")
            assert (await browser.post("/sign-in", one.fields(place))).path == path
        late = one.phone.shows(place.now + STEP)
        place.now += STEP * 2
        browser = place.stranger()
        await browser.get("/sign-in")
        assert (await browser.post("/sign-in", one.fields(place, code=late))).path == "/"


async def test_a_code_on_paper_works_once(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        one = await anna(place)
        used = one.paper[3].lower().replace("-", " ")
        browser = place.stranger()
        await browser.get("/sign-in")
        page = await browser.post("/sign-in", one.fields(place, code=used))
        assert (page.path, page.flash) == ("/", words.codes_left(9))
        browser = place.stranger()
        await browser.get("/sign-in")
        page = await browser.post("/sign-in", one.fields(place, code=used))
        assert page.flash == words.WRONG


async def test_after_five_failures_one_waits_and_then_gets_in(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        one, browser = await anna(place), place.stranger()
        await browser.get("/sign-in")
        for _ in range(5):
            page = await browser.post("/sign-in", one.fields(place, password="wrong password"))
            assert page.flash == words.WRONG
        place.now += timedelta(seconds=90)
        page = await browser.post("/sign-in", one.fields(place))
        assert page.flash.startswith("失败次数太多，请等 14 分钟再试。")
        place.now += timedelta(minutes=14)
        assert (await browser.post("/sign-in", one.fields(place))).path == "/"
        acts = await one.browser.get("/audit", action="session.bar")
        assert (acts.lines[-5:-2], acts.lines[-1]) == (
            ["程序", "登录失败过多，暂停登录", "安娜（示例）"], "共 1 条",
        )  # fmt: skip


async def test_an_address_that_tries_many_names_waits_too(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        one, browser = await anna(place), place.stranger()
        await browser.get("/sign-in")
        for number in range(20):
            await browser.post("/sign-in", one.fields(place, name=f"guess{number}"))
        place.now += STEP
        page = await browser.post("/sign-in", one.fields(place))
        assert page.flash.startswith("失败次数太多，请等 15 分钟再试。")


async def test_sessions_end_by_idleness_and_by_age(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        idle, busy = await place.staff(Role.EDITOR), await place.staff(Role.EDITOR)
        for _ in range(3):
            place.now += timedelta(hours=7, minutes=30)
            assert (await busy.get("/account")).path == "/account"
        assert (await idle.get("/account")).path == "/sign-in?next=/account"
        place.now += timedelta(hours=1, minutes=30)
        assert (await busy.get("/account")).path == "/sign-in?next=/account"


async def test_signing_out_ends_the_session_itself(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        one = await place.staff(Role.EDITOR)
        await one.get("/")
        stolen = place.stranger()
        stolen.http.cookie_jar.update_cookies(
            {cookie.key: cookie.value for cookie in one.http.cookie_jar}
        )
        page = await one.post("/sign-out")
        assert (page.path, page.flash) == ("/sign-in", words.SIGNED_OUT)
        assert (await one.get("/")).path == "/sign-in"
        assert (await stolen.get("/")).path == "/sign-in"


async def test_a_session_that_ended_in_the_middle_loses_no_text(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        one = await anna(place)
        await one.browser.get("/staff")
        place.now += timedelta(hours=9)
        typed = {"name": "bob", "shown_name": "鲍勃\n（“示例”）", "roles": ["desk", "editor"]}
        page = await one.browser.post("/staff/invite", typed)
        assert (page.status, page.headings[0]) == (401, "请重新登录，您填写的内容还在")
        fields = page.form("/sign-in/again").filled(**one.fields(place, code="000000"))
        page = await one.browser.post("/sign-in/again", fields)
        assert page.flash == words.WRONG
        fields = page.form("/sign-in/again").filled(**one.fields(place))
        page = await one.browser.post("/sign-in/again", fields)
        assert page.headings[0] == "已登录，请接着提交"
        form = page.form("/staff/invite")
        assert dict(form.fields) | {"csrf": []} == {
            "csrf": [], "name": ["bob"], "shown_name": [typed["shown_name"]],
            "roles": ["desk", "editor"],
        }  # fmt: skip
        page = await one.browser.post("/staff/invite", form.filled(shown_name="鲍勃（示例）"))
        assert page.status == 200
        assert "鲍勃（示例）" in page.text


async def test_a_form_without_this_sessions_token_does_nothing(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        one, other = await place.staff(Role.ADMIN), await place.staff(Role.ADMIN)
        await other.get("/account")
        url = f"{place.url}/console/staff/invite"
        for token in ({}, {"csrf": "wrong"}, {"csrf": await other.token()}):
            form = {**token, "name": "bob", "shown_name": "鲍勃"}
            async with one.http.post(url, data=form) as reply:
                text = await reply.text()
            assert (reply.status, "鲍勃" in text) == (403, True)
        async with one.http.post(url, headers={"X-CSRF-Token": "x"}) as reply:
            assert (reply.status, await reply.json()) == (403, {"error": common.STALE_SHORT})
        assert "鲍勃" not in (await one.get("/staff")).text


async def test_a_signing_in_of_another_sites_making_is_refused(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        one = await anna(place)
        place.now += STEP
        form = one.fields(place)
        async with place.stranger().http.post(f"{place.url}/console/sign-in", data=form) as reply:
            assert reply.status == 403
        browser = place.stranger()
        form["csrf"] = await browser.token()
        headers = {"Origin": "https://example.com"}
        url = f"{place.url}/console/sign-in"
        async with browser.http.post(url, data=form, headers=headers) as reply:
            assert reply.status == 403


async def test_on_https_the_cookie_is_bound_to_the_host(tmp_path: Path) -> None:
    async with house(tmp_path, is_https=True) as place:
        link = await first_link(place)
        async with place.stranger().http.get(f"{place.url}/console{link}") as reply:
            cookie = reply.cookies["zxt_newcomer"]
        assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax")


async def test_pages_are_kept_by_no_cache_and_framed_by_nobody(tmp_path: Path) -> None:
    async with (
        house(tmp_path) as place,
        place.stranger().http.get(f"{place.url}/console/sign-in") as reply,
    ):
        assert reply.headers["Cache-Control"] == "no-store"
        assert reply.headers["X-Frame-Options"] == "DENY"
        assert "script-src 'self'" in reply.headers["Content-Security-Policy"]


def test_every_purpose_of_a_link_has_a_title() -> None:
    assert set(words.TITLES) == set(Purpose)
    assert FORM["password"] == PASSWORD
