"""What a text names that a wrong answer would betray: places, years, numbers, objects, yes or no.

The word lists are in data/vetoes.yaml; texts are read in normalized form.
"""

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import cache, cached_property, lru_cache
from typing import Generic, TypeVar

from faq import polarity
from faq.entry import Entry
from faq.normalize import normalize
from faq.words import any_of, compiled, matches, shipped

T = TypeVar("T")
Name = TypeVar("Name", bound=Hashable)

LONGEST_RANGE = 60
"""Years; a longer “range” is two unrelated numbers."""
CENTURY_TURN = 50
DENIED_OFTENER = 3
_DIGIT = re.compile(r"\d")
MANY = 0.15
"""Part of the wordings from which a number in them is what they are about."""


@cache
def _pattern(key: str) -> re.Pattern[str]:
    return any_of(shipped("vetoes.yaml")[key])


@cache
def _elapsed() -> re.Pattern[str]:
    """Match how long something took that happened: 买了四个月."""
    return compiled(shipped("vetoes.yaml")["elapsed"])


class _Trait(Generic[T]):
    """A trait of a text, read when it is first asked for: most questions touch few traits."""

    def __init__(
        self, read: Callable[["Facets"], T], together: Callable[[Iterable[T]], T]
    ) -> None:
        self.read, self.together = read, together

    def __set_name__(self, _: type["Facets"], name: str) -> None:
        self.name = name

    def __get__(self, text: "Facets", _: type["Facets"]) -> T:
        if text.parts:
            found = self.together(getattr(part, self.name) for part in text.parts)
        else:
            found = self.read(text)
        text.__dict__[self.name] = found  # the next time nobody comes here
        return found


def _several(read: Callable[["Facets"], Iterable[Name]]) -> _Trait[frozenset[Name]]:
    return _Trait(lambda text: frozenset(read(text)), lambda each: frozenset[Name]().union(*each))


def _flag(read: Callable[["Facets"], object]) -> _Trait[bool]:
    return _Trait(lambda text: bool(read(text)), any)


class Facets:
    """The traits of one text as typed, or of several (`parts`) taken together."""

    text: str

    def __init__(self, raw: str, parts: tuple["Facets", ...] = ()) -> None:
        """Read nothing yet but the text itself."""
        self.raw, self.parts = raw, parts
        self.text = "\n".join(part.text for part in parts) if parts else normalize(raw)

    placed = _Trait(lambda self: _pattern("not_places").sub(" ", self.text), "\n".join)
    stated = _Trait(lambda self: polarity.statement(self.text), "\n".join)
    districts = _several(lambda self: _names("districts", self.placed))
    is_citywide = _flag(lambda self: _pattern("citywide").search(self.placed))
    is_provincial = _flag(lambda self: _pattern("province").search(self.placed))
    province_places = _several(lambda self: _pattern("province_places").findall(self.placed))
    foreign_places = _several(lambda self: _pattern("foreign_places").findall(self.placed))
    years = _several(lambda self: _years(self.raw, self.text))
    year_offsets = _several(lambda self: _year_offsets(self.text))
    numbers = _several(lambda self: _numbers(_elapsed().sub(" ", _closed(self.text))))
    elapsed = _several(lambda self: _numbers(" ".join(_elapsed().findall(self.text))))
    objects = _several(lambda self: _objects(self.text))
    signs = _several(lambda self: polarity.signs(self.stated))
    denied = _several(
        lambda self: polarity.denied(self.stated) if polarity.denies(self.text) else ()
    )
    refused = _several(lambda self: polarity.refused(self.text))
    asks = _several(lambda self: _asks(self.text))
    is_list = _flag(lambda self: _pattern("lists").search(self.text))
    turns = _several(lambda self: _turns(self.text))
    having = _several(lambda self: polarity.having(self.stated))
    is_wronged = _flag(lambda self: matches(shipped("vetoes.yaml")["wronged"], self.text))

    @property
    def is_local(self) -> bool:
        """Whether the text is about Yangquan or a part of it."""
        return self.is_citywide or bool(self.districts)


TRAITS = tuple(name for name, each in vars(Facets).items() if isinstance(each, _Trait))


class EntryFacets:
    """What an entry's wordings name together, and what its answer names besides."""

    def __init__(self, entry: Entry) -> None:
        """Read nothing yet but the wordings."""
        self.id, self._answer = entry.id, entry.answer
        self._each = tuple(map(Facets, entry.wordings))
        self.wordings = self._each[0] if len(self._each) == 1 else Facets("", self._each)
        self.texts = frozenset(each.text for each in self._each)

    @cached_property
    def answer(self) -> Facets:
        """What the answer names."""
        return Facets(self._answer)

    @cached_property
    def tells(self) -> frozenset[str]:
        """Aspects the answer speaks of: a length of time, a price, a door."""
        return frozenset(_tells(self._answer))

    @cached_property
    def characters(self) -> frozenset[str]:
        """All characters of the wordings and the answer."""
        return frozenset(self.answer.text).union(*self.texts)

    @cached_property
    def core_objects(self) -> frozenset[tuple[str, str]]:
        """What at least half of the wordings name; the rest are examples."""
        named = [each.objects for each in self._each]
        often = Counter(pair for each in named for pair in each)
        return frozenset(pair for pair, count in often.items() if 2 * count >= len(named))

    @cached_property
    def core_units(self) -> frozenset[str]:
        """Units of which the first or many wordings name a number; else it is an example."""
        named = [{unit for _, unit in each.numbers | each.elapsed} for each in self._each]
        often = Counter(unit for units in named for unit in units)
        many = {unit for unit, count in often.items() if count >= MANY * len(named)}
        return frozenset(many | named[0])

    @cached_property
    def core_denied(self) -> frozenset[str]:
        """What wordings deny and hardly ever affirm: 受理 where 不予受理 is told."""
        if not self.wordings.denied:
            return frozenset()
        often = Counter(head for each in self._each for head in each.denied)
        return frozenset(head for head, count in often.items() if self._denies(head, count))

    def _denies(self, head: str, count: int) -> bool:
        if count <= 1:
            return False
        affirmed = sum(polarity.affirms(each.text, head) for each in self._each)
        return DENIED_OFTENER * affirmed < count

    def read(self) -> None:
        """Read everything that may be asked for, ahead of time."""
        for trait in TRAITS:
            getattr(self.wordings, trait)
        for own in ("characters", "tells", "core_objects", "core_units", "core_denied"):
            getattr(self, own)
        self._each = self.wordings.parts = ()  # what each alone names is needed no more

    def coverage(self, text: str) -> float:
        """Say how much (0-1) of a normalized text's characters the entry uses anywhere."""
        idle = _idle()
        said = [character for character in text if character not in idle]
        return sum(each in self.characters for each in said) / len(said) if said else 0.0


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
    """Give the traits of a text as typed."""
    return Facets(raw)


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
    if _DIGIT.search(text) is None:
        return frozenset()
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


def _asks(text: str) -> Iterator[str]:
    text = _pattern("not_asks").sub(" ", text)
    for aspect, pattern in _aspects():
        if pattern.search(text):
            yield aspect


@cache
def _aspects() -> tuple[tuple[str, re.Pattern[str]], ...]:
    rows = shipped("vetoes.yaml")["asks"].items()
    return tuple((aspect, any_of(words)) for aspect, words in rows)
