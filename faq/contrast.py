"""Vetoes on yes and no: 可以 is not 不可以, nor is having a licence like having none.

No likeness of words tells the two apart, so what is affirmed and denied is compared.
"""

from collections.abc import Iterator

from rapidfuzz import fuzz, process

from faq.facets import EntryFacets, Facets, facets
from faq.polarity import affirms
from faq.veto import Veto, VetoKind, veto
from faq.words import shipped

NEARLY_EQUAL = 0.7
"""Likeness (edit ratio, 0-1) from which two questions differ in little more than their sense."""
MODALS = frozenset({"may", "must"})
"""Where yes and no differ however the rest is worded; 有 and 没有 do in like sentences only."""
LISTED_EITHER_WAY = "may"
"""Which words must not be used is told by an entry on which may; what is a duty is not."""


def contrast(question: Facets, entry: EntryFacets) -> tuple[Veto, ...]:
    """Collect what a question affirms and an entry denies, or the reverse."""
    if question.text in entry.texts:
        return ()
    return (
        *(_polarity(question, entry.wordings, entry, MODALS) if question.signs else ()),
        *(_having(question, entry) if question.having else ()),
        *(_refusal(question, entry) if question.refused else ()),
        *(_affirmed(question, entry) if entry.core_denied else ()),
        *_nearly_equal(question, entry),
    )


def _nearly_equal(question: Facets, entry: EntryFacets) -> tuple[Veto, ...]:
    """Compare with a nearly equal wording: there even a lone 不 turns the meaning round."""
    if not (question.signs or question.denied or entry.wordings.denied):
        return ()
    nearest = process.extractOne(
        question.text, entry.texts, scorer=fuzz.ratio, score_cutoff=100 * NEARLY_EQUAL
    )
    if nearest is None:
        return ()
    told = facets(nearest[0])
    groups = frozenset(group for group, _ in question.signs)
    return (*_polarity(question, told, entry, groups), *_denial(question, told, entry))


def _polarity(
    question: Facets, told: Facets, entry: EntryFacets, groups: frozenset[str]
) -> Iterator[Veto]:
    for group in sorted({group for group, _ in question.signs} & groups):
        asked = {sign for each, sign in question.signs if each == group}
        if question.is_list and group == LISTED_EITHER_WAY and True not in asked:
            continue
        known = {sign for each, sign in told.signs if each == group}
        if known and asked.isdisjoint(known):
            yield veto(entry, VetoKind.POLARITY, {group})


def _denial(question: Facets, told: Facets, entry: EntryFacets) -> Iterator[Veto]:
    """合格 asked where only 不合格 is told, or the reverse."""
    for head in sorted(question.denied - told.denied):
        if affirms(told.text, head):
            yield veto(entry, VetoKind.POLARITY, {head})
    for head in sorted(told.denied - question.denied):
        if affirms(question.text, head) and not affirms(told.text, head):
            yield veto(entry, VetoKind.POLARITY, {head})


def _having(question: Facets, entry: EntryFacets) -> Iterator[Veto]:
    """有了营业执照 asked where only 没有营业执照 is told, or the reverse."""
    told = entry.wordings.having
    for thing, sign in sorted(question.having):
        if (thing, not sign) in told and (thing, sign) not in told:
            yield veto(entry, VetoKind.POLARITY, {thing})


def _refusal(question: Facets, entry: EntryFacets) -> Iterator[Veto]:
    """不能吃 is asked; that something else cannot be done does not answer it."""
    refusals = shipped("vetoes.yaml")["refusals"]
    if question.is_list or any(word in entry.wordings.text for word in refusals):
        return
    unknown = {head for head in question.refused if not _speaks_of(entry.wordings.refused, head)}
    if unknown:
        yield veto(entry, VetoKind.POLARITY, unknown)


def _affirmed(question: Facets, entry: EntryFacets) -> Iterator[Veto]:
    """Object when what is asked for is what the wordings only ever deny."""
    said = {head for head in entry.core_denied - question.denied if affirms(question.text, head)}
    if said:
        yield veto(entry, VetoKind.POLARITY, said)


def _speaks_of(heads: frozenset[str], head: str) -> bool:
    return any(set(each) & set(head) for each in heads)
