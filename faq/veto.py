"""Vetoes: reasons why an entry must not answer a question, however alike the words are.

No score separates 可以 from 不可以 or 城区 from 矿区, so what is betrayed is named and compared.
A final veto keeps the entry out of the suggestions too; otherwise it may still be offered, since
then the citizen sees its question before its answer.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from faq.entry import Entry
from faq.facets import EntryFacets, Facets, affirms
from faq.words import shipped


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
        *_polarity(question, entry),
        *_denial(question, entry),
    )


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


def _years(facets: Facets, today: date) -> frozenset[int]:
    return facets.years | {today.year + offset for offset in facets.year_offsets}


def _number(question: Facets, entry: EntryFacets) -> Iterator[Veto]:
    units = {unit for _, unit in question.numbers}
    for unit in sorted(units):
        asked = {value for value, each in question.numbers if each == unit}
        told = {value for value, each in entry.wordings.numbers if each == unit}
        if told and not asked <= told:
            yield _veto(entry, VetoKind.NUMBER, {f"{value}{unit}" for value in asked - told})


def _object(question: Facets, entry: EntryFacets) -> Iterator[Veto]:
    loose = shipped("vetoes.yaml")["loose_objects"]
    for group in sorted({group for group, _ in question.objects}):
        asked = {name for each, name in question.objects if each == group}
        told = {name for each, name in entry.wordings.objects if each == group}
        if told and not asked <= told:
            is_final = group not in loose and asked.isdisjoint(told)
            yield _veto(entry, VetoKind.OBJECT, asked - told, is_final=is_final)


def _polarity(question: Facets, entry: EntryFacets) -> Iterator[Veto]:
    for group in sorted({group for group, _ in question.signs}):
        asked = {sign for each, sign in question.signs if each == group}
        told = {sign for each, sign in entry.wordings.signs if each == group}
        if told and asked.isdisjoint(told):
            yield _veto(entry, VetoKind.POLARITY, {group})


def _denial(question: Facets, entry: EntryFacets) -> Iterator[Veto]:
    """合格 asked where only 不合格 is told, or the reverse."""
    told = entry.wordings
    for head in sorted(question.denied - told.denied):
        if affirms(told.text, head):
            yield _veto(entry, VetoKind.POLARITY, {head})
    for head in sorted(told.denied - question.denied):
        if affirms(question.text, head) and not affirms(told.text, head):
            yield _veto(entry, VetoKind.POLARITY, {head})


def _veto(
    entry: EntryFacets,
    kind: VetoKind,
    what: set[str] | frozenset[str] | frozenset[int],
    *,
    is_final: bool = False,
) -> Veto:
    detail = " ".join(sorted(str(each) for each in what))
    return Veto(entry.id, kind, detail, is_final)


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
