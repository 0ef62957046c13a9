from pathlib import Path

from aiohttp.test_utils import make_mocked_request
from sqlalchemy import text
from structlog.testing import capture_logs

from console.address import client_of
from console.parts import NotReadyError
from faq.knowledge import Knowledge
from people.staff import store as people
from people.staff.roles import Role
from people.staff.staff import Staff
from tests.console.house import House, house
from tests.knowledge import ENTRIES
from texts import console as words

ALL = ["首页", "知识条目", "待审", "试一试", "没答上", "服务站", "词语", "数据", "停用开关",
       "人员", "审计", "我的账号"]  # fmt: skip


async def test_the_navigation_shows_what_somebody_may_open(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        auditor = await place.staff(Role.AUDITOR)
        judge = await place.staff(Role.JUDGE)
        assert (await auditor.get("/")).nav == ALL * 2
        assert (await judge.get("/")).nav == ["首页", "试一试", "我的账号"] * 2


async def test_an_unknown_address_is_said_in_the_consoles_own_words(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        page = await (await place.staff(Role.AUDITOR)).get("/nowhere")
    assert (page.status, page.headings) == (404, ["没有这个页面"])
    assert page.nav == ALL * 2


async def test_what_breaks_is_said_in_words_and_not_shown(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        auditor = await place.staff(Role.AUDITOR)
        async with place.database.begin() as session:
            await session.execute(text("DROP TABLE audit"))
        page = await auditor.get("/audit")
        assert (page.status, page.lines[:2]) == (500, [words.BROKEN_TITLE, words.BROKEN])
        assert "audit" not in page.text


async def test_a_form_too_large_is_refused_with_its_limit(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        boss, stranger = await place.staff(Role.ADMIN), place.stranger()
        await stranger.get("/sign-in")
        large = tmp_path / "large.bin"
        large.write_bytes(b"x" * 300_000)
        page = await boss.upload("/staff/invite", "file", large)
        assert (page.status, page.lines[1]) == (413, words.too_large(256 * 1024))
        page = await stranger.upload("/staff/invite", "file", large)
        assert (page.status, page.lines[1]) == (401, words.SIGNED_OUT_LARGE)


async def test_an_address_is_not_left_by_another_method(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        boss = await place.staff(Role.ADMIN)
        page = await boss.post("/audit")
        assert (page.status, page.lines[1]) == (405, words.WRONG_METHOD)


async def test_files_of_the_look_are_served_and_nothing_beside_them(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        stranger = place.stranger()
        assert b"--page" in await stranger.download("/static/console.css")
        for path in ("/static/../site.py", "/static/nothing.css", "/static/%2e%2e/site.py"):
            async with stranger.http.get(f"{place.url}/console{path}") as reply:
                assert reply.status == 404


def test_whoever_is_behind_a_proxy_is_told_apart() -> None:
    def client(remote: str, *hops: str) -> str:
        headers = {"X-Forwarded-For": ", ".join(hops)} if hops else {}
        request = make_mocked_request("GET", "/", headers=headers)
        return client_of(request.clone(remote=remote), "10.0.0.0/8")

    assert client("203.0.113.5") == "203.0.113.5"
    assert client("203.0.113.5", "198.51.100.1") == "203.0.113.5"
    assert client("127.0.0.1", "198.51.100.1") == "198.51.100.1"
    assert client("10.1.2.3", "made up", "198.51.100.1", "10.9.9.9") == "198.51.100.1"
    assert client("127.0.0.1") == "127.0.0.1"


async def test_before_the_knowledge_is_there_a_page_says_so_and_comes_again(
    tmp_path: Path,
) -> None:
    def knowledge() -> Knowledge:
        raise NotReadyError

    async with house(tmp_path, knowledge=knowledge) as place:
        anna = await place.staff(Role.EDITOR)
        page = await anna.get("/trial")
        assert (page.status, page.headings[0]) == (503, words.NOT_READY_TITLE)


async def test_what_is_no_form_is_refused_in_words_and_breaks_nothing(tmp_path: Path) -> None:
    part = b'--x\r\nContent-Disposition: form-data; name="name"\r\n'
    async with house(tmp_path) as place:
        boss = await place.staff(Role.ADMIN)
        headers = {
            "X-CSRF-Token": await boss.token(), "Content-Type": "multipart/form-data; boundary=x",
        }  # fmt: skip
        url = f"{place.url}/console/staff/invite"
        for sent in (
            b"no form",
            part + b"Content-Type: text/plain; charset=nonsense\r\n\r\nx\r\n--x--\r\n",
            part + b"\r\n\xff\xfe\r\n--x--\r\n",
        ):
            async with boss.http.post(url, data=sent, headers=headers) as reply:
                assert (reply.status, await reply.json()) == (400, {"error": words.UNREADABLE})
        page = await boss.get("/audit?action=%00")
        assert (page.status, page.lines[1]) == (400, words.UNREADABLE)


async def test_a_number_no_database_holds_breaks_no_page(tmp_path: Path) -> None:
    entry = f"/entries/{ENTRIES[0].id}"
    looks = (
        "/audit?person=", "/audit?page=", "/entries?owner=", "/entries?page=", "/words?page=",
        "/unanswered?page=", f"{entry}/compare?old=",
    )  # fmt: skip
    async with house(tmp_path) as place:
        everything = await place.staff(*Role)
        for number in ("9" * 10, "9" * 30, "9" * 5000, "\u0663", "\u00b2"):
            for look in looks:
                assert (await everything.get(look + number)).status < 500, look
            for path, fields in (
                (f"{entry}/rollback", {"number": number, "seen": number}),
                (f"{entry}/owner", {"owner_id": number, "seen": number}),
                (f"{entry}/edit", {"do": f"remove_source:{number}", "owner": number}),
            ):
                assert (await everything.post(path, fields)).status < 500, path


async def test_a_file_or_a_nul_in_place_of_a_text_counts_as_nothing(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        boss, file = await place.staff(Role.ADMIN), tmp_path / "name"
        file.write_bytes(b"anna")
        shown = {"shown_name": "安\0娜", "roles": "editor"}
        page = await boss.upload("/staff/invite", "name", file, shown)
        assert (page.status, list(page.errors)) == (422, ["name"])
        page = await boss.post("/staff/invite", {"name": "a\0nna", **shown})
        assert page.status == 200
        assert [one.shown_name for one in await _everybody(place)] == ["职员1", "安娜"]


async def test_a_log_holds_no_one_time_link(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        async with place.database.begin() as session:
            await session.execute(text("DROP TABLE staff_link"))
        with capture_logs() as logs:
            page = await place.stranger().get("/link/the-secret-of-a-link")
        assert page.status == 500
    assert [one.get("path") for one in logs] == ["/console/link/"]


async def _everybody(place: House) -> list[Staff]:
    async with place.database.read() as session:
        return list(await people.everybody(session))
