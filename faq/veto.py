"""Vetoes: reasons why an entry must not answer a question, however alike the words are.

No score separates 可以 from 不可以 or 城区 from 矿区, so what is betrayed is named and compared.
A final veto keeps the entry out of the suggestions too; otherwise it may still be offered, since
then the citizen sees its question before its answer.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rapidfuzz import fuzz, process

from faq.entry import Entry
from faq.facets import EntryFacets, Facets, facets
from faq.polarity import affirms
from faq.predicate import unspoken, untold_side
from faq.spoken import Spoken
from faq.words import shipped

NEARLY_EQUAL = 0.7
"""Likeness (edit ratio, 0-1) from which two questions differ in little more than their sense."""


HALF = 0.5
MODALS = frozenset({"may", "must"})
"""Where yes and no differ however the rest is worded; 有 and 没有 do in like sentences only."""


LISTED_EITHER_WAY = "may"
"""Which words must not be used is told by an entry on which may; what is a duty is not."""


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
    return (
        *_district(question, entry),
        *_place(question, entry),
        *_year(question, entry, today),
        *_number(question, entry),
        *_object(question, entry),
        *_turn(question, entry),
        *_role(question, entry),
        *_aspect(question, entry),
        *_polarity(question, entry.wordings, entry, MODALS),
        *_having(question, entry),
        *_refusal(question, entry),
        *_deed(question, entry),
    )


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


def contrast(question: Facets, entry: EntryFacets) -> tuple[Veto, ...]:
    """Compare with a nearly equal wording: there even a lone 不 turns the meaning round."""
    if question.text in entry.texts:
        return ()
    nearest = process.extractOne(
        question.text, entry.texts, scorer=fuzz.ratio, score_cutoff=100 * NEARLY_EQUAL
    )
    if nearest is None:
        return ()
    told = facets(nearest[0])
    groups = frozenset(group for group, _ in question.signs)
    return (*_polarity(question, told, entry, groups), *_denial(question, told, entry))


def _district(question: Facets, entry: EntryFacets) -> Iterator[Veto]:
    asked, told = question.districts, entry.wordings.districts
    if not asked or asked <= told:
        return
    if told:
        yield _veto(entry, VetoKind.DISTRICT, asked - told, is_final=asked.isdisjoint(told))
    elif entry.wordings.is_citywide and not asked <= entry.answer.districts:
        yield _veto(entry, VetoKind.DISTRICT, asked, is_final=False)


def _place(question: Facets, entry: EntryFacets) -> Iterator[Veto]:
    """Another city's question gets no answer that speaks of Yangquan."""
    asked = question.province_places | question.foreign_places
    told = entry.wordings.province_places | entry.wordings.foreign_places
    if not asked or asked <= told:
        return
    is_local = entry.wordings.is_local or entry.answer.is_local
    is_provincial = entry.wordings.is_provincial or entry.answer.is_provincial
    if is_local or told or (is_provincial and question.foreign_places):
        yield _veto(entry, VetoKind.PLACE, asked - told, is_final=True)


def _year(question: Facets, entry: EntryFacets, today: date) -> Iterator[Veto]:
    asked = _years(question, today)
    wordings = _years(entry.wordings, today)
    missing = asked - wordings - _years(entry.answer, today)
    if not missing or (asked == {today.year} and not wordings):
        return
    is_partly = bool(asked - missing)
    yield _veto(entry, VetoKind.YEAR, missing, is_final=bool(wordings) and not is_partly)


def _years(named: Facets, today: date) -> frozenset[int]:
    return named.years | {today.year + offset for offset in named.year_offsets}


def _number(question: Facets, entry: EntryFacets) -> Iterator[Veto]:
    yield from _elapsed(question, entry)
    units = {unit for _, unit in question.numbers}
    for unit in sorted(units):
        asked = {value for value, each in question.numbers if each == unit}
        told = _told(entry, unit)
        if told and not asked <= told:
            yield _veto(entry, VetoKind.NUMBER, {f"{value}{unit}" for value in asked - told})


def _elapsed(question: Facets, entry: EntryFacets) -> Iterator[Veto]:
    """Let a time that has passed be shorter than the one told of, but not longer."""
    for value, unit in sorted(question.elapsed):
        told = _told(entry, unit)
        if told and _size(value) > max(map(_size, told)):
            yield _veto(entry, VetoKind.NUMBER, {f"{value}{unit}"})


def _told(entry: EntryFacets, unit: str) -> set[str]:
    wordings = entry.wordings
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
            yield _veto(entry, VetoKind.OBJECT, asked - told, is_final=is_final)


def _examples(entry: EntryFacets, group: str) -> set[str]:
    return {name for each, name in entry.wordings.objects if each == group}


def _role(question: Facets, entry: EntryFacets) -> Iterator[Veto]:
    """Keep what a customer owes the shop apart from what the shop owes its customer."""
    if question.is_wronged and not entry.wordings.is_wronged:
        yield _veto(entry, VetoKind.OBJECT, {"wronged"})


def _deed(question: Facets, entry: EntryFacets) -> Iterator[Veto]:
    """Whether something can be given away is not told by what it cannot cure."""
    if not entry.answer.text:
        return
    deed = unspoken(question.text, f"{entry.wordings.text} {entry.answer.text}")
    if deed is not None:
        yield _veto(entry, VetoKind.ASPECT, {deed})


def _turn(question: Facets, entry: EntryFacets) -> Iterator[Veto]:
    """Keep a firm turned into a shop apart from a shop turned into a firm."""
    told = entry.wordings.turns
    if question.turns and told and question.turns.isdisjoint(told):
        yield _veto(entry, VetoKind.OBJECT, {source for source, _ in question.turns})


def _is_loose(group: str) -> bool:
    return group in shipped("vetoes.yaml")["loose_objects"]


def _aspect(question: Facets, entry: EntryFacets) -> Iterator[Veto]:
    """How much is not answered by how long; what an answer tells counts, so it must be there."""
    if not entry.answer.text:
        return
    known = entry.wordings.asks | entry.tells
    strict = question.asks & frozenset(shipped("vetoes.yaml")["strict_asks"])
    if question.asks and question.asks.isdisjoint(known):
        yield _veto(entry, VetoKind.ASPECT, question.asks)
    elif not strict <= known:
        yield _veto(entry, VetoKind.ASPECT, strict - known)


def _polarity(
    question: Facets, told: Facets, entry: EntryFacets, groups: frozenset[str]
) -> Iterator[Veto]:
    for group in sorted({group for group, _ in question.signs} & groups):
        asked = {sign for each, sign in question.signs if each == group}
        if question.is_list and group == LISTED_EITHER_WAY and True not in asked:
            continue
        known = {sign for each, sign in told.signs if each == group}
        if known and asked.isdisjoint(known):
            yield _veto(entry, VetoKind.POLARITY, {group})


def _denial(question: Facets, told: Facets, entry: EntryFacets) -> Iterator[Veto]:
    """合格 asked where only 不合格 is told, or the reverse."""
    for head in sorted(question.denied - told.denied):
        if affirms(told.text, head):
            yield _veto(entry, VetoKind.POLARITY, {head})
    for head in sorted(told.denied - question.denied):
        if affirms(question.text, head) and not affirms(told.text, head):
            yield _veto(entry, VetoKind.POLARITY, {head})


def _having(question: Facets, entry: EntryFacets) -> Iterator[Veto]:
    """有了营业执照 asked where only 没有营业执照 is told, or the reverse."""
    told = entry.wordings.having
    for thing, sign in sorted(question.having):
        if (thing, not sign) in told and (thing, sign) not in told:
            yield _veto(entry, VetoKind.POLARITY, {thing})


def _refusal(question: Facets, entry: EntryFacets) -> Iterator[Veto]:
    """不能吃 is asked; that something else cannot be done does not answer it."""
    refusals = shipped("vetoes.yaml")["refusals"]
    if question.is_list or any(word in entry.wordings.text for word in refusals):
        return
    unknown = {head for head in question.refused if not _speaks_of(entry.wordings.refused, head)}
    if unknown:
        yield _veto(entry, VetoKind.POLARITY, unknown)


def _speaks_of(heads: frozenset[str], head: str) -> bool:
    return any(set(each) & set(head) for each in heads)


def _veto(
    entry: EntryFacets,
    kind: VetoKind,
    what: set[str] | frozenset[str] | frozenset[int],
    *,
    is_final: bool = False,
) -> Veto:
    detail = " ".join(sorted(str(each) for each in what))
    return Veto(entry.id, kind, detail, is_final)


def one_sided(question: Facets, entry: EntryFacets, spoken: Spoken) -> tuple[Veto, ...]:
    """Find the one of two things compared that an entry does not speak of."""
    if question.text in entry.texts or not entry.answer.text:
        return ()
    side = untold_side(question.text, spoken)
    return () if side is None else (_veto(entry, VetoKind.ASPECT, {side}),)


def in_force(entry: Entry, today: date) -> tuple[Veto, ...]:
    """Keep out what is no longer, or not yet, valid."""
    if entry.is_in_force(today):
        return ()
    kind = VetoKind.EXPIRED if entry.is_expired(today) else VetoKind.NOT_YET
    day = entry.valid_until if kind is VetoKind.EXPIRED else entry.valid_from
    return (Veto(entry.id, kind, str(day), is_final=True),)


def subset(words: tuple[str, ...], plain: str, entry: EntryFacets) -> tuple[Veto, ...]:
    """Never answer a question of one word, such as 标准, outright: it asks nothing yet."""
    if plain in entry.texts:
        return ()
    fillers = shipped("vetoes.yaml")["fillers"]
    content = [word for word in words if word not in fillers]
    return () if len(content) > 1 else (Veto(entry.id, VetoKind.SUBSET, plain, is_final=False),)
