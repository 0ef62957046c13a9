import asyncio
from pathlib import Path

import pytest

from tests.bot.website import site
from tests.browser.chrome import SHIFT, Tab, chrome, needs_chromium

pytestmark = [pytest.mark.browser, pytest.mark.timeout(90), needs_chromium]

BUBBLES = "Array.from(document.querySelectorAll('.bubble')).map(one => one.innerText)"
SHOWN = "document.querySelectorAll('.message').length"


async def says(tab: Tab, text: str) -> None:
    await tab.run("document.getElementById('text').focus()")
    await tab.types(text)
    await tab.presses("Enter")


async def test_ask_and_read_it_again_after_a_reload(tmp_path: Path) -> None:
    async with site(tmp_path) as place, chrome(tmp_path) as tab:
        await tab.open(place.url)
        await tab.until(f"{SHOWN} === 1")
        await says(tab, "质量月是几月")
        await tab.until(f"{SHOWN} === 3")
        before = await tab.run(BUBBLES)
        assert before[1:] == ["质量月是几月", "听到 质量月是几月"]
        await tab.open(place.url)
        await tab.until(f"{SHOWN} === 3")
        assert await tab.run(BUBBLES) == before
        assert tab.problems == []


async def test_what_is_written_without_a_network_arrives_once(tmp_path: Path) -> None:
    async with site(tmp_path) as place, chrome(tmp_path) as tab, place.browser() as reader:
        await tab.open(place.url)
        await tab.until(f"{SHOWN} === 1")
        await tab.network(up=False)
        await says(tab, "断网时写的")
        await says(tab, "第二句")
        await tab.until("document.querySelectorAll('.clock').length === 2")
        await tab.until("document.getElementById('status').innerText === '网络已断开，正在重连…'")
        await tab.network(up=True)
        await tab.until(f"{SHOWN} === 5 && !document.querySelector('.clock')", seconds=30)
        shown = await tab.run(BUBBLES)
        mine = [words for words in shown[1:] if not words.startswith("听到")]
        assert mine == ["断网时写的", "第二句"]
        assert sorted(shown[1:]) == sorted([*mine, *(f"听到 {words}" for words in mine)])
        await tab.until("document.getElementById('status').innerText === ''")
        cookies = (await tab.call("Network.getCookies", urls=[place.url]))["cookies"]
        reader.http.cookie_jar.update_cookies({cookies[0]["name"]: cookies[0]["value"]})
        kept = [one["body"]["text"] for one in await reader.history(limit=50)]
        assert sorted(kept[1:]) == sorted(shown[1:])


async def test_a_reply_taller_than_the_screen_is_read_from_its_beginning(tmp_path: Path) -> None:
    async with site(tmp_path) as place, chrome(tmp_path) as tab:
        await tab.open(place.url)
        await tab.until(f"{SHOWN} === 1")
        await says(tab, "长" * 800)
        await tab.until(f"{SHOWN} === 3")
        top = "document.querySelector('.message:last-child').getBoundingClientRect().top"
        screen = "document.getElementById('scroll').getBoundingClientRect().top"
        await tab.until(f"Math.abs({top} - {screen}) < 2")


async def test_every_number_one_is_told_to_call_can_be_tapped(tmp_path: Path) -> None:
    async with site(tmp_path) as place, chrome(tmp_path) as tab:
        await tab.open(place.url)
        await tab.until(f"{SHOWN} === 1")
        await says(tab, "请拨 12356 热线，或者拨 119 或 110，不是 12345 元、110 元")
        await tab.until(f"{SHOWN} === 3")
        calls = (
            "Array.from(document.querySelectorAll('.message:last-child a.phone')).map(a => a.href)"
        )
        assert await tab.run(calls) == ["tel:12356", "tel:119", "tel:110"]


async def test_unsent_words_outlive_the_page(tmp_path: Path) -> None:
    async with site(tmp_path) as place, chrome(tmp_path) as tab:
        await tab.open(place.url)
        await tab.until(f"{SHOWN} === 1")
        await tab.call("Network.setBlockedURLs", urls=["*/chat/messages"])
        await says(tab, "还没送到")
        await tab.until("document.querySelectorAll('.clock').length === 1")
        await tab.call("Network.setBlockedURLs", urls=[])
        await tab.open(place.url)
        await tab.until(f"{SHOWN} === 3")
        assert (await tab.run(BUBBLES))[1:] == ["还没送到", "听到 还没送到"]


async def test_everything_can_be_done_from_the_keyboard(tmp_path: Path) -> None:
    async with site(tmp_path) as place, chrome(tmp_path) as tab:
        await tab.open(place.url)
        await tab.until(f"{SHOWN} === 1")
        await tab.presses("Tab")
        assert await tab.run("document.activeElement.innerText") == "跳到输入框"
        await tab.presses("Enter")
        assert await tab.run("document.activeElement.id") == "text"
        await tab.types("一行")
        await tab.presses("Enter", SHIFT)
        await tab.types("两行")
        await tab.presses("Enter")
        await tab.until(f"{SHOWN} === 3")
        assert (await tab.run(BUBBLES))[1] == "一行\n两行"
        await tab.run("document.getElementById('more').focus()")
        await tab.presses("Enter")
        assert await tab.run("document.activeElement.innerText") == "大字"
        await tab.presses("ArrowDown")
        await tab.presses("ArrowDown")
        assert await tab.run("document.activeElement.innerText") == "我的数据"
        await tab.presses("Escape")
        assert await tab.run("document.activeElement.id") == "more"
        assert await tab.run("document.getElementById('menu').hidden") is True


async def test_enter_that_ends_a_composition_sends_nothing(tmp_path: Path) -> None:
    async with site(tmp_path) as place, chrome(tmp_path) as tab:
        await tab.open(place.url)
        await tab.until(f"{SHOWN} === 1")
        await tab.run("document.getElementById('text').focus()")
        await tab.call("Input.imeSetComposition", text="zhi", selectionStart=3, selectionEnd=3)
        await tab.presses("Enter")
        await asyncio.sleep(0.3)
        assert await tab.run(SHOWN) == 1
        await tab.types("质量")
        await asyncio.sleep(0.1)
        await tab.presses("Enter")
        await tab.until(f"{SHOWN} === 3")


async def test_buttons_are_tapped_or_typed(tmp_path: Path) -> None:
    async with site(tmp_path) as place, chrome(tmp_path) as tab:
        await tab.open(place.url)
        await tab.until(f"{SHOWN} === 1")
        labels = "Array.from(document.querySelectorAll('.row button')).map(b => b.innerText)"
        assert await tab.run(labels) == ["1\n问政策", "2\n找站点"]
        heights = (
            "Array.from(document.querySelectorAll('.row button, .quick button'))"
            ".map(b => b.offsetHeight)"
        )
        assert min(await tab.run(heights)) >= 44
        await tab.taps(".row button")
        await tab.until(f"{SHOWN} === 3")
        assert (await tab.run(BUBBLES))[1:] == ["问政策", "点了 ask"]


async def test_large_print_by_menu_and_by_word_is_kept(tmp_path: Path) -> None:
    async with site(tmp_path) as place, chrome(tmp_path) as tab:
        await tab.open(place.url)
        await tab.until(f"{SHOWN} === 1")
        size = "parseFloat(getComputedStyle(document.querySelector('.text')).fontSize)"
        assert await tab.run(size) == 17
        await says(tab, "大字")
        await tab.until(f"{size} > 23")
        await tab.open(place.url)
        await tab.until(f"{SHOWN} === 3 && {size} > 23")
        assert await tab.run("document.documentElement.scrollWidth") <= 390
        await tab.taps("#more")
        await tab.taps("[data-do=large]")
        await tab.until(f"{size} === 17")


async def test_dark_follows_the_system(tmp_path: Path) -> None:
    async with site(tmp_path) as place, chrome(tmp_path) as tab:
        await tab.looks(390, 844, "dark")
        await tab.open(place.url)
        await tab.until(f"{SHOWN} === 1")
        colours = (
            "['body', '.bubble'].map(s => "
            "getComputedStyle(document.querySelector(s)).backgroundColor)"
        )
        assert await tab.run(colours) == ["rgb(17, 17, 17)", "rgb(44, 44, 44)"]
        await tab.looks(390, 844, "light")
        await tab.until(f"({colours})[0] === 'rgb(237, 237, 237)'")


async def test_a_reader_hears_who_speaks(tmp_path: Path) -> None:
    async with site(tmp_path) as place, chrome(tmp_path) as tab:
        await tab.open(place.url)
        await tab.until(f"{SHOWN} === 1")
        log = "document.querySelector('[role=log][aria-live=polite]')"
        assert await tab.run(f"{log}.getAttribute('aria-label')") == "与质小通的对话"
        assert await tab.run(f"{log}.querySelector('.author').textContent") == "质小通说："
        unnamed = (
            "Array.from(document.querySelectorAll('button, a, input, textarea')).filter(e => "
            "!e.innerText.trim() && !e.getAttribute('aria-label') && !e.textContent.trim() && "
            "!document.querySelector('label[for=' + (e.id || 'x') + ']') && "
            "e.getAttribute('aria-hidden') !== 'true').map(e => e.outerHTML)"
        )
        assert await tab.run(unnamed) == []


async def test_leaving_takes_everything_from_this_machine(tmp_path: Path) -> None:
    async with site(tmp_path) as place, chrome(tmp_path) as tab:
        await tab.open(place.url)
        await tab.until(f"{SHOWN} === 1")
        await says(tab, "秘密")
        await tab.until(f"{SHOWN} === 3")
        await tab.taps("#more")
        await tab.taps("[data-do=leave]")
        await tab.taps("[data-answer=yes]")
        await tab.until(f"{SHOWN} === 1 && !document.body.innerText.includes('秘密')")
        assert await tab.run("Object.keys(localStorage)") == []


async def test_what_is_deleted_goes_from_the_page(tmp_path: Path) -> None:
    async with site(tmp_path) as place, chrome(tmp_path) as tab:
        await tab.open(place.url)
        await tab.until(f"{SHOWN} === 1")
        await says(tab, "忘")
        await tab.until(f"{SHOWN} === 1 && document.body.innerText.includes('听到 忘')")


async def test_long_histories_come_page_by_page(tmp_path: Path) -> None:
    async with site(tmp_path) as place, chrome(tmp_path) as tab:
        await tab.open(place.url)
        await tab.until(f"{SHOWN} === 1")
        for number in range(1, 19):
            await says(tab, f"第 {number} 个问题")
            await tab.until(f"{SHOWN} === {1 + 2 * number}")
        await tab.open(place.url)
        await tab.until(f"{SHOWN} === 30")
        await tab.run("document.getElementById('scroll').scrollTop = 0")
        await tab.until(f"{SHOWN} === 37")
        shown = await tab.run(BUBBLES)
        assert shown[1::2] == [f"第 {number} 个问题" for number in range(1, 19)]
        assert await tab.run("document.getElementById('scroll').scrollTop") > 100
