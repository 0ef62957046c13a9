"""Topics next door to the entries that are known not to be answered, and whose they are.

Without them 营业执照能抵押贷款吗 has no rival: whatever entry speaks of 营业执照 wins. They stand
in neighbours.yaml beside the folder of entries and are learned as classes of their own.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from faq import load
from faq.faults import Fault, FaultKind, Place
from faq.fields import QUESTION_LIMIT, TOPIC_LIMIT, Fields, identity_of
from faq.words import shipped

NEIGHBOURS_FILE = "neighbours.yaml"
FEWEST_WORDINGS = 3
MOST_WORDINGS = 12


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A topic no entry answers; `door` is the number of the office that does, where one does."""

    id: str
    topic: str
    wordings: tuple[str, ...]
    door: str | None = None


NEIGHBOUR_FIELDS = frozenset(Neighbour.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class PlacedNeighbour:
    """A neighbour and where its parts stand, the wordings in its own order."""

    neighbour: Neighbour
    place: Place
    wording_places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """What the file beside a folder of entries holds, and what is wrong in it."""

    placed: tuple[PlacedNeighbour, ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def neighbours(self) -> tuple[Neighbour, ...]:
        """The neighbours that could be read, in the file's order."""
        return tuple(each.neighbour for each in self.placed)


def read_beside(folder: Path) -> Beside:
    """Read the neighbours of a folder of entries; without a file there are none."""
    rows, faults = load.read_beside(folder, NEIGHBOURS_FILE, NEIGHBOUR_FIELDS)
    placed = []
    for fields in rows:
        found = _neighbour(fields)
        faults += fields.faults
        if found is not None:
            places = tuple(fields.places_within("wordings"))
            placed.append(PlacedNeighbour(found, fields.place_of("id"), places))
    return Beside(tuple(placed), tuple(faults))


@cache
def offices() -> Mapping[str, str]:
    """Name the office of every number a neighbour may have as its door."""
    rows = shipped("routes.yaml")["departments"]
    return {str(row["numbers"][0]): str(row["office"]) for row in rows}


def _neighbour(fields: Fields) -> Neighbour | None:
    name = identity_of(fields)
    topic = fields.text("topic", TOPIC_LIMIT, required=True)
    wordings = fields.texts("wordings", QUESTION_LIMIT)
    door = fields.text("door", TOPIC_LIMIT)
    for kind, facts in _wrong(len(wordings), door):
        fields.note(kind, "door" if kind is FaultKind.UNKNOWN_DOOR else "wordings", **facts)
    return Neighbour(name, topic, wordings, door) if name and topic and wordings else None


def _wrong(count: int, door: str | None) -> Iterator[tuple[FaultKind, dict[str, object]]]:
    if not FEWEST_WORDINGS <= count <= MOST_WORDINGS:
        limits = {"least": FEWEST_WORDINGS, "most": MOST_WORDINGS}
        yield FaultKind.NEIGHBOUR_WORDINGS, {"count": count, **limits}
    if door is not None and door not in offices():
        yield FaultKind.UNKNOWN_DOOR, {"value": door, "known": ", ".join(sorted(offices()))}
