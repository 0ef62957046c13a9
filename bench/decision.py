"""A decision in full beside its peers, at every size: `python -m bench.decision [EVAL]`.

EVAL is the folder that holds exam.py and its data/. Timed from outside, one question after
another, no question twice, so that nothing kept from before can answer. Each size has a process of
its own; there the engines take turns, and the quietest of the turns is shown for each.
"""

import argparse
import gc
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles

import yaml

from bench.fill import SIZES, Filled, filled
from bench.peers import peers
from bench.process import HOUSE
from faq import segment
from faq.commands import SEED
from faq.decide import decide
from faq.knowledge import Knowledge, revision_of_entries
from faq.load import read_folder
from faq.outcome import Context
from faq.rank import rank

ROUNDS = 5
OWN = 0
"""Stands for our own knowledge in place of a number of wordings."""
ENGINES = ("decision", "ranker", "tantivy", "bm25s")
Times = dict[str, list[list[float]]]


def main() -> int:
    """Print a line for each size, and a sentence where EVAL is missing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("eval", type=Path, nargs="?")
    parser.add_argument("--wordings", type=int, help="measure one size; 0 is our own knowledge")
    given = parser.parse_args()
    if given.wordings is not None:
        print(measured(given.wordings, given.eval), flush=True)
        return 0
    print("milliseconds, p50 / p95 of the quietest of", ROUNDS, "turns")
    print(f"{'wordings':>8}{'entries':>8}{'build s':>8}", *(f"{name:>16}" for name in ENGINES))
    for size in (OWN, *(SIZES if given.eval else ())):
        where = [str(given.eval)] if given.eval else []
        command = [sys.executable, "-W", "ignore", "-m", "bench.decision", *where]
        subprocess.run([*command, "--wordings", str(size)], cwd=HOUSE, check=True)
    if not given.eval:
        print("without the evaluation folder only our own knowledge is measured")
    return 0


def measured(wordings: int, eval_folder: Path | None) -> str:
    """Measure one size and return its line."""
    found = _own() if wordings == OWN or eval_folder is None else filled(eval_folder, wordings)
    with tempfile.TemporaryDirectory() as folder:
        begun = time.monotonic()
        revision = revision_of_entries(found.entries)
        knowledge = Knowledge.of(found.entries, Path(folder), revision)
        built = time.monotonic() - begun
        texts = [text for entry in found.entries for text in entry.wordings]
        times = _times(_engines(knowledge, texts), found.questions)
    cells = (f"{_best(times[name], 50):8.3f} /{_best(times[name], 95):6.2f}" for name in ENGINES)
    return f"{len(texts):8}{len(found.entries):8}{built:8.1f} {' '.join(cells)}"


def _own() -> Filled:
    """Our own knowledge, asked what the half of the exam asks that anybody may read."""
    files = sorted((HOUSE / "tests" / "exam" / "tuning").glob("*.yaml"))
    cases = [case for file in files for case in yaml.safe_load(file.read_text(encoding="utf-8"))]
    return Filled(read_folder(SEED).entries, tuple(dict.fromkeys(case["text"] for case in cases)))


def _engines(knowledge: Knowledge, texts: Sequence[str]) -> dict[str, Callable[[str], object]]:
    segment.warm()
    now = datetime.now(UTC)
    engines: dict[str, Callable[[str], object]] = {
        "decision": lambda text: decide(text, Context(), now, knowledge),
        "ranker": lambda text: rank(knowledge.index, text),
        **peers(texts),
    }
    for engine in engines.values():
        engine(texts[0])
    for _ in knowledge.prepare():
        pass  # as the serving process has done before long
    gc.collect()
    gc.freeze()
    return engines


def _times(engines: dict[str, Callable[[str], object]], questions: Sequence[str]) -> Times:
    """Ask in turns; the ranker gets other questions, since a decision asks it its own."""
    times: Times = {name: [] for name in ENGINES}
    for number in range(ROUNDS):
        mine = questions[2 * number :: 2 * ROUNDS]
        others = questions[2 * number + 1 :: 2 * ROUNDS]
        for name in ENGINES:
            asked = others if name == "ranker" else mine
            times[name].append(list(_seconds(engines[name], asked)))
    return times


def _seconds(engine: Callable[[str], object], questions: Sequence[str]) -> Iterator[float]:
    for question in questions:
        begun = time.perf_counter()
        engine(question)
        yield time.perf_counter() - begun


def _best(rounds: list[list[float]], percent: int) -> float:
    return min(quantiles(times, n=100)[percent - 1] for times in rounds) * 1000


if __name__ == "__main__":
    sys.exit(main())
