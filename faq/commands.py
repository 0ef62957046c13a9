"""Commands over the knowledge files; none of them needs a database or a network."""

import argparse
import json
import os
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from datetime import time as hour
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from faq import card, evaluate, exam, segment
from faq.check import Checked, check_folder
from faq.decide import decide
from faq.faults import closing, sentence
from faq.keeping import index_folder
from faq.knowledge import Knowledge, KnowledgeError, revision_of_entries
from faq.load import exam_entry
from faq.outcome import Context, Outcome
from faq.search import search
from faq.words import shipped

SEED = Path(__file__).parent / "data" / "entries"
BEIJING_TIME = ZoneInfo("Asia/Shanghai")
EXAM = Path(__file__).parent.parent / "tests" / "exam"
HALVES = ("tuning", exam.MEASURED)
NOON = hour(12)


def main(arguments: Sequence[str]) -> int:
    """Run one command and return the exit status of the process."""
    given = _parser().parse_args(arguments)
    try:
        status: int = given.run(given)
    except KnowledgeError as problem:
        for fault in problem.faults:
            print(sentence(fault), file=sys.stderr)
        return 1
    except exam.ExamError as problem:
        print(problem, file=sys.stderr)
        return 1
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m faq", description=__doc__)
    commands = parser.add_subparsers(required=True)
    check = commands.add_parser("check")
    check.add_argument("folder", nargs="?", type=Path, default=SEED)
    check.add_argument("--release", action="store_true")
    check.set_defaults(run=_check)
    ask = commands.add_parser("ask")
    ask.add_argument("text")
    ask.add_argument("--json", action="store_true")
    ask.add_argument("--after", metavar="ENTRY", default=None)
    ask.set_defaults(run=_ask)
    rank = commands.add_parser("rank")
    rank.add_argument("--queries", type=Path, required=True)
    rank.add_argument("--output", type=Path, required=True)
    rank.add_argument("--entries", type=Path)
    rank.set_defaults(run=_rank)
    evaluation = commands.add_parser("evaluate")
    evaluation.add_argument("exams", nargs="*", metavar="FILE|tuning|measured")
    evaluation.add_argument("--mistakes", action="store_true")
    evaluation.add_argument("--doors", action="store_true")
    evaluation.add_argument("--date", type=date.fromisoformat, default=None)
    evaluation.set_defaults(run=_evaluate)
    return parser


def _check(given: argparse.Namespace) -> int:
    now = datetime.now(BEIJING_TIME)
    checked = check_folder(given.folder, now.date(), release=given.release)
    for fault in checked.faults:
        print(sentence(fault))
    print(_closing(checked))
    return 1 if checked.errors else 0


def _closing(checked: Checked) -> str:
    warnings = len(checked.warnings)
    if checked.errors:
        return closing("failed", faults=len(checked.errors), warnings=warnings)
    return closing(
        "passed",
        files=checked.reading.files,
        entries=len(checked.entries),
        wordings=sum(len(entry.wordings) for entry in checked.entries),
        warnings=warnings,
    )


def _ask(given: argparse.Namespace) -> int:
    context = Context(last_entry=given.after)
    outcome = decide(given.text, context, datetime.now(BEIJING_TIME), seed())
    if given.json:
        print(json.dumps(card.as_json(outcome), ensure_ascii=False))
    else:
        print(card.as_card(given.text, outcome))
    return 0


def _rank(given: argparse.Namespace) -> int:
    """Decide each query by itself, in the rows eval/exam.py reads."""
    knowledge = _listed(given.entries) if given.entries else seed()
    segment.warm()
    with given.output.open("w", encoding="utf-8") as output:
        for query in _rows(given.queries):
            row = _ranked(query, knowledge, alone=given.entries is not None)
            output.write(json.dumps(row, ensure_ascii=False) + "\n")
    return 0


def _ranked(query: Mapping[str, Any], knowledge: Knowledge, *, alone: bool) -> dict[str, Any]:
    now = datetime.now(BEIJING_TIME)
    start = time.perf_counter()
    outcome: Outcome
    if alone:
        outcome = search(query["text"], now.date(), knowledge)
    else:
        outcome = decide(query["text"], Context(), now, knowledge)
    took = time.perf_counter() - start
    return {"id": query["id"], **card.as_row(outcome), "microseconds": round(took * 1e6)}


def _evaluate(given: argparse.Namespace) -> int:
    """Ask all questions of the given files or halves as of noon of the day, and count."""
    said = shipped("card.yaml")["evaluation"]
    files = [file for name in given.exams or HALVES for file in _exam_files(name)]
    measured = [file for file in files if exam.MEASURED in file.resolve().parts]
    if not files or (given.mistakes and measured):
        reason = said["refused"] if measured else said["no_files"]
        print(reason.format(file=next(iter(measured), None), place=EXAM), file=sys.stderr)
        return 1
    day = given.date or datetime.now(BEIJING_TIME).date()
    cases = [case for file in files for case in exam.read_exam(file)]
    results = exam.run(cases, datetime.combine(day, NOON, BEIJING_TIME), seed())
    lines = evaluate.table(results, mistakes=given.mistakes)
    for line in evaluate.doors(results) if given.doors else lines:
        print(line)
    return 0


def _exam_files(name: str) -> list[Path]:
    return sorted((EXAM / name).glob("*.yaml")) if name in HALVES else [Path(name)]


def seed() -> Knowledge:
    """Open the shipped knowledge; its index is built where there is none yet."""
    return Knowledge.open(SEED, _indexes())


def _listed(path: Path) -> Knowledge:
    entries = [exam_entry(row) for row in _rows(path)]
    return Knowledge.of(entries, _indexes(), revision_of_entries(entries))


def _indexes() -> Path:
    return index_folder(Path(os.environ.get("DATA_DIR", "data")))


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())
