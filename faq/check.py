"""Check a knowledge folder as a whole: what one entry cannot know about the others."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from faq.entry import Entry
from faq.faults import Fault, FaultKind, Place
from faq.load import Placed, Reading, read_folder
from faq.neighbours import NEIGHBOURS_FILE, Beside, Neighbour, read_beside
from faq.normalize import normalize
from faq.rolls import ROLLS_FILE, Listing, Roll, read_rolls, strangers, unsigned

BESIDE = (NEIGHBOURS_FILE, ROLLS_FILE)
"""What stands beside the folder of entries and belongs to the knowledge."""
FEW_WORDINGS = 6
"""The ranker learns from an entry's own wordings; below six it is hardly better than TF-IDF."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A folder after checking; it may go live when no fault is more than a warning."""

    reading: Reading
    beside: Beside
    listing: Listing
    faults: tuple[Fault, ...]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The entries that could be read."""
        return self.reading.entries

    @property
    def neighbours(self) -> tuple[Neighbour, ...]:
        """The neighbours that could be read."""
        return self.beside.neighbours

    @property
    def rolls(self) -> tuple[Roll, ...]:
        """The rolls that could be read."""
        return self.listing.rolls

    @property
    def errors(self) -> tuple[Fault, ...]:
        """The faults that keep the folder from going live."""
        return tuple(fault for fault in self.faults if not fault.is_warning)

    @property
    def warnings(self) -> tuple[Fault, ...]:
        """What an author should look at some day."""
        return tuple(fault for fault in self.faults if fault.is_warning)


def check_folder(folder: Path, today: date | None = None, *, release: bool = False) -> Checked:
    """Find every fault of a folder; a release also needs every entry signed (审定).

    Without a day nothing is said about what time has made stale.
    """
    reading = read_folder(folder)
    beside = read_beside(folder)
    listing = read_rolls(folder)
    worded = [*_entries_worded(reading.placed), *_neighbours_worded(beside)]
    faults = [
        *reading.faults,
        *beside.faults,
        *listing.faults,
        *strangers(listing, frozenset(entry.id for entry in reading.entries)),
        *_duplicate_ids(worded),
        *_duplicate_wordings(worded),
        *_wrong_relations(reading.placed, frozenset(entry.id for entry in reading.entries)),
        *_thin(reading.placed),
    ]
    if today is not None:
        faults += _stale(reading.placed, today)
    if release:
        faults += _unsigned(reading.placed)
        faults += unsigned(listing)
    return Checked(reading, beside, listing, tuple(sorted(faults, key=lambda fault: fault.place)))


def check_alone(placed: Placed, today: date | None = None) -> tuple[Fault, ...]:
    """Find the faults of one entry that its fields alone do not show, without the others."""
    worded = _entries_worded([placed])
    known = frozenset(placed.entry.related) | {placed.entry.id}
    faults = [
        *_duplicate_wordings(worded), *_wrong_relations([placed], known), *_thin([placed])
    ]  # fmt: skip
    return (*faults, *(_stale([placed], today) if today else ()))


@dataclass(frozen=True, slots=True)
class _Worded:
    """What an entry and a neighbour have alike: an id, and wordings no other may have."""

    id: str
    place: Place
    wordings: tuple[tuple[str, Place], ...]


def _entries_worded(placed: Iterable[Placed]) -> Iterator[_Worded]:
    for each in placed:
        wordings = zip(each.entry.wordings, each.wording_places, strict=False)
        yield _Worded(each.entry.id, each.place, tuple(wordings))


def _neighbours_worded(beside: Beside) -> Iterator[_Worded]:
    for each in beside.placed:
        wordings = zip(each.neighbour.wordings, each.wording_places, strict=False)
        yield _Worded(each.neighbour.id, each.place, tuple(wordings))


def _duplicate_ids(placed: Iterable[_Worded]) -> Iterator[Fault]:
    first: dict[str, Place] = {}
    for each in placed:
        other = first.setdefault(each.id, each.place)
        if other is not each.place:
            facts = {"value": each.id, **_other(other)}
            yield Fault(FaultKind.DUPLICATE_ID, each.place, facts)


def _duplicate_wordings(placed: Iterable[_Worded]) -> Iterator[Fault]:
    """Find wordings that read the same once punctuation, width and case are gone."""
    first: dict[str, tuple[_Worded, Place]] = {}
    for each in placed:
        for wording, place in each.wordings:
            key = normalize(wording)
            if not key:
                yield Fault(FaultKind.EMPTY_WORDING, place, {"value": wording})
                continue
            owner, other = first.setdefault(key, (each, place))
            if owner is not each:
                facts = {"value": wording, "other": owner.id, **_other(other)}
                yield Fault(FaultKind.DUPLICATE_WORDING, place, facts)
            elif other is not place:
                yield Fault(FaultKind.REPEATED_WORDING, place, {"value": wording})


def _wrong_relations(placed: Iterable[Placed], known: frozenset[str]) -> Iterator[Fault]:
    for each in placed:
        for related, place in zip(each.entry.related, each.related_places, strict=False):
            if related == each.entry.id:
                yield Fault(FaultKind.RELATED_TO_ITSELF, place)
            elif related not in known:
                yield Fault(FaultKind.UNKNOWN_RELATED, place, {"value": related})


def _thin(placed: Iterable[Placed]) -> Iterator[Fault]:
    for each in placed:
        count = len(each.entry.similar_questions)
        if count < FEW_WORDINGS:
            facts = {"entry": each.entry.id, "count": count}
            yield Fault(FaultKind.FEW_WORDINGS, each.place, facts)


def _stale(placed: Iterable[Placed], today: date) -> Iterator[Fault]:
    for each in placed:
        entry = each.entry
        if entry.is_expired(today):
            facts = {"entry": entry.id, "day": entry.valid_until}
            yield Fault(FaultKind.EXPIRED, each.place, facts)
        if entry.review_by and entry.review_by < today:
            facts = {"entry": entry.id, "day": entry.review_by}
            yield Fault(FaultKind.REVIEW_DUE, each.place, facts)


def _unsigned(placed: Iterable[Placed]) -> Iterator[Fault]:
    for each in placed:
        if not each.entry.is_signed:
            yield Fault(FaultKind.UNSIGNED, each.place, {"entry": each.entry.id})


def _other(place: Place) -> dict[str, object]:
    return {"other_file": place.file, "other_line": place.line}
