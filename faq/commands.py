"""Commands over the knowledge files; none of them needs a database or a network."""

import argparse
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from faq.check import Checked, check_folder
from faq.faults import closing, sentence

SEED = Path(__file__).parent / "data" / "entries"
BEIJING_TIME = ZoneInfo("Asia/Shanghai")


def main(arguments: Sequence[str]) -> int:
    """Run one command and return the exit status of the process."""
    given = _parser().parse_args(arguments)
    status: int = given.run(given)
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m faq", description=__doc__)
    commands = parser.add_subparsers(required=True)
    check = commands.add_parser("check")
    check.add_argument("folder", nargs="?", type=Path, default=SEED)
    check.add_argument("--release", action="store_true")
    check.set_defaults(run=_check)
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
