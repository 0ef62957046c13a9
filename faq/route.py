"""What does not belong to the FAQ: emergencies, other doors, wishes, forbidden things, small talk.

The words are in data/routes.yaml, which explains how they are read.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache

from faq.normalize import normalize
from faq.words import shipped

GAP = "\N{HORIZONTAL ELLIPSIS}"
GAP_LENGTH = 8
"""Characters an ellipsis in a phrase may stand for."""


class RedirectKind(StrEnum):
    """Where a text is sent instead of the FAQ."""

    CRISIS = "crisis"
    ELEVATOR_TRAPPED = "elevator_trapped"
    GAS_LEAK = "gas_leak"
    EMERGENCY_FIRE = "emergency_fire"
    EMERGENCY_MEDICAL = "emergency_medical"
    TRAFFIC_ACCIDENT = "traffic_accident"
    EMERGENCY_POLICE = "emergency_police"
    FORBIDDEN_INJECTION = "forbidden_injection"
    FORBIDDEN_FORGERY = "forbidden_forgery"
    FORBIDDEN_PRIVATE = "forbidden_private"
    FORBIDDEN_BRAND = "forbidden_brand"
    FORBIDDEN_VERDICT = "forbidden_verdict"
    HUMAN = "human"
    SUBMIT_VIDEO = "submit_video"
    STATIONS = "stations"
    COMPLAINT = "complaint"
    REPORT = "report"
    OTHER_DEPARTMENT = "other_department"

    @property
    def is_emergency(self) -> bool:
        """Whether the telephone number must be the first thing said."""
        return self in EMERGENCIES

    @property
    def is_forbidden(self) -> bool:
        """Whether the bot must not do what is asked."""
        return self.value.startswith("forbidden_")


EMERGENCIES = frozenset(
    {
        RedirectKind.CRISIS,
        RedirectKind.ELEVATOR_TRAPPED,
        RedirectKind.GAS_LEAK,
        RedirectKind.EMERGENCY_FIRE,
        RedirectKind.EMERGENCY_MEDICAL,
        RedirectKind.TRAFFIC_ACCIDENT,
        RedirectKind.EMERGENCY_POLICE,
    }
)


class SmallTalkKind(StrEnum):
    """What a text without a question is about."""

    GREETING = "greeting"
    THANKS = "thanks"
    PRAISE = "praise"
    ACKNOWLEDGEMENT = "acknowledgement"
    FAREWELL = "farewell"
    WHO_ARE_YOU = "who_are_you"
    CAPABILITIES = "capabilities"
    CHAT = "chat"
    ABUSE = "abuse"


@dataclass(frozen=True, slots=True)
class Route:
    """A door a text is sent to: its office and telephone numbers, the first one to dial first."""

    kind: RedirectKind
    word: str
    office: str | None = None
    numbers: tuple[str, ...] = ()
    asks_rules: bool = False
    is_wish: bool = False


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases looked for in normalized text; an ellipsis stands for a few characters."""

    plain: tuple[str, ...]
    whole: re.Pattern[str] | None
    gapped: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, phrases: Iterable[object]) -> "Phrases":
        """Prepare phrases as an editor wrote them."""
        written = [str(phrase) for phrase in phrases]
        plain = [normalize(phrase) for phrase in written if GAP not in phrase]
        ascii_words = sorted((word for word in plain if word.isascii() and word), key=len)
        pattern = "|".join(map(re.escape, reversed(ascii_words)))
        whole = re.compile(rf"(?<![a-z0-9])(?:{pattern})(?![a-z0-9])") if pattern else None
        gapped = [phrase.split(GAP) for phrase in written if GAP in phrase]
        return cls(
            tuple(word for word in plain if not word.isascii()),
            whole,
            tuple(tuple(normalize(part) for part in parts) for parts in gapped),
        )

    def find(self, text: str) -> str | None:
        """Find the first phrase a normalized text contains."""
        if found := next((word for word in self.plain if word in text), None):
            return found
        if self.whole and (matched := self.whole.search(text)):
            return matched.group()
        return next((GAP.join(parts) for parts in self.gapped if _in_order(parts, text)), None)


@dataclass(frozen=True, slots=True)
class _Rule:
    route: Route
    some: Phrases
    whole: frozenset[str]
    unless: Phrases
    knows_rules: bool

    def match(self, text: str) -> str | None:
        if text in self.whole:
            return text
        found = self.some.find(text)
        return None if found is None or self.unless.find(text) else found


def redirect(text: str) -> Route | None:
    """Find the door of a normalized text, the most urgent first; other departments come last."""
    return _first(_rules("redirects"), text)


def department(text: str) -> Route | None:
    """Find another department whose business a normalized text is."""
    return _first(_rules("departments"), text)


def small_talk(text: str) -> SmallTalkKind | None:
    """Say which small talk a whole normalized text is."""
    kind = _small_talk().get(text) or _small_talk().get(text.rstrip(_particles()))
    return SmallTalkKind(kind) if kind else None


def abuse(text: str) -> str | None:
    """Find a word of abuse in a normalized text."""
    for word in shipped("routes.yaml")["not_abuse"]:
        text = text.replace(word, " ")
    return _phrases("abuse").find(text)


def seeks_station(text: str) -> str | None:
    """Find the word by which a normalized text asks where a station (服务站) is."""
    if text in _station_whole():
        return text
    word = _phrases("station_words").find(text)
    asks = word and _phrases("station_intents").find(text)
    return word if asks and not _phrases("station_unless").find(text) else None


def _first(rules: tuple[_Rule, ...], text: str) -> Route | None:
    for rule in rules:
        word = rule.match(text)
        if word is not None:
            asks_rules = rule.knows_rules and _phrases("rule_words").find(text) is not None
            is_wish = _phrases("wishes").find(text) is not None
            return replace(rule.route, word=word, asks_rules=asks_rules, is_wish=is_wish)
    return None


def _in_order(parts: tuple[str, ...], text: str) -> bool:
    first, *rest = parts
    start = text.find(first)
    while start >= 0:
        if _follow(rest, text, start + len(first)):
            return True
        start = text.find(first, start + 1)
    return False


def _follow(parts: list[str], text: str, place: int) -> bool:
    for part in parts:
        start = text.find(part, place, place + GAP_LENGTH + len(part))
        if start < 0:
            return False
        place = start + len(part)
    return True


@cache
def _phrases(key: str) -> Phrases:
    return Phrases.of(shipped("routes.yaml")[key])


@cache
def _rules(key: str) -> tuple[_Rule, ...]:
    return tuple(_read_rules(key))


def _read_rules(key: str) -> Iterator[_Rule]:
    for row in shipped("routes.yaml")[key]:
        kind = RedirectKind(row.get("kind", RedirectKind.OTHER_DEPARTMENT))
        yield _Rule(
            Route(kind, "", row.get("office"), tuple(row.get("numbers", ()))),
            Phrases.of(row.get("any", ())),
            frozenset(normalize(str(phrase)) for phrase in row.get("whole", ())),
            Phrases.of(row.get("unless", ())),
            bool(row.get("rule_words")),
        )


@cache
def _particles() -> str:
    letters: list[str] = shipped("routes.yaml")["particles"]
    return "".join(letters)


@cache
def _small_talk() -> dict[str, str]:
    rows = shipped("routes.yaml")["small_talk"]
    return {normalize(str(phrase)): row["kind"] for row in rows for phrase in row["whole"]}


@cache
def _station_whole() -> frozenset[str]:
    return frozenset(normalize(phrase) for phrase in shipped("routes.yaml")["station_whole"])
