"""The figures of a period as a table for offices: XLSX with a sheet each, or CSV by day."""

import csv
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO
from typing import Any

import xlsxwriter

from desk.figures.figures import Figures
from desk.unanswered import Kind
from texts import console_figures as words

_OPTIONS = {
    "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
    "strings_to_numbers": False,
}  # fmt: skip
BOM = "\ufeff"
"""Without it a Chinese Windows opens UTF-8 as gibberish."""

Row = Sequence[object]


def xlsx(figures: Figures) -> bytes:
    """Write all of it."""
    file = BytesIO()
    book = xlsxwriter.Workbook(file, _OPTIONS)
    _sheet(book, words.SHEET["summary"], [words.SUMMARY_HEAD, *summary(figures)])
    _sheet(book, words.SHEET["days"], [words.DAY_HEAD, *_days(figures)])
    _sheet(book, words.SHEET["reasons"], [words.REASON_HEAD, *_reasons(figures)])
    _sheet(book, words.PER_HUNDRED, [words.REPORT_HEAD, *_reports(figures)])
    book.close()
    return file.getvalue()


def csv_by_day(figures: Figures) -> bytes:
    """Write the questions by day, channel, outcome and reason."""
    text = StringIO()
    csv.writer(text).writerows([words.DAY_HEAD, *_days(figures)])
    return (BOM + text.getvalue()).encode()


def summary(figures: Figures) -> list[tuple[str, object, str]]:
    """Say the figures of the whole period, each with how it is reckoned."""
    coverage = figures.coverage
    return [
        (words.QUESTIONS, figures.questions, words.HOW[words.QUESTIONS]),
        (words.IN_SCOPE, coverage.total, words.HOW[words.IN_SCOPE]),
        (words.COVERED, coverage.hits, words.HOW[words.COVERED]),
        (words.COVERAGE, words.percent(coverage), words.HOW[words.COVERAGE]),
        (words.ANSWERS, figures.answers, words.HOW[words.ANSWERS]),
        (words.UNSOLVED, figures.reports(Kind.UNSOLVED), ""),
        (words.WRONG, figures.reports(Kind.WRONG), ""),
        (
            words.PER_HUNDRED, words.per_hundred(figures.reports_per_hundred()),
            words.HOW[words.PER_HUNDRED],
        ),
    ]  # fmt: skip


def _days(figures: Figures) -> Iterable[Row]:
    for row in figures.counted:
        yield (
            row.day.isoformat(), words.channel(row.channel), words.OUTCOMES[row.outcome],
            words.reason(row.outcome, row.reason), row.count,
        )  # fmt: skip


def _reasons(figures: Figures) -> Iterable[Row]:
    for came, reason, count in figures.reasons:
        yield words.OUTCOMES[came], words.reason(came, reason), count


def _reports(figures: Figures) -> Iterable[Row]:
    names = {Kind.UNSOLVED: words.UNSOLVED, Kind.WRONG: words.WRONG}
    for row in figures.reported:
        yield row.day.isoformat(), names[row.kind], row.count


def _sheet(book: Any, name: str, rows: Iterable[Row]) -> None:  # noqa: ANN401 -- the writer has no types
    page = book.add_worksheet(name)
    heading = book.add_format({"bold": True, "bg_color": "#E8EEF7"})
    page.freeze_panes(1, 0)
    page.set_column(0, 4, 18)
    for line, row in enumerate(rows):
        for column, value in enumerate(row):
            page.write(line, column, value, heading if line == 0 else None)
