"""What stands in a cell, as the office programs leave it, read as what was meant."""

import re
import unicodedata
from datetime import date, datetime, time

from openpyxl.utils.datetime import from_excel

_RETURN = re.compile(r"_x000[dD]_\n?|\r\n?|\u2028|\u2029|\x0b|\x85")
_CONTROL = re.compile(r"[\x00-\x08\x0c\x0e-\x1f\x7f\ufeff\u200b\ufffe\uffff]")
_DAY = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:\s*T?\s*0{1,2}:00(?::00(?:\.0+)?)?)?"
)
_PACKED = re.compile(r"(19|20)\d{6}")
_SERIAL = re.compile(r"\d{5}(?:\.0+)?")
_ESCAPED = re.compile(r"'+[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
_DANGEROUS = re.compile(r"'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
"""Office programs with a Chinese keyboard take the full-width signs for a formula too."""
_EPOCH_BEGIN, _EPOCH_END = 20_000, 80_000
"""Serial days from 1954 to 2119; other numbers in a day's column are no days."""


def text_of(value: object) -> str:
    """Write a cell's value as the text its author sees; numbers without a useless fraction."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        is_day = value.time() == time()
        return value.date().isoformat() if is_day else value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return clean(str(value))


def clean(text: str) -> str:
    """Take out what programs leave behind: carriage returns, control characters, outer blanks."""
    return _CONTROL.sub("", _RETURN.sub("\n", text)).strip()


def plain(text: str) -> str:
    """Write full-width letters and digits half-width, for ids, days and numbers."""
    return unicodedata.normalize("NFKC", text).strip()


def day_of(text: str, *, epoch: datetime | None = None) -> str:
    """Read a day in any usual way of writing it, as ISO; what is none comes back as it was."""
    written = plain(text)
    found = _DAY.fullmatch(written)
    if found:
        return _iso(*map(int, found.groups())) or text
    if _PACKED.fullmatch(written):
        return _iso(int(written[:4]), int(written[4:6]), int(written[6:])) or text
    if _SERIAL.fullmatch(written) and _EPOCH_BEGIN < float(written) < _EPOCH_END:
        moment = from_excel(float(written), epoch) if epoch else from_excel(float(written))
        if isinstance(moment, datetime):
            return moment.date().isoformat()
    return text


def lines_of(text: str) -> list[str]:
    """Split a cell into its lines, without empty ones."""
    return [line.strip() for line in clean(text).split("\n") if line.strip()]


def guarded(text: str) -> str:
    """Keep a text in a CSV file from being taken for a formula."""
    return f"'{text}" if _DANGEROUS.match(text) else text


def unguarded(text: str) -> str:
    """Take a guard away again."""
    return text[1:] if _ESCAPED.match(text) else text


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
