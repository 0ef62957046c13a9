"""What a text names that a wrong answer would betray: places, years, numbers, objects, yes or no.

The word lists are in data/vetoes.yaml; texts are read in normalized form.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache, reduce

from faq import polarity
from faq.entry import Entry
from faq.normalize import normalize
from faq.words import any_of, compiled, matches, shipped

LONGEST_RANGE = 60
"""Years; a longer “range” is two unrelated numbers."""
CENTURY_TURN = 50
DENIED_OFTENER = 3
MANY = 0.15
"""Part of the wordings from which a number in them is what they are about."""


@dataclass(frozen=True, slots=True)
class Facets:
    """The traits of one text, or of several taken together."""

    districts: frozenset[str] = frozenset()
    is_citywide: bool = False
    is_provincial: bool = False
    province_places: frozenset[str] = frozenset()
    foreign_places: frozenset[str] = frozenset()
    years: frozenset[int] = frozenset()
    year_offsets: frozenset[int] = frozenset()
    numbers: frozenset[tuple[str, str]] = frozenset()
    elapsed: frozenset[tuple[str, str]] = frozenset()
    objects: frozenset[tuple[str, str]] = frozenset()
    signs: frozenset[tuple[str, bool]] = frozenset()
    denied: frozenset[str] = frozenset()
    refused: frozenset[str] = frozenset()
    asks: frozenset[str] = frozenset()
    is_list: bool = False
    turns: frozenset[tuple[str, str]] = frozenset()
    having: frozenset[tuple[str, bool]] = frozenset()
    is_wronged: bool = False
    text: str = ""

    def __or__(self, other: "Facets") -> "Facets":
        """Take two texts together."""
        return Facets(
            self.districts | other.districts,
            self.is_citywide or other.is_citywide,
            self.is_provincial or other.is_provincial,
            self.province_places | other.province_places,
            self.foreign_places | other.foreign_places,
            self.years | other.years,
            self.year_offsets | other.year_offsets,
            self.numbers | other.numbers,
            self.elapsed | other.elapsed,
            self.objects | other.objects,
            self.signs | other.signs,
            self.denied | other.denied,
            self.refused | other.refused,
            self.asks | other.asks,
            self.is_list or other.is_list,
            self.turns | other.turns,
            self.having | other.having,
            self.is_wronged or other.is_wronged,
            f"{self.text}\n{other.text}",
        )

    @property
    def is_local(self) -> bool:
        """Whether the text is about Yangquan or a part of it."""
        return self.is_citywide or bool(self.districts)


@dataclass(frozen=True, slots=True)
class EntryFacets:
    """What an entry's wordings name together, and what its answer names besides."""

    id: str
    wordings: Facets
    answer: Facets
    tells: frozenset[str]
    texts: frozenset[str]
    characters: frozenset[str]
    core_objects: frozenset[tuple[str, str]]
    core_denied: frozenset[str]
    core_units: frozenset[str]

    def coverage(self, text: str) -> float:
        """Say how much (0-1) of a normalized text's characters the entry uses anywhere."""
        idle = _idle()
        said = [character for character in text if character not in idle]
        return sum(each in self.characters for each in said) / len(said) if said else 0.0


def entry_facets(entry: Entry) -> EntryFacets:
    """Read the traits of an entry once; they never depend on the day."""
    each = [facets(wording) for wording in entry.wordings]
    texts = frozenset(normalize(wording) for wording in entry.wordings)
    tells = frozenset(_tells(entry.answer))
    answer = facets(entry.answer)
    characters = frozenset(answer.text).union(*texts)
    told = reduce(Facets.__or__, each)
    core = _core_objects([facet.objects for facet in each])
    denied = frozenset(_core_denied(each))
    units = _core_units([facet.numbers | facet.elapsed for facet in each])
    return EntryFacets(entry.id, told, answer, tells, texts, characters, core, denied, units)


def _core_objects(named: list[frozenset[tuple[str, str]]]) -> frozenset[tuple[str, str]]:
    """Give what at least half of the wordings name; the rest are examples."""
    often = Counter(pair for each in named for pair in each)
    return frozenset(pair for pair, count in often.items() if 2 * count >= len(named))


def _core_units(named: list[frozenset[tuple[str, str]]]) -> frozenset[str]:
    """Give the units of which the first or many wordings name a number; else it is an example."""
    often = Counter(unit for each in named for unit in {unit for _, unit in each})
    many = {unit for unit, count in often.items() if count >= MANY * len(named)}
    return frozenset(many | {unit for _, unit in named[0]})


def _core_denied(wordings: list[Facets]) -> Iterator[str]:
    """Give what wordings deny and hardly ever affirm: 受理 where 不予受理 is told."""
    often = Counter(head for each in wordings for head in each.denied)
    for head, count in often.items():
        affirmed = sum(polarity.affirms(each.text, head) for each in wordings)
        if count > 1 and DENIED_OFTENER * affirmed < count:
            yield head


@cache
def _idle() -> frozenset[str]:
    """Give the characters that say nothing by themselves."""
    return frozenset(word for word in shipped("vetoes.yaml")["fillers"] if len(word) == 1) | {" "}


def _tells(answer: str) -> Iterator[str]:
    """Name the aspects an answer speaks of: a length of time, a price, a door."""
    for aspect, pattern in shipped("vetoes.yaml")["tells"].items():
        if re.search(pattern, answer):
            yield aspect


@lru_cache(maxsize=4096)
def facets(raw: str) -> Facets:
    """Read the traits of a text as typed."""
    text = normalize(raw)
    placed = _pattern("not_places").sub(" ", text)
    stated = polarity.statement(text)
    return Facets(
        districts=frozenset(_names("districts", placed)),
        is_citywide=bool(_pattern("citywide").search(placed)),
        is_provincial=bool(_pattern("province").search(placed)),
        province_places=frozenset(_pattern("province_places").findall(placed)),
        foreign_places=frozenset(_pattern("foreign_places").findall(placed)),
        years=_years(raw, text),
        year_offsets=frozenset(_year_offsets(text)),
        numbers=frozenset(_numbers(_elapsed().sub(" ", _closed(text)))),
        elapsed=frozenset(_numbers(" ".join(_elapsed().findall(text)))),
        objects=frozenset(_objects(text)),
        signs=frozenset(polarity.signs(stated)),
        denied=frozenset(polarity.denied(stated)),
        refused=frozenset(polarity.refused(text)),
        asks=frozenset(_asks(text)),
        is_list=bool(_pattern("lists").search(text)),
        turns=frozenset(_turns(text)),
        having=frozenset(polarity.having(stated)),
        is_wronged=matches(shipped("vetoes.yaml")["wronged"], text),
        text=text,
    )


@cache
def _pattern(key: str) -> re.Pattern[str]:
    return any_of(shipped("vetoes.yaml")[key])


@cache
def _named(lists: tuple[tuple[str, ...], ...]) -> tuple[re.Pattern[str], dict[str, str]]:
    names = {normalize(word): words[0] for words in lists for word in words}
    return any_of(names), names


def _names(key: str, text: str) -> Iterator[str]:
    lists = tuple(tuple(words) for words in shipped("vetoes.yaml")[key])
    pattern, names = _named(lists)
    for found in pattern.findall(text):
        yield names[found]


@cache
def _groups() -> tuple[tuple[str, re.Pattern[str], dict[str, str]], ...]:
    lists = shipped("vetoes.yaml")
    groups = {**lists["objects"], **lists["loose_objects"]}
    return tuple(
        (group, *_named(tuple(tuple(words) for words in rows))) for group, rows in groups.items()
    )


def _objects(text: str) -> Iterator[tuple[str, str]]:
    for group, pattern, names in _groups():
        for found in pattern.findall(text):
            yield group, names[found]


def _turns(text: str) -> Iterator[tuple[str, str]]:
    """Find what becomes what: 个体户转成公司."""
    way = _pattern("directions").search(text)
    if way is None:
        return
    for _, pattern, names in _groups():
        before, after = pattern.findall(text[: way.start()]), pattern.findall(text[way.end() :])
        if before and after:
            yield names[before[-1]], names[after[0]]


def _years(raw: str, text: str) -> frozenset[int]:
    patterns = shipped("vetoes.yaml")["years"]
    told = shipped("vetoes.yaml")["told_years"]
    text, raw = re.sub(told, " ", text), re.sub(told, " ", raw)
    whole = {int(found) for found in re.findall(rf"(?<!\d){patterns['full']}(?!\d)", text)}
    for first, last in re.findall(patterns["range"], raw):
        if 0 < int(last) - int(first) <= LONGEST_RANGE:
            whole.update(range(int(first), int(last) + 1))
    for found in re.findall(patterns["short"], text):
        whole.add(int(found) + (1900 if int(found) >= CENTURY_TURN else 2000))
    return frozenset(whole)


def _year_offsets(text: str) -> Iterable[int]:
    pattern, offsets = _relative()
    return (offsets[found] for found in pattern.findall(text))


@cache
def _relative() -> tuple[re.Pattern[str], dict[str, int]]:
    rows: dict[str, int] = shipped("vetoes.yaml")["relative_years"]
    return any_of(rows), {normalize(said): offset for said, offset in rows.items()}


@cache
def _units() -> tuple[re.Pattern[str], dict[str, str]]:
    rows: dict[str, list[str]] = shipped("vetoes.yaml")["units"]
    units = {word: unit for unit, words in rows.items() for word in words}
    longest = "|".join(sorted(map(re.escape, units), key=len, reverse=True))
    numerals = "".join(shipped("vetoes.yaml")["numerals"])
    return re.compile(rf"(?<![a-z0-9.])(\d+|[{numerals}])({longest})"), units


def _numbers(text: str) -> Iterator[tuple[str, str]]:
    pattern, units = _units()
    years = shipped("vetoes.yaml")["years"]
    text = re.sub(years["short"], " ", text)
    numerals: dict[str, str] = shipped("vetoes.yaml")["numerals"]
    for value, unit in pattern.findall(text):
        if not re.fullmatch(years["full"], value):
            yield numerals.get(value, value), units[unit]


def _closed(text: str) -> str:
    """Leave out numbers that are asked, not stated: 五年还是六年."""
    return compiled(shipped("vetoes.yaml")["open_numbers"]).sub(" ", text)


@cache
def _elapsed() -> re.Pattern[str]:
    """Match how long something took that happened: 买了四个月."""
    return compiled(shipped("vetoes.yaml")["elapsed"])


def _asks(text: str) -> Iterator[str]:
    text = _pattern("not_asks").sub(" ", text)
    for aspect, pattern in _aspects():
        if pattern.search(text):
            yield aspect


@cache
def _aspects() -> tuple[tuple[str, re.Pattern[str]], ...]:
    rows = shipped("vetoes.yaml")["asks"].items()
    return tuple((aspect, any_of(words)) for aspect, words in rows)
