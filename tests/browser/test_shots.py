"""Every page of the console of the real bot: nothing serious, nothing beyond the edge; pictures.

CONSOLE_SHOTS=folder keeps a picture of each at both widths.
"""

from pathlib import Path

import pytest

from console.site import all_doors
from people.staff.roles import EVERYBODY
from tests.browser.chrome import chrome, needs_chromium
from tests.browser.live import found_on, live

pytestmark = [needs_chromium, pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600)]

ENTRY = "quality-month-when"
MORE = (f"/entries/{ENTRY}", f"/entries/{ENTRY}/edit", f"/entries/{ENTRY}/compare?old=1&new=1")
NO_PAGES = ("/preview", "/hints", "/piece", "/export", "/related", "/template", "/points", ".xlsx",
            ".csv", ".json", "/static", "/figures/exam/")  # fmt: skip
"""Doors that give a file or a piece of a page."""


def _pages() -> list[str]:
    plain = [
        door.path
        for door in all_doors()
        if door.method == "GET" and door.path and "{" not in door.path
    ]
    return [path for path in (*plain, *MORE) if not any(part in path for part in NO_PAGES)]


async def test_every_page_is_for_every_eye_and_hand(tmp_path: Path) -> None:
    wrong: list[str] = []
    async with live(tmp_path) as place, chrome(tmp_path) as tab:
        await place.signs_in(tab, *EVERYBODY)
        for path in _pages():
            await place.opens(tab, path)
            kind = await tab.run("document.contentType")
            if kind == "text/html":
                wrong += await found_on(tab, path.strip("/").replace("/", "-") or "home")
        wrong += tab.problems
    assert wrong == []
