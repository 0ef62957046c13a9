from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.fetch import FetchLaterError, TelegramFetch, UnfetchableError
from campaign.files import MediaFolder

CONTENT = b"a video" * 100_000
TOKEN = "42:TEST"

Answer = Callable[[], web.Response]


def told(description: str, status: int = 400) -> web.Response:
    body = {"ok": False, "error_code": status, "description": description}
    return web.json_response(body, status=status)


def names(path: str, size: int | None = len(CONTENT)) -> web.Response:
    file = {"file_id": "x", "file_unique_id": "x", "file_path": path, "file_size": size}
    return web.json_response({"ok": True, "result": file})


@asynccontextmanager
async def fetching(
    tmp_path: Path, get_file: Answer, download: Answer = lambda: web.Response(body=CONTENT)
) -> AsyncIterator[TelegramFetch]:
    """Speak with a Bot API server of this test's own."""

    async def on_get_file(_request: web.Request) -> web.Response:
        return get_file()

    async def on_download(_request: web.Request) -> web.Response:
        return download()

    app = web.Application()
    app.router.add_post(f"/bot{TOKEN}/getFile", on_get_file)
    app.router.add_get(f"/file/bot{TOKEN}/videos/a.MOV", on_download)
    folder = MediaFolder(tmp_path / "media", reserve=0)
    folder.prepare()
    async with TestServer(app) as server:
        api = TelegramAPIServer.from_base(str(server.make_url("")).rstrip("/"))
        wire = Bot(TOKEN, session=AiohttpSession(api=api))
        yield TelegramFetch(wire, folder, 10 * len(CONTENT))
        await wire.session.close()


async def test_a_file_is_stored_whole_under_its_kind(tmp_path: Path) -> None:
    async with fetching(tmp_path, lambda: names("videos/a.MOV")) as fetch:
        stored = await fetch({"file_id": "x"}, "owner")
        assert (stored.size, stored.key.rsplit(".", 1)[1]) == (len(CONTENT), "mov")
        assert fetch.folder.path(stored.key).read_bytes() == CONTENT


async def test_a_server_on_the_same_disk_is_read_from_there(tmp_path: Path) -> None:
    (tmp_path / "local.mp4").write_bytes(CONTENT)
    async with fetching(tmp_path, lambda: names(str(tmp_path / "local.mp4"))) as fetch:
        assert (await fetch({"file_id": "x"}, "owner")).size == len(CONTENT)


@pytest.mark.parametrize("reason", ["Bad Request: file is too big", "Bad Request: wrong file_id"])
async def test_a_refusal_for_good_is_told_so(tmp_path: Path, reason: str) -> None:
    async with fetching(tmp_path, lambda: told(reason)) as fetch:
        with pytest.raises(UnfetchableError):
            await fetch({"file_id": "x"}, "owner")


@pytest.mark.parametrize(
    "answer",
    [
        lambda: told("Bad Request: file is temporarily unavailable"),
        lambda: told("Too Many Requests: retry after 3", 429),
        lambda: told("Internal Server Error", 500),
        lambda: names("videos/gone.mp4"),
        lambda: names("videos/a.MOV", size=len(CONTENT) + 1),
        lambda: names("/no/such/file.mp4"),
        lambda: web.Response(text="<html>"),
    ],
    ids=["temporary", "too many", "server", "gone", "cut off", "not on the disk", "a page"],
)
async def test_what_may_pass_is_tried_later_and_leaves_nothing_behind(
    tmp_path: Path, answer: Answer
) -> None:
    async with fetching(tmp_path, answer) as fetch:
        with pytest.raises(FetchLaterError) as later:
            await fetch({"file_id": "x"}, "owner")
        assert TOKEN not in str(later.value)
        assert [file for file in fetch.folder.root.rglob("*") if file.is_file()] == []


async def test_a_file_larger_than_announced_limits_is_refused(tmp_path: Path) -> None:
    async with fetching(tmp_path, lambda: names("videos/a.MOV", size=None)) as fetch:
        small = TelegramFetch(fetch.wire, fetch.folder, 1000)
        with pytest.raises(UnfetchableError):
            await small({"file_id": "x"}, "owner")
