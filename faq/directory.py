"""The directory (名录): who and what is on a public list, as of that list's source.

Names are data, so that a list of eighty needs no eighty entries. A roll (一份名录) is headed by
the entry that answers about the list as a whole; an item may have an entry of its own. What is
said of a name is put together from the signed sentences of data/directory_words.yaml.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property

from rapidfuzz import fuzz, process

from faq.entry import Entry
from faq.facets import facets
from faq.normalize import normalize
from faq.rolls import Item, Roll
from faq.words import any_of, shipped

LONGEST_STRANGER = 8
"""Characters a name no roll has may take; anything longer says something else as well."""
SHORTEST_STRANGER = 2
ALIKE = 60
"""Likeness (0-100, rapidfuzz) from which an unknown name may be a known one mistyped."""
LISTED_KINDS = frozenset({"member", "district"})
LISTED = 20
"""Names of a roll said at once; an answer has to fit a phone's screen."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a directory says, and whether what was asked for is in it."""

    entry: Entry
    is_listed: bool


@dataclass(frozen=True)
class Directory:
    """All rolls, and what can be said from them."""

    rolls: tuple[Roll, ...] = ()
    _by_name: dict[str, list[tuple[Roll, Item]]] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        """Note every item under each of its names."""
        for roll in self.rolls:
            for item in roll.items:
                for name in dict.fromkeys(map(normalize, item.names)):
                    self._by_name.setdefault(name, []).append((roll, item))

    @cached_property
    def _names(self) -> re.Pattern[str]:
        return any_of(self._by_name)

    def heading(self, entry: Entry) -> Entry:
        """Give an entry that heads a roll the roll's names; any other entry as it is."""
        roll = next((roll for roll in self.rolls if roll.entry == entry.id), None)
        if roll is None or not roll.listed:
            return entry
        return _signed(entry, roll, f"{entry.answer.strip()}\n{_lines(roll.listed)}")

    def answer(self, text: str, entries: Mapping[str, Entry]) -> Told | None:
        """Answer a text that asks only whether a name is listed, or what is listed where.

        None when it asks anything else: the year, the price, another city.
        """
        plain = normalize(text)
        roll = next((roll for roll in self.rolls if roll.called.search(plain)), None)
        named = self._names.findall(plain)
        if roll is None and not named:
            return None
        rest = self._names.sub("", plain)
        rest = roll.called.sub("", rest) if roll else rest
        left = _asking().sub("", rest) if roll else _about_a_name().sub("", rest)
        if named and not left:
            return self._of_named(roll, named[0], entries)
        if roll is None or named:
            return None
        return self._of_district(roll, plain, left, entries) or _stranger(
            roll, plain, tuple(self._by_name), entries
        )

    def _of_named(self, roll: Roll | None, name: str, entries: Mapping[str, Entry]) -> Told | None:
        found = self._by_name[name]
        here = [(its, item) for its, item in found if roll is None or its is roll]
        told = [entries[item.entry] for _, item in here if item.entry and item.entry in entries]
        if told:
            return Told(told[0], is_listed=True)
        sure = [(its, item) for its, item in here or found if not item.is_unconfirmed]
        if roll and not roll.items:
            return _said("empty", roll, entries, name=name, lines="")
        if not sure:
            return _said("stranger", roll, entries, name=name, lines="") if roll else None
        its = sure[0][0]
        lines = _lines(tuple(item for _, item in sure))
        kind = "member" if here else "elsewhere"
        return _said(kind, roll or its, entries, name=name, lines=lines, where=its.name)

    def _of_district(
        self, roll: Roll, plain: str, left: str, entries: Mapping[str, Entry]
    ) -> Told | None:
        """List a district's part of a roll; the whole of it is the heading entry's own answer."""
        districts = facets(plain).districts
        if len(districts) != 1 or _places().sub("", left):
            return None
        district = next(iter(districts))
        items = tuple(item for item in roll.listed if item.district == district)
        kind = "district" if items else "district_none"
        return _said(kind, roll, entries, name=district, lines=_lines(items))


def _stranger(
    roll: Roll, plain: str, known: tuple[str, ...], entries: Mapping[str, Entry]
) -> Told | None:
    """Answer whether a name on no roll is listed: not found, which is not the same as no.

    What looks like a known name may be that name mistyped.
    """
    asked = _membership().fullmatch(roll.called.sub("\N{LOZENGE}", plain))
    if asked is None or not SHORTEST_STRANGER <= len(asked["name"]) <= LONGEST_STRANGER:
        return None
    traits = facets(asked["name"])
    is_place = traits.is_local or traits.foreign_places or traits.province_places
    if is_place or traits.years or _no_name().search(asked["name"]):
        return None
    if process.extractOne(asked["name"], known, scorer=fuzz.ratio, score_cutoff=ALIKE):
        return None
    kind = "stranger" if roll.items else "empty"
    return _said(kind, roll, entries, name=asked["name"], lines="")


def _said(kind: str, roll: Roll, entries: Mapping[str, Entry], **facts: str) -> Told | None:
    heading = entries.get(roll.entry)
    if heading is None:
        return None
    said = _sentences()
    known = {"roll": roll.name, "keeper": roll.keeper, "day": f"{roll.as_of:%Y-%m-%d}", **facts}
    text = f"{said[kind].format(**known).strip()}\n{said['closing'].format(**known)}"
    title = said["title"].format(**known)
    entry = replace(_signed(heading, roll, text), standard_question=title)
    return Told(entry, kind in LISTED_KINDS)


def _signed(entry: Entry, roll: Roll, text: str) -> Entry:
    """Give the entry another text, with the roll's source and day; both must be signed."""
    signer = roll if roll.is_signed and entry.is_signed else None
    return replace(
        entry,
        answer=text,
        sources=roll.sources,
        as_of=roll.as_of,
        reviewed_by=signer.reviewed_by if signer else None,
        reviewed_on=signer.reviewed_on if signer else None,
    )


def _lines(items: tuple[Item, ...]) -> str:
    said = _sentences()
    lines = [_line(item, said) for item in items[:LISTED]]
    if len(items) > LISTED:
        lines.append(said["more"].format(count=len(items) - LISTED))
    return "\n".join(lines)


def _line(item: Item, said: Mapping[str, str]) -> str:
    name = said["held"].format(item=item) if item.holder else item.name
    details = [part for part in (item.district, item.detail) if part]
    ending = said["details"].format(details=said["comma"].join(details)) if details else ""
    return said["line"].format(name=name, details=ending)


def _sentences() -> dict[str, str]:
    said: dict[str, str] = shipped("directory_words.yaml")["say"]
    return said


@cache
def _asking() -> re.Pattern[str]:
    """Match the words that only ask whether something is listed."""
    return any_of(shipped("directory_words.yaml")["asking"])


@cache
def _about_a_name() -> re.Pattern[str]:
    """Match what asks about a name alone, with no list in mind."""
    return any_of(shipped("directory_words.yaml")["about"])


@cache
def _no_name() -> re.Pattern[str]:
    return any_of(shipped("directory_words.yaml")["no_name"])


@cache
def _places() -> re.Pattern[str]:
    rows = shipped("vetoes.yaml")["districts"]
    return any_of(word for row in rows for word in row)


@cache
def _membership() -> re.Pattern[str]:
    """Match a name, that it is listed, the list, and what closes a question."""
    words = shipped("directory_words.yaml")
    verbs, closers = ("|".join(map(re.escape, words[key])) for key in ("verbs", "closers"))
    return re.compile(rf"(?P<name>.+?)(?:{verbs})\N{{LOZENGE}}(?:{closers})?")
