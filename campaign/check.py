"""Check a video file in a process that may die of it without harming anybody."""

import asyncio
import json
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from dataclasses import asdict, dataclass
from pathlib import Path

from campaign.judge import judge
from campaign.limits import Limits
from campaign.probe.findings import OUT_OF_MEMORY, GarbledError, parse
from campaign.verdict import Unchecked, Verdict

MAX_REPORT = 4096
"""Bytes a child may print; an honest line has about 300."""

HOUSE = Path(__file__).parents[1]
TOO_SLOW_SIGNALS = frozenset({signal.SIGXCPU, signal.SIGALRM})


@dataclass(frozen=True, slots=True)
class Ceiling:
    """What one check may cost: address space, processor seconds, seconds on the clock.

    The address space is far above the memory really used (about 100 MB for 1080P): the decoder's
    libraries alone map 300 MB.
    """

    memory_bytes: int = 1536 * 1024 * 1024
    cpu_seconds: int = 60
    wall_seconds: float = 120


DEFAULT_CEILING = Ceiling()


async def check(path: Path, limits: Limits, ceiling: Ceiling = DEFAULT_CEILING) -> Verdict:
    """Judge one regular file; a child that dies, hangs or babbles gives `ok=None`.

    Raises FileNotFoundError when the file is gone: that is a loss to report, not a fault of it.
    """
    where = await asyncio.to_thread(path.resolve, strict=True)
    asked = {**asdict(ceiling), "max_pixels": limits.max_pixels}
    report = await _run(where, json.dumps(asked), ceiling.wall_seconds)
    if isinstance(report, Unchecked):
        return Verdict(ok=None, unchecked=report)
    try:
        findings = parse(report)
    except GarbledError:
        return Verdict(ok=None, unchecked=Unchecked.GARBLED)
    return judge(findings, limits)


async def _run(path: Path, asked: str, wall_seconds: float) -> bytes | Unchecked:
    """Let the child look at the file; whatever happens, no child is left behind."""
    child = await _start(path, asked)
    try:
        async with asyncio.timeout(wall_seconds):
            report = await _report(child)
            status = await child.wait()
    except TimeoutError:
        return Unchecked.TOO_SLOW
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    return report if status == 0 else _cause(status)


async def _start(path: Path, asked: str) -> Process:
    """Start the child in its own session, with an empty environment and nothing inherited."""
    return await asyncio.create_subprocess_exec(
        sys.executable,
        *("-s", "-P", "-B", "-m", "campaign.probe", str(path), asked),
        stdin=DEVNULL,
        stdout=PIPE,
        stderr=DEVNULL,
        cwd="/",
        env={"PYTHONPATH": str(HOUSE), "PYTHONUTF8": "1"},
        start_new_session=True,
    )


async def _report(child: Process) -> bytes:
    """Read what the child prints, never more than an honest report; a flood ends the child."""
    assert child.stdout is not None  # noqa: S101 -- PIPE was asked for
    report = b""
    while piece := await child.stdout.read(MAX_REPORT):
        report += piece
        if len(report) > MAX_REPORT:
            child.kill()
            break
    return report


def _cause(status: int) -> Unchecked:
    """Read from its exit status what ended the child."""
    if status == OUT_OF_MEMORY:
        return Unchecked.OUT_OF_MEMORY
    if -status in TOO_SLOW_SIGNALS:
        return Unchecked.TOO_SLOW
    return Unchecked.CRASHED
