"""Read knowledge files into entries, keeping the line of everything an author may have to fix."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from faq.entry import Entry
from faq.faults import Fault, FaultKind, Place
from faq.fields import ENTRY_FIELDS, SOURCE_FIELDS, Fields, entry_from

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml reads the seed in a tenth of the time, but a platform may lack it."""
UTF8_BOM = b"\xef\xbb\xbf"
UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")
FULL_WIDTH_COLON = "\N{FULLWIDTH COLON}"
FIELD_WITH_WIDE_COLON = re.compile(rf"^(\s*(?:- +)?)([a-z_]+)\s*{FULL_WIDTH_COLON}\s*")
FIELD_NAMES = ENTRY_FIELDS | SOURCE_FIELDS


@dataclass(frozen=True, slots=True)
class Placed:
    """An entry and where its parts stand: the wordings and related ids in the entry's order."""

    entry: Entry
    place: Place
    wording_places: tuple[Place, ...]
    related_places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a folder holds: the entries that could be read and the faults met on the way."""

    placed: tuple[Placed, ...]
    faults: tuple[Fault, ...]
    files: int

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The entries, in the order of files and lines."""
        return tuple(each.entry for each in self.placed)


def entry_files(folder: Path) -> list[Path]:
    """List the knowledge files of a folder in a stable order."""
    return sorted(path for path in folder.rglob("*.yaml") if path.is_file())


def read_folder(folder: Path) -> Reading:
    """Read every knowledge file of a folder; a fault in one file does not hide another's."""
    if not folder.is_dir():
        fault = Fault(FaultKind.NO_FOLDER, Place(str(folder), 1))
        return Reading((), (fault,), 0)
    placed: list[Placed] = []
    faults = [Fault(FaultKind.BAD_EXTENSION, Place(p.name, 1)) for p in _strangers(folder)]
    files = entry_files(folder)
    for path in files:
        some, wrong = _read_file(path, str(path.relative_to(folder)))
        placed += some
        faults += wrong
    if not placed and not faults:
        faults.append(Fault(FaultKind.NO_ENTRIES, Place(str(folder), 1)))
    return Reading(tuple(placed), tuple(faults), len(files))


def exam_entry(row: Mapping[str, object]) -> Entry:
    """Turn a row of an exam (id, standard_question, similar_questions, answer) into an entry."""
    similar = row.get("similar_questions", ())
    if not isinstance(similar, list | tuple):
        raise TypeError(row.get("id"))
    return Entry(
        id=str(row["id"]),
        topic="",
        standard_question=str(row["standard_question"]),
        similar_questions=tuple(str(each) for each in similar),
        answer=str(row.get("answer", "")),
    )


def _strangers(folder: Path) -> Iterator[Path]:
    yield from sorted(folder.rglob("*.yml"))


def _read_file(path: Path, name: str) -> tuple[list[Placed], list[Fault]]:
    nodes, faults = read_nodes(path, name, FIELD_NAMES)
    placed = []
    for node in nodes:
        fields = Fields(node, name)
        one = place_entry(fields)
        faults += fields.faults
        if one is not None:
            placed.append(one)
    return placed, faults


def place_entry(fields: Fields) -> Placed | None:
    """Read an entry and where its parts stand; None when it lacks what every entry must have."""
    entry = entry_from(fields)
    return None if entry is None else _place(entry, fields)


def read_nodes(
    path: Path, name: str, known: frozenset[str]
) -> tuple[list[yaml.Node], list[Fault]]:
    """Read the items of a file that is a list of mappings with `known` fields."""
    try:
        raw = path.read_bytes()
    except OSError as problem:
        facts = {"problem": problem.strerror}
        return [], [Fault(FaultKind.UNREADABLE, Place(name, 1), facts)]
    text, faults = _decode(raw, name)
    if text is None:
        return [], faults
    text, wide = _narrow_colons(text, name, known)
    faults += wide
    try:
        root = yaml.compose(text, Loader=LOADER)
    except yaml.YAMLError as problem:
        return [], [*faults, _syntax_fault(problem, name)]
    if root is None:
        return [], faults
    if not isinstance(root, yaml.SequenceNode):
        place = Place(name, root.start_mark.line + 1)
        return [], [*faults, Fault(FaultKind.NOT_A_LIST, place)]
    return list(root.value), faults


def beside(folder: Path, file: str) -> Path:
    """Say where a file that stands beside a folder of entries is; it may be missing."""
    return folder.parent / file


def read_beside(
    folder: Path, file: str, known: frozenset[str], within: frozenset[str] = frozenset()
) -> tuple[list[Fields], list[Fault]]:
    """Read a list beside a folder of entries; `known` are its fields, `within` those of its parts.

    Without the file there is nothing; the fields note further faults as they are read.
    """
    path = beside(folder, file)
    if not path.is_file():
        return [], []
    nodes, faults = read_nodes(path, file, known | within)
    return [Fields(node, file, known) for node in nodes], faults


def _decode(raw: bytes, name: str) -> tuple[str | None, list[Fault]]:
    if raw.startswith(UTF16_BOMS):
        return None, [Fault(FaultKind.UTF16, Place(name, 1))]
    faults = []
    if raw.startswith(UTF8_BOM):
        faults.append(Fault(FaultKind.BOM, Place(name, 1)))
        raw = raw.removeprefix(UTF8_BOM)
    try:
        return raw.decode("utf-8"), faults
    except UnicodeDecodeError as problem:
        line = raw.count(b"\n", 0, problem.start) + 1
        kind = FaultKind.GBK if _is_gbk(raw) else FaultKind.NOT_UTF8
        return None, [*faults, Fault(kind, Place(name, line))]


def _is_gbk(raw: bytes) -> bool:
    try:
        raw.decode("gb18030")
    except UnicodeDecodeError:
        return False
    return True


def _narrow_colons(text: str, name: str, known: frozenset[str]) -> tuple[str, list[Fault]]:
    """Report full-width colons after field names and read on as if they were right."""
    lines, faults = text.split("\n"), []
    for number, line in enumerate(lines, start=1):
        found = FIELD_WITH_WIDE_COLON.match(line)
        if found and found[2] in known:
            facts = {"field": found[2]}
            faults.append(Fault(FaultKind.FULL_WIDTH_COLON, Place(name, number), facts))
            lines[number - 1] = f"{found[1]}{found[2]}: {line[found.end() :]}"
    return "\n".join(lines), faults


def _syntax_fault(problem: yaml.YAMLError, name: str) -> Fault:
    mark = getattr(problem, "problem_mark", None) or getattr(problem, "context_mark", None)
    said = getattr(problem, "problem", None) or getattr(problem, "reason", None) or "?"
    line = mark.line + 1 if mark else 1
    return Fault(FaultKind.SYNTAX, Place(name, line), {"problem": said})


def _place(entry: Entry, fields: Fields) -> Placed:
    standard = fields.place_of("standard_question")
    return Placed(
        entry,
        fields.place_of("id"),
        (standard, *fields.places_within("similar_questions")),
        tuple(fields.places_within("related")),
    )
