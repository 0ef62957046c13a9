"""Entry of the confined process: bind itself first, then look at the file.

Arguments: the file's path and the ceilings as JSON. One JSON line of findings on standard output;
exit status 3 means the memory ceiling was met.
"""

import json
import os
import resource
import signal
import sys
from dataclasses import asdict
from pathlib import Path

from campaign.probe.findings import OUT_OF_MEMORY

POLITE = 10
"""Niceness: a check never competes with the conversation."""


def confine(memory_bytes: int, cpu_seconds: int, wall_seconds: float) -> None:
    """Bind this process: memory, processor, clock, no files written, no core dumps."""
    bounds = {
        resource.RLIMIT_AS: memory_bytes,
        resource.RLIMIT_CPU: cpu_seconds,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NOFILE: 64,
    }
    for kind, bound in bounds.items():
        resource.setrlimit(kind, (bound, bound))
    os.nice(POLITE)
    # Outliving a killed parent is the one thing the parent cannot prevent.
    signal.setitimer(signal.ITIMER_REAL, wall_seconds)


def main(path: str, ceilings: str) -> int:
    """Confine, examine, print."""
    asked = json.loads(ceilings)
    confine(asked["memory_bytes"], asked["cpu_seconds"], asked["wall_seconds"])
    try:
        from campaign.probe.measure import (  # noqa: PLC0415 -- the decoder loads inside the bounds
            measure,
        )

        findings = measure(Path(path), asked["max_pixels"])
    except MemoryError:
        return OUT_OF_MEMORY
    sys.stdout.write(json.dumps(asdict(findings)) + "\n")
    sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
