"""Plots as plain SVG: no script, no font and no address from elsewhere, legible day and night."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pygal
from aiohttp import web
from pygal.etree import etree
from pygal.style import Style

from desk.figures.figures import Figures
from desk.journal.journal import Came
from desk.unanswered import Kind
from faq.evaluate import Share
from faq.exam import Verdict
from faq.selfexam.run import Run
from texts import console_figures as words

CHINA = ZoneInfo("Asia/Shanghai")
FONT = (
    '-apple-system, BlinkMacSystemFont, "PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", '
    "sans-serif"
)
COLOURS = {
    Came.ANSWER: "#2f9e63", Came.SUGGEST: "#3f86d8", Came.REDIRECT: "#8a6fd1",
    Came.SMALL_TALK: "#93a0ae", Came.DECLINE: "#dd7326", Came.STOPPED: "#6b7280",
}  # fmt: skip
"""Of what comes of a question, in the order of the bars; a tap is no question.

The same stand in static/figures.css, whose legends are legible where a picture's are cut off.
"""
NIGHT = (
    "inline:@media (prefers-color-scheme: dark) {"
    " text, .axis text, .axis text.major, .legends .legend text, text.no_data"
    " { fill: #e4e8ee !important; }"
    " .axis .line, .axis .guide.line, .axis .major.line { stroke: #56606d !important; } }"
)
POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""Of a picture opened by itself: its own colours, and nothing else."""
LABELS = 6
"""Days named below a plot."""


@dataclass(frozen=True, slots=True)
class Size:
    """How large a plot is drawn; a phone's is drawn narrow, so that its words stay legible."""

    width: int = 760
    height: int = 320


WIDE, NARROW = Size(), Size(360, 300)


def size_of(query: Mapping[str, str]) -> Size:
    """Return the size a browser asks for."""
    return NARROW if query.get("narrow") else WIDE


def reply(svg: bytes) -> web.Response:
    """Give a plot to a browser."""
    headers = {"Content-Security-Policy": POLICY, "Cache-Control": "private, max-age=60"}
    return web.Response(body=svg, content_type="image/svg+xml", headers=headers)


def by_day(figures: Figures, size: Size) -> bytes:
    """Draw the questions of each day by what came of them."""
    shown = [came for came in COLOURS if figures.outcomes.get(came)]
    plot = _plot(pygal.StackedBar, size, [COLOURS[came] for came in shown])
    days = [figures.on(day).outcomes for day in figures.days]
    plot.x_labels = _days(figures.days)
    for came in shown:
        plot.add(words.OUTCOMES[came], [day.get(came, 0) for day in days])
    return _drawn(plot)


def by_channel(figures: Figures, size: Size) -> bytes:
    """Draw the questions of each channel by what came of them."""
    shown = [came for came in COLOURS if figures.outcomes.get(came)]
    plot = _plot(pygal.HorizontalStackedBar, size, [COLOURS[came] for came in shown])
    plot.x_labels = [words.channel(name) for name in figures.channels]
    for came in shown:
        plot.add(
            words.OUTCOMES[came],
            [figures.through(name).get(came, 0) for name in figures.channels],
        )
    return _drawn(plot)


def by_report(figures: Figures, size: Size) -> bytes:
    """Draw the reports of each day."""
    plot = _plot(pygal.StackedBar, size, ["#dd7326", "#c4302b"])
    plot.x_labels = _days(figures.days)
    days = [figures.on(day) for day in figures.days]
    for name, kind in ((words.UNSOLVED, Kind.UNSOLVED), (words.WRONG, Kind.WRONG)):
        plot.add(name, [day.reports(kind) for day in days])
    return _drawn(plot)


def exams(runs: Sequence[Run], size: Size) -> bytes:
    """Draw how the last exams did, the oldest first, in percent."""
    done = [run for run in reversed(runs) if run.totals is not None]
    plot = _plot(pygal.Line, size, ["#2f9e63", "#3f86d8", "#c4302b"])
    plot.range = (0, 100)
    plot.x_labels = [f"{run.ran_at.astimezone(CHINA):%m-%d}" for run in done]
    for name, half in zip(words.EXAM_SERIES, ("tuning", "measured"), strict=True):
        plot.add(name, [_percent(_right(run, half)) for run in done])
    wrong = [run.totals.wrong if run.totals else None for run in done]
    plot.add(words.WRONG_SERIES, [_percent(share) for share in wrong])
    return _drawn(plot)


def _right(run: Run, half: str) -> Share | None:
    found = run.totals.halves.get(half) if run.totals else None
    return found.all.share(Verdict.RIGHT) if found else None


def _percent(share: Share | None) -> float | None:
    return None if share is None else round(share.share * 100, 2)


def _plot(kind: Callable[..., Any], size: Size, colours: Sequence[str]) -> Any:  # noqa: ANN401 -- the library has no types
    style = Style(
        background="transparent", plot_background="transparent", foreground="#1b2430",
        foreground_strong="#1b2430", foreground_subtle="#c3cad4", opacity="1",
        opacity_hover="1", transition="0s", colors=tuple(colours), font_family=FONT,
        label_font_size=13, major_label_font_size=13, legend_font_size=14,
        no_data_font_size=18, value_font_size=12,
    )  # fmt: skip
    return kind(
        style=style, css=("file://style.css", "file://graph.css", NIGHT), js=(),
        width=size.width, height=size.height, explicit_size=True, margin=14, spacing=8,
        show_legend=False, show_y_guides=True, show_x_guides=False, tooltip_border_radius=0,
        print_values=False, no_data_text=words.NO_DATA, order_min=0, min_scale=2, max_scale=6,
        value_formatter=lambda value: f"{value:g}",
        formatter=lambda value: f"{value:g}", truncate_legend=-1, truncate_label=-1,
    )  # fmt: skip


def _days(days: Sequence[date]) -> list[str]:
    """Name a few of the days, the last one always."""
    step = max(1, -(-len(days) // LABELS))
    last = len(days) - 1
    return [f"{day:%m-%d}" if (last - n) % step == 0 else "" for n, day in enumerate(days)]


def _drawn(plot: Any) -> bytes:  # noqa: ANN401 -- the same
    """Draw a plot and take out what would run."""
    tree = plot.render_tree()
    for parent in list(tree.iter()):
        for child in list(parent):
            if not isinstance(child.tag, str) or child.tag.rpartition("}")[2] == "script":
                parent.remove(child)
    drawn: bytes = etree.tostring(tree, encoding="utf-8")
    return drawn
