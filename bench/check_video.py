"""Seconds and peak memory of one check: a minute of 1080P, and a pixel bomb of 200 KB.

Each check runs under a parent of its own, so that the child's memory alone is counted.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

HOUSE = Path(__file__).parents[1]
sys.path.insert(0, str(HOUSE))

from tests.campaign.videos import Film, film  # noqa: E402 -- the path comes first

ROUNDS = 5
MEGABYTE = 1024 * 1024
ONE_CHECK = """
import asyncio, resource, sys, time
from pathlib import Path
from campaign.check import check
from campaign.limits import Limits
start = time.monotonic()
found = asyncio.run(check(Path(sys.argv[1]), Limits()))
seconds = time.monotonic() - start
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
print(f"{seconds:.2f} {peak} {'passed' if found.ok else '/'.join(f.kind for f in found.faults)}")
"""
FILMS = {
    "1080P, 60 s": Film(1920, 1080, seconds=60, fps=25, key_every=50, noise=8),
    "1080P, 60 s, HEVC": Film(
        1920, 1080, seconds=60, fps=25, key_every=50, codec="libx265", noise=1
    ),
    "8192 x 8192 bomb": Film(8192, 8192, seconds=1, fps=5, noise=1, audio=False),
}


def one_check(path: Path) -> tuple[float, int, str]:
    """Check once in a fresh parent: seconds, peak megabytes of the child, outcome."""
    command = [sys.executable, "-c", ONE_CHECK, str(path)]
    seconds, peak, outcome = subprocess.check_output(command, cwd=HOUSE, text=True).split()
    return float(seconds), int(peak), outcome


def main() -> None:
    """Print one line for each film: the median of five checks."""
    print(f"{'film':<20}{'MB':>8}{'seconds':>9}{'peak MB':>9}  outcome")
    for name, wanted in FILMS.items():
        with tempfile.TemporaryDirectory() as folder:
            path = film(Path(folder) / "film.mp4", wanted)
            runs = sorted(one_check(path) for _ in range(ROUNDS))
            size = path.stat().st_size / MEGABYTE
            peak = max(run[1] for run in runs)
            print(f"{name:<20}{size:>8.1f}{runs[2][0]:>9.2f}{peak:>9}  {runs[2][2]}")


if __name__ == "__main__":
    main()
