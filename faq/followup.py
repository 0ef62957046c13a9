"""Follow-ups (追问): a short text that leaves out what the last answer was about."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from faq import segment, stations
from faq.entry import Entry
from faq.facets import Facets, facets
from faq.knowledge import Knowledge
from faq.normalize import normalize
from faq.outcome import Answer, Context, Outcome, Redirect, Several
from faq.route import RedirectKind
from faq.stations import StationQuery
from faq.words import any_of, shipped

LONGEST = 12
"""Characters; a longer text says itself what it is about."""
COVERED = 0.6
"""Share of a follow-up's own pairs of characters an entry must use to be meant by it."""


def context_after(outcome: Outcome) -> Context | None:
    """Say what the conversation is about after an outcome; None leaves it as it was."""
    match outcome:
        case Answer(entry=entry):
            return Context(last_entry=entry.id)
        case Redirect(then=Answer(entry=entry)) if not outcome.kind.is_emergency:
            return Context(last_entry=entry.id)
        case Redirect(kind=RedirectKind.STATIONS, query=query):
            return Context(stations=query or StationQuery())
        case Redirect(kind=kind) if kind.value in shipped("conversation.yaml")["door_subjects"]:
            return Context(door=kind)
        case Several(parts=parts):
            known = (context_after(part.outcome) for part in reversed(parts))
            return next((context for context in known if context), None)
        case _:
            return None


def completions(text: str, context: Context, knowledge: Knowledge) -> Iterator[str]:
    """Write a follow-up out in full, in the ways it may be meant, the likeliest first.

    那盂县呢 puts a district in; 要多久 asks one aspect of the same matter. A text that says
    itself what it is about has none.
    """
    plain = normalize(text)
    last = knowledge.entries.get(context.last_entry or "")
    subjects = tuple(_subjects(context, last))
    if len(plain) > LONGEST or not subjects:
        return
    bare = _bare(plain)
    if last is not None and (exchanged := _exchanged(last.standard_question, bare)):
        yield exchanged
    elif not _names_its_own(plain):
        for subject in subjects:
            yield f"{subject}{bare}"


def is_bare(text: str) -> bool:
    """Whether a text never says what about: 要多久 is an aspect, 那盂县呢 a place."""
    plain = normalize(text)
    bare = _bare(plain)
    return asks_aspect_alone(text) or (is_framed(text) and not _content(_unnamed(bare)))


def is_framed(text: str) -> bool:
    """Whether a text begins or ends as a follow-up does: 那……呢."""
    plain = normalize(text)
    return len(plain) <= LONGEST and _bare(plain) != plain


def says_of_what(text: str) -> bool:
    """Whether a text says itself what it is about, by a name or by its length."""
    plain = normalize(text)
    return len(plain) > LONGEST or _names_its_own(plain)


def asks_aspect_alone(text: str) -> bool:
    """Whether a text asks one aspect and names nothing at all."""
    plain = normalize(text)
    return len(plain) <= LONGEST and not _content(_bare(plain))


def fits(entry: Entry, text: str, knowledge: Knowledge) -> bool:
    """Whether an entry speaks of what a follow-up says besides its aspect."""
    said = _content(_places().sub("", _bare(normalize(text))))
    told = knowledge.facets_of(entry.id)
    known = "\n".join((*told.texts, told.answer.text))
    pairs = [said[place : place + 2] for place in range(max(1, len(said) - 1))]
    return sum(pair in known for pair in pairs) >= COVERED * len(pairs)


def stays(entry: Entry, context: Context, knowledge: Knowledge) -> bool:
    """Whether an entry is about what the conversation is about."""
    last = knowledge.entries.get(context.last_entry or "")
    if last is not None and entry.topic == last.topic:
        return True
    named = [
        subject for subject in _subjects(context, last) if last is None or facets(subject).objects
    ]
    wordings = knowledge.facets_of(entry.id).texts
    return any(normalize(subject) in wording for subject in named for wording in wordings)


def station_query(text: str, context: Context) -> StationQuery | None:
    """Read a follow-up after stations were shown: another district, a business, their hours."""
    plain = normalize(text)
    last = context.stations
    if last is None or len(plain) > LONGEST:
        return None
    named, service = facets(plain), stations.service_of(plain)
    district = next(iter(named.districts), None) if len(named.districts) == 1 else None
    elsewhere = next(iter(sorted(named.foreign_places | named.province_places)), None)
    left = _places().sub("", _bare(plain))
    is_served = not _pattern("station_idle").sub("", _served().sub("", left))
    if service is not None and is_served and not _pattern("station_where").search(plain):
        return StationQuery(district or last.district, service)
    if _pattern("station_details", "station_near", "station_idle").sub("", left):
        return None
    if elsewhere is not None:
        return StationQuery(elsewhere=elsewhere)
    if district is not None:
        return StationQuery(district, last.service)
    if _pattern("station_near").search(plain):
        return StationQuery()
    return last if _pattern("station_details").search(plain) else None


def station_refined(query: StationQuery, text: str, context: Context) -> StationQuery:
    """Keep the district or business of the stations shown last where a new search says 那 or 哪家.

    A search that stands by itself starts anew.
    """
    last = context.stations
    plain = normalize(text)
    if last is None or len(plain) > LONGEST or query.name or query.elsewhere:
        return query
    if query.service and not query.district and _pattern("station_follow").search(plain):
        return replace(query, district=last.district)
    if query.district and not query.service and is_framed(text):
        return replace(query, service=last.service)
    return query


def _subjects(context: Context, last: Entry | None) -> Iterator[str]:
    """Say in a few words what was spoken about: the question without its aspect, object, topic."""
    doors = shipped("conversation.yaml")["door_subjects"]
    if last is not None:
        topic = last.topic if normalize(last.topic) in normalize(" ".join(last.wordings)) else ""
        yield from dict.fromkeys(filter(None, (_stem(last), _object(last), topic)))
    elif context.door is not None:
        yield doors[context.door.value]
    elif context.stations is not None:
        yield doors[RedirectKind.STATIONS.value]


def _stem(last: Entry) -> str:
    """Take from a question what comes before its aspect: 电子秤检定 of 电子秤检定去哪里办."""
    question = normalize(last.standard_question)
    begins = _pattern("idle").search(question, 2)
    return question[: begins.start()] if begins else ""


def _object(last: Entry) -> str:
    named = sorted(name for _, name in facets(last.standard_question).objects)
    return named[0] if len(named) == 1 else ""


def _names_its_own(plain: str) -> bool:
    """Whether a text names what it is about, a place alone not counted."""
    rest = _places().sub("", plain)
    return bool(facets(plain).objects) or any(word in rest for word in segment.known_words())


def _content(bare: str) -> str:
    """Leave out what says only which aspect is asked; what is left says what about."""
    return _pattern("aspects", "idle").sub("", bare).replace(" ", "")


def _unnamed(bare: str) -> str:
    """Leave out places, years and objects."""
    return _relative_years().sub("", _places().sub("", _named().sub("", bare)))


def _exchanged(question: str, bare: str) -> str | None:
    """Put what is newly named in the place of its like in the last question."""
    old, new = facets(question), facets(bare)
    for before, after in _pairs(old, new):
        if _pattern("idle").sub("", _unnamed(bare)):
            return None
        if before and before in normalize(question):
            return normalize(question).replace(before, after)
        return f"{after}{question}"
    return None


def _pairs(old: Facets, new: Facets) -> list[tuple[str, str]]:
    pairs = [(next(iter(old.districts), ""), district) for district in new.districts]
    year = next(iter(old.years), "")
    pairs += [(str(year), str(other)) for other in new.years]
    if year:
        pairs += [(f"{year}年", word) for word in _relative_years().findall(new.text)]
    for group, name in new.objects:
        same = [before for each, before in old.objects if each == group]
        if same:
            pairs.append((same[0], name))
    return pairs


@cache
def _relative_years() -> re.Pattern[str]:
    return any_of(shipped("vetoes.yaml")["relative_years"])


def _bare(plain: str) -> str:
    """Take the opening and closing of a follow-up off."""
    found = _frame().fullmatch(plain)
    return found["bare"] if found else plain


@cache
def _places() -> re.Pattern[str]:
    lists = shipped("vetoes.yaml")
    districts = [word for words in lists["districts"] for word in words]
    return any_of(
        [*districts, *lists["citywide"], *lists["province_places"], *lists["foreign_places"]]
    )


@cache
def _served() -> re.Pattern[str]:
    rows = shipped("station_words.yaml")["services"].values()
    return any_of(word for words in rows for word in words)


@cache
def _named() -> re.Pattern[str]:
    lists = shipped("vetoes.yaml")
    rows = [*lists["objects"].values(), *lists["loose_objects"].values()]
    objects = any_of(word for row in rows for words in row for word in words)
    return re.compile(rf"{lists['years']['full']}年?|{objects.pattern}")


@cache
def _frame() -> re.Pattern[str]:
    lists = shipped("conversation.yaml")
    opening = _either(lists["follow_openings"])
    closing = _either(lists["follow_closings"])
    return re.compile(rf"(?:{opening})?(?P<bare>.+?)(?:{closing})?")


def _either(words: list[str]) -> str:
    return "|".join(re.escape(normalize(word)) for word in sorted(words, key=len, reverse=True))


@cache
def _pattern(*keys: str) -> re.Pattern[str]:
    return any_of(word for key in keys for word in shipped("conversation.yaml")[key])
