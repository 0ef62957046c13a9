"""The staff's journeys in a real browser: set-up, invitation, sign-in, and a session that ends."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from faq.stations import load
from tests.browser.axe import serious
from tests.browser.chrome import Tab, chrome, needs_chromium
from tests.console.house import House, house
from tests.console.newcomers import PASSWORD, Phone, first_link

pytestmark = [needs_chromium, pytest.mark.browser, pytest.mark.slow]

SHOTS = os.environ.get("SHOTS")
"""A folder for pictures of every page, where somebody wants to look at them."""


async def _fill(tab: Tab, **fields: str) -> None:
    for name, value in fields.items():
        await tab.run(f"document.getElementById('f-{name}').focus()")
        await tab.types(value)


async def _tap(tab: Tab, selector: str) -> None:
    await tab.run(f"document.querySelector('{selector}').scrollIntoView({{block: 'center'}})")
    await tab.taps(selector)


async def _check(tab: Tab, name: str) -> None:
    """Nothing serious for other eyes and hands, nothing beyond the screen's edge, no refusals."""
    for scheme in ("light", "dark"):
        await tab.looks(390, 844, scheme)
        assert (name, scheme, await serious(tab)) == (name, scheme, [])
    for width, height in ((1280, 900), (390, 844)):
        await tab.looks(width, height)
        wide = await tab.run("document.documentElement.scrollWidth")
        assert (name, wide) == (name, width)
        if SHOTS:
            tall = await tab.run("document.documentElement.scrollHeight")
            await tab.looks(width, max(height, min(tall, 3000)))
            await tab.shot(Path(SHOTS) / f"{name}-{width}.png")
            await tab.looks(width, height)
    assert tab.problems == []


@asynccontextmanager
async def _opened(folder: Path) -> AsyncIterator[tuple[House, Tab]]:
    async with house(folder, stations=load) as place, chrome(folder) as tab:
        yield place, tab


async def _at(tab: Tab, heading: str) -> None:
    await tab.until(f"document.querySelector('h1')?.textContent.includes('{heading}')")


async def _set_up(place: House, tab: Tab) -> Phone:
    await tab.open(f"{place.url}/console{await first_link(place)}")
    await _check(tab, "link")
    await _fill(tab, name="anna", shown_name="安娜（示例）", password=PASSWORD, again="x")
    await _tap(tab, "main button.main")
    await tab.until("document.querySelector('#e-again')")
    await _check(tab, "link-wrong")
    await _fill(tab, password=PASSWORD, again=PASSWORD)
    await _tap(tab, "main button.main")
    await _at(tab, "绑定手机")
    await tab.until("document.querySelector('.qr').naturalWidth > 0")
    await _check(tab, "device")
    spelled = await tab.run("document.querySelector('.once').textContent")
    phone = Phone(spelled.replace(" ", ""))
    await _fill(tab, code=phone.shows(place.now))
    await _tap(tab, "main button.main")
    await _at(tab, "恢复码")
    await _check(tab, "codes")
    await _tap(tab, "main a.main")
    await _at(tab, "安娜（示例），您好")
    await _check(tab, "home")
    return phone


async def test_one_sets_up_signs_in_and_loses_nothing(tmp_path: Path) -> None:
    async with _opened(tmp_path) as (place, tab):
        phone = await _set_up(place, tab)
        await _tap(tab, ".menu summary")
        await tab.until("document.querySelector('.menu nav').offsetHeight > 100")
        await _check(tab, "menu")
        for name in ("account", "staff", "staff/1", "audit"):
            await tab.open(f"{place.url}/console/{name}")
            await _check(tab, name.replace("/", "-"))
        await tab.open(f"{place.url}/console/staff")
        await _fill(tab, name="bob", shown_name="鲍勃（示例）")
        place.now += timedelta(hours=9)
        await _tap(tab, "#invite button.main")
        await _at(tab, "请重新登录")
        await _check(tab, "signed-out")
        await _fill(tab, name="anna", password=PASSWORD, code=phone.shows(place.now))
        await _tap(tab, "main button.main")
        await _at(tab, "接着提交")
        await _check(tab, "resume")
        await _tap(tab, "main button.main")
        await tab.until("document.querySelector('#e-roles')")
        assert await tab.run("document.querySelector('#f-shown_name').value") == "鲍勃（示例）"
        await _check(tab, "invite-wrong")
        await _tap(tab, "input[value=desk]")
        await _tap(tab, "#invite button.main")
        await _at(tab, "把这个链接交给")
        await _check(tab, "invited")


async def test_the_pages_of_refusal_are_readable_too(tmp_path: Path) -> None:
    async with _opened(tmp_path) as (place, tab):
        await tab.open(f"{place.url}/console/")
        await _at(tab, "登录")
        await _check(tab, "sign-in")
        await _fill(tab, name="nobody", password="wrong password", code="123456")
        await _tap(tab, "main button.main")
        await tab.until("document.querySelector('.flash.error')")
        await _check(tab, "sign-in-wrong")
        await tab.open(f"{place.url}/console/link/unknown")
        await _at(tab, "链接不能用了")
        tab.problems.clear()
        await _check(tab, "link-over")
