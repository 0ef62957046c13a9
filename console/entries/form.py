"""The form of an entry: what is typed becomes a content, and a content becomes what is shown.

Everything is kept as it was typed, wrong days too, until it can be stored.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from multidict import MultiDictProxy

from faq.editorial.content import Content
from faq.fields import ID_LIMIT, RELATED_LIMIT
from faq.pinyin import syllables

PLAIN = (
    "topic", "standard_question", "answer", "evidence", "as_of", "valid_from", "valid_until",
    "review_by",
)  # fmt: skip
SOURCE = ("title", "number", "article", "date", "url")
NOTE_LIMIT = 200
MOST_SOURCES = 12
LONGEST_ID = 40
UNSTORABLE = frozenset({"not_a_date", "bad_evidence", "bad_id"})
"""Faults a draft cannot even be kept with: lists and reminders could not read it."""

_NOT_ID = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Filled:
    """An entry's form as it stands in a browser."""

    id: str = ""
    content: Content = field(default_factory=dict)
    note: str = ""
    owner: str = ""
    seen: int = 0
    base: int = 0
    """The revision that was shown when the form was opened."""
    do: str = "save"
    asked: str = ""
    """What related entries are looked for by."""
    rows: str = ""
    """The unanswered questions a new entry is written for, packed."""

    @property
    def values(self) -> dict[str, str]:
        """The plain fields as text."""
        return {name: str(self.content.get(name) or "") for name in PLAIN}

    @property
    def similar(self) -> str:
        """The similar questions, a line each."""
        return "\n".join(map(str, self.content.get("similar_questions") or ()))

    @property
    def sources(self) -> Sequence[Mapping[str, Any]]:
        """The sources' rows; an empty one where there is none."""
        return self.content.get("sources") or [{}]

    @property
    def related(self) -> list[str]:
        """The ids of the related entries."""
        return [str(one) for one in self.content.get("related") or ()]


def filled_from(form: MultiDictProxy[str], entry_id: str = "") -> Filled:
    """Read a form that came, whatever is missing or wrong in it."""
    return Filled(
        id=entry_id or _text(form, "id"),
        content=_content(form),
        note=_text(form, "note")[:NOTE_LIMIT],
        owner=_text(form, "owner_id"),
        seen=_number(form, "seen"),
        base=_number(form, "base"),
        do=_text(form, "do") or "save",
        asked=_text(form, "asked"),
        rows=_text(form, "from"),
    )


def shown_of(
    entry_id: str, content: Content, *, seen: int, base: int, owner_id: int | None
) -> Filled:
    """Fill the form with a text that is stored."""
    owner = "" if owner_id is None else str(owner_id)
    return Filled(entry_id, dict(content), owner=owner, seen=seen, base=base)


def changed(filled: Filled) -> Content | None:
    """Apply a button that changes rows of the form; None where it is another button."""
    act, _, what = filled.do.partition(":")
    content = dict(filled.content)
    if act == "add_source":
        content["sources"] = [*filled.sources, {}][:MOST_SOURCES]
    elif act == "remove_source":
        content["sources"] = [
            one for place, one in enumerate(filled.sources) if str(place) != what
        ]
    elif act == "add_related":
        content["related"] = [*filled.related, what][:RELATED_LIMIT]
    elif act == "remove_related":
        content["related"] = [one for one in filled.related if one != what]
    elif act != "find_related":
        return None
    return content


def stored(content: Content) -> Content:
    """Leave out what is empty, as a knowledge file does."""
    kept = {name: value for name, value in content.items() if value}
    kept["sources"] = [row for row in content.get("sources") or () if row]
    return kept if kept["sources"] else {k: v for k, v in kept.items() if k != "sources"}


def readable(content: Content, wrong: Sequence[tuple[str, int]]) -> Content:
    """Leave out what has no form, such as half-typed days, so that a preview can be made."""
    fields = {name for name, item in wrong if not item}
    kept = {name: value for name, value in content.items() if name not in fields}
    items = {item for name, item in wrong if name == "sources"}
    rows = [
        {**row, "date": None} if place in items else row
        for place, row in enumerate(content.get("sources") or (), 1)
    ]
    kept["sources"] = [row for row in rows if row.get("title")]
    return kept


def proposed_id(question: str) -> str:
    """Propose an id from how a question sounds."""
    spelled = "-".join(syllables(question.lower()))
    plain = _NOT_ID.sub("-", spelled).strip("-")
    if len(plain) > LONGEST_ID:
        plain = plain[: LONGEST_ID + 1].rpartition("-")[0] or plain[:LONGEST_ID]
    return plain[:ID_LIMIT]


def _content(form: MultiDictProxy[str]) -> Content:
    lines = _text(form, "similar_questions").splitlines()
    return {
        **{name: _text(form, name) for name in PLAIN},
        "similar_questions": [line.strip() for line in lines if line.strip()],
        "sources": _sources(form),
        "related": list(dict.fromkeys(str(one) for one in form.getall("related", []) if one)),
    }


def _sources(form: MultiDictProxy[str]) -> list[Content]:
    columns = [[str(one).strip() for one in form.getall(f"source_{name}", [])] for name in SOURCE]
    rows = list(zip(*columns, strict=False))[:MOST_SOURCES]
    return [
        {name: value for name, value in zip(SOURCE, row, strict=True) if value} for row in rows
    ]


def _text(form: MultiDictProxy[str], name: str) -> str:
    return str(form.get(name, "")).replace("\r\n", "\n").strip()


def _number(form: MultiDictProxy[str], name: str) -> int:
    value = _text(form, name)
    return int(value) if value.isdecimal() and len(value) < 10 else 0  # noqa: PLR2004 -- fits 32 bits
