from pathlib import Path

from bot.pages import CONTENT_POLICY
from tests.bot.website import Visitor, site

PAGE = {"Accept": "text/html"}


async def read(visitor: Visitor, path: str, **headers: str) -> tuple[int, str]:
    async with visitor.http.get(visitor.url + path, headers=headers or PAGE) as reply:
        return reply.status, await reply.text()


async def test_every_answer_carries_the_safe_headers(tmp_path: Path) -> None:
    async with site(tmp_path) as place, place.browser() as visitor:
        for path in ("/", "/static/base.css", "/chat/events", "/nothing", "/chat/history"):
            async with visitor.http.get(place.url + path) as reply:
                assert reply.headers["Content-Security-Policy"] == CONTENT_POLICY
                assert reply.headers["X-Content-Type-Options"] == "nosniff"
                assert reply.headers["Referrer-Policy"] == "same-origin"
                assert reply.headers["Permissions-Policy"].startswith("geolocation=(self)")


async def test_the_page_asks_no_other_host_and_holds_no_inline_code(tmp_path: Path) -> None:
    async with site(tmp_path) as place, place.browser() as visitor:
        status, html = await read(visitor, "/")
        assert status == 200
        for forbidden in ("http://", "https://", "<script>", " style=", "onclick="):
            assert forbidden not in html


async def test_looking_leaves_no_cookie_and_speaking_leaves_a_safe_one(tmp_path: Path) -> None:
    async with site(tmp_path) as place, place.browser() as visitor:
        await read(visitor, "/")
        await read(visitor, "/chat/history")
        assert list(visitor.http.cookie_jar) == []
        async with visitor.http.post(f"{place.url}/chat/hello", json={}) as reply:
            cookie = reply.headers["Set-Cookie"]
        assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))


async def test_the_cookie_is_secure_where_the_page_is(tmp_path: Path) -> None:
    address = "https://zxt.example"
    async with site(tmp_path, public_url=address) as place, place.browser() as visitor:
        hello = visitor.http.post(f"{place.url}/chat/hello", json={}, headers={"Origin": address})
        async with hello as reply:
            assert (reply.status, "Secure" in reply.headers["Set-Cookie"]) == (200, True)


async def test_a_forged_cookie_is_a_stranger(tmp_path: Path) -> None:
    async with site(tmp_path) as place, place.browser() as visitor:
        await visitor.says("你好")
        await visitor.hears(2)
        (cookie,) = visitor.http.cookie_jar
        forged = cookie.value[:-1] + ("A" if cookie.value[-1] != "A" else "B")
        async with place.browser() as thief:
            thief.http.cookie_jar.update_cookies({cookie.key: forged})
            assert await thief.history(limit=9) == []


async def test_only_our_own_pages_may_send(tmp_path: Path) -> None:
    async with site(tmp_path) as place, place.browser() as visitor:
        for headers in (
            {"Origin": "https://evil.example"},
            {"Origin": "null"},
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site", "Origin": place.url},
        ):
            assert await visitor.post("/chat/hello", {}, **headers) == (
                403,
                {"error": "请求不是从本站页面发出的，没有处理。请回到本站页面再试。"},
            )
        good = {"Origin": place.url, "Sec-Fetch-Site": "same-origin"}
        assert (await visitor.post("/chat/hello", {}, **good))[0] == 200


async def test_static_files_stay_in_their_folder(tmp_path: Path) -> None:
    async with site(tmp_path) as place, place.browser() as visitor:
        for path in ("/static/../pages.py", "/static/%2e%2e/%2e%2e/pages.py", "/static/js"):
            assert (await read(visitor, path))[0] == 404


async def test_unknown_pages_are_told_kindly(tmp_path: Path) -> None:
    async with site(tmp_path) as place, place.browser() as visitor:
        status, html = await read(visitor, "/nichts")
        assert status == 404
        assert "没有这个页面" in html


async def test_filing_numbers_come_from_the_data_folder(tmp_path: Path) -> None:
    async with site(tmp_path) as place, place.browser() as visitor:
        assert 'class="footer"' not in (await read(visitor, "/"))[1]
        file = place.folder / "footer.txt"
        lines = "晋ICP备00000000号\n\n晋公网安备 14030000000000号\n<b>主办单位（示例）\n"
        file.write_text(lines, encoding="utf-8")
        html = (await read(visitor, "/"))[1]
        ministry = '<a href="https://beian.miit.gov.cn/" target="_blank"'
        police = '<a href="https://beian.mps.gov.cn/#/query/webSearch?code=14030000000000"'
        assert ministry in html
        assert police in html
        assert "<span>&lt;b&gt;主办单位（示例）</span>" in html


async def test_a_footer_from_another_editor_or_none_at_all_does_no_harm(tmp_path: Path) -> None:
    async with site(tmp_path) as place, place.browser() as visitor:
        file = place.folder / "footer.txt"
        file.write_bytes("主办单位（示例）".encode("gbk"))
        assert "<span>主办单位（示例）</span>" in (await read(visitor, "/"))[1]
        file.unlink()
        file.mkdir()
        assert (await read(visitor, "/"))[0] == 200


async def test_what_breaks_is_told_in_words(tmp_path: Path) -> None:
    async with site(tmp_path) as place, place.browser() as visitor:
        await place.database.close()
        for end in ("", "-wal", "-shm"):
            (tmp_path / f"records.db{end}").unlink(missing_ok=True)
        assert await visitor.post("/chat/hello", {}) == (
            500,
            {"error": "系统刚才出了错，请稍后再试。急事请拨打 12345，消费投诉举报请拨打 12315。"},
        )
