"""The real process under measurement: `python -m bot run`, its data folder and port its own."""

import asyncio
import os
import signal
import socket
import sys
import time
from asyncio.subprocess import Process
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

HOUSE = Path(__file__).parents[1]
PATIENCE_SECONDS = 90.0
"""How long a start may take; a busy machine is no fault of the bot."""

LAUNCHERS = ("make", "sh")
SETTINGS = (
    "DATA_DIR", "HOST", "PORT", "PUBLIC_URL", "SECRET_KEY", "DATABASE_URL", "REDIS_URL",
    "MEDIA_URL", "TELEGRAM_TOKEN", "TELEGRAM_API", "TELEGRAM_WEBHOOK_SECRET", "TRUSTED_PROXIES",
    "LOG_FORMAT", "WECHAT_TOKEN", "WECHAT_APP_ID", "WECHAT_APP_SECRET", "WECHAT_AES_KEY",
    "WECHAT_API", "WECHAT_ACCOUNT",
)  # fmt: skip


class GoneError(Exception):
    """The process ended by itself; carries what it said last."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a process ended: its status, how long that took, and what it had said by then."""

    status: int
    seconds: float
    out: str
    err: str


def free_port() -> int:
    """Find a port nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@dataclass(slots=True)
class BotProcess:
    """A bot that is started, asked, killed and started again on the same data."""

    folder: Path
    port: int = field(default_factory=free_port)
    command: tuple[str, ...] = (sys.executable, "-m", "bot", "run")
    patience: float = PATIENCE_SECONDS
    settings: Mapping[str, str] = field(default_factory=dict)
    """More settings, by their names in the environment."""
    _child: Process | None = None

    @property
    def url(self) -> str:
        """Where its page is."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def child(self) -> Process:
        """The running process."""
        if self._child is None:
            raise GoneError(self.url)
        return self._child

    async def spawn(self) -> None:
        """Start without waiting, alone in a process group as a terminal would start it."""
        kept = {name: value for name, value in os.environ.items() if name not in SETTINGS}
        given = {
            "DATA_DIR": str(self.folder), "PORT": str(self.port), "PYTHONUTF8": "1",
            **self.settings,
        }  # fmt: skip
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        with self._log("out").open("ab") as out, self._log("err").open("ab") as err:
            self._child = await asyncio.create_subprocess_exec(
                *self.command, cwd=HOUSE, env=kept | given, stdin=asyncio.subprocess.DEVNULL,
                stdout=out, stderr=err, start_new_session=True,
            )  # fmt: skip

    async def start(self, path: str = "/healthz") -> float:
        """Start and return the seconds until `path` was answered well."""
        begun = time.monotonic()
        await self.spawn()
        await self.answers(path)
        return time.monotonic() - begun

    async def answers(self, path: str) -> None:
        """Wait until `path` is answered well; raises `GoneError`."""

        async def is_well() -> bool:
            if self.child.returncode is not None:
                raise GoneError(self.said("err"))
            return await _is_well(http, self.url + path)

        async with aiohttp.ClientSession() as http:
            await until(is_well, seconds=self.patience)

    async def kill(self) -> None:
        """End it as a power cut would, if it was started and still runs."""
        if self._child is not None:
            if self._child.returncode is None:
                self._child.kill()
            await self._child.wait()

    async def stop(self, number: signal.Signals = signal.SIGTERM) -> Ended:
        """Ask it to end: SIGINT goes to the whole group, as Ctrl-C in a terminal does."""
        begun = time.monotonic()
        if number is signal.SIGINT:
            os.killpg(self.child.pid, number)
        else:
            self.child.send_signal(number)
        return await self.ended(begun)

    async def ended(self, begun: float) -> Ended:
        """Wait for its end, counted from `begun`."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            status = await self.child.wait()
        return Ended(status, time.monotonic() - begun, self.said("out"), self.said("err"))

    def said(self, stream: str) -> str:
        """Return everything said on a stream (`out` or `err`), over all starts."""
        return self._log(stream).read_text(encoding="utf-8")

    def has_children(self) -> bool:
        """Whether it has another process at work for it."""
        return bool(_children(self.child.pid))

    def _number(self) -> int:
        """Find the bot itself, which `make` may have started for us."""
        number = self.child.pid
        while Path(f"/proc/{number}/comm").read_text(encoding="ascii").strip() in LAUNCHERS:
            (number,) = _children(number)
        return number

    def memory(self) -> dict[str, float]:
        """Return the resident memory in MB: `Rss`, and `Pss` with shared pages divided."""
        return memory_of(self._number())

    def processor_seconds(self) -> float:
        """Return the processor time used so far, which a busy machine hardly changes."""
        text = Path(f"/proc/{self._number()}/stat").read_text(encoding="ascii")
        user, system = text.rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")

    def _log(self, stream: str) -> Path:
        return self.folder.with_name(f"{self.folder.name}.{stream}")


async def until(
    look: Callable[[], Awaitable[bool]], every: float = 0.02, seconds: float = PATIENCE_SECONDS
) -> None:
    """Look again and again until it is so; raises `TimeoutError`."""
    async with asyncio.timeout(seconds):
        while True:
            if await look():
                return
            await asyncio.sleep(every)


async def _is_well(http: aiohttp.ClientSession, url: str) -> bool:
    try:
        async with http.get(url) as reply:
            return reply.ok
    except aiohttp.ClientError:
        return False


def memory_of(number: int) -> dict[str, float]:
    """Return a process's resident memory in MB: `Rss`, and `Pss` with shared pages divided."""
    text = Path(f"/proc/{number}/smaps_rollup").read_text(encoding="ascii")
    return dict(_megabytes(text.splitlines()[1:]))


def _children(number: int) -> list[int]:
    tasks = Path(f"/proc/{number}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text(encoding="ascii").split()]


def _megabytes(lines: Iterable[str]) -> list[tuple[str, float]]:
    pairs = (line.split(":") for line in lines)
    return [(name, int(value.split()[0]) / 1024) for name, value in pairs]
