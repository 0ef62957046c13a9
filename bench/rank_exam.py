"""Our matcher beside its peers on an exam of real paraphrases: `python -m bench.rank_exam EVAL`.

EVAL is the folder that holds exam.py and its data/. Nothing of it is kept here. A row is the mean
over the seeds; the machine's load is in every row alike, since they run one after another.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import mean

SEEDS = (0, 1, 2)
SHAPES = (5, 0)  # similar questions an entry has
PEERS = ("bm25s", "tantivy", "rapidfuzz_ratio", "token_set", "char_tfidf")
FIGURES = {
    "top1": "top-1",
    "recall3": "recall@3",
    "coverage_at_90": "at 90 %",
    "auroc_near": "near",
    "auroc_far": "far",
    "microseconds_p50": "p50 µs",
    "microseconds_p95": "p95 µs",
}


def main() -> None:
    """Print a table for each shape of the exam."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("eval", type=Path)
    parser.add_argument("--data", default="finance_faq_dev.jsonl")
    parser.add_argument("--far", default="voice_commands.txt")
    parser.add_argument("--alone", action="store_true", help="leave the peers out")
    given = parser.parse_args()
    peers = () if given.alone else PEERS
    for similar in SHAPES:
        with tempfile.TemporaryDirectory() as folder:
            tasks = tuple(_tasks(given, similar, Path(folder)))
            _print(given.eval / "exam.py", tasks, peers, similar)


def _tasks(given: argparse.Namespace, similar: int, folder: Path) -> Iterator[Path]:
    data = given.eval / "data"
    for seed in SEEDS:
        task = folder / str(seed)
        source, far = data / given.data, data / given.far
        shape = ("--similar", similar, "--seed", seed, "--far", far)
        _run(given.eval / "exam.py", "groups", source, task, *shape)
        yield task


def _print(exam: Path, tasks: tuple[Path, ...], peers: tuple[str, ...], similar: int) -> None:
    print(f"\n{similar} similar questions, mean of seeds {', '.join(map(str, SEEDS))}")
    print(" | ".join(["ranker".ljust(16), *FIGURES.values()]))
    for name in ("ours", *peers):
        scored = [
            _ours(exam, task) if name == "ours" else _peer(exam, task, name) for task in tasks
        ]
        print(" | ".join([name.ljust(16), *_row(scored)]), flush=True)


def _row(scored: list[dict[str, float]]) -> Iterator[str]:
    for figure, title in FIGURES.items():
        value = mean(each[figure] for each in scored)
        shown = f"{value:.0f}" if "µs" in title else f"{value:.4f}"
        yield shown.rjust(len(title))


def _ours(exam: Path, task: Path) -> dict[str, float]:
    files = {"--entries": "entries.jsonl", "--queries": "queries.jsonl", "--output": "ours.jsonl"}
    named = [part for option, name in files.items() for part in (option, task / name)]
    _run("-m", "faq", "rank", *named)
    return _scored(_run(exam, "score", task, task / "ours.jsonl"))


def _peer(exam: Path, task: Path, name: str) -> dict[str, float]:
    return _scored(_run("-W", "ignore", exam, "baseline", name, task))


def _scored(said: str) -> dict[str, float]:
    score: dict[str, float] = json.loads(said.splitlines()[-1])
    return score


def _run(*command: object) -> str:
    done = subprocess.run(
        [sys.executable, *map(str, command)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(done.stderr[-2000:])
    return done.stdout


if __name__ == "__main__":
    main()
