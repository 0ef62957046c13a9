from pathlib import Path
from uuid import uuid4

from bot.channels.receiving import suffix_of
from campaign.files import MediaFolder
from tests.bot.website import site
from texts.menu import PRIVACY_NOTICE

PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)
FILM = bytes(range(256)) * 4096


def kept(folder: Path) -> list[bytes]:
    return [file.read_bytes() for file in sorted((folder / "files/media").rglob("*.*"))]


async def test_a_video_is_stored_shown_and_heard(tmp_path: Path) -> None:
    async with site(tmp_path) as place, place.browser() as visitor:
        await visitor.hello()
        await visitor.hears(1)
        assert await visitor.sends(FILM, "广场.mp4", "video/mp4") == (202, {})
        _, mine, answer = await visitor.hears(3)
        assert mine["body"] == {
            "kind": "video",
            "url": mine["body"]["url"],
            "name": "广场.mp4",
            "size": len(FILM),
        }
        assert answer["body"]["text"] == "听到 video"
        assert kept(tmp_path) == [FILM]
        assert await visitor.get(mine["body"]["url"]) == (200, FILM)


async def test_the_same_file_again_counts_once(tmp_path: Path) -> None:
    async with site(tmp_path) as place, place.browser() as visitor:
        await visitor.hello()
        await visitor.hears(1)
        key = str(uuid4())
        assert (await visitor.sends(PNG, "一.png", "image/png", key))[0] == 202
        assert (await visitor.sends(PNG, "一.png", "image/png", key))[0] == 200
        bubbles = await visitor.hears(3)
        assert [bubble["body"]["kind"] for bubble in bubbles] == ["text", "photo", "text"]
        assert kept(tmp_path) == [PNG]


async def test_a_part_of_a_file_can_be_asked_for(tmp_path: Path) -> None:
    async with site(tmp_path) as place, place.browser() as visitor:
        await visitor.hello()
        await visitor.sends(FILM, "a.mp4", "video/mp4")
        url = (await visitor.hears(3))[1]["body"]["url"]
        async with visitor.http.get(place.url + url, headers={"Range": "bytes=10-19"}) as reply:
            assert reply.status == 206
            assert await reply.read() == FILM[10:20]
            assert reply.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
            assert reply.headers["X-Content-Type-Options"] == "nosniff"


async def test_files_are_shown_to_their_owner_alone(tmp_path: Path) -> None:
    async with site(tmp_path) as place, place.browser() as one, place.browser() as other:
        await one.hello()
        await one.sends(PNG, "a.png", "image/png")
        url = (await one.hears(3))[1]["body"]["url"]
        await other.hello()
        refused = '{"error": "没有找到这个文件，或者它不属于您。"}'.encode()
        assert await other.get(url) == (404, refused)
        assert await other.get("/media/../../records.db") != (200, b"")
        async with place.browser() as nobody:
            assert await nobody.get(url) == (404, refused)


async def test_a_page_in_disguise_is_only_downloaded(tmp_path: Path) -> None:
    async with site(tmp_path) as place, place.browser() as visitor:
        await visitor.hello()
        await visitor.sends(b"<script>alert(1)</script>", "a.html", "image/png")
        url = (await visitor.hears(3))[1]["body"]["url"]
        async with visitor.http.get(place.url + url) as reply:
            assert reply.headers["Content-Type"] == "application/octet-stream"
            assert reply.headers["Content-Disposition"] == "attachment"


async def test_names_are_data_never_paths(tmp_path: Path) -> None:
    async with site(tmp_path) as place, place.browser() as visitor:
        await visitor.hello()
        await visitor.hears(1)
        await visitor.sends(PNG, "../../etc/\u202epasswd.png", "image/png")
        await visitor.sends(PNG + b"2", "", "application/pdf")
        bubbles = await visitor.hears(5)
        names = [bubble["body"]["name"] for bubble in bubbles if bubble["author"] == "citizen"]
        assert names == ["passwd.png", "未命名文件"]
        assert not (tmp_path / "etc").exists()


def test_only_plain_endings_are_kept() -> None:
    endings = {"a.MP4": ".mp4", "a": "", "a.": "", "a.x/y": "", "a.視頻": "", ".mp4": ""}
    assert {name: suffix_of(name) for name in endings} == endings


async def test_what_cannot_be_taken_is_refused_in_words(tmp_path: Path) -> None:
    async with site(tmp_path) as place, place.browser() as visitor:
        stranger = await visitor.sends(PNG, "a.png", "image/png")
        assert stranger == (403, {"error": "没有找到您的对话，请刷新页面再试。"})
        await visitor.hello()
        empty = await visitor.sends(b"", "a.png", "image/png")
        assert empty == (400, {"error": "这个文件是空的，请重新选择。"})
        large = await visitor.sends(bytes(20 * 2**20 + 1), "a.pdf", "application/pdf")
        assert large == (
            413,
            {"error": "文件超过 20 MB，没有保存。请压缩或换一个较小的文件。"},
        )
        bad = await visitor.sends(PNG, "a.png", "image/png", key="x")
        assert bad == (400, {"error": "这条消息的内容不完整，没有处理。请刷新页面再试。"})
        assert kept(tmp_path) == []
        assert list((tmp_path / "files/incoming").iterdir()) == []


async def test_a_full_disk_is_told(tmp_path: Path) -> None:
    async with site(tmp_path) as place, place.browser() as visitor:
        await visitor.hello()
        full: MediaFolder = place.media
        full.reserve = 2**60
        assert await visitor.sends(PNG, "a.png", "image/png") == (
            507,
            {"error": "服务器暂时没有足够的空间，文件没有保存。请稍后再试，或联系工作人员。"},
        )
        assert texts_of(await visitor.hears(1)) == ["您好，我是质小通。\n\n" + PRIVACY_NOTICE]


def texts_of(bubbles: list[dict[str, dict[str, str]]]) -> list[str]:
    return [bubble["body"].get("text", "") for bubble in bubbles]
