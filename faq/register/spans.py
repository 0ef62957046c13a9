"""Opening hours as people write them (营业时间), such as `8:30-12:00 14:30-18:00`."""

import re
from datetime import time
from itertools import pairwise

from faq.hours import Hours, Span
from faq.sheet.values import plain

_CLOSED = re.compile(r"休息|不上班|不营业|不开门|关门|无")
_MOMENT = r"(\d{1,2})(?:[:点时]\s*(\d{1,2}|半)?)?分?"
_SPAN = re.compile(rf"{_MOMENT}\s*(?:[-\u2010-\u2015~～]+|至|到)\s*{_MOMENT}")
_NOISE = re.compile(r"[\s,，、;；/和及。]+")
_LABELS = re.compile(
    r"(?:工作日|平日|休息日|节假日|法定|周末|双休日|周一(?:至|到|-)周五|星期一(?:至|到|-)星期五"
    r"|周六日|周六周日|周六(?:至|到|-|、)周日|上午|下午|早上|中午|晚上|早|晚|[:：])+"
)


def spans_of(text: str) -> tuple[Span, ...]:
    """Read the spans of a day; closed is none. Raises `ValueError` where it says anything else."""
    written = plain(text)
    spans = []
    rest = written
    for found in _SPAN.finditer(written):
        begin, end = _moment(found[1], found[2]), _moment(found[3], found[4])
        if begin >= end:
            raise ValueError(text)
        spans.append((begin, end))
        rest = rest.replace(found[0], " ", 1)
    left = _NOISE.sub("", _LABELS.sub("", _NOISE.sub("", rest)))
    if left and not (_CLOSED.fullmatch(left) and not spans):
        raise ValueError(text)
    if not left and not spans:
        raise ValueError(text)
    spans.sort()
    if any(one[1] > two[0] for one, two in pairwise(spans)):
        raise ValueError(text)
    return tuple(spans)


def written_spans(spans: tuple[Span, ...]) -> str:
    """Write spans as they are read back; empty where there are none."""
    return " ".join(f"{begin:%H:%M}-{end:%H:%M}" for begin, end in spans)


def as_content(hours: Hours | None) -> dict[str, list[str]] | None:
    """Write hours as a station's record holds them."""
    if hours is None:
        return None
    parts = {"workdays": hours.workdays, "holidays": hours.holidays}
    return {name: [written_spans((span,)) for span in spans] for name, spans in parts.items()}


def _moment(hour: str, minute: str | None) -> time:
    return time(int(hour), 30 if minute == "半" else int(minute or 0))
