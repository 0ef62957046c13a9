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
from faq.terminal import ChineseParser
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


def _parser() -> ChineseParser:
    parser = ChineseParser(
        prog="python -m faq", description="知识文件：检查、试问、考评（不用数据库，也不联网）"
    )
    commands = parser.add_subparsers(required=True, metavar="命令")
    check = commands.add_parser("check", help="检查知识文件有没有错")
    check.add_argument(
        "folder", metavar="文件夹", nargs="?", help="默认查随程序来的", type=Path, default=SEED
    )
    check.add_argument("--release", action="store_true", help="按上线的要求查")
    check.set_defaults(run=_check)
    ask = commands.add_parser("ask", help="试问一句，看怎么回答")
    ask.add_argument("text", metavar="问题", help="市民的一句话")
    ask.add_argument("--json", action="store_true", help="写成 JSON")
    ask.add_argument("--after", metavar="条目", default=None, help="上一句答的是哪一条")
    ask.set_defaults(run=_ask)
    rank = commands.add_parser("rank", help="给一批问题逐个作答，写成文件（JSON 行）")
    rank.add_argument("--queries", metavar="文件", type=Path, required=True, help="问题文件")
    rank.add_argument("--output", metavar="文件", type=Path, required=True, help="结果写到哪里")
    rank.add_argument("--entries", metavar="文件", type=Path, help="只用这个文件里的条目")
    rank.set_defaults(run=_rank)
    evaluation = commands.add_parser("evaluate", help="用考题算答对多少")
    evaluation.add_argument(
        "exams", nargs="*", metavar="考题文件|tuning|measured", help="默认两部分都做"
    )
    evaluation.add_argument(
        "--mistakes", action="store_true", help="列出答错的（measured 部分不能看）"
    )
    evaluation.add_argument("--doors", action="store_true", help="列出各类问题转到了哪里")
    evaluation.add_argument(
        "--date",
        metavar="日期",
        help="按哪一天作答，如 2026-11-22，默认今天",
        type=date.fromisoformat,
        default=None,
    )
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
