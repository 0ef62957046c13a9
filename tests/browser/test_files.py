from pathlib import Path

import pytest

from tests.bot.test_upload import begun
from tests.bot.website import Site, site
from tests.browser.chrome import Tab, chrome, needs_chromium

pytestmark = [pytest.mark.browser, pytest.mark.timeout(90), needs_chromium]

SHOWN = "document.querySelectorAll('.message').length"
SLOW = 40_000
"""Bytes a second: slow enough that even a busy machine sees the upload under way."""


def film(folder: Path, size: int = 900_000) -> Path:
    file = folder / "夏天.mp4"
    file.write_bytes(bytes(size))
    return file


async def opened(place: Site, tab: Tab) -> None:
    await tab.open(place.url)
    await tab.until(f"{SHOWN} === 1")


async def test_a_file_shows_its_progress_and_arrives(tmp_path: Path) -> None:
    async with site(tmp_path) as place, chrome(tmp_path) as tab:
        await opened(place, tab)
        await tab.network(up=True, bytes_a_second=SLOW)
        await tab.chooses("#file", film(tmp_path))
        await tab.until("document.querySelector('.sending progress')?.value > 2")
        await tab.network(up=True)
        await tab.until(f"{SHOWN} === 3 && !document.querySelector('.sending')", seconds=40)
        assert await tab.run("document.querySelectorAll('.me').length") == 1
        words = await tab.run("document.querySelectorAll('.message .bubble')[2].innerText")
        assert words == "听到 video"
        await opened_again(place, tab)
        assert tab.problems == []


async def opened_again(place: Site, tab: Tab) -> None:
    await tab.open(place.url)
    await tab.until(f"{SHOWN} === 3")
    await tab.until("document.querySelector('.me .document, .me .film')")


async def test_a_file_can_be_cancelled(tmp_path: Path) -> None:
    async with site(tmp_path) as place, chrome(tmp_path) as tab:
        await opened(place, tab)
        await tab.network(up=True, bytes_a_second=SLOW // 4)
        await tab.chooses("#file", film(tmp_path))
        await tab.taps(".sending button")
        await tab.until(f"{SHOWN} === 1")
        await tab.network(up=True)
        assert list((tmp_path / "files").rglob("*.mp4")) == []


async def test_a_refused_file_says_why_and_can_be_tried_again(tmp_path: Path) -> None:
    async with site(tmp_path) as place, chrome(tmp_path) as tab:
        await opened(place, tab)
        place.media.reserve = 2**60
        await tab.chooses("#file", film(tmp_path))
        await tab.until("document.querySelector('.problem:not([hidden])')")
        said = await tab.run("document.querySelector('.problem:not([hidden])').innerText")
        assert said.startswith("服务器暂时没有足够的空间")
        place.media.reserve = 0
        await tab.run("document.querySelector('.retry').click()")
        await tab.until(f"{SHOWN} === 3 && !document.querySelector('.retry')")


async def test_a_refused_file_can_be_given_up(tmp_path: Path) -> None:
    async with site(tmp_path) as place, chrome(tmp_path) as tab:
        await opened(place, tab)
        place.media.reserve = 2**60
        await tab.chooses("#file", film(tmp_path))
        await tab.taps(".problem button")
        await tab.until(f"{SHOWN} === 1")
        await opened(place, tab)


async def test_the_upload_page_checks_sends_and_confirms(tmp_path: Path) -> None:
    async with site(tmp_path) as place, chrome(tmp_path) as tab:
        work = await begun(place)
        await tab.open(place.url + place.links.to(work.id))
        await tab.until("!document.getElementById('form').hidden")
        await tab.chooses("#file", film(tmp_path))
        await tab.until("!document.getElementById('start').disabled")
        facts = await tab.run(
            "Array.from(document.querySelectorAll('#facts p')).map(p => p.innerText)"
        )
        assert facts == [
            "夏天.mp4",
            "大小 879 KB",
            "这台设备读不出时长和画面，上传后由系统检查",
        ]
        await tab.network(up=True, bytes_a_second=SLOW)
        await tab.taps("#start")
        await tab.until("document.getElementById('bar').value > 5")
        await tab.network(up=True)
        await tab.until("!document.getElementById('done').hidden", seconds=40)
        words = await tab.run("document.querySelector('#done h2').innerText")
        assert words == "已收到，请回到聊天继续"
        assert len(list((tmp_path / "files/media").rglob("*.mp4"))) == 1
        assert tab.problems == []


async def test_a_file_beyond_the_limit_is_stopped_before_it_is_sent(tmp_path: Path) -> None:
    async with site(tmp_path) as place, chrome(tmp_path) as tab:
        limits = {"min_seconds": 30, "max_seconds": 300, "max_bytes": 500_000}
        work = await begun(place, limits=limits)
        await tab.open(place.url + place.links.to(work.id))
        await tab.until("!document.getElementById('form').hidden")
        await tab.chooses("#file", film(tmp_path))
        await tab.until("document.querySelector('#facts .bad')")
        said = await tab.run("document.querySelector('#facts .bad').innerText")
        assert said == "大小 879 KB，超过 488 KB，请导出成 1080P 或压缩后再传"
        assert await tab.run("document.getElementById('start').disabled") is True
