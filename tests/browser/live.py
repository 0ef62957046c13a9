"""The real bot as a process, with members of staff made in its records, before a real browser.

async with live(tmp_path) as place, chrome(tmp_path) as tab:
    await place.signs_in(tab, Role.EDITOR)
    await tab.open(f"{place.url}/console/")
"""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench.process import BotProcess
from bot.turns import utc_now
from db.engine import Database, sqlite_url
from people.staff import store as people
from people.staff.roles import Role
from people.staff.sessions import store as sessions
from tests.browser.axe import serious
from tests.browser.chrome import Tab

SHOTS = os.environ.get("CONSOLE_SHOTS")
"""A folder for pictures of every page, where somebody wants to look at them."""
SIZES = ((1280, 900), (390, 844))
TALLEST = 3000
TRIES = 100
"""How often something is looked for that takes seconds, and more on a busy machine."""
BUBBLES = "[...document.querySelectorAll('.bubble')].map(one => one.innerText)"


@dataclass(slots=True)
class Live:
    """A running bot; its staff have no passwords, only browsers they are signed in with."""

    bot: BotProcess
    database: Database
    _tokens: dict[frozenset[Role], str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """Where its pages are."""
        return self.bot.url

    async def signs_in(self, tab: Tab, *roles: Role) -> None:
        """Let somebody with these roles, always the same, sit down at the browser."""
        if frozenset(roles) not in self._tokens:
            async with self.database.begin() as session:
                number = await people.count(session) + 1
                one = await people.create(
                    session, f"staff{number}", f"职员{number}", roles, utc_now()
                )
                token = await sessions.begin(session, one.id, "Chromium", utc_now())
            self._tokens[frozenset(roles)] = token
        value = self._tokens[frozenset(roles)]
        await tab.call("Network.setCookie", name="zxt_staff", value=value, url=self.url)

    async def opens(self, tab: Tab, path: str) -> None:
        """Open a page of the console."""
        await tab.open(f"{self.url}/console{path}")

    async def asks(self, tab: Tab, text: str, answer: str) -> None:
        """Ask in the web chat and wait until a new bubble, the last, holds an answer."""
        before = await self._says(tab, text)
        await tab.until(
            f"{BUBBLES}.length > {before + 1} && {BUBBLES}.at(-1).includes('{answer}')"
        )

    async def hears(self, tab: Tab, text: str, answer: str) -> None:
        """Ask until the answer is this; what was approved takes seconds to be everywhere."""
        for _ in range(TRIES):
            before = await self._says(tab, text)
            await tab.until(f"{BUBBLES}.length > {before + 1}")
            last = str((await tab.run(BUBBLES))[-1])
            if answer in last:
                return
            await asyncio.sleep(1)
        raise AssertionError(last)

    async def _says(self, tab: Tab, text: str) -> int:
        """Send a message and return how many bubbles there were before it."""
        await tab.open(self.url)
        await tab.until(f"{BUBBLES}.length > 0")
        before = int(await tab.run(f"{BUBBLES}.length"))
        await tab.run("document.getElementById('text').focus()")
        await tab.types(text)
        await tab.presses("Enter")
        return before


@asynccontextmanager
async def live(folder: Path) -> AsyncIterator[Live]:
    """Start the bot on data of its own, and end it."""
    bot = BotProcess(folder / "data")
    await bot.start("/readyz")
    database = Database(sqlite_url(folder / "data" / "zhixiaotong.db"))
    try:
        yield Live(bot, database)
    finally:
        await database.close()
        await bot.kill()


async def taps(tab: Tab, label: str, wanted: str, within: str = "main") -> None:
    """Press the first button or link with this label; a new page says `wanted`."""
    await _presses(tab, label, within, "button, a")
    gone = "!document.querySelector('[data-here]')"
    await tab.until(f"{gone} && document.body?.innerText.includes('{wanted}')")


async def unfolds(tab: Tab, label: str, wanted: str, within: str = "main") -> None:
    """Press the first line with this label that folds something; the page now says `wanted`."""
    await _presses(tab, label, within, "summary")
    await tab.until(f"document.body.innerText.includes('{wanted}')")
    await tab.run("document.querySelector('[data-here]').removeAttribute('data-here')")


async def _presses(tab: Tab, label: str, within: str, kinds: str) -> None:
    found = f"[...document.querySelectorAll('{within}')].flatMap("
    found += f"(one) => [...one.querySelectorAll('{kinds}')])"
    found += f".find((each) => each.textContent.trim().startsWith('{label}'))"
    await tab.until(found)
    await tab.run(f"{found}.setAttribute('data-here', '')")
    await tab.run("document.querySelector('[data-here]').scrollIntoView({block: 'center'})")
    await tab.taps("[data-here]")


async def fills(tab: Tab, field_id: str, text: str) -> None:
    """Put text in the place of a field's."""
    await tab.run(f"document.getElementById('{field_id}').select()")
    await tab.types(text)


async def found_on(tab: Tab, name: str) -> list[str]:
    """Return what is wrong with the open page: for other eyes and hands, or beyond the edge."""
    wrong = []
    for width, height in SIZES:
        await tab.looks(width, height)
        wide = await tab.run("document.documentElement.scrollWidth")
        if wide > width:
            wrong.append(f"{name}: {wide} wide at {width}")
        wrong += [f"{name} at {width}: {finding}" for finding in await serious(tab)]
        if SHOTS:
            tall = await tab.run("document.documentElement.scrollHeight")
            await tab.looks(width, max(height, min(tall, TALLEST)))
            await tab.shot(Path(SHOTS) / f"{name}-{width}.png")
    return wrong
