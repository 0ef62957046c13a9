"""Vetoes: reasons why an entry must not answer a question, however alike the words are.

No score separates 可以 from 不可以 or 城区 from 矿区, so what is betrayed is named and compared.
A final veto keeps the entry out of the suggestions too; otherwise it may still be offered, since
then the citizen sees its question before its answer.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from faq.entry import Entry
from faq.facets import EntryFacets, Facets
from faq.predicate import last_deed, unspoken, untold_side
from faq.spoken import Spoken
from faq.words import shipped

Check = Callable[[Facets, EntryFacets], Iterator["Veto"]]

HALF = 0.5


class VetoKind(StrEnum):
    """What an entry and a question disagree on."""

    EXPIRED = "expired"
    NOT_YET = "not_yet"
    POLARITY = "polarity"
    DISTRICT = "district"
    PLACE = "place"
    YEAR = "year"
    NUMBER = "number"
    OBJECT = "object"
    ASPECT = "aspect"
    SUBSET = "subset"


@dataclass(frozen=True, slots=True)
class Veto:
    """One reason against one entry."""

    entry: str
    kind: VetoKind
    detail: str
    is_final: bool


def vetoes(question: Facets, entry: EntryFacets, today: date) -> tuple[Veto, ...]:
    """Collect every reason why an entry must not answer; an own wording never has one."""
    if question.text in entry.texts:
        return ()
    found = [*_year(question, entry, today)] if question.years or question.year_offsets else []
    for check in _checks(question):
        found += check(question, entry)
    return tuple(found)


def names(question: Facets, entry: EntryFacets, today: date) -> bool:
    """Whether a question names a district, year or object, and the entry names the same."""
    told = entry.wordings
    years = _years(question, today)
    known = _years(told, today) | _years(entry.answer, today)
    strict = frozenset(pair for pair in question.objects if not _is_loose(pair[0]))
    named = question.districts or years or strict
    if question.province_places or question.foreign_places:
        return False
    same = question.districts <= told.districts and strict <= told.objects
    return bool(named) and same and years <= known


def _district(question: Facets, entry: EntryFacets) -> Iterator[Veto]:
    asked, told = question.districts, entry.wordings.districts
    if not asked or asked <= told:
        return
    if told:
        yield veto(entry, VetoKind.DISTRICT, asked - told, is_final=asked.isdisjoint(told))
    elif entry.wordings.is_citywide and not asked <= entry.answer.districts:
        yield veto(entry, VetoKind.DISTRICT, asked, is_final=False)


def _place(question: Facets, entry: EntryFacets) -> Iterator[Veto]:
    """Another city's question gets no answer that speaks of Yangquan."""
    asked = question.province_places | question.foreign_places
    told = entry.wordings.province_places | entry.wordings.foreign_places
    if not asked or asked <= told:
        return
    is_local = entry.wordings.is_local or entry.answer.is_local
    is_provincial = entry.wordings.is_provincial or entry.answer.is_provincial
    if is_local or told or (is_provincial and question.foreign_places):
        yield veto(entry, VetoKind.PLACE, asked - told, is_final=True)


def _year(question: Facets, entry: EntryFacets, today: date) -> Iterator[Veto]:
    asked = _years(question, today)
    wordings = entry.wordings.years
    relative = question.year_offsets & entry.wordings.year_offsets
    missing = asked - wordings - entry.answer.years
    missing -= {today.year + offset for offset in relative} - question.years
    if not missing or (asked == {today.year} and not wordings):
        return
    is_partly = bool(asked - missing)
    yield veto(entry, VetoKind.YEAR, missing, is_final=bool(wordings) and not is_partly)


def _years(named: Facets, today: date) -> frozenset[int]:
    return named.years | {today.year + offset for offset in named.year_offsets}


def _number(question: Facets, entry: EntryFacets) -> Iterator[Veto]:
    yield from _elapsed(question, entry)
    units = {unit for _, unit in question.numbers}
    for unit in sorted(units):
        asked = {value for value, each in question.numbers if each == unit}
        told = _told(entry, unit)
        if told and not asked <= told:
            yield veto(entry, VetoKind.NUMBER, {f"{value}{unit}" for value in asked - told})


def _elapsed(question: Facets, entry: EntryFacets) -> Iterator[Veto]:
    """Let a time that has passed be shorter than the one told of, but not longer."""
    for value, unit in sorted(question.elapsed):
        told = _told(entry, unit)
        if told and _size(value) > max(map(_size, told)):
            yield veto(entry, VetoKind.NUMBER, {f"{value}{unit}"})


def _told(entry: EntryFacets, unit: str) -> set[str]:
    wordings = entry.wordings
    if unit not in entry.core_units:
        return set()
    return {value for value, each in wordings.numbers | wordings.elapsed if each == unit}


def _size(value: str) -> float:
    return float(value) if value.isdecimal() else HALF


def _object(question: Facets, entry: EntryFacets) -> Iterator[Veto]:
    for group in sorted({group for group, _ in question.objects}):
        asked = {name for each, name in question.objects if each == group}
        known = entry.core_objects if _is_loose(group) else entry.wordings.objects
        told = {name for each, name in known if each == group}
        if told and not asked <= told | _examples(entry, group):
            is_final = not _is_loose(group) and asked.isdisjoint(told)
            yield veto(entry, VetoKind.OBJECT, asked - told, is_final=is_final)
        elif not told and _is_strict(group) and entry.answer.text:
            answered = {name for each, name in entry.answer.objects if each == group}
            if asked.isdisjoint(answered):
                yield veto(entry, VetoKind.OBJECT, asked)


def _examples(entry: EntryFacets, group: str) -> set[str]:
    return {name for each, name in entry.wordings.objects if each == group}


def _role(question: Facets, entry: EntryFacets) -> Iterator[Veto]:
    """Keep what a customer owes the shop apart from what the shop owes its customer."""
    if question.is_wronged and not entry.wordings.is_wronged:
        yield veto(entry, VetoKind.OBJECT, {"wronged"})


def _deed(question: Facets, entry: EntryFacets) -> Iterator[Veto]:
    """Whether something can be given away is not told by what it cannot cure."""
    if not entry.answer.text:
        return
    deed = unspoken(question.text, f"{entry.wordings.text} {entry.answer.text}")
    if deed is not None:
        yield veto(entry, VetoKind.ASPECT, {deed})


def _turn(question: Facets, entry: EntryFacets) -> Iterator[Veto]:
    """Keep a firm turned into a shop apart from a shop turned into a firm."""
    told = entry.wordings.turns
    if question.turns and told and question.turns.isdisjoint(told):
        yield veto(entry, VetoKind.OBJECT, {source for source, _ in question.turns})


def _is_strict(group: str) -> bool:
    return not _is_loose(group) and group not in shipped("vetoes.yaml")["passing_objects"]


def _is_loose(group: str) -> bool:
    return group in shipped("vetoes.yaml")["loose_objects"]


def _aspect(question: Facets, entry: EntryFacets) -> Iterator[Veto]:
    """How much is not answered by how long; what an answer tells counts, so it must be there."""
    if question.asks <= entry.wordings.asks or not entry.answer.text:
        return
    known = entry.wordings.asks | entry.tells
    strict = question.asks & frozenset(shipped("vetoes.yaml")["strict_asks"])
    if question.asks and question.asks.isdisjoint(known):
        yield veto(entry, VetoKind.ASPECT, question.asks)
    elif not strict <= known:
        yield veto(entry, VetoKind.ASPECT, strict - known)


_CHECKS: tuple[tuple[Callable[[Facets], object], Check], ...] = (
    (lambda question: question.districts, _district),
    (lambda question: question.province_places or question.foreign_places, _place),
    (lambda question: question.numbers or question.elapsed, _number),
    (lambda question: question.objects, _object),
    (lambda question: question.turns, _turn),
    (lambda question: question.is_wronged, _role),
    (lambda question: question.asks, _aspect),
    (lambda question: last_deed(question.text), _deed),
)
"""What a question must name for a check to find anything: most questions concern few."""


@lru_cache(maxsize=64)
def _checks(question: Facets) -> tuple[Check, ...]:
    """List the checks that concern a question; entries are compared with it one after another."""
    return tuple(check for concerns, check in _CHECKS if concerns(question))


def veto(
    entry: EntryFacets,
    kind: VetoKind,
    what: set[str] | frozenset[str] | frozenset[int],
    *,
    is_final: bool = False,
) -> Veto:
    """Object to an entry, with what the two disagree on as the detail."""
    detail = " ".join(sorted(str(each) for each in what))
    return Veto(entry.id, kind, detail, is_final)


def rivalled(question: Facets, ranked: Sequence[EntryFacets]) -> tuple[Veto, ...]:
    """Doubt the best of some entries when another names a thing of the question and it does not.

    食品抽检 is not answered by what is told of products when an entry tells of food.
    """
    if len(ranked) < 2 or question.text in ranked[0].texts:  # noqa: PLR2004 -- a best and another
        return ()
    best, *others = ranked
    missing = question.objects - best.wordings.objects - best.answer.objects
    known = frozenset[tuple[str, str]]().union(*(each.wordings.objects for each in others))
    named = {name for _, name in missing & known}
    return (veto(best, VetoKind.OBJECT, named),) if named else ()


def one_sided(question: Facets, entry: EntryFacets, spoken: Spoken) -> tuple[Veto, ...]:
    """Find the one of two things compared that an entry does not speak of."""
    if question.text in entry.texts or not entry.answer.text:
        return ()
    side = untold_side(question.text, spoken)
    return () if side is None else (veto(entry, VetoKind.ASPECT, {side}),)


def in_force(entry: Entry, today: date) -> tuple[Veto, ...]:
    """Keep out what is no longer, or not yet, valid."""
    if entry.is_in_force(today):
        return ()
    kind = VetoKind.EXPIRED if entry.is_expired(today) else VetoKind.NOT_YET
    day = entry.valid_until if kind is VetoKind.EXPIRED else entry.valid_from
    return (Veto(entry.id, kind, str(day), is_final=True),)


def subset(words: tuple[str, ...], plain: str, entry: EntryFacets) -> tuple[Veto, ...]:
    """Never answer a question of one word, such as 标准, outright: it asks nothing yet."""
    if _says_something(words) or plain in entry.texts:
        return ()
    return (Veto(entry.id, VetoKind.SUBSET, plain, is_final=False),)


@lru_cache(maxsize=64)
def _says_something(words: tuple[str, ...]) -> bool:
    fillers = shipped("vetoes.yaml")["fillers"]
    return sum(word not in fillers for word in words) > 1
