"""What an author should know while writing (提示): collisions, gaps, limits, stale dates.

Pure: the knowledge in force and the text are all it looks at. `Likenesses` remembers what each
wording is like, so that typing one line asks for one line only.
"""

import re
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from rapidfuzz import fuzz

from faq.editorial.content import Content, faults_of
from faq.editorial.standing import EXPIRING_DAYS
from faq.faults import Fault, FaultKind
from faq.knowledge import Knowledge
from faq.lexicon.guard import blocked_in
from faq.normalize import normalize
from faq.rank import rank
from faq.stations import Station
from faq.thresholds import ANSWER_FROM

NEAR_FROM = 0.85
"""Wordings of two entries that are so alike (0-1) are shown to the author."""
LOOKED_AT = 4
REMEMBERED = 5_000
LONG_AGO = timedelta(days=365)
"""After so long an answer should be checked again, whatever its review day says."""

_AT = {
    FaultKind.EXPIRED: "valid_until",
    FaultKind.REVIEW_DUE: "review_by",
    FaultKind.FEW_WORDINGS: "similar_questions",
}
"""The fields that faults of an entry as a whole are about."""
_LAW = re.compile(r"《([^《》]{2,40})》")
_OF_CHINA = "中华人民共和国"
_PHONE = re.compile(r"(?<!\d)(?:0\d{2,3}-?\d{7,8}|1[3-9]\d{9})(?!\d)")


class Level(StrEnum):
    """How much a hint matters: an error stops a review, a warning does not."""

    ERROR = "error"
    WARN = "warn"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Hint:
    """One thing to know, at a field and, within a list, at an item counted from 1."""

    level: Level
    kind: str
    at: str
    item: int = 0
    facts: Mapping[str, object] = field(default_factory=dict)
    other: str | None = None
    """The id of another entry that it is about."""


@dataclass(frozen=True, slots=True)
class Like:
    """Another entry's wording that one is like, or by which it would be answered today."""

    other: str
    wording: str
    likeness: float
    probability: float


@dataclass(frozen=True, slots=True)
class InTheMaking:
    """Another entry's text that is on its way; `sought` is all of it, normalized."""

    id: str
    standard_question: str
    sought: str


def drafted(
    content: Content, texts: Iterable[InTheMaking], knowledge: Knowledge
) -> Iterator[Hint]:
    """Find wordings that a text on its way has too; what is live is compared elsewhere."""
    padded = [(one, f" {one.sought} ") for one in texts]
    for name, item, wording in wordings_of(content):
        text = normalize(wording)
        other = next((one for one, sought in padded if text and f" {text} " in sought), None)
        if other is not None and not _has(knowledge, other.id, text):
            facts = {"wording": wording, "title": other.standard_question}
            yield Hint(Level.WARN, "drafted_wording", name, item, facts, other.id)


def _has(knowledge: Knowledge, entry_id: str, text: str) -> bool:
    """Whether the live text of an entry has a wording, so that the collision is told already."""
    entry = knowledge.entries.get(entry_id)
    return entry is not None and any(normalize(one) == text for one in entry.wordings)


@dataclass(slots=True)
class Likenesses:
    """What wordings are like in one knowledge, remembered while it is in force."""

    _revision: str = ""
    _known: OrderedDict[str, tuple[Like, ...]] = field(default_factory=OrderedDict)

    def of(self, wording: str, knowledge: Knowledge) -> tuple[Like, ...]:
        """Give the entries a wording is like, its own among them, the likeliest first."""
        if knowledge.revision != self._revision:
            self._revision, self._known = knowledge.revision, OrderedDict()
        remembered, text = self._known, normalize(wording)
        known = remembered.get(text)
        if known is None:
            known = remembered[text] = likenesses(text, knowledge)
            if len(remembered) > REMEMBERED:
                remembered.popitem(last=False)
        return known


def likenesses(text: str, knowledge: Knowledge) -> tuple[Like, ...]:
    """Compare a normalized wording with those the ranker finds for it."""
    if not text:
        return ()
    found = rank(knowledge.index, text, LOOKED_AT)
    return tuple(
        Like(one.entry, one.wording, fuzz.ratio(text, one.wording) / 100, one.probability)
        for one in found
    )


def hints(
    entry_id: str,
    content: Content,
    today: date,
    knowledge: Knowledge,
    memory: Likenesses | None = None,
    stations: Iterable[Station] = (),
) -> tuple[Hint, ...]:
    """Give everything there is to say about a text, errors first."""
    likeness = memory or Likenesses()
    found = [
        *(_from_fault(fault) for fault in faults_of(entry_id, content, today)),
        *_collisions(entry_id, content, knowledge, likeness),
        *_relations(entry_id, content, knowledge),
        *_dates(content, today),
        *_unnamed_laws(content),
        *_phones(content, stations),
        *_sensitive(content, knowledge),
    ]
    return tuple(sorted(found, key=lambda hint: list(Level).index(hint.level)))


def wordings_of(content: Content) -> list[tuple[str, int, str]]:
    """List every wording with its field and its number there."""
    similar = content.get("similar_questions") or ()
    listed = [("similar_questions", item, str(text)) for item, text in enumerate(similar, 1)]
    return [("standard_question", 0, str(content.get("standard_question") or "")), *listed]


def _from_fault(fault: Fault) -> Hint:
    level = Level.WARN if fault.is_warning else Level.ERROR
    at = _AT.get(fault.kind, fault.place.file)
    return Hint(level, fault.kind.value, at, fault.place.line, fault.facts)


def _collisions(
    entry_id: str, content: Content, knowledge: Knowledge, memory: Likenesses
) -> Iterator[Hint]:
    for name, item, wording in wordings_of(content):
        likes = memory.of(wording, knowledge)
        others = [like for like in likes if like.other != entry_id]
        best = max(others, key=lambda like: like.likeness, default=None)
        first = likes[0] if likes else None
        if best and best.wording == normalize(wording):
            yield _collision(Level.ERROR, "same_wording", (name, item, wording), best, knowledge)
        elif best and best.likeness >= NEAR_FROM:
            yield _collision(Level.WARN, "near_wording", (name, item, wording), best, knowledge)
        elif first and first.other != entry_id and first.probability >= ANSWER_FROM:
            yield _collision(Level.WARN, "answered_by", (name, item, wording), first, knowledge)


def _collision(
    level: Level, kind: str, at: tuple[str, int, str], like: Like, knowledge: Knowledge
) -> Hint:
    name, item, wording = at
    entry = knowledge.entries.get(like.other)
    facts: dict[str, object] = {
        "wording": wording,
        "title": entry.standard_question if entry else knowledge.wordings_of(like.other)[0],
        "theirs": like.wording,
        "likeness": round(like.likeness, 2),
    }
    return Hint(level, kind, name, item, facts, entry.id if entry else None)


def _relations(entry_id: str, content: Content, knowledge: Knowledge) -> Iterator[Hint]:
    for item, related in enumerate(content.get("related") or (), 1):
        if related != entry_id and related not in knowledge.entries:
            facts = {"value": related}
            yield Hint(Level.WARN, "related_not_live", "related", item, facts)


def _dates(content: Content, today: date) -> Iterator[Hint]:
    as_of, until, review = (_day(content, name) for name in ("as_of", "valid_until", "review_by"))
    if until and today <= until <= today + timedelta(days=EXPIRING_DAYS):
        facts = {"day": until, "days": (until - today).days}
        yield Hint(Level.WARN, "expiring", "valid_until", facts=facts)
    if as_of and as_of > today:
        yield Hint(Level.WARN, "as_of_ahead", "as_of", facts={"day": as_of})
    if as_of and as_of < today - LONG_AGO:
        yield Hint(Level.INFO, "as_of_long_ago", "as_of", facts={"day": as_of})
    if until and review and review > until:
        facts = {"day": review, "until": until}
        yield Hint(Level.INFO, "review_after_end", "review_by", facts=facts)
    for item, source in enumerate(content.get("sources") or (), 1):
        day = _day(source, "date")
        if as_of and day and day > as_of:
            facts = {"day": day, "as_of": as_of, "title": source.get("title")}
            yield Hint(Level.INFO, "source_after_as_of", "sources", item, facts)


def _unnamed_laws(content: Content) -> Iterator[Hint]:
    """Find rules an answer names that no source gives."""
    sources = content.get("sources") or ()
    titles = " ".join(str(source.get("title") or "") for source in sources)
    for name in dict.fromkeys(_LAW.findall(str(content.get("answer") or ""))):
        if name.removeprefix(_OF_CHINA) not in titles:
            yield Hint(Level.INFO, "unnamed_law", "answer", facts={"name": name})


def _phones(content: Content, stations: Iterable[Station]) -> Iterator[Hint]:
    """Find numbers beside a station's name that are not those the station's record gives."""
    answer = str(content.get("answer") or "")
    named = [one for one in stations if one.name and one.name in answer and one.phone]
    ours = {re.sub(r"\D", "", one.phone or "") for one in named}
    for phone in _PHONE.findall(answer) if named else ():
        if re.sub(r"\D", "", phone) not in ours:
            facts = {"phone": phone, "station": named[0].name, "theirs": named[0].phone}
            yield Hint(Level.WARN, "other_phone", "answer", facts=facts)


def _sensitive(content: Content, knowledge: Knowledge) -> Iterator[Hint]:
    word = blocked_in(content, knowledge.lexicon)
    if word is not None:
        yield Hint(Level.ERROR, "sensitive", "answer", facts={"word": word})


def _day(content: Mapping[str, Any], name: str) -> date | None:
    try:
        return date.fromisoformat(str(content.get(name) or ""))
    except ValueError:
        return None
