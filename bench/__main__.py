"""`make bench`: every bench there is, one after another; one may be named alone."""

import subprocess
import sys
import time

from bench.process import HOUSE

BENCHES = {
    "rank_exam": "the ranker beside bm25s, tantivy and rapidfuzz",
    "check_video": "seconds and memory of one check of a video",
    "start": "from a fresh clone to the first page and answer",
    "web_turn": "from a question to its answer, beside an echo",
    "kills": "SIGKILL at every step of handing in a video",
}


def main(wanted: list[str]) -> int:
    """Run the wanted benches, or all; return how many failed."""
    failed = []
    for name in wanted or BENCHES:
        if not (HOUSE / "bench" / f"{name}.py").is_file():
            print(f"== {name}: no such bench", flush=True)
            failed.append(name)
            continue
        print(f"== {name}: {BENCHES.get(name, '')}", flush=True)
        begun = time.monotonic()
        done = subprocess.run([sys.executable, "-m", f"bench.{name}"], cwd=HOUSE, check=False)
        print(f"   {time.monotonic() - begun:.0f} s, status {done.returncode}\n", flush=True)
        if done.returncode:
            failed.append(name)
    print(f"failed: {', '.join(failed) or 'none'}")
    return len(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
