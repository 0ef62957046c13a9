from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from itsdangerous import TimestampSigner, URLSafeTimedSerializer

from bot.channels.upload import UploadLinks
from campaign import intake, store
from campaign.media import store as files
from campaign.submission import State, Submission, change
from people import store as people
from tests.bot.website import SECRET, Site, Visitor, site

FILM = bytes(range(256)) * 64
NOW = datetime.now(UTC)
SAMPLE = Path(store.__file__).parent / "data" / "sample.yaml"


async def begun(place: Site, begun_at: datetime = NOW, **more: Any) -> Submission:
    """Begin a work with a title, as the form does on any channel."""
    document = yaml.safe_load(SAMPLE.read_text(encoding="utf-8")) | more
    async with place.database.begin() as session:
        await store.plant(session, document, begun_at)
        person = await people.meet(session, "telegram", "4711", begun_at)
        work = await intake.begin(session, person, 4711, begun_at)
        return await store.put_answers(session, work, {"title": "称心<秤>"}, begun_at)


async def read(visitor: Visitor, path: str) -> tuple[int, str]:
    status, body = await visitor.get(path, Accept="text/html")
    return status, body.decode()


async def test_the_page_says_what_may_be_uploaded(tmp_path: Path) -> None:
    async with site(tmp_path) as place, place.browser() as visitor:
        work = await begun(place)
        status, html = await read(visitor, place.links.to(work.id))
        assert status == 200
        for words in (
            "（示例）质量月微视频征集",
            "上传视频：称心&lt;秤&gt;",
            "时长 30 秒至 5 分钟",
            "大小不超过 500 MB",
            "MP4、MOV、3GP 格式，画面短边不小于 720 像素",
            'data-max-bytes="524288000"',
        ):
            assert words in html


async def test_a_file_is_bound_to_its_work(tmp_path: Path) -> None:
    async with site(tmp_path) as place, place.browser() as visitor:
        work = await begun(place)
        link = place.links.to(work.id)
        assert await visitor.put(f"{link}/file", FILM, "夏.mp4", "video/mp4") == (201, {})
        async with place.database.read() as session:
            now_has = await store.get(session, work.id)
            media = await files.get(session, now_has.media_id if now_has else None)
        assert media is not None
        assert (media.name, media.size, media.submission_id) == ("夏.mp4", len(FILM), work.id)
        assert place.media.path(media.key or "").read_bytes() == FILM


async def test_the_same_file_twice_leaves_one(tmp_path: Path) -> None:
    async with site(tmp_path) as place, place.browser() as visitor:
        work = await begun(place)
        link = place.links.to(work.id)
        for _ in range(2):
            assert (await visitor.put(f"{link}/file", FILM, "夏.mp4", "video/mp4"))[0] == 201
        assert len(list((tmp_path / "files/media").rglob("*.mp4"))) == 1


@pytest.mark.parametrize(
    ("age", "status", "sentence"),
    [
        (-4, 410, "链接已过期（三天内有效）。您填写的内容还在，请回到聊天，重新要一个上传链接。"),
        (0, 404, "没有找到这件作品，它可能已被撤回或删除。请回到聊天重新开始。"),
    ],
)
async def test_old_and_empty_links_are_told_apart(
    tmp_path: Path, age: int, status: int, sentence: str
) -> None:
    async with site(tmp_path) as place, place.browser() as visitor:
        link = aged(place.links, "no-such-work", timedelta(days=age))
        found, html = await read(visitor, link)
        assert (found, sentence in html) == (status, True)
        answer = await visitor.put(f"{link}/file", FILM, "a.mp4", "video/mp4")
        assert answer == (status, {"error": sentence})


async def test_a_guessed_or_changed_link_is_refused(tmp_path: Path) -> None:
    async with site(tmp_path) as place, place.browser() as visitor:
        work = await begun(place)
        foreign = UploadLinks("y" * 32, "").to(work.id)
        for link in (foreign, place.links.to(work.id)[:-1] + "!", f"/u/{work.id}"):
            status, html = await read(visitor, link)
            assert (status, "链接不完整或有误" in html) == (403, True)
            answer, _ = await visitor.put(f"{link}/file", FILM, "a.mp4", "video/mp4")
            assert answer == 403


async def test_a_work_handed_in_takes_no_other_file(tmp_path: Path) -> None:
    async with site(tmp_path) as place, place.browser() as visitor:
        work = await begun(place)
        async with place.database.begin() as session:
            done = change(work, State.RECEIVED, NOW, "author")
            await store.record(session, work, done)
        link = place.links.to(work.id)
        sentence = "这件作品已经交过了，不再收新的文件。可以回到聊天，发送“我的投稿”查看进度。"
        status, html = await read(visitor, link)
        assert (status, sentence in html) == (410, True)
        answer = await visitor.put(f"{link}/file", FILM, "a.mp4", "video/mp4")
        assert answer == (410, {"error": sentence})


async def test_after_the_close_the_page_says_so(tmp_path: Path) -> None:
    async with site(tmp_path) as place, place.browser() as visitor:
        work = await begun(place, NOW - timedelta(days=70))
        status, html = await read(visitor, place.links.to(work.id))
        assert (status, "征集已经截止" in html) == (410, True)


async def test_a_file_beyond_the_limit_leaves_nothing(tmp_path: Path) -> None:
    async with site(tmp_path) as place, place.browser() as visitor:
        limits = {"min_seconds": 30, "max_seconds": 300, "max_bytes": 1000}
        work = await begun(place, limits=limits)
        path = f"{place.links.to(work.id)}/file"
        assert await visitor.put(path, FILM, "a.mp4", "video/mp4") == (
            413,
            {"error": "文件超过 0.1 MB，没有保存。请压缩或换一个较小的文件。"},
        )
        assert list((tmp_path / "files").rglob("*.mp4")) == []


def aged(links: UploadLinks, work: str, age: timedelta) -> str:
    """Sign a link as it was signed `age` ago."""

    class Past(TimestampSigner):
        def get_timestamp(self) -> int:
            return int((datetime.now(UTC) + age).timestamp())

    past = URLSafeTimedSerializer(SECRET, salt="zxt.upload", signer=Past)
    return f"{links.address}/u/{past.dumps(work)}"
