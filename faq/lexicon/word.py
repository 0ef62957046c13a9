"""One word operators taught, all of them as a lexicon, and what forbids another."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from faq.facets import facets
from faq.lexicon.lexicon import Lexicon, WordKind
from faq.lexicon.view import view

LONGEST = 60
SHORTEST = 2
"""Letters of what is said; a single character stands in hundreds of other words."""


@dataclass(frozen=True, slots=True)
class Word:
    """A taught word as it is kept; `meant` is there for synonyms and homophones alone."""

    id: int
    kind: WordKind
    said: str
    meant: str | None
    staff_id: int | None
    added_at: datetime | None


@dataclass(frozen=True, slots=True)
class Taught:
    """A word somebody would like to teach."""

    kind: WordKind
    said: str
    meant: str | None = None


class WordFault(StrEnum):
    """Why a word cannot be taught."""

    EMPTY = "empty"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    NO_MEANING = "no_meaning"
    SAME = "same"
    DISTRICT = "district"
    TAKEN = "taken"
    CIRCLE = "circle"
    BOTH_WAYS = "both_ways"

    @property
    def is_about_meaning(self) -> bool:
        """Whether the field of what is meant is at fault."""
        return self in {WordFault.NO_MEANING, WordFault.SAME, WordFault.CIRCLE}


def lexicon_of(words: Iterable[Word | Taught]) -> Lexicon:
    """Put words together."""
    pairs: dict[WordKind, dict[str, str]] = {kind: {} for kind in WordKind}
    for word in words:
        pairs[word.kind][word.said] = word.meant or ""
    return Lexicon(
        pairs[WordKind.SYNONYM],
        pairs[WordKind.HOMOPHONE],
        frozenset(pairs[WordKind.DOMAIN]),
        frozenset(pairs[WordKind.SENSITIVE]),
        frozenset(pairs[WordKind.ALLOWED]),
    )


def tidy(text: str) -> str:
    """Take off what nobody means by typing it: spaces and quotation marks around a word."""
    return text.strip(" \t\r\n\u3000\"'“”‘’「」")


class Known:
    """Words there are, so that another can be looked at beside them at once."""

    def __init__(self, words: Iterable[Word | Taught]) -> None:
        self._kinds: dict[str, set[WordKind]] = {}
        self._rules: dict[str, str] = {}
        for word in words:
            self.put(word)

    def put(self, word: Word | Taught) -> None:
        """Take one more."""
        said = view(word.said).letters
        self._kinds.setdefault(said, set()).add(word.kind)
        if word.kind.is_rewriting:
            self._rules[said] = view(word.meant or "").letters

    def fault_of(self, new: Taught) -> WordFault | None:
        """Say why a word cannot be taught beside these, or None."""
        return _fault_alone(new) or self._fault_beside(new)

    def _fault_beside(self, new: Taught) -> WordFault | None:
        said = view(new.said).letters
        kinds = self._kinds.get(said, set())
        is_rewritten = new.kind.is_rewriting and any(kind.is_rewriting for kind in kinds)
        if new.kind in kinds or is_rewritten:
            return WordFault.TAKEN
        if {new.kind, *kinds} >= {WordKind.SENSITIVE, WordKind.ALLOWED}:
            return WordFault.BOTH_WAYS
        return WordFault.CIRCLE if new.kind.is_rewriting and self._leads_back(new) else None

    def _leads_back(self, new: Taught) -> bool:
        """Whether what is meant is in the end said by the new word again."""
        met, now = {view(new.said).letters}, view(new.meant or "").letters
        while now not in met:
            met.add(now)
            if now not in self._rules:
                return False
            now = self._rules[now]
        return True


def fault_of(new: Taught, words: Iterable[Word]) -> WordFault | None:
    """Say why a word cannot be taught beside the `words` there are, or None."""
    return Known(words).fault_of(new)


def _fault_alone(new: Taught) -> WordFault | None:
    said, meant = view(new.said).letters, view(new.meant or "").letters
    if not said:
        return WordFault.EMPTY
    if len(said) < SHORTEST:
        return WordFault.TOO_SHORT
    if max(len(new.said), len(new.meant or "")) > LONGEST:
        return WordFault.TOO_LONG
    if new.kind.is_rewriting and not meant:
        return WordFault.NO_MEANING
    if new.kind.is_rewriting and said == meant:
        return WordFault.SAME
    is_replaced = new.kind.is_rewriting or new.kind is WordKind.SENSITIVE
    return WordFault.DISTRICT if is_replaced and facets(new.said).districts else None
