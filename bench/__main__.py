"""`make bench`: every bench there is, one after another; one may be named alone.

    make bench EVAL=folder        python -m bench [--eval FOLDER] [NAME …]

Some compare with others on public data, in the folder that holds exam.py; without it they measure
what they can, or say that they did not run.
"""

import argparse
import subprocess
import sys
import time
from pathlib import Path

from bench.process import HOUSE

BENCHES = {
    "decision": "a decision in full beside tantivy and bm25s, from 1,440 to 60,000 wordings",
    "stall": "60,000 wordings go live while the bot answers: stalls, memory",
    "publish": "from a publication in one process to another that tells it; pages, drafts",
    "console": "the operators' pages at full size, and chat while a replay or an import runs",
    "own_exam": "the project's own exam, our decision beside five peers",
    "rank_exam": "the ranker beside bm25s, tantivy and rapidfuzz",
    "check_video": "seconds and memory of one check of a video",
    "trust": "how far the best candidate is trusted, and what each threshold costs",
    "sheet_import": "a table of 5,000 entries with 200 faulty rows: seconds, memory, all named",
    "start": "from a fresh clone to the first page and answer",
    "web_turn": "from a question to its answer, beside an echo",
    "wechat_burst": "200 citizens at once on one core, beside a bare webhook echo",
    "kills": "SIGKILL at every step of handing in a video",
    "wechat_kills": "SIGKILL while WeChat brings every message three times and answers are late",
}
ON_PUBLIC_DATA = ("decision", "stall", "publish", "console", "rank_exam")


def main() -> int:
    """Run the wanted benches, or all; return how many failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--eval", type=Path)
    parser.add_argument("names", nargs="*")
    given = parser.parse_args()
    failed = []
    for name in given.names or BENCHES:
        if not (HOUSE / "bench" / f"{name}.py").is_file():
            print(f"== {name}: no such bench", flush=True)
            failed.append(name)
            continue
        print(f"== {name}: {BENCHES.get(name, '')}", flush=True)
        begun = time.monotonic()
        status = _run(name, given.eval)
        print(f"   {time.monotonic() - begun:.0f} s, status {status}\n", flush=True)
        if status:
            failed.append(name)
    print(f"failed: {', '.join(failed) or 'none'}")
    return len(failed)


def _run(name: str, data: Path | None) -> int:
    folder = [str(data.resolve())] if data and name in ON_PUBLIC_DATA else []
    command = [sys.executable, "-m", f"bench.{name}", *folder]
    return subprocess.run(command, cwd=HOUSE, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
