"""The knowledge in use: entries, index and revision, immutable and swapped whole."""

import gc
import hashlib
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from faq.build import BuildError
from faq.check import BESIDE, Checked, check_folder
from faq.directory import Directory
from faq.entry import Entry
from faq.facets import EntryFacets
from faq.faults import Fault, FaultKind, Place
from faq.index import Index, Wording
from faq.keeping import kept_index
from faq.lexicon.lexicon import Lexicon
from faq.load import beside
from faq.neighbours import Neighbour
from faq.rolls import Roll
from faq.spoken import Spoken

K = TypeVar("K")
T = TypeVar("T")

REVISION_LENGTH = 16
"""Hexadecimal digits; enough that two folders never share an index by chance."""
PREPARED, HELD = 500, 2_000
"""Entries read before anybody asks, and kept read at most: each takes a tenth of a megabyte."""
ENGINE = (
    "normalize", "numerals", "pinyin", "features", "fit", "descent", "learn", "calibrate", "index",
    "synonyms", "telling", "words", "belief", "scores",
)  # fmt: skip
ENGINE_DATA = ("synonyms.yaml", "readings.txt", "telling.txt")
"""What an index is learned with: another engine needs another index."""


class KnowledgeError(Exception):
    """A folder that cannot go live; carries every fault that keeps it from doing so."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(faults)
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Everything a decision reads; immutable, one per revision.

    `learned` is what the index was made of: while a newer one is built, entries may have newer
    texts already, but not newer wordings.
    """

    entries: Mapping[str, Entry]
    index: Index
    revision: str
    neighbours: Mapping[str, Neighbour] = field(default_factory=dict)
    directory: Directory = field(default_factory=Directory)
    lexicon: Lexicon = field(default_factory=Lexicon)
    learned: Mapping[str, Entry | Neighbour] = field(
        default_factory=dict, repr=False, compare=False
    )
    _recent: dict[Hashable, Any] = field(default_factory=dict, repr=False, compare=False)
    _facets: dict[str, EntryFacets] = field(default_factory=dict, repr=False, compare=False)
    _spoken: dict[str, Spoken] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def open(cls, folder: Path, index_dir: Path) -> "Knowledge":
        """Load a folder and its index, building the index in a child process if it is new.

        Blocks for seconds when it builds. Raises KnowledgeError when the folder has faults.
        """
        revision = revision_of(folder)
        checked = read_checked(folder)
        if checked.errors:
            raise KnowledgeError(checked.errors)
        try:
            return cls.of(checked.entries, index_dir, revision, checked.neighbours, checked.rolls)
        except (BuildError, OSError) as problem:
            fault = Fault(FaultKind.INDEX_FAILED, Place(str(folder), 1), {"problem": problem})
            raise KnowledgeError((fault,)) from problem

    @classmethod
    def of(
        cls,
        entries: Iterable[Entry],
        index_dir: Path,
        revision: str,
        neighbours: Iterable[Neighbour] = (),
        rolls: Iterable[Roll] = (),
    ) -> "Knowledge":
        """Take entries as they are; the index is kept under the revision of all wordings.

        A change of answers alone thus needs no new index and is live at once.
        """
        directory = Directory(tuple(rolls))
        known = {entry.id: directory.heading(entry) for entry in entries}
        unanswered = {neighbour.id: neighbour for neighbour in neighbours}
        learned: dict[str, Entry | Neighbour] = {**known, **unanswered}
        wordings = pairs(learned.values())
        place = index_dir / _revision_of_wordings(wordings)
        index = kept_index(wordings, place)
        return cls(known, index, revision, unanswered, directory, learned=learned)

    def carrying(
        self, entries: Mapping[str, Entry], revision: str, lexicon: Lexicon | None = None
    ) -> "Knowledge":
        """Take newer entries over the same index, so that nobody waits for another.

        New texts are told at once and what was taken away is told no more; new entries and new
        wordings are not found before an index has learned them.
        """
        known: dict[str, Entry] = {}
        beside: dict[str, Neighbour] = {}
        for each in self.learned.values():
            newer = entries.get(each.id)
            if isinstance(each, Neighbour):
                beside[each.id] = each
            elif newer is None:
                beside[each.id] = Neighbour(each.id, each.topic, each.wordings)
            else:
                known[each.id] = self._carried(newer, each)
        same = {name for name, entry in known.items() if self.entries.get(name) is entry}
        return replace(
            self, entries=known, neighbours=beside, revision=revision,
            lexicon=self.lexicon if lexicon is None else lexicon, _recent={},
            _facets=_left(self._facets, same), _spoken=_left(self._spoken, same),
        )  # fmt: skip

    def _carried(self, newer: Entry, learned: Entry) -> Entry:
        """Give an entry as it may be told over the index: the same object where nothing is new."""
        told = self.entries.get(newer.id)
        entry = self.directory.heading(newer)
        if not _is_asked_alike(entry, learned):
            entry = replace(
                entry,
                standard_question=learned.standard_question,
                similar_questions=learned.similar_questions,
            )
        return told if told is not None and told == entry else entry

    def lacks(self, entries: Mapping[str, Entry]) -> bool:
        """Whether entries have ids or wordings the index has not learned, or it has more."""
        answered = sum(isinstance(each, Entry) for each in self.learned.values())
        return answered != len(entries) or not all(
            isinstance(learned := self.learned.get(name), Entry)
            and _is_asked_alike(entry, learned)
            for name, entry in entries.items()
        )

    def taught(self, lexicon: Lexicon) -> "Knowledge":
        """Give the same entries and index with other words taught (词语)."""
        return replace(self, lexicon=lexicon, _recent={})

    def recently(self, asked: Hashable, find: Callable[[], T]) -> T:
        """Give what was found for the same question before; one decision asks some twice."""
        found: T = _held(self._recent, asked, find)
        return found

    def facets_of(self, entry_id: str) -> EntryFacets:
        """Read what an entry names, once."""
        return _held(self._facets, entry_id, lambda: EntryFacets(self.entries[entry_id]))

    def spoken_of(self, entry_id: str) -> Spoken:
        """Prepare what an entry speaks of, once."""
        return _held(self._spoken, entry_id, lambda: Spoken(self.entries[entry_id]))

    def prepare(self) -> Iterator[None]:
        """Read the first entries before anybody asks, a few milliseconds at each step.

        The rest, where there are thousands, is read when it is first needed.
        """
        for entry_id in islice(self.entries, PREPARED):
            self.facets_of(entry_id).read()
            yield
            self.spoken_of(entry_id).read()
            yield

    def wordings_of(self, known_id: str) -> tuple[str, ...]:
        """Give every wording of an entry or a neighbour."""
        known = self.entries.get(known_id) or self.neighbours[known_id]
        return known.wordings


def _is_asked_alike(one: Entry, other: Entry) -> bool:
    return (one.standard_question, one.similar_questions) == (
        other.standard_question,
        other.similar_questions,
    )


def _left(held: Mapping[str, T], names: set[str]) -> dict[str, T]:
    return {name: each for name, each in held.items() if name in names}


def _held(held: dict[K, T], key: K, read: Callable[[], T]) -> T:
    """Read once, and again only after so many others that all were dropped."""
    known = held.get(key)
    if known is None:
        if len(held) >= HELD:
            held.clear()
        known = held[key] = read()
    return known


def pairs(entries: Iterable[Entry | Neighbour]) -> list[Wording]:
    """List what an index learns from, in an order that does not depend on files."""
    ordered = sorted(entries, key=lambda entry: entry.id)
    return [(entry.id, wording) for entry in ordered for wording in entry.wordings]


def revision_of(folder: Path) -> str:
    """Name the content of a folder, what stands beside it, and the code that learns from it."""
    digest = _engine()
    for file in BESIDE:
        digest.update(b"\0" + _content(beside(folder, file)))
    for path in sorted(folder.rglob("*.y*ml")):
        digest.update(f"\0{path.relative_to(folder)}\0".encode())
        digest.update(_content(path))
    return digest.hexdigest()[:REVISION_LENGTH]


def revision_of_entries(entries: Iterable[Entry | Neighbour]) -> str:
    """Name the wordings of entries together with the code that learns from them."""
    return _revision_of_wordings(pairs(entries))


def _revision_of_wordings(wordings: Iterable[Wording]) -> str:
    digest = _engine()
    for entry, wording in wordings:
        digest.update(f"{entry}\0{wording}\0".encode())
    return digest.hexdigest()[:REVISION_LENGTH]


def _engine() -> "hashlib._Hash":
    here = Path(__file__).parent
    files = [here / f"{name}.py" for name in ENGINE]
    files += [here / "data" / name for name in ENGINE_DATA]
    digest = hashlib.sha256()
    for path in files:
        digest.update(_content(path))
    return digest


def read_checked(folder: Path) -> Checked:
    """Read and check a folder."""
    with unsearched():
        return check_folder(folder)


@contextmanager
def unsearched() -> Iterator[None]:
    """Make many objects that stay, without searching them for rubbish.

    Each search stops every thread, for half a second where there are 60,000 wordings. What was
    made stays, so later searches leave it out too.
    """
    is_searching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if is_searching:
            gc.enable()


def _content(path: Path) -> bytes:
    """Read a file; one that vanished or is closed to us counts as empty until it is looked at."""
    try:
        return path.read_bytes()
    except OSError:
        return b""
