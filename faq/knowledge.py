"""The knowledge in use: entries, index and revision, swapped whole when the folder changes."""

import asyncio
import gc
import hashlib
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from faq import index as indexes
from faq.build import BuildError, build_in_child
from faq.check import BESIDE, Checked, check_folder
from faq.directory import Directory
from faq.entry import Entry
from faq.facets import EntryFacets
from faq.faults import Fault, FaultKind, Place
from faq.index import Index, Wording
from faq.load import beside
from faq.neighbours import Neighbour
from faq.rolls import Roll
from faq.spoken import Spoken

K = TypeVar("K")
T = TypeVar("T")

REVISION_LENGTH = 16
"""Hexadecimal digits; enough that two folders never share an index by chance."""
KEPT_INDEXES = 3
"""Old revisions left on disk: other processes may still be opening one."""
POLL_SECONDS = 2.0
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
    """Everything a decision reads; immutable, one per revision."""

    entries: Mapping[str, Entry]
    index: Index
    revision: str
    neighbours: Mapping[str, Neighbour] = field(default_factory=dict)
    directory: Directory = field(default_factory=Directory)
    _recent: dict[Hashable, Any] = field(default_factory=dict, repr=False, compare=False)
    _facets: dict[str, EntryFacets] = field(default_factory=dict, repr=False, compare=False)
    _spoken: dict[str, Spoken] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def open(cls, folder: Path, index_dir: Path) -> "Knowledge":
        """Load a folder and its index, building the index in a child process if it is new.

        Blocks for seconds when it builds. Raises KnowledgeError when the folder has faults.
        """
        revision = revision_of(folder)
        checked = _read(folder)
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
        learned: list[Entry | Neighbour] = [*known.values(), *unanswered.values()]
        place = index_dir / revision_of_entries(learned)
        return cls(known, _index(learned, place), revision, unanswered, directory)

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
    digest = _engine()
    for entry, wording in pairs(entries):
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


async def watch(
    folder: Path, index_dir: Path, current: str, every: float = POLL_SECONDS
) -> AsyncIterator[Knowledge | tuple[Fault, ...]]:
    """Yield new knowledge whenever the folder's content changes, or the faults of a bad change.

    `current` is the revision in use. After a bad change the knowledge in use stays as it is;
    the same bad content is reported once.
    """
    seen = current
    while True:
        await asyncio.sleep(every)
        revision = await asyncio.to_thread(revision_of, folder)
        if revision == seen:
            continue
        seen = revision
        try:
            knowledge = await asyncio.to_thread(Knowledge.open, folder, index_dir)
        except KnowledgeError as problem:
            yield problem.faults
        else:
            seen = knowledge.revision
            yield knowledge


def _read(folder: Path) -> Checked:
    """Check a folder without searching its many new objects for rubbish.

    Each search stops every thread, for half a second where there are 60,000 wordings. What was
    read stays, so later searches leave it out too.
    """
    is_searching = gc.isenabled()
    gc.disable()
    try:
        return check_folder(folder)
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


def _index(entries: Iterable[Entry | Neighbour], place: Path) -> Index:
    try:
        return indexes.load(place)
    except (FileNotFoundError, ValueError, KeyError):
        _build(entries, place)
        return indexes.load(place)


def _build(entries: Iterable[Entry | Neighbour], place: Path) -> None:
    """Build beside the final place and move there whole, so nobody ever opens half an index."""
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(place, ignore_errors=True)
    with tempfile.TemporaryDirectory(dir=place.parent, prefix=".building-") as folder:
        built = Path(folder) / "index"
        build_in_child(pairs(entries), built)
        _forget(place.parent)
        try:
            built.replace(place)
        except OSError:
            if not place.is_dir():  # else another process was first, with the same index
                raise


def _forget(index_dir: Path) -> None:
    kept = [path for path in index_dir.iterdir() if not path.name.startswith(".")]
    kept.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    for path in kept[KEPT_INDEXES:]:
        shutil.rmtree(path, ignore_errors=True)


def index_folder(data_dir: Path) -> Path:
    """Choose where indexes are kept: under the data folder, or a temporary one if it is closed."""
    wanted = data_dir / "index"
    try:
        wanted.mkdir(parents=True, exist_ok=True)
    except OSError:
        return _spare()
    return wanted if os.access(wanted, os.W_OK) else _spare()


def _spare() -> Path:
    return Path(tempfile.gettempdir()) / f"zhixiaotong-{os.getuid()}" / "index"
