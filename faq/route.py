"""What does not belong to the FAQ: emergencies, other doors, wishes, forbidden things, small talk.

The words are in data/emergencies.yaml and data/routes.yaml, which explain how they are read.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any

from faq import pinyin, talk
from faq.lists import CALM, SECTIONS, URGENT, found, has
from faq.normalize import normalize
from faq.urgency import kind, urgency
from faq.words import shipped

CLEAR_SOUND = 4
"""Syllables that mean what they sound like even where other characters are written."""
LONGEST_TALK = 16
"""Characters; a longer text says more than small talk."""
ABOUT_A_WORD = 2
"""Characters beside a word of abuse in a text that is nothing else."""
URGENT_FROM = 0.5
"""Probability from which a text is taken for an emergency though no phrase says so.

Of 100 new emergencies the phrases of the day knew 41 and this, not having learned from them, 28
more. Of 2,579 utterances to a voice assistant it takes 4 for an emergency, of 4,949 questions on
public health none; from 0.3 it would take 10.
"""
SURE_FROM = {"crisis": 0.7, "elevator_trapped": 0.2}
"""The same where it differs: people tell of weariness and of great days in the same few words,
and who speaks of a lift as if shut in it should rather be sent for help once too often.
"""
CALM_BELOW = 0.3
"""Probability under which a phrase of an emergency in a general question is only asked about."""
SHORTEST_UNFORESEEN = 7
"""Characters; in a shorter text one word decides, and only a phrase can know it."""
SOUNDS_URGENT = "?"
LONGEST_WISH = 30
"""Characters; in a longer text a person, a forgery or a brand is told of, not asked for."""
LONGEST_SUBJECT = 12
"""Characters; in a longer text another department's word may be told by the way."""
LONGEST_HINT = 20
"""Characters; in a longer text a word that may be another department's is often only told."""

SEEN = 512
"""Texts whose doors are remembered: one decision looks at a text and its parts again and again."""


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


SAID_BRIEFLY = frozenset(
    {
        RedirectKind.FORBIDDEN_FORGERY,
        RedirectKind.FORBIDDEN_PRIVATE,
        RedirectKind.FORBIDDEN_BRAND,
        RedirectKind.FORBIDDEN_VERDICT,
        RedirectKind.HUMAN,
        RedirectKind.SUBMIT_VIDEO,
    }
)
"""Doors of a wish that nobody needs a long story for."""


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
    SENSITIVE = "sensitive"


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
    """One door: its lists of phrases have the keys (place, "any"), (place, "unless") ..."""

    file: str
    place: str
    route: Route
    whole: frozenset[str]
    sounds: tuple[str, ...]
    knows_rules: bool

    def match(self, text: str, certainty: str, here: Mapping[tuple[str, str], str]) -> str | None:
        """Find what in a normalized text leads to this door; `here` is what stands in it."""
        if certainty == "any" and text in self.whole:
            return text
        word = here.get((self.place, certainty))
        if word is None or (self.place, "unless") in here:
            return None
        return None if len(text) > LONGEST_WISH and self.route.kind in SAID_BRIEFLY else word

    def heard(self, sound: str, *, is_typed: bool) -> str | None:
        """Find what a text sounds like; a wish to be typed alone must be all of it."""
        kind = self.route.kind
        is_part = kind.is_emergency or kind is RedirectKind.OTHER_DEPARTMENT
        for phrase in self.sounds:
            if phrase not in sound:
                continue
            is_clear = is_typed or phrase.count(" ") > CLEAR_SOUND
            if phrase == sound or (is_part and is_clear):
                return phrase.strip()
        return None


@lru_cache(maxsize=SEEN)
def redirect(text: str) -> Route | None:
    """Find the sure door of a normalized text: the most urgent first, other departments last."""
    others = _rules("redirects")
    door = _foreseen(text)
    if door is None:
        door = _first(others, text) or (_sounding(others, text) if text.isascii() else None)
    door = door or _guessed(text)
    if door is None and len(text) <= LONGEST_SUBJECT:
        door = _department(text, "any")
    return door


def _foreseen(text: str) -> Route | None:
    """Find the door of an emergency by its phrases; one only asked about in general has none."""
    urgent = _rules("emergencies")
    door = _first(urgent, text)
    if door is None and not has(URGENT, "calm", text):
        door = _first(urgent, text, "maybe") or _sounding(urgent, text)
    if door is None or door.kind is RedirectKind.CRISIS:
        return door
    is_general = has(URGENT, "general", text) and not has(URGENT, "now", text)
    return None if is_general and urgency(text) < CALM_BELOW else door


def _guessed(text: str) -> Route | None:
    """Find the door of an emergency that no phrase foresees."""
    if text.isascii() or len(text) < SHORTEST_UNFORESEEN or has(URGENT, "calm", text):
        return None
    likeliness, likely = urgency(text), kind(text)
    if likeliness < SURE_FROM.get(likely, URGENT_FROM):
        return None
    rule = next(rule for rule in _rules("emergencies") if rule.route.kind.value == likely)
    return replace(rule.route, word=SOUNDS_URGENT)


@lru_cache(maxsize=SEEN)
def department(text: str) -> Route | None:
    """Find another department whose business a normalized text may be."""
    door = _department(text, "any")
    return door if door or len(text) > LONGEST_HINT else _department(text, "maybe")


def _department(text: str, certainty: str) -> Route | None:
    if has(CALM, "ours", text):
        return None
    rules = _rules("departments")
    return _first(rules, text, certainty) or (_sounding(rules, text) if text.isascii() else None)


@lru_cache(maxsize=SEEN)
def small_talk(text: str) -> SmallTalkKind | None:
    """Say which small talk a whole normalized text is; of several the most telling one."""
    if len(text) > LONGEST_TALK:
        return None
    if said := talk.only(text):
        return SmallTalkKind(said)
    if has(CALM, "ours", text):
        return None
    if (word := abuse(text)) and len(text) <= len(word) + ABOUT_A_WORD:
        return SmallTalkKind.ABUSE
    heard = talk.inside(text)
    return None if heard is None or redirect(text) else SmallTalkKind(heard)


def abuse(text: str) -> str | None:
    """Find a word of abuse in a normalized text."""
    if text in shipped(CALM)["abuse_whole"]:
        return text
    if not has(CALM, "abuse", text):
        return None
    for word in shipped(CALM)["not_abuse"]:
        text = text.replace(word, " ")
    return found(CALM, text).get(("abuse", "any"))


@lru_cache(maxsize=SEEN)
def seeks_station(text: str) -> str | None:
    """Find the word by which a normalized text asks where a station (服务站) is."""
    if text in _station_whole():
        return text
    word = found(CALM, text).get(("station_words", "any"))
    asks = has(CALM, "station_intents", text) and not has(CALM, "station_unless", text)
    return word if asks else None


def _first(rules: tuple[_Rule, ...], text: str, certainty: str = "any") -> Route | None:
    here = found(rules[0].file, text)
    for rule in rules:
        word = rule.match(text, certainty, here)
        if word is not None:
            asks_rules = rule.knows_rules and has(CALM, "rule_words", text)
            is_wish = has(CALM, "wishes", text)
            return replace(rule.route, word=word, asks_rules=asks_rules, is_wish=is_wish)
    return None


def _sounding(rules: tuple[_Rule, ...], text: str) -> Route | None:
    """Find the door of a text typed in pinyin, or in other characters that sound like it."""
    sound = f" {' '.join(pinyin.syllables(text))} "
    is_typed = text.isascii()
    for rule in rules:
        word = rule.heard(sound, is_typed=is_typed)
        if word and (rule.place, "unless") not in found(rule.file, text):
            return replace(rule.route, word=word)
    return None


@cache
def _rules(section: str) -> tuple[_Rule, ...]:
    file = next(file for file, sections in SECTIONS.items() if section in sections)
    rows = enumerate(shipped(file)[section])
    return tuple(_rule(file, f"{section} {place}", row) for place, row in rows)


def _rule(file: str, place: str, row: dict[str, Any]) -> _Rule:
    kind = RedirectKind(row.get("kind", RedirectKind.OTHER_DEPARTMENT))
    return _Rule(
        file,
        place,
        Route(kind, "", row.get("office"), tuple(row.get("numbers", ()))),
        frozenset(normalize(str(phrase)) for phrase in row.get("whole", ())),
        tuple(f" {sound} " for sound in row.get("sounds", ())),
        bool(row.get("rule_words")),
    )


@cache
def _station_whole() -> frozenset[str]:
    return frozenset(normalize(phrase) for phrase in shipped(CALM)["station_whole"])
