"""Chinese numerals written as Arabic digits, where they surely mean a number."""

import re

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"\u3007": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10_000, "亿": 100_000_000}
_RUN = re.compile("[0-9零\u3007一二两三四五六七八九十百千万亿]+")
# A lone numeral is a number only before one of these; 一般, 三包 and 四川 keep theirs.
_MEASURES = frozenset("天日月年元块岁次条项家件份级倍期届号点周")
_MEASURE_WORDS = ("个月", "小时", "分钟", "工作日", "平方", "公斤", "公里", "兆")
_LONGEST = 16  # characters; longer runs are bank cards and the like, never spelled out


def arabic(text: str) -> str:
    """Write every sure number in `text` with Arabic digits; doing it twice changes nothing."""
    return _RUN.sub(_replace, text)


def _replace(found: re.Match[str]) -> str:
    run = found.group()
    if run.isascii() or len(run) > _LONGEST:
        return run
    if len(run) == 1 and not _is_measured(found.string[found.end() :], found):
        return run
    value = _spelled(run) if all(c in _DIGITS for c in run) else _counted(run)
    return run if value is None else value


def _is_measured(rest: str, found: re.Match[str]) -> bool:
    if found.group() not in _DIGITS and found.group() != "十":
        return False
    return rest[:1] in _MEASURES or rest.startswith(_MEASURE_WORDS)


def _spelled(run: str) -> str | None:
    """Digits read one by one (二零二六); two of them (三四天) mean "three or four" and stay."""
    if len(run) == 1:
        return str(_DIGITS[run])
    if "两" in run or len(run) == 2:  # noqa: PLR2004 -- 三四(天) means "three or four"
        return None
    return "".join(str(_DIGITS[c]) for c in run)


def _counted(run: str) -> str | None:
    """Numbers with units: 十二, 三百五十, 3万, 一千零二十; None when the run is not one number."""
    total = section = 0
    digit: int | None = None
    lowest = 10_000_000_000
    for piece in re.findall(r"[0-9]+|.", run):
        if piece.isascii() or piece in _DIGITS:
            if digit:
                return None
            digit = int(piece) if piece.isascii() else _DIGITS[piece]
        elif piece in _UNITS:
            unit = _UNITS[piece]
            if unit >= lowest or (digit is None and unit != 10):  # noqa: PLR2004 -- 十 alone
                return None
            section += (1 if digit is None else digit) * unit
            digit, lowest = None, unit
        else:
            if section == 0 and digit is None:
                return None
            total = (total + section + (digit or 0)) * _MYRIADS[piece]
            section, digit, lowest = 0, None, 10_000_000_000
    return str(total + section + (digit or 0))
