"""Stopping and resuming in the console of the real bot, seen in its web chat."""

from pathlib import Path

import pytest

from people.staff.roles import Role
from tests.browser.chrome import chrome, needs_chromium
from tests.browser.live import fills, found_on, live, taps

pytestmark = [needs_chromium, pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]

WORDS = "检修到下午三点，急事请拨 12345。"
ALL = "section[aria-label=整个质小通]"


async def test_one_click_stops_the_chat_and_one_brings_it_back(tmp_path: Path) -> None:
    async with live(tmp_path) as place, chrome(tmp_path) as tab:
        await place.signs_in(tab, Role.APPROVER)
        await place.asks(tab, "质量月是几月", "9 月")
        await place.opens(tab, "/switches")
        await tab.run(f"document.querySelector('{ALL} details').open = true")
        await fills(tab, "m-all", WORDS)
        await taps(tab, "停用", "已停用整个质小通", f"{ALL} form")
        assert await found_on(tab, "switches-stopped") == []
        await place.asks(tab, "质量月是几月", WORDS)
        await place.asks(tab, "家里着火了快来人", "119")
        await place.opens(tab, "/entries")
        await tab.until("document.querySelector('.halted').innerText.includes('整个质小通')")
        await taps(tab, "去停用开关", WORDS)
        await taps(tab, "恢复", "已恢复整个质小通", ALL)
        await place.asks(tab, "质量月是几月", "9 月")
        assert tab.problems == []
