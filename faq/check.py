"""Check a knowledge folder as a whole: what one entry cannot know about the others."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from faq.entry import Entry
from faq.faults import Fault, FaultKind, Place
from faq.load import Placed, Reading, read_folder
from faq.normalize import normalize

FEW_WORDINGS = 6
"""The ranker learns from an entry's own wordings; below six it is hardly better than TF-IDF."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A folder after checking; it may go live when no fault is more than a warning."""

    reading: Reading
    faults: tuple[Fault, ...]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The entries that could be read."""
        return self.reading.entries

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
    faults = [
        *reading.faults,
        *_duplicate_ids(reading.placed),
        *_duplicate_wordings(reading.placed),
        *_wrong_relations(reading.placed),
        *_thin(reading.placed),
    ]
    if today is not None:
        faults += _stale(reading.placed, today)
    if release:
        faults += _unsigned(reading.placed)
    return Checked(reading, tuple(sorted(faults, key=lambda fault: fault.place)))


def _duplicate_ids(placed: Iterable[Placed]) -> Iterator[Fault]:
    first: dict[str, Place] = {}
    for each in placed:
        other = first.setdefault(each.entry.id, each.place)
        if other is not each.place:
            facts = {"value": each.entry.id, **_other(other)}
            yield Fault(FaultKind.DUPLICATE_ID, each.place, facts)


def _duplicate_wordings(placed: Iterable[Placed]) -> Iterator[Fault]:
    """Find wordings that read the same once punctuation, width and case are gone."""
    first: dict[str, tuple[Placed, Place]] = {}
    for each in placed:
        for wording, place in zip(each.entry.wordings, each.wording_places, strict=False):
            key = normalize(wording)
            if not key:
                yield Fault(FaultKind.EMPTY_WORDING, place, {"value": wording})
                continue
            owner, other = first.setdefault(key, (each, place))
            if owner is not each:
                facts = {"value": wording, "other": owner.entry.id, **_other(other)}
                yield Fault(FaultKind.DUPLICATE_WORDING, place, facts)
            elif other is not place:
                yield Fault(FaultKind.REPEATED_WORDING, place, {"value": wording})


def _wrong_relations(placed: tuple[Placed, ...]) -> Iterator[Fault]:
    known = {each.entry.id for each in placed}
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
