"""The evidence file of a self-exam (证据文件): kinds in numbers, readable questions singly."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

import xlsxwriter

from faq import card
from faq.evaluate import Share
from faq.exam import Result, Verdict
from faq.selfexam.totals import ACCURACY_WEIGHT, Tally, Totals
from faq.words import shipped

CHINA = ZoneInfo("Asia/Shanghai")
WIDTHS = {"about": (22, 90), "kinds": (14, 16, 8, 8, 22, 10, 10, 8, 22)}
WIDTHS["questions"] = (16, 60, 32, 12, 30, 24, 8, 10)
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write(
    path: Path, found: Totals, readable: Sequence[Result], revision: str, at: datetime
) -> None:
    """Write the file; it appears only when it is complete.

    `readable` are the results whose questions may be read; of the rest there are only numbers.
    """
    words = shipped("selfexam.yaml")
    path.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=path.parent) as workshop:
        draft = Path(workshop) / path.name
        book = xlsxwriter.Workbook(draft, _OPTIONS)
        _sheet(book, "about", _about(found, revision, at))
        _sheet(book, "kinds", [words["head"]["kinds"], *_kinds(found)])
        _sheet(book, "questions", [words["head"]["questions"], *map(_question, readable)])
        book.close()
        draft.replace(path)


def file_name(day: str, revision: str, number: int) -> str:
    """Name the file: the day, the state of the knowledge, the number of the exam."""
    return f"{day}-{revision}-{number}.xlsx"


def kind_name(kind: str) -> str:
    """Name a kind of question for people."""
    names: dict[str, str] = shipped("card.yaml")["evaluation"]["kinds"]
    return names.get(kind, kind)


def half_name(half: str) -> str:
    """Name a half of the exam for people."""
    return str(shipped("selfexam.yaml")["halves"][half])


def _about(found: Totals, revision: str, at: datetime) -> list[Sequence[object]]:
    all_kinds = found.all
    facts = {
        "at": f"{at.astimezone(CHINA):%Y-%m-%d %H:%M}", "revision": revision,
        "total": all_kinds.total, "accuracy": found.accuracy, "weight": ACCURACY_WEIGHT,
        **{verdict.value: getattr(all_kinds, verdict.value) for verdict in Verdict},
    }  # fmt: skip
    rows = shipped("selfexam.yaml")["about"]
    return [(name, sentence.format(**facts)) for name, sentence in rows]


def _kinds(found: Totals) -> Iterable[Sequence[object]]:
    for name, half in found.halves.items():
        for tally in half.kinds:
            yield _row(half_name(name), kind_name(tally.kind), tally)
        yield _row(half_name(name), shipped("selfexam.yaml")["all"], half.all)


def _row(half: str, kind: str, tally: Tally) -> Sequence[object]:
    return (
        half, kind, tally.total, tally.right, _share(tally.share(Verdict.RIGHT)), tally.offered,
        tally.missed, tally.wrong, _share(tally.share(Verdict.WRONG)),
    )  # fmt: skip


def _question(result: Result) -> Sequence[object]:
    said, outcome = shipped("card.yaml"), result.outcome
    why = card.leading(outcome).why
    best = why.candidates[0].probability if why.candidates else 0.0
    return (
        kind_name(result.case.kind), result.case.text,
        " + ".join("/".join(sorted(item)) for item in result.case.asked),
        said["outcomes"][card.name(outcome)], card.entry_of(outcome) or "",
        said["reasons"].get(why.reason, why.reason), round(best, 3),
        said["evaluation"]["head"][result.verdict.value],
    )  # fmt: skip


def _share(share: Share) -> str:
    low, high = share.interval
    return str(shipped("selfexam.yaml")["share"]).format(share=share, low=low, high=high)


def _sheet(book: Any, name: str, rows: Iterable[Sequence[object]]) -> None:  # noqa: ANN401 -- the writer has no types
    page = book.add_worksheet(shipped("selfexam.yaml")["sheets"][name])
    heading = book.add_format({"bold": True, "bg_color": "#E8EEF7", "valign": "top"})
    text = book.add_format({"valign": "top", "text_wrap": True})
    for column, width in enumerate(WIDTHS[name]):
        page.set_column(column, column, width)
    has_heading = name != "about"
    if has_heading:
        page.freeze_panes(1, 0)
    for line, row in enumerate(rows):
        for column, value in enumerate(row):
            page.write(line, column, value, heading if has_heading and not line else text)
