"""What the confined process reports: raw facts about one file, no judgement."""

import json
from dataclasses import dataclass, fields
from enum import StrEnum

OUT_OF_MEMORY = 3
"""Exit status of a child that met its memory ceiling."""


class State(StrEnum):
    """How far the examination got."""

    EMPTY = "empty"
    FOREIGN = "foreign"
    UNREADABLE = "unreadable"
    OVERLOADED = "overloaded"
    NO_PICTURE = "no_picture"
    MEASURED = "measured"


@dataclass(frozen=True, slots=True)
class Findings:
    """Facts about a file; `container` is its kind by content (`mp4`, `zip`, …), never by name.

    `whole` is False when the file ends before its content does; `in_fragments` when the index in
    front does not name every picture. `pictures` counts the coded pictures, `torn` those whose
    inner lengths do not add up, `tried` and `broken` the key frames decoded and those that failed.
    """

    state: State
    size: int = 0
    container: str = ""
    whole: bool = True
    in_fragments: bool = False
    streams: int = 0
    codec: str = ""
    width: int = 0
    height: int = 0
    seconds: float = 0.0
    has_audio: bool = False
    pictures: int = 0
    torn: int = 0
    tried: int = 0
    broken: int = 0


class GarbledError(ValueError):
    """A report that no honest examination prints; carries the field at fault, if one is."""


LARGEST = 2**53
LONGEST_WORD = 32


def parse(line: bytes) -> Findings:
    """Read a report strictly: exactly the known fields, right types, sane ranges."""
    try:
        values = json.loads(line)
    except (ValueError, RecursionError):
        raise GarbledError from None
    known = fields(Findings)
    if not isinstance(values, dict) or values.keys() != {field.name for field in known}:
        raise GarbledError
    for field in known:
        if field.name != "state" and not _is_sane(values[field.name], type(field.default)):
            raise GarbledError(field.name)
    try:
        return Findings(**{**values, "state": State(values["state"])})
    except ValueError:
        raise GarbledError("state") from None


def _is_sane(value: object, wanted: type) -> bool:
    """Whether a value has exactly the wanted type and a size an honest report can have."""
    if isinstance(value, str):
        return wanted is str and len(value) <= LONGEST_WORD and value.isascii()
    if isinstance(value, bool):
        return wanted is bool
    if isinstance(value, int):
        return wanted is int and 0 <= value < LARGEST
    return isinstance(value, float) and wanted is float and 0 <= value < LARGEST
