"""Read the fields of one entry out of its YAML node, noting every fault with its line."""

import re
from datetime import date
from urllib.parse import urlsplit

import yaml

from faq.entry import Entry, Evidence, Source
from faq.faults import Fault, FaultKind, Place

ID_PATTERN = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
ID_LIMIT = 48
"""Callback data of a chat button holds 64 bytes, so ids stay short and ASCII."""
TOPIC_LIMIT = 20
QUESTION_LIMIT = 60
ANSWER_LIMIT = 300
"""Chinese characters of an answer: what one screen of a phone shows."""
SIMILAR_LIMIT = 60
RELATED_LIMIT = 3
SOURCE_TEXT_LIMIT = 120
OFFICIAL_HOSTS = ("gov.cn", "12315.cn")
HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
NULL_TAG = "tag:yaml.org,2002:null"
ENTRY_FIELDS = frozenset(Entry.__dataclass_fields__)
SOURCE_FIELDS = frozenset(Source.__dataclass_fields__)


class Fields:
    """The fields of one YAML mapping; reading one that is wrong notes a fault."""

    def __init__(self, node: yaml.Node, file: str, known: frozenset[str] = ENTRY_FIELDS) -> None:
        self.file = file
        self.faults: list[Fault] = []
        self._place = Place(file, node.start_mark.line + 1)
        self._nodes: dict[str, yaml.Node] = {}
        if not isinstance(node, yaml.MappingNode):
            self.note(FaultKind.NOT_A_MAPPING)
            return
        for key, value in node.value:
            self._keep(key, value, known)

    def _keep(self, key: yaml.Node, value: yaml.Node, known: frozenset[str]) -> None:
        name = str(key.value)
        line = Place(self.file, key.start_mark.line + 1)
        if name not in known:
            self.faults.append(Fault(FaultKind.UNKNOWN_FIELD, line, {"field": name}))
        elif name in self._nodes:
            self.faults.append(Fault(FaultKind.REPEATED_FIELD, line, {"field": name}))
        else:
            self._nodes[name] = value

    def note(self, kind: FaultKind, at: str | None = None, /, **facts: object) -> None:
        """Record a fault at a field's line, or at the entry's first line."""
        place = self.place_of(at) if at else self._place
        self.faults.append(Fault(kind, place, facts))

    def place_of(self, field: str) -> Place:
        """Say on which line a field's value stands; the entry's line when it is missing."""
        node = self._nodes.get(field)
        return Place(self.file, node.start_mark.line + 1) if node else self._place

    def places_within(self, field: str) -> list[Place]:
        """Say on which lines the items of a list stand."""
        return [Place(self.file, node.start_mark.line + 1) for node in self._items(field)]

    def text(self, field: str, limit: int, *, required: bool = False) -> str | None:
        """Read a text of at most `limit` characters; blank counts as missing."""
        node = self._given(field, required=required)
        if node is None:
            return None
        if not isinstance(node, yaml.ScalarNode):
            self.note(FaultKind.NOT_TEXT, field, field=field)
            return None
        value = str(node.value).strip()
        self._measure(field, value, limit, self.place_of(field))
        return value

    def texts(self, field: str, limit: int) -> tuple[str, ...]:
        """Read a list of texts of at most `limit` characters each."""
        values = []
        for node in self._items(field):
            if not isinstance(node, yaml.ScalarNode) or not str(node.value).strip():
                place = Place(self.file, node.start_mark.line + 1)
                self.faults.append(Fault(FaultKind.NOT_TEXTS, place, {"field": field}))
                continue
            value = str(node.value).strip()
            self._measure(field, value, limit, Place(self.file, node.start_mark.line + 1))
            values.append(value)
        return tuple(values)

    def day(self, field: str, *, required: bool = False) -> date | None:
        """Read a calendar day written YYYY-MM-DD."""
        node = self._given(field, required=required)
        if node is None:
            return None
        try:
            return date.fromisoformat(str(node.value).strip())
        except ValueError:
            self.note(FaultKind.NOT_A_DATE, field, field=field, value=node.value)
            return None

    def mappings(self, field: str, known: frozenset[str]) -> list["Fields"]:
        """Read a list of mappings, each with faults of its own."""
        return [Fields(node, self.file, known) for node in self._items(field)]

    def _given(self, field: str, *, required: bool) -> yaml.Node | None:
        node = self._nodes.get(field)
        blank = node is None or node.tag == NULL_TAG or node.value in ("", [])
        if blank and required:
            self.note(FaultKind.MISSING, field, field=field)
        return None if blank else node

    def _items(self, field: str) -> list[yaml.Node]:
        node = self._given(field, required=False)
        if node is None:
            return []
        if not isinstance(node, yaml.SequenceNode):
            self.note(FaultKind.NOT_TEXTS, field, field=field)
            return []
        return list(node.value)

    def _measure(self, field: str, value: str, limit: int, place: Place) -> None:
        length = len(HAN.findall(value)) if field == "answer" else len(value)
        if length > limit:
            facts = {"field": field, "length": length, "limit": limit}
            self.faults.append(Fault(FaultKind.TOO_LONG, place, facts))


def entry_from(fields: Fields) -> Entry | None:
    """Build an entry; None when it lacks what every entry must have, the faults say what."""
    name = identity_of(fields)
    topic = fields.text("topic", TOPIC_LIMIT, required=True)
    standard = fields.text("standard_question", QUESTION_LIMIT, required=True)
    answer = fields.text("answer", ANSWER_LIMIT, required=True)
    entry = Entry(
        id=name or "",
        topic=topic or "",
        standard_question=standard or "",
        similar_questions=_limited(fields, "similar_questions", QUESTION_LIMIT, SIMILAR_LIMIT),
        answer=answer or "",
        sources=sources_of(fields),
        evidence=_evidence(fields),
        as_of=fields.day("as_of", required=True),
        valid_from=fields.day("valid_from"),
        valid_until=fields.day("valid_until"),
        review_by=fields.day("review_by", required=True),
        related=_limited(fields, "related", ID_LIMIT, RELATED_LIMIT),
        reviewed_by=fields.text("reviewed_by", TOPIC_LIMIT),
        reviewed_on=fields.day("reviewed_on"),
    )
    _check_pairs(entry, fields)
    return entry if name and standard and answer else None


def identity_of(fields: Fields) -> str | None:
    """Read an id: short, ASCII, in small letters with hyphens; None when it is missing."""
    value = fields.text("id", 10 * ID_LIMIT, required=True)
    if value and (not ID_PATTERN.fullmatch(value) or len(value) > ID_LIMIT):
        fields.note(FaultKind.BAD_ID, "id", value=value)
    return value


def _limited(fields: Fields, field: str, length: int, limit: int) -> tuple[str, ...]:
    values = fields.texts(field, length)
    if len(values) > limit:
        fields.note(FaultKind.TOO_MANY, field, field=field, count=len(values), limit=limit)
    return values


def _evidence(fields: Fields) -> Evidence | None:
    value = fields.text("evidence", QUESTION_LIMIT, required=True)
    if value is None:
        return None
    if value not in set(Evidence):
        fields.note(FaultKind.BAD_EVIDENCE, "evidence", value=value)
        return None
    return Evidence(value)


def sources_of(fields: Fields) -> tuple[Source, ...]:
    """Read the documents a text rests on, at least one."""
    parts = fields.mappings("sources", SOURCE_FIELDS)
    if not parts:
        fields.note(FaultKind.MISSING, "sources", field="sources")
    sources = []
    for part in parts:
        source = _source(part)
        fields.faults += part.faults
        if source is not None:
            sources.append(source)
    return tuple(sources)


def _source(part: Fields) -> Source | None:
    title = part.text("title", SOURCE_TEXT_LIMIT, required=True)
    number = part.text("number", SOURCE_TEXT_LIMIT)
    article = part.text("article", SOURCE_TEXT_LIMIT)
    day = part.day("date")
    url = part.text("url", 10 * SOURCE_TEXT_LIMIT)
    if title and not (number or article or day):
        part.note(FaultKind.BARE_SOURCE, title=title)
    if url and not _is_official(url):
        part.note(FaultKind.BAD_URL, "url", value=url)
    return Source(title, number, article, day, url) if title else None


def _is_official(url: str) -> bool:
    parts = urlsplit(url)
    host = parts.hostname or ""
    known = any(host == each or host.endswith(f".{each}") for each in OFFICIAL_HOSTS)
    return parts.scheme in ("http", "https") and known


def _check_pairs(entry: Entry, fields: Fields) -> None:
    if entry.valid_from and entry.valid_until and entry.valid_from > entry.valid_until:
        fields.note(FaultKind.DATES_REVERSED, "valid_from")
    if (entry.reviewed_by is None) != (entry.reviewed_on is None):
        fields.note(FaultKind.HALF_SIGNED, "reviewed_by")
