"""The child that opens strangers' files: whatever becomes of it, the bot goes on (R36)."""

import asyncio
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import psutil
import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.check import Ceiling, check
from campaign.limits import Limits
from campaign.probe.findings import Findings, GarbledError, State, parse
from campaign.verdict import Unchecked, Verdict
from tests.campaign.videos import Film, film

LIMITS = Limits(min_seconds=2, max_seconds=4)


@pytest.fixture
def hang(tmp_path: Path) -> Path:
    """A file that never ends opening: a pipe nobody writes to."""
    path = tmp_path / "hang.mp4"
    os.mkfifo(path)
    return path


async def child_of(checking: asyncio.Future[Verdict]) -> psutil.Process:
    """Wait for the child to appear and to have loaded its program."""
    while not checking.done():
        for process in psutil.Process().children():
            if "campaign.probe" in process.cmdline():
                return process
        await asyncio.sleep(0.01)
    raise AssertionError(checking.result())


@contextmanager
def no_child_left() -> Iterator[None]:
    before = set(psutil.Process().children())
    yield
    assert set(psutil.Process().children()) <= before


async def test_r36_hanging_check_is_ended_in_time(hang: Path) -> None:
    with no_child_left():
        found = await check(hang, LIMITS, Ceiling(wall_seconds=1))

    assert found == Verdict(ok=None, unchecked=Unchecked.TOO_SLOW)


async def test_r36_killed_child_leaves_the_file_to_a_person(hang: Path) -> None:
    checking = asyncio.ensure_future(check(hang, LIMITS))
    (await child_of(checking)).kill()

    assert await checking == Verdict(ok=None, unchecked=Unchecked.CRASHED)


async def test_r36_cancelled_check_leaves_no_child(hang: Path) -> None:
    with no_child_left():
        checking = asyncio.ensure_future(check(hang, LIMITS))
        await child_of(checking)
        checking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await checking


async def test_r36_memory_ceiling_holds(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mp4", Film(width=3840, height=2160, seconds=1, fps=5, noise=1))

    found = await check(path, LIMITS, Ceiling(memory_bytes=64 * 1024 * 1024))

    assert found.ok is None
    assert found.unchecked in {Unchecked.OUT_OF_MEMORY, Unchecked.CRASHED}


async def test_child_inherits_neither_secrets_nor_files(
    hang: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TELEGRAM_TOKEN", "123:secret")
    with (tmp_path / "database").open("w") as database:
        os.set_inheritable(database.fileno(), True)  # noqa: FBT003 -- the function takes no name
        checking = asyncio.ensure_future(check(hang, LIMITS, Ceiling(wall_seconds=2)))
        child = await child_of(checking)
        environment, files = child.environ(), child.open_files()
        await checking

    assert set(environment) <= {"PYTHONPATH", "PYTHONUTF8", "LC_CTYPE"}
    assert [file.path for file in files if "database" in file.path] == []


FINDINGS = Findings(State.MEASURED, 5, "mp4", codec="h264", width=2, height=3, seconds=1.5)


def line(**changes: object) -> bytes:
    return json.dumps({**asdict(FINDINGS), **changes}).encode()


def test_honest_report_is_read_back() -> None:
    assert parse(line()) == FINDINGS


@pytest.mark.parametrize(
    "report",
    [
        b"",
        b"[]",
        b"[" * 4000,
        b"{}",
        line(more=1),
        line(size=-1),
        line(size="5"),
        line(size=True),
        line(size=2**80),
        line(seconds=float("nan")),
        line(seconds=float("inf")),
        line(seconds=3),
        line(codec="h" * 99),
        line(codec="编码"),
        line(codec=None),
        line(has_audio=1),
        line(state="fine"),
        line(state=["measured"]),
        line() + line(),
        b"\xff\xfe",
    ],
)
def test_garbled_report_is_refused(report: bytes) -> None:
    with pytest.raises(GarbledError):
        parse(report)


@given(st.binary(max_size=200))
def test_noise_is_refused(noise: bytes) -> None:
    with pytest.raises(GarbledError):
        parse(noise)
