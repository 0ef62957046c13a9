"""`make wechat-demo` in a real browser: a pretended phone, the real bot, and a clean end."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path

import pytest

from bench.process import HOUSE, free_port
from tests.browser.chrome import Tab, chrome, needs_chromium

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(180), needs_chromium]

LAST_SAID = "[...document.querySelectorAll('.row.bot .bubble')].at(-1).innerText"
UP = "document.querySelector('#follow') && !document.body.classList.contains('starting')"


async def demo(folder: Path, port: int) -> Process:
    given = {**os.environ, "DEMO_PORT": str(port), "DATA_DIR": str(folder / "data")}
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.wechat.demo", cwd=HOUSE, env=given, stdout=PIPE, stderr=PIPE
    )


async def begins(process: Process, wanted: str) -> None:
    assert process.stdout
    async with asyncio.timeout(120):
        while wanted not in (await process.stdout.readline()).decode():
            pass


async def test_a_day_with_the_pretended_phone(tmp_path: Path) -> None:
    port = free_port()
    first = await demo(tmp_path, port)
    await begins(first, "模拟的微信")
    async with chrome(tmp_path) as tab:
        await tab.open(f"http://127.0.0.1:{port}/")
        await tab.until(UP)
        await follows_and_asks(tab)
        assert tab.problems == []
    second = await demo(tmp_path / "other", port)
    said, problem = await second.communicate()
    taken = f"端口 {port} 已被占用，换一个：DEMO_PORT=8100 make wechat-demo\n"
    assert (second.returncode, said.decode(), problem.decode()) == (1, "", taken)
    first.send_signal(signal.SIGINT)
    said, problem = await first.communicate()
    assert (first.returncode, problem.decode()) == (0, "")
    assert said.decode().splitlines()[-1] == "正在停止……"


async def follows_and_asks(tab: Tab) -> None:
    await tab.taps("#follow")
    await is_said(tab, 1)
    await tab.taps("#buttons .cell:nth-child(2) > button")
    assert (await is_said(tab, 2))[0] == "找“一站式”服务站"
    await tab.taps("#to-typing")
    await tab.taps("#plus")
    await tab.taps("[data-open=places]")
    await tab.taps("#presets button")
    await is_said(tab, 3)
    assert await tab.run("document.querySelector('.bubble a').textContent") == "在地图上看"
    await tab.taps("#text")
    await tab.types("质量月是几月")
    await tab.presses("Enter")
    assert (await is_said(tab, 4))[1] == "全国“质量月”在每年 9 月。"
    assert await tab.run("document.querySelectorAll('#lines summary').length") == 5


async def is_said(tab: Tab, number: int) -> list[str]:
    """Wait for the bot's message of this number and return its lines."""
    await tab.until(f"document.querySelectorAll('.row.bot').length === {number}")
    return str(await tab.run(LAST_SAID)).splitlines()
