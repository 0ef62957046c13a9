"""What an exam came to: the share of each verdict, the figures promised, the doors taken."""

import math
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from faq import exam
from faq.card import entry_of
from faq.exam import Case, Result, Verdict
from faq.outcome import Answer, Outcome, Redirect, Several, SmallTalk, Suggestions
from faq.route import EMERGENCIES, RedirectKind
from faq.words import shipped

NINETY_FIVE = 1.959964
"""Standard deviations of a two-sided 95 % interval."""
PAIRS = ("polarity", "district", "place", "year", "object", "pair", "reversed")
"""Kinds of cases that differ from an entry in one word which turns the meaning."""
KNOWLEDGE, TALK = "faq", "small_talk"
_OURS = frozenset({"stations", "submit_video", "complaint", "report", "human"})
_URGENT = frozenset(f"{exam.REDIRECT}:{kind.value}" for kind in EMERGENCIES)


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    hits: int
    total: int

    @property
    def share(self) -> float:
        """0-1; nothing of nothing is 0."""
        return self.hits / self.total if self.total else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Bounds of the share with 95 % confidence."""
        return wilson(self.hits, self.total)


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures an exam promises."""

    right: Share
    """Of what the bot can help with."""
    helped: Share
    """The same, right or offered among the choices."""
    wrong: Share
    """Confident errors, of all."""
    pairs_wrong: Share
    """Confident errors among the pairs that one word turns."""
    refused: Share
    """Of what it must not answer: no entry nobody expected was shown."""
    sent: Share
    """Emergencies at the right door."""


def figures(results: Sequence[Result]) -> Figures:
    """Count the promised figures."""
    inside = [each for each in results if is_in_scope(each.case)]
    outside = [each for each in results if is_out_of_scope(each.case)]
    pairs = [each for each in results if each.case.kind.startswith(PAIRS)]
    helped = sum(each.verdict in (Verdict.RIGHT, Verdict.OFFERED) for each in inside)
    return Figures(
        right=_of(inside, Verdict.RIGHT),
        helped=Share(helped, len(inside)),
        wrong=_of(results, Verdict.WRONG),
        pairs_wrong=_of(pairs, Verdict.WRONG),
        refused=Share(sum(not _is_answered(each) for each in outside), len(outside)),
        sent=_of([each for each in results if is_emergency(each.case)], Verdict.RIGHT),
    )


def is_emergency(case: Case) -> bool:
    """Whether nothing but the door of an emergency will do."""
    return case.expected <= _URGENT


def is_in_scope(case: Case) -> bool:
    """Whether an entry or a door of the bot's own is expected, or at most an emergency's."""
    return not is_emergency(case) and all(map(_is_ours, case.expected - _URGENT))


def is_out_of_scope(case: Case) -> bool:
    """Whether the bot has nothing of its own to show for it, or need not have."""
    return not (is_emergency(case) or is_in_scope(case))


def wilson(hits: int, total: int) -> tuple[float, float]:
    """Bound a share with 95 % confidence (Wilson's score interval)."""
    if total == 0:
        return 0.0, 1.0
    share, square = hits / total, NINETY_FIVE**2
    middle = share + square / (2 * total)
    spread = NINETY_FIVE * math.sqrt(share * (1 - share) / total + square / (4 * total**2))
    scale = 1 + square / total
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)


def table(results: Sequence[Result], *, mistakes: bool = False) -> Iterator[str]:
    """Print one line a kind, one for all, and the promised figures."""
    said = shipped("card.yaml")["evaluation"]
    kinds: dict[str, list[Result]] = defaultdict(list)
    for result in results:
        kinds[result.case.kind].append(result)
    yield _columns(said["head"].values(), said["widths"])
    for kind in sorted(kinds):
        yield _line(said["kinds"].get(kind, kind), kinds[kind], said)
        if mistakes:
            yield from (_mistake(each) for each in kinds[kind] if _is_mistake(each))
    yield _line(said["all"], results, said)
    yield ""
    yield from summary(figures(results))


def summary(found: Figures) -> Iterator[str]:
    """Say each promised figure with its interval and what was promised."""
    said = shipped("card.yaml")["evaluation"]
    for name, sentence in said["figures"].items():
        share: Share = getattr(found, name)
        low, high = share.interval
        yield sentence.format(share=share, low=low, high=high)


def doors(results: Iterable[Result]) -> Iterator[str]:
    """Print as a table which door was taken for each that was expected."""
    said = shipped("card.yaml")
    taken: dict[str, Counter[str]] = defaultdict(Counter)
    for result in results:
        expected, chosen = _expected_doors(result), _doors_of(result.outcome)
        shared = sorted(expected & chosen)
        door = (shared or sorted(expected))[0]
        taken[door][(shared or sorted(chosen))[0]] += 1
    names = said["evaluation"]["doors"]
    yield said["evaluation"]["doors_head"]
    for door in [name for name in names if name in taken]:
        elsewhere = [(names[to], many) for to, many in taken[door].most_common() if to != door]
        yield said["evaluation"]["door"].format(
            door=names[door],
            total=taken[door].total(),
            right=taken[door][door],
            elsewhere=said["separator"].join(f"{to} {many}" for to, many in elsewhere),
        )


def _is_ours(expected: str) -> bool:
    if expected.startswith(exam.REDIRECT):
        return expected.partition(":")[2] in _OURS
    return expected not in (exam.DECLINE, exam.SMALL_TALK)


def _of(results: Sequence[Result], verdict: Verdict) -> Share:
    return Share(sum(each.verdict is verdict for each in results), len(results))


def _is_answered(result: Result) -> bool:
    """Whether an entry was shown that nobody expected."""
    shown = {entry_of(part) for part in exam.parts_of(result.outcome)} - {None}
    return not shown <= result.case.expected


def _expected_doors(result: Result) -> set[str]:
    return {_door_named(expected) for expected in result.case.expected}


def _door_named(expected: str) -> str:
    kind = expected.partition(":")[2] if expected.startswith(exam.REDIRECT) else ""
    if expected == exam.SMALL_TALK:
        return TALK
    return RedirectKind(kind).value if kind else KNOWLEDGE


def _doors_of(outcome: Outcome) -> set[str]:
    return {_door_of(part) for part in exam.parts_of(outcome)}


def _door_of(outcome: Outcome) -> str:
    if isinstance(outcome, Redirect):
        return outcome.kind.value
    return TALK if isinstance(outcome, SmallTalk) else KNOWLEDGE


def _is_mistake(result: Result) -> bool:
    return result.verdict is not Verdict.RIGHT


def _mistake(result: Result) -> str:
    said = shipped("card.yaml")["evaluation"]
    got = shipped("card.yaml")["separator"].join(map(_got, exam.parts_of(result.outcome)))
    return str(
        said["mistake"].format(
            text=result.case.text,
            verdict=said["head"][result.verdict.value],
            got=got,
            expected=" + ".join("/".join(sorted(item)) for item in result.case.asked),
        )
    )


def _got(outcome: Outcome) -> str:
    match outcome:
        case Answer():
            return outcome.entry.id
        case Suggestions():
            return " ".join(f"{entry.id}?" for entry in outcome.entries)
        case Redirect() | SmallTalk():
            return outcome.kind.value
        case Several():
            return outcome.why.reason
        case _:
            return exam.DECLINE


def _line(kind: str, results: Sequence[Result], said: dict[str, dict[str, str]]) -> str:
    cells = [kind, str(len(results))]
    for verdict in Verdict:
        of = _of(results, verdict)
        low, high = of.interval
        shape = said["cell"] if of.hits else said["none"]
        cells.append(str(shape).format(of=of, low=low, high=high))
    return _columns(cells, said["widths"])


def _columns(cells: Iterable[str], widths: Iterable[object]) -> str:
    """Set cells in columns; a Chinese character is two wide."""
    padded = [
        cell + " " * (int(str(width)) - sum(1 + _is_wide(letter) for letter in cell))
        for cell, width in zip(cells, widths, strict=True)
    ]
    return "".join(padded).rstrip()


def _is_wide(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) in "WF"
