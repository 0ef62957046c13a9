"""What a revision holds: the fields of an entry as JSON, read, written and checked.

The fields are those of a knowledge file, without the id, which is the entry's, and without the
signature, which whoever approves the revision gives. Only a shipped text that somebody signed in
its file keeps that signature, until a newer text is approved.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import yaml

from faq.check import check_alone
from faq.entry import Entry, Evidence, Source
from faq.faults import Fault, Place
from faq.fields import Fields
from faq.load import place_entry
from faq.normalize import normalize

Content = dict[str, Any]
"""One text of an entry."""

SIGNATURE = ("reviewed_by", "reviewed_on")
_DAYS = ("as_of", "valid_from", "valid_until", "review_by")
_SOUGHT = ("topic", "standard_question", "answer")
FIELDS = (
    "topic", "standard_question", "similar_questions", "answer", "sources", "evidence", *_DAYS,
    "related",
)  # fmt: skip
"""Of a content, in the order of a knowledge file."""
_LINES = 1_000_000
"""Of a pretended file, for each field: more than a list may have items."""
_STRING, _NULL = "tag:yaml.org,2002:str", "tag:yaml.org,2002:null"


def as_content(entry: Entry) -> Content:
    """Write an entry's text down; what is empty is left out, days are ISO."""
    values: Content = {
        "topic": entry.topic,
        "standard_question": entry.standard_question,
        "similar_questions": list(entry.similar_questions),
        "answer": entry.answer,
        "sources": [_source_content(source) for source in entry.sources],
        "evidence": entry.evidence and entry.evidence.value,
        **{name: _iso(getattr(entry, name)) for name in _DAYS},
        "related": list(entry.related),
    }
    return {name: values[name] for name in FIELDS if values[name]}


def signature_of(entry: Entry) -> Content:
    """Write down who signed an entry in its file, or nothing."""
    if not entry.is_signed:
        return {}
    return {"reviewed_by": entry.reviewed_by, "reviewed_on": _iso(entry.reviewed_on)}


def entry_of(
    entry_id: str, content: Mapping[str, Any], *, signed: tuple[str, date] | None = None
) -> Entry:
    """Read an entry; `signed` is who approved the text, and when.

    A draft may lack anything; what has no form at all raises ValueError or TypeError.
    """
    by, on = signed or (content.get("reviewed_by"), _day(content.get("reviewed_on")))
    evidence = content.get("evidence")
    return Entry(
        id=entry_id,
        topic=str(content.get("topic") or ""),
        standard_question=str(content.get("standard_question") or ""),
        similar_questions=_texts(content.get("similar_questions")),
        answer=str(content.get("answer") or ""),
        sources=tuple(_source(each) for each in content.get("sources") or ()),
        evidence=Evidence(evidence) if evidence else None,
        as_of=_day(content.get("as_of")),
        valid_from=_day(content.get("valid_from")),
        valid_until=_day(content.get("valid_until")),
        review_by=_day(content.get("review_by")),
        related=_texts(content.get("related")),
        reviewed_by=by,
        reviewed_on=on,
    )


def content_hash(content: Mapping[str, Any]) -> str:
    """Name a text: the same for the same fields, whoever signed and in whatever order."""
    told = {name: _trimmed(content[name]) for name in FIELDS if content.get(name)}
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def faults_of(
    entry_id: str, content: Mapping[str, Any], today: date | None = None
) -> tuple[Fault, ...]:
    """Check a text as `python -m faq check` does, except what only all entries together show.

    The place of a fault is the field's name and, within a list, the item's number from 1; 0 is
    the field as a whole.
    """
    given = {"id": entry_id, **{name: value for name, value in content.items() if value}}
    names = list(given)
    pairs = [
        (_node(name, line), _node(given[name], line))
        for line, name in ((_LINES * number, name) for number, name in enumerate(names, 1))
    ]
    fields = Fields(yaml.MappingNode("tag:yaml.org,2002:map", pairs, _mark(0)), "")
    one = place_entry(fields)
    faults = [*fields.faults, *(check_alone(one, today) if one else ())]
    return tuple(_in_field(fault, names) for fault in faults)


def sought(entry_id: str, content: Mapping[str, Any]) -> str:
    """Put together what a search in the list looks through, normalized, field by field."""
    parts = [entry_id, *(str(content.get(name) or "") for name in _SOUGHT)]
    parts += map(str, content.get("similar_questions") or ())
    return " ".join(filter(None, (normalize(part) for part in parts)))


def _in_field(fault: Fault, names: list[str]) -> Fault:
    """Name the field instead of the line; what lacks a field altogether says which."""
    number, item = divmod(fault.place.line - 1, _LINES)
    field = names[number - 1] if number else str(fault.facts.get("field", "id"))
    return Fault(fault.kind, Place(field, item), fault.facts)


def _node(value: object, line: int) -> yaml.Node:
    """Pretend that a value stands in a file: `line` for itself, the following for its items."""
    if isinstance(value, Mapping):
        pairs = [(_node(key, line), _node(each, line)) for key, each in value.items()]
        return yaml.MappingNode("tag:yaml.org,2002:map", pairs, _mark(line))
    if isinstance(value, list | tuple):
        items = [_node(each, line + number) for number, each in enumerate(value, 1)]
        return yaml.SequenceNode("tag:yaml.org,2002:seq", items, _mark(line))
    return yaml.ScalarNode(
        _NULL if value is None else _STRING, "" if value is None else str(value), _mark(line)
    )


def _mark(line: int) -> yaml.Mark:
    return yaml.Mark("", 0, line, 0, None, 0)


def _trimmed(value: object) -> object:
    """Compare texts without the blanks around them, and sources without what is empty."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, Mapping):
        return {key: _trimmed(each) for key, each in value.items() if each}
    if isinstance(value, list | tuple):
        return [_trimmed(each) for each in value]
    return value


def _texts(values: object) -> tuple[str, ...]:
    if not isinstance(values, list | tuple | None):
        raise TypeError(values)
    return tuple(str(each) for each in values or ())


def _source_content(source: Source) -> Content:
    told = {
        "title": source.title,
        "number": source.number,
        "article": source.article,
        "date": _iso(source.date),
        "url": source.url,
    }
    return {name: value for name, value in told.items() if value}


def _source(content: Mapping[str, Any]) -> Source:
    return Source(
        str(content.get("title") or ""),
        content.get("number") or None,
        content.get("article") or None,
        _day(content.get("date")),
        content.get("url") or None,
    )


def _day(value: object) -> date | None:
    return date.fromisoformat(str(value)) if value else None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
