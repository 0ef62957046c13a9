"""What does not belong to the FAQ: emergencies, other doors, wishes, forbidden things, small talk.

The words are in data/emergencies.yaml and data/routes.yaml, which explain how they are read.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any

from faq import pinyin
from faq.normalize import normalize
from faq.phrases import Phrasebook
from faq.words import shipped

CLEAR_SOUND = 4
"""Syllables that mean what they sound like even where other characters are written."""
PLAIN_LISTS = (
    "wishes", "rule_words", "abuse", "station_words", "station_intents", "station_unless",
)  # fmt: skip


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
class _Rule:
    """One door: its list of phrases have the keys (place, "any"), (place, "unless") ..."""

    place: str
    route: Route
    whole: frozenset[str]
    sounds: tuple[str, ...]
    knows_rules: bool

    def match(self, text: str, certainty: str) -> str | None:
        """Find what in a normalized text leads to this door."""
        if certainty == "any" and text in self.whole:
            return text
        found = _found(text)
        if (self.place, "unless") in found:
            return None
        return found.get((self.place, certainty))

    def heard(self, sound: str, *, is_typed: bool) -> str | None:
        """Find what a text sounds like; a few syllables count only when typed as such."""
        for phrase in self.sounds:
            if phrase in sound and (is_typed or phrase.count(" ") > CLEAR_SOUND):
                return phrase.strip()
        return None


def redirect(text: str) -> Route | None:
    """Find the door of a normalized text, the most urgent first; other departments come last."""
    urgent = _rules("emergencies")
    return (
        _first(urgent, text)
        or (None if ("calm", "any") in _found(text) else _perhaps(urgent, text))
        or _first(_rules("redirects"), text)
    )


def department(text: str) -> Route | None:
    """Find another department whose business a normalized text is."""
    return _first(_rules("departments"), text)


def small_talk(text: str) -> SmallTalkKind | None:
    """Say which small talk a whole normalized text is."""
    kind = _small_talk().get(text) or _small_talk().get(text.rstrip(_particles()))
    return SmallTalkKind(kind) if kind else None


def abuse(text: str) -> str | None:
    """Find a word of abuse in a normalized text."""
    if ("abuse", "any") not in _found(text):
        return None
    for word in shipped("routes.yaml")["not_abuse"]:
        text = text.replace(word, " ")
    return _found(text).get(("abuse", "any"))


def seeks_station(text: str) -> str | None:
    """Find the word by which a normalized text asks where a station (服务站) is."""
    if text in _station_whole():
        return text
    found = _found(text)
    word = found.get(("station_words", "any"))
    asks = ("station_intents", "any") in found and ("station_unless", "any") not in found
    return word if asks else None


def _first(rules: tuple[_Rule, ...], text: str, certainty: str = "any") -> Route | None:
    for rule in rules:
        word = rule.match(text, certainty)
        if word is not None:
            found = _found(text)
            asks_rules = rule.knows_rules and ("rule_words", "any") in found
            is_wish = ("wishes", "any") in found
            return replace(rule.route, word=word, asks_rules=asks_rules, is_wish=is_wish)
    return None


def _perhaps(rules: tuple[_Rule, ...], text: str) -> Route | None:
    return _first(rules, text, "maybe") or _sounding(rules, text)


def _sounding(rules: tuple[_Rule, ...], text: str) -> Route | None:
    """Find the door of a text typed in pinyin, or in other characters that sound like it."""
    sound = f" {' '.join(pinyin.syllables(text))} "
    is_typed = text.isascii()
    for rule in rules:
        word = rule.heard(sound, is_typed=is_typed)
        if word and (rule.place, "unless") not in _found(text):
            return replace(rule.route, word=word)
    return None


@lru_cache(maxsize=1024)
def _found(text: str) -> Mapping[tuple[str, str], str]:
    return _book().find(text)


@cache
def _book() -> Phrasebook[tuple[str, str]]:
    """All lists of phrases, looked for at once."""
    lists: dict[tuple[str, str], list[object]] = {}
    for section in ("emergencies", "redirects", "departments"):
        for rule, row in _rows(section):
            for key in ("any", "maybe", "unless"):
                lists[rule, key] = row.get(key, [])
    for name in PLAIN_LISTS:
        lists[name, "any"] = shipped("routes.yaml")[name]
    lists["calm", "any"] = shipped("emergencies.yaml")["calm"]
    return Phrasebook(lists, shipped("emergencies.yaml")["groups"])


def _rows(section: str) -> Iterator[tuple[str, dict[str, Any]]]:
    file = "emergencies.yaml" if section == "emergencies" else "routes.yaml"
    for place, row in enumerate(shipped(file)[section]):
        yield f"{section} {place}", row


@cache
def _rules(section: str) -> tuple[_Rule, ...]:
    return tuple(_rule(place, row) for place, row in _rows(section))


def _rule(place: str, row: dict[str, Any]) -> _Rule:
    kind = RedirectKind(row.get("kind", RedirectKind.OTHER_DEPARTMENT))
    return _Rule(
        place,
        Route(kind, "", row.get("office"), tuple(row.get("numbers", ()))),
        frozenset(normalize(str(phrase)) for phrase in row.get("whole", ())),
        tuple(f" {sound} " for sound in row.get("sounds", ())),
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
