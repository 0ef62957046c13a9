"""Our matcher beside its peers on an exam of real paraphrases: `python -m bench.rank_exam EVAL`.

EVAL is the folder that holds exam.py and its data/. Nothing of it is kept here. A row is the mean
over the seeds; the machine's load is in every row alike, since they run one after another.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import mean

SEEDS = (0, 1, 2)
SHAPES = (5, 0)  # similar questions an entry has
PEERS = ("bm25s", "tantivy", "rapidfuzz_ratio", "token_set", "char_tfidf")
PAIRS_PEERS = ("bm25s", "tantivy")
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
    parser.add_argument("eval", type=Path, nargs="?")
    parser.add_argument("--data", default="finance_faq_dev.jsonl")
    parser.add_argument("--pairs", nargs="*", default=["lcqmc_dev.tsv"])
    parser.add_argument("--far", default="voice_commands.txt")
    parser.add_argument("--seeds", nargs="+", type=int, default=SEEDS)
    parser.add_argument("--alone", action="store_true", help="leave the peers out")
    given = parser.parse_args()
    if given.eval is None:
        print("without the evaluation folder there is nothing to compare on")
        return
    for similar in SHAPES if given.data else ():
        shape = ("groups", given.data, "--similar", similar)
        _print(given, shape, PEERS, f"{given.data}, {similar} similar questions")
    for source in given.pairs:
        _print(given, ("pairs", source), PAIRS_PEERS, f"{source}, pairs")


def _print(
    given: argparse.Namespace, shape: tuple[object, ...], peers: tuple[str, ...], title: str
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        made = tuple(tasks(given.eval, shape, given.far, given.seeds, Path(folder)))
        print(f"\n{title}, mean of seeds {', '.join(map(str, given.seeds))}")
        _print_rows(given.eval / "exam.py", made, () if given.alone else peers)


def tasks(
    folder: Path, shape: tuple[object, ...], far: str, seeds: Iterable[int], made: Path
) -> Iterator[Path]:
    """Make the tasks of a shape, one a seed, of the data in the evaluation folder."""
    way, source, *options = shape
    for seed in seeds:
        task = made / str(seed)
        common = ("--seed", seed, "--far", folder / "data" / far)
        run(folder / "exam.py", way, folder / "data" / str(source), task, *options, *common)
        yield task


def _print_rows(exam: Path, tasks: tuple[Path, ...], peers: tuple[str, ...]) -> None:
    print(" | ".join(["ranker".ljust(16), *FIGURES.values()]))
    for name in ("ours", *peers):
        each = [_ours(exam, task) if name == "ours" else _peer(exam, task, name) for task in tasks]
        print(" | ".join([name.ljust(16), *averages(each)]), flush=True)


def averages(scored: list[dict[str, float]]) -> Iterator[str]:
    """Write the mean of each figure under its title."""
    for figure, title in FIGURES.items():
        value = mean(each[figure] for each in scored)
        shown = f"{value:.0f}" if "µs" in title else f"{value:.4f}"
        yield shown.rjust(len(title))


def _ours(exam: Path, task: Path) -> dict[str, float]:
    files = {"--entries": "entries.jsonl", "--queries": "queries.jsonl", "--output": "ours.jsonl"}
    named = [part for option, name in files.items() for part in (option, task / name)]
    run("-m", "faq", "rank", *named)
    return scored(run(exam, "score", task, task / "ours.jsonl"))


def _peer(exam: Path, task: Path, name: str) -> dict[str, float]:
    return scored(run("-W", "ignore", exam, "baseline", name, task))


def scored(said: str) -> dict[str, float]:
    """Read what exam.py printed last."""
    score: dict[str, float] = json.loads(said.splitlines()[-1])
    return score


def run(*command: object) -> str:
    """Run a command of this interpreter and give what it printed; stop with its last words."""
    done = subprocess.run(
        [sys.executable, *map(str, command)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(done.stderr[-2000:])
    return done.stdout


if __name__ == "__main__":
    main()
