"""Entries as a folder of knowledge files: how they are written, and what one read back brings."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import yaml

from faq.editorial.content import Content, as_content, content_hash, signature_of
from faq.editorial.lifecycle import Phase
from faq.editorial.record import Origin, Record, Revision
from faq.entry import Entry

UNSAFE = str.maketrans(dict.fromkeys('/\\:*?"<>|.', "-"))
"""What some system will not have in a file's name."""
_DAYS = frozenset({"as_of", "valid_from", "valid_until", "review_by", "reviewed_on", "date"})
_TIMESTAMP = "tag:yaml.org,2002:timestamp"


class Arrival(StrEnum):
    """What an entry of a folder is to the records."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    BUSY = "busy"
    """Somebody has an open draft of it, which must not be lost from sight."""
    ARCHIVED = "archived"


@dataclass(frozen=True, slots=True)
class Texts:
    """Where an entry stands, its newest text and the one citizens read."""

    record: Record
    head: Revision
    live: Revision | None


@dataclass(frozen=True, slots=True)
class Arriving:
    """One entry of a folder with what becomes of it."""

    entry: Entry
    content: Content
    arrival: Arrival
    kept: Texts | None = None


def files_of(entries: Iterable[Entry]) -> dict[str, str]:
    """Write entries as knowledge files, one a topic, as `python -m faq check` reads them.

    Relations to entries that are not among them are left out.
    """
    known = {entry.id: entry for entry in entries}
    topics: dict[str, list[Content]] = defaultdict(list)
    for entry in sorted(known.values(), key=lambda one: one.id):
        related = tuple(name for name in entry.related if name in known)
        topics[entry.topic].append(_row(replace(entry, related=related)))
    return {
        f"{topic.translate(UNSAFE).strip()}.yaml": _yaml(topics[topic]) for topic in sorted(topics)
    }


def arriving(entries: Iterable[Entry], kept: Mapping[str, Texts]) -> list[Arriving]:
    """Say what becomes of every entry of a folder, in the order of ids."""
    given = sorted(entries, key=lambda entry: entry.id)
    shown = {entry.id for entry in given}
    shown |= {name for name, one in kept.items() if one.live is not None}
    return [_arriving(entry, kept.get(entry.id), shown) for entry in given]


def _arriving(entry: Entry, kept: Texts | None, shown: Collection[str]) -> Arriving:
    content = as_content(entry)
    if kept is None:
        return Arriving(entry, content, Arrival.NEW)
    wanted = content_hash(content)
    texts = [one.content for one in (kept.head, kept.live) if one is not None]
    if wanted in {content_hash(_related_to(text, shown)) for text in texts}:
        arrival = Arrival.SAME
    elif kept.record.phase is Phase.ARCHIVED:
        arrival = Arrival.ARCHIVED
    elif kept.record.phase is Phase.LIVE or _is_untouched(kept):
        arrival = Arrival.CHANGED
    else:
        arrival = Arrival.BUSY
    return Arriving(entry, content, arrival, kept)


def _is_untouched(kept: Texts) -> bool:
    """Whether the newest text is a draft that came in by itself and nobody has taken up."""
    is_draft = kept.record.phase is Phase.DRAFT and kept.head.author_id is None
    return is_draft and kept.head.origin in (Origin.SEED, Origin.IMPORT)


def _related_to(content: Mapping[str, Any], shown: Collection[str]) -> Content:
    """Give a text as an export writes it."""
    return {**content, "related": [name for name in content.get("related", ()) if name in shown]}


def _row(entry: Entry) -> Content:
    return {"id": entry.id, **as_content(entry), **signature_of(entry)}


class _Dumper(yaml.SafeDumper):
    """Writes days without quotes, long texts as blocks, lists below their names."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: FBT001, FBT002, ARG002 -- PyYAML's signature
        """Indent lists too."""
        super().increase_indent(flow=flow, indentless=False)


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _mapping(dumper: yaml.SafeDumper, values: dict[str, Any]) -> yaml.Node:
    node = dumper.represent_mapping("tag:yaml.org,2002:map", values.items())
    for key, value in node.value:
        if key.value in _DAYS and isinstance(value, yaml.ScalarNode):
            value.tag = _TIMESTAMP
            value.style = None
    return node


_Dumper.add_representer(str, _text)
_Dumper.add_representer(dict, _mapping)


def _yaml(rows: list[Content]) -> str:
    return yaml.dump(rows, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10**6)
