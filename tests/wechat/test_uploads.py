import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.channels.wechat.api import NoRightError, WeChatApi
from bot.channels.wechat.uploads import KEPT, TooLargeError, Uploads
from bot.retention import Retention
from campaign.files import MediaFolder
from db import migrate
from db.engine import Database, sqlite_url
from db.platform_tables import UploadedRow
from tests.citizen import Clock
from tests.wechat.platform import APP_ID, SECRET, Platform, platform

UPLOAD = "/cgi-bin/media/upload"


@asynccontextmanager
async def account(folder: Path) -> AsyncIterator[tuple[Platform, Uploads, Clock]]:
    database, clock = Database(sqlite_url(folder / "records.db")), Clock()
    await migrate.upgrade(database)
    async with platform() as place:
        place.clock = clock
        api = WeChatApi(APP_ID, SECRET, place.url, database, clock)
        try:
            yield place, Uploads(api, database, clock), clock
        finally:
            await api.close()
            await database.close()


def picture(folder: Path, name: str = "map.png", content: bytes = b"a picture") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


async def test_the_same_content_is_given_once(tmp_path: Path) -> None:
    async with account(tmp_path) as (place, uploads, _):
        first = await uploads.media_id(picture(tmp_path), "image")
        second = await uploads.media_id(picture(tmp_path, "copy.png"), "image")
        other = await uploads.media_id(picture(tmp_path, "other.png", b"another"), "image")
        assert (first, second, other) == ("media-1", "media-1", "media-2")
        assert place.uploads == [
            ("image", "file.png", b"a picture"), ("image", "file.png", b"another"),
        ]  # fmt: skip


async def test_many_callers_at_once_wait_for_one_upload(tmp_path: Path) -> None:
    async with account(tmp_path) as (place, uploads, _):
        place.delay = 0.05
        path = picture(tmp_path)
        given = await asyncio.gather(*(uploads.media_id(path, "image") for _ in range(20)))
        assert (set(given), len(place.uploads)) == ({"media-1"}, 1)


async def test_a_file_is_given_anew_before_wechat_deletes_it(tmp_path: Path) -> None:
    async with account(tmp_path) as (_, uploads, clock):
        path = picture(tmp_path)
        await uploads.media_id(path, "image")
        clock.passes(seconds=KEPT.total_seconds() - 1)
        assert await uploads.media_id(path, "image") == "media-1"
        clock.passes(seconds=1)
        assert await uploads.media_id(path, "image") == "media-2"
        assert await uploads.media_id(path, "image") == "media-2"


async def test_what_wechat_has_deleted_is_forgotten(tmp_path: Path) -> None:
    async with account(tmp_path) as (_, uploads, clock):
        await uploads.media_id(picture(tmp_path), "image")
        clock.passes(days=1)
        await uploads.media_id(picture(tmp_path, "new.png", b"new"), "image")
        clock.passes(days=2)
        await Retention(uploads.database, MediaFolder(tmp_path / "media"), clock).let_go()
        async with uploads.database.read() as session:
            kept = await session.scalars(select(UploadedRow.media_id))
            assert list(kept) == ["media-2"]


async def test_a_file_is_given_anew_when_wechat_refused_its_id(tmp_path: Path) -> None:
    async with account(tmp_path) as (_, uploads, _clock):
        path = picture(tmp_path)
        await uploads.forget(await uploads.media_id(path, "image"))
        assert await uploads.media_id(path, "image") == "media-2"


async def test_a_failed_upload_is_not_remembered(tmp_path: Path) -> None:
    async with account(tmp_path) as (place, uploads, _):
        place.errors[UPLOAD].append(48001)
        path = picture(tmp_path)
        with pytest.raises(NoRightError):
            await uploads.media_id(path, "image")
        assert await uploads.media_id(path, "image") == "media-1"


@pytest.mark.parametrize(("kind", "largest"), [("image", 2 * 1024**2), ("video", 10 * 1024**2)])
async def test_what_is_too_large_is_not_even_sent(tmp_path: Path, kind: str, largest: int) -> None:
    async with account(tmp_path) as (place, uploads, _):
        path = picture(tmp_path, "film.mp4", bytes(largest + 1))
        with pytest.raises(TooLargeError) as told:
            await uploads.media_id(path, kind)
        assert (told.value.name, told.value.size) == ("film.mp4", largest + 1)
        path.write_bytes(bytes(largest))
        assert await uploads.media_id(path, kind) == "media-1"
        assert place.calls[UPLOAD] == 1
