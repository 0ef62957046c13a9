"""An operator with a browser: looks, types, saves, and notes how long each took."""

import re
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

import aiohttp
from yarl import URL

from bench.process import until

COOKIE = "zxt_staff"
PATIENCE_SECONDS = 300.0
Path_ = str | Callable[[int], str]
_CSRF = re.compile(r'name="csrf-token" content="([^"]+)"')
_FIELD = re.compile(r'<input[^>]*? name="(\w+)"[^>]*? value="([^"]*)"')
_SAID = re.compile(r'class="[^"]*error[^"]*"[^>]*>(.*?)</')
_AREA = re.compile(r'<textarea[^>]*? name="(\w+)"[^>]*>([^<]*)</textarea>')


@dataclass(slots=True)
class Operator:
    """Somebody signed in, who may do everything."""

    url: str
    http: aiohttp.ClientSession
    csrf: str = ""
    waits: dict[str, list[float]] = field(default_factory=dict)

    async def looks(self, what: str, path: Path_, times: int) -> None:
        """Open a page again and again."""
        took = []
        for number in range(times):
            begun = perf_counter()
            await self.get(path if isinstance(path, str) else path(number))
            took.append(perf_counter() - begun)
        self.line(what, took)

    async def sends(
        self, what: str, path: Path_, fields: Callable[[int], Mapping[str, str]], times: int
    ) -> None:
        """Send a form again and again; where it leads is not waited for."""
        took = []
        for number in range(times):
            begun = perf_counter()
            await self.post(path if isinstance(path, str) else path(number), fields(number))
            took.append(perf_counter() - begun)
        self.line(what, took)

    async def get(self, path: str) -> str:
        """Open a page."""
        async with self.http.get(f"{self.url}/console{path}") as reply:
            reply.raise_for_status()
            text = await reply.text()
        found = _CSRF.search(text)
        self.csrf = found[1] if found else self.csrf
        return text

    async def post(self, path: str, fields: Mapping[str, str]) -> str:
        """Send a form."""
        given = {"csrf": self.csrf, **fields}
        address = f"{self.url}/console{path}"
        async with self.http.post(address, data=given, allow_redirects=False) as reply:
            reply.raise_for_status()
            return await reply.text()

    async def form(self, path: str) -> dict[str, str]:
        """Read what the form of an entry is filled with."""
        text = await self.get(path)
        text = text[text.index('id="entry-form"') :]
        return {
            name: unescape(value) for name, value in [*_FIELD.findall(text), *_AREA.findall(text)]
        }

    async def file(self, path: str) -> bytes:
        """Fetch a file."""
        async with self.http.get(f"{self.url}/console{path}") as reply:
            reply.raise_for_status()
            return await reply.read()

    async def upload(self, path: str, table: bytes) -> str:
        """Upload a table and open its preview; returns the preview's path."""
        form = aiohttp.FormData({"csrf": self.csrf})
        form.add_field("file", table, filename="table.xlsx")
        async with self.http.post(f"{self.url}/console{path}", data=form) as reply:
            text = await reply.text()
            if not reply.ok:
                raise ValueError(_SAID.findall(text))
            return reply.url.path.removeprefix("/console")

    async def confirm(self, path: str) -> None:
        """Write what a preview showed."""
        await self.post(path, {})

    async def replays(self, entry_id: str, seconds: float) -> None:
        """Write a draft, look at its replay, and go on looking for a while or until it is done."""
        form = await self.form(f"/entries/{entry_id}/edit")
        answer = f"改过 {perf_counter()}。"
        await self.post(f"/entries/{entry_id}/edit", {**form, "answer": answer, "do": "save"})
        begun = perf_counter()

        async def is_enough() -> bool:
            piece = await self.get(f"/entries/{entry_id}/replay/piece")
            return "<progress" not in piece or perf_counter() - begun > seconds

        await until(is_enough, every=2, seconds=PATIENCE_SECONDS)

    def line(self, what: str, seconds: list[float]) -> None:
        """Print p50, p95 and the longest in milliseconds."""
        last = quantiles(seconds, n=20, method="inclusive")[-1] if len(seconds) > 1 else seconds[0]
        figures = (median(seconds), last, max(seconds))
        print(f"{what:<46}" + "".join(f"{1000 * one:>9.1f}" for one in figures), flush=True)


@asynccontextmanager
async def operator(url: str, token: str) -> AsyncIterator[Operator]:
    """Open a browser somebody is signed in with."""
    jar = aiohttp.CookieJar(unsafe=True)
    jar.update_cookies({COOKIE: token}, URL(url))
    patience = aiohttp.ClientTimeout(total=PATIENCE_SECONDS)
    async with aiohttp.ClientSession(cookie_jar=jar, timeout=patience) as http:
        one = Operator(url, http)
        await one.get("/account")
        yield one


@contextmanager
def memory_at_most(number: int) -> Iterator[Callable[[], str]]:
    """Say how much memory a process held at most since, and before."""
    Path(f"/proc/{number}/clear_refs").write_text("5", encoding="ascii")
    before = _status(number, "VmRSS")

    def say() -> str:
        return f"{before:.0f} MB, at most {_status(number, 'VmHWM'):.0f} MB"

    yield say


def _status(number: int, name: str) -> float:
    text = Path(f"/proc/{number}/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) / 1024 for line in text.splitlines() if line.startswith(name))
