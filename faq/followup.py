"""Follow-ups (追问): a short text that leaves out what the last answer was about."""

import re
from functools import cache

from faq import stations
from faq.entry import Entry
from faq.facets import Facets, facets
from faq.knowledge import Knowledge
from faq.normalize import normalize
from faq.outcome import Context
from faq.route import Phrases
from faq.stations import StationQuery
from faq.words import shipped

LONGEST = 12
"""Characters; a longer text says itself what it is about."""


def completed(text: str, context: Context, knowledge: Knowledge) -> str | None:
    """Write a follow-up out in full, from the last entry's standard question; else None.

    那盂县呢 puts a district in; 要多久 asks one aspect of the same matter.
    """
    plain = normalize(text)
    if len(plain) > LONGEST:
        return None
    last = knowledge.entries.get(context.last_entry or "")
    if last is None:
        return None
    if plain in _aspects():
        return f"{_subject(last)}{text}"
    bare = _bare(plain)
    if bare is None:
        return None
    return _exchanged(last.standard_question, bare)


def station_query(text: str, context: Context) -> StationQuery | None:
    """Read a follow-up after stations were shown: another district, or a business they do."""
    plain = normalize(text)
    last = context.stations
    if last is None or len(plain) > LONGEST:
        return None
    service = stations.service_of(plain)
    if service is not None and _narrows().find(plain):
        return StationQuery(last.district, service)
    bare = _bare(plain)
    named = facets(bare).districts if bare else frozenset()
    return StationQuery(next(iter(named)), last.service) if len(named) == 1 else None


def _subject(last: Entry) -> str:
    """Say in a word what an entry is about: the object its question names, else its topic."""
    named = sorted(name for _, name in facets(last.standard_question).objects)
    return named[0] if len(named) == 1 else last.topic


def _exchanged(question: str, bare: str) -> str | None:
    """Put what is newly named in the place of its like in the last question."""
    old, new = facets(question), facets(bare)
    for before, after in _pairs(old, new):
        if before and before in normalize(question):
            return normalize(question).replace(before, after)
        return f"{after}{question}"
    return None


def _pairs(old: Facets, new: Facets) -> list[tuple[str, str]]:
    pairs = [(next(iter(old.districts), ""), district) for district in new.districts]
    pairs += [(str(next(iter(old.years), "")), str(year)) for year in new.years]
    for group, name in new.objects:
        same = [before for each, before in old.objects if each == group]
        if same:
            pairs.append((same[0], name))
    return pairs


def _bare(plain: str) -> str | None:
    """Take the opening and closing of a follow-up off; None when it has neither."""
    found = _frame().fullmatch(plain)
    if not found or not (found["open"] or found["close"]):
        return None
    return found["bare"]


@cache
def _narrows() -> Phrases:
    return Phrases.of(shipped("routes.yaml")["station_follow"])


@cache
def _frame() -> re.Pattern[str]:
    lists = shipped("routes.yaml")
    opening = _either(lists["follow_openings"])
    closing = _either(lists["follow_closings"])
    return re.compile(rf"(?P<open>{opening})?(?P<bare>.+?)(?P<close>{closing})?")


def _either(words: list[str]) -> str:
    return "|".join(re.escape(normalize(word)) for word in sorted(words, key=len, reverse=True))


@cache
def _aspects() -> frozenset[str]:
    return frozenset(normalize(aspect) for aspect in shipped("routes.yaml")["aspects"])
