from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.channels.wechat.account import Kind
from bot.channels.wechat.api import WeChatApi
from bot.channels.wechat.fetch import MOST_STARTS, WeChatFetch, is_tencents
from bot.fetch import FetchLaterError, UnfetchableError
from campaign.files import MediaFolder
from db import migrate
from db.engine import Database, sqlite_url
from tests.wechat.platform import APP_ID, SECRET, Platform, platform

FILM = bytes(range(256)) * 4000
MEDIA = "/cgi-bin/media/get"
ORIGIN = {"file_id": "film"}


@asynccontextmanager
async def fetching(folder: Path) -> AsyncIterator[tuple[Platform, WeChatFetch]]:
    database = Database(sqlite_url(folder / "records.db"))
    await migrate.upgrade(database)
    media = MediaFolder(folder / "media", reserve=0)
    media.prepare()
    async with platform() as place:
        api = WeChatApi(APP_ID, SECRET, place.url, database)
        place.media["film"] = FILM
        try:
            yield place, WeChatFetch(api, media, len(FILM))
        finally:
            await api.close()
            await database.close()


def links(place: Platform, to: str | None = None) -> None:
    """Answer with an address instead of the film."""
    place.media["film"] = {"video_url": to or f"{place.url}/files/cdn"}
    place.media["cdn"] = FILM


def leftovers(fetch: WeChatFetch) -> list[Path]:
    return [file for file in fetch.folder.root.rglob("*") if file.is_file()]


async def refused(fetch: WeChatFetch, kind: type[Exception]) -> str:
    with pytest.raises(kind) as told:
        await fetch(ORIGIN, "owner")
    assert leftovers(fetch) == []
    assert SECRET not in str(told.value)
    return str(told.value)


@pytest.mark.parametrize("is_linked", [False, True])
async def test_a_film_is_stored_whole(tmp_path: Path, is_linked: bool) -> None:  # noqa: FBT001
    async with fetching(tmp_path) as (place, fetch):
        if is_linked:
            links(place)
        stored = await fetch(ORIGIN, "owner")
        assert (stored.size, stored.key[-4:]) == (len(FILM), ".mp4")
        assert fetch.folder.path(stored.key).read_bytes() == FILM


@pytest.mark.parametrize("is_linked", [False, True])
async def test_a_film_that_breaks_off_goes_on_where_it_stopped(
    tmp_path: Path,
    is_linked: bool,  # noqa: FBT001
) -> None:
    async with fetching(tmp_path) as (place, fetch):
        if is_linked:
            links(place)
        place.cut_at = [300_000, 0, 300_000]
        stored = await fetch(ORIGIN, "owner")
        assert fetch.folder.path(stored.key).read_bytes() == FILM
        assert [asked[:6] for asked in place.ranges] == ["", "bytes=", "bytes=", "bytes="]


async def test_a_server_without_ranges_is_asked_for_all_of_it_again(tmp_path: Path) -> None:
    async with fetching(tmp_path) as (place, fetch):
        place.knows_ranges = False
        place.cut_at = [300_000]
        stored = await fetch(ORIGIN, "owner")
        assert fetch.folder.path(stored.key).read_bytes() == FILM


async def test_a_film_that_always_breaks_off_is_tried_later(tmp_path: Path) -> None:
    async with fetching(tmp_path) as (place, fetch):
        place.cut_at = [100_000] * MOST_STARTS
        assert await refused(fetch, FetchLaterError) == "cut off"
        assert place.calls[MEDIA] == MOST_STARTS


@pytest.mark.parametrize("code", [40007, 40118])
async def test_a_film_wechat_no_longer_has_is_not_tried_again(tmp_path: Path, code: int) -> None:
    async with fetching(tmp_path) as (place, fetch):
        place.errors[MEDIA].append(code)
        assert (await refused(fetch, UnfetchableError)).startswith(str(code))


async def test_an_account_without_the_right_is_told_so(tmp_path: Path) -> None:
    async with fetching(tmp_path) as (place, fetch):
        place.kind = Kind.UNVERIFIED_SERVICE
        assert (await refused(fetch, UnfetchableError)).startswith("48001")


@pytest.mark.parametrize("code", [-1, 45009, 40164, 99999])
async def test_a_refusal_that_may_pass_is_tried_later(tmp_path: Path, code: int) -> None:
    async with fetching(tmp_path) as (place, fetch):
        place.errors[MEDIA].append(code)
        assert (await refused(fetch, FetchLaterError)).startswith(str(code))


async def test_a_stale_token_is_replaced_within_the_same_try(tmp_path: Path) -> None:
    async with fetching(tmp_path) as (place, fetch):
        await fetch(ORIGIN, "owner")
        place.rotate()
        assert (await fetch(ORIGIN, "owner")).size == len(FILM)


@pytest.mark.parametrize("answers", [[0, 0], [404], [502]])
async def test_a_server_in_trouble_is_tried_later(tmp_path: Path, answers: list[int]) -> None:
    async with fetching(tmp_path) as (place, fetch):
        place.broken[MEDIA] += answers
        await refused(fetch, FetchLaterError)


@pytest.mark.parametrize(
    "answer", [{}, {"video_url": None}, {"errcode": 0}, {"video_url": "http://127.0.0.1:1/a"}]
)
async def test_an_answer_without_a_film_stores_nothing(
    tmp_path: Path, answer: dict[str, Any]
) -> None:
    async with fetching(tmp_path) as (place, fetch):
        place.media["film"] = answer
        kind = UnfetchableError if answer.get("video_url") else FetchLaterError
        await refused(fetch, kind)


async def test_a_link_that_leads_to_nothing_is_tried_later(tmp_path: Path) -> None:
    async with fetching(tmp_path) as (place, fetch):
        links(place, f"{place.url}/files/none")
        assert await refused(fetch, FetchLaterError) == "HTTP 404"


async def test_a_film_is_followed_to_where_it_was_moved(tmp_path: Path) -> None:
    async with fetching(tmp_path) as (place, fetch):
        links(place, f"{place.url}/files/moved")
        place.media["moved"] = {"Location": "/files/cdn"}
        place.cut_at = [300_000]
        stored = await fetch(ORIGIN, "owner")
        assert fetch.folder.path(stored.key).read_bytes() == FILM


@pytest.mark.parametrize(
    ("moved", "kind", "reason"),
    [
        ({"Location": "http://127.0.0.1:1/a"}, UnfetchableError, "a film at a strange address"),
        ({"Location": "/files/moved"}, FetchLaterError, "redirected too often"),
        ({"page": "<html>please log in</html>"}, FetchLaterError, "a page in place of a file"),
    ],
)
async def test_a_film_is_not_followed_anywhere(
    tmp_path: Path, moved: dict[str, str], kind: type[Exception], reason: str
) -> None:
    async with fetching(tmp_path) as (place, fetch):
        links(place, f"{place.url}/files/moved")
        place.media["moved"] = moved
        assert await refused(fetch, kind) == reason


async def test_a_film_larger_than_allowed_is_refused_at_the_first_byte_beyond(
    tmp_path: Path,
) -> None:
    async with fetching(tmp_path) as (place, fetch):
        place.media["film"] = FILM + b"!"
        await refused(fetch, UnfetchableError)


@pytest.mark.parametrize(
    ("url", "is_theirs"),
    [
        ("https://mpvideo.qpic.cn/a.mp4", True),
        ("http://vweixinp.tc.qq.com/1007_a.f10.mp4?vkey=1", True),
        ("http://203.205.158.71/vweixinp.tc.qq.com/1007_a.f10.mp4?vkey=1", True),
        ("http://203.205.158.71/etc/passwd", False),
        ("http://127.0.0.1/vweixinp.tc.qq.com/a.mp4", False),
        ("http://10.0.0.1/vweixinp.tc.qq.com/a.mp4", False),
        ("http://169.254.169.254/vweixinp.tc.qq.com/a.mp4", False),
        ("http://[::1]/vweixinp.tc.qq.com/a.mp4", False),
        ("https://qq.com.evil.example/a.mp4", False),
        ("https://evilqq.com/a.mp4", False),
        ("https://a.qq.com@evil.example/a.mp4", False),
        ("https://a.qq.com:22/a.mp4", False),
        ("https://a.qq.com:port/a.mp4", False),
        ("file:///a.qq.com/etc/passwd", False),
        ("ftp://a.qq.com/a.mp4", False),
        ("http://203.205.158.71", False),
        ("", False),
    ],
)
def test_films_are_taken_from_tencent_alone(url: str, is_theirs: bool) -> None:  # noqa: FBT001
    assert is_tencents(url) is is_theirs
