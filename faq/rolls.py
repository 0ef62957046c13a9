"""A roll (名录): the names on a public list, as one source gives them, read from its file."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from faq.entry import Source
from faq.faults import Fault, FaultKind, Place
from faq.fields import (
    ID_LIMIT,
    QUESTION_LIMIT,
    SOURCE_FIELDS,
    TOPIC_LIMIT,
    Fields,
    identity_of,
    sources_of,
)
from faq.load import read_beside
from faq.words import any_of

ROLLS_FILE = "directory.yaml"
ROLL_FIELDS = frozenset({
    "id", "name", "words", "entry", "keeper", "as_of", "sources", "items", "reviewed_by",
    "reviewed_on",
})  # fmt: skip
ITEM_FIELDS = frozenset(
    {"name", "aliases", "holder", "district", "detail", "entry", "is_unconfirmed"}
)


@dataclass(frozen=True, slots=True)
class Item:
    """One name on a roll; `detail` is what the source adds, such as the batch.

    What nobody has confirmed to be on the list is never listed; its own entry says so.
    """

    name: str
    aliases: tuple[str, ...] = ()
    holder: str | None = None
    district: str | None = None
    detail: str | None = None
    entry: str | None = None
    is_unconfirmed: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """Everything the item is called, its holder included."""
        return (self.name, *self.aliases, *((self.holder,) if self.holder else ()))


@dataclass(frozen=True)
class Roll:
    """A list of names; `entry` answers about the list, `keeper` publishes the one that counts."""

    id: str
    name: str
    words: tuple[str, ...]
    entry: str
    keeper: str
    as_of: dt.date
    sources: tuple[Source, ...]
    items: tuple[Item, ...] = ()
    reviewed_by: str | None = None
    reviewed_on: dt.date | None = None

    @property
    def is_signed(self) -> bool:
        """Whether somebody of the bureau answers for the names (审定)."""
        return self.reviewed_by is not None and self.reviewed_on is not None

    @property
    def listed(self) -> tuple[Item, ...]:
        """The names known to be on the list."""
        return tuple(item for item in self.items if not item.is_unconfirmed)

    @cached_property
    def called(self) -> re.Pattern[str]:
        """Match what people call this list in a normalized text."""
        return any_of((self.name, *self.words))


@dataclass(frozen=True, slots=True)
class Listing:
    """The rolls that could be read, and the faults met on the way."""

    placed: tuple[tuple[Roll, Place], ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def rolls(self) -> tuple[Roll, ...]:
        """The rolls, in the file's order."""
        return tuple(roll for roll, _ in self.placed)


def read_rolls(folder: Path) -> Listing:
    """Read the rolls beside a folder of entries; without a file there are none."""
    rows, faults = read_beside(folder, ROLLS_FILE, ROLL_FIELDS, ITEM_FIELDS | SOURCE_FIELDS)
    placed = []
    for fields in rows:
        roll = _roll(fields)
        faults += fields.faults
        placed += [(roll, fields.place_of("id"))] if roll else []
    return Listing(tuple(placed), tuple(faults))


def strangers(listing: Listing, known: frozenset[str]) -> Iterator[Fault]:
    """Find entries that rolls name but nobody wrote."""
    for roll, place in listing.placed:
        named = [roll.entry, *(item.entry for item in roll.items if item.entry)]
        for entry in named:
            if entry not in known:
                yield Fault(FaultKind.UNKNOWN_RELATED, place, {"value": entry})


def unsigned(listing: Listing) -> Iterator[Fault]:
    """Find rolls nobody has signed (审定)."""
    for roll, place in listing.placed:
        if not roll.is_signed:
            yield Fault(FaultKind.UNSIGNED, place, {"entry": roll.id})


def _roll(fields: Fields) -> Roll | None:
    identity = identity_of(fields)
    name = fields.text("name", TOPIC_LIMIT, required=True)
    entry = fields.text("entry", ID_LIMIT, required=True)
    keeper = fields.text("keeper", QUESTION_LIMIT, required=True)
    as_of = fields.day("as_of", required=True)
    sources = sources_of(fields)
    items = tuple(_items(fields))
    if not (identity and name and entry and keeper and as_of):
        return None
    words = fields.texts("words", TOPIC_LIMIT)
    signer, signed = fields.text("reviewed_by", TOPIC_LIMIT), fields.day("reviewed_on")
    if (signer is None) != (signed is None):
        fields.note(FaultKind.HALF_SIGNED, "reviewed_by")
    return Roll(identity, name, words, entry, keeper, as_of, sources, items, signer, signed)


def _items(fields: Fields) -> list[Item]:
    items = []
    for part in fields.mappings("items", ITEM_FIELDS):
        name = part.text("name", TOPIC_LIMIT, required=True)
        if name:
            items.append(_item(name, part))
        fields.faults += part.faults
    return items


def _item(name: str, part: Fields) -> Item:
    return Item(
        name,
        part.texts("aliases", TOPIC_LIMIT),
        part.text("holder", TOPIC_LIMIT),
        part.text("district", TOPIC_LIMIT),
        part.text("detail", QUESTION_LIMIT),
        part.text("entry", ID_LIMIT),
        is_unconfirmed=part.text("is_unconfirmed", TOPIC_LIMIT) == "true",
    )
