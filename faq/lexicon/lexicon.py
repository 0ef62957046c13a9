"""The words operators taught the bot (词语), and what they do to a text."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from faq import segment
from faq.lexicon.view import Gap, Hit, Lookup, View, view

ROUNDS = 5
"""Times a text is rewritten on and on; one that has not come to rest then stays as it was."""


class WordKind(StrEnum):
    """What a word is taught for."""

    SYNONYM = "synonym"
    HOMOPHONE = "homophone"
    DOMAIN = "domain"
    SENSITIVE = "sensitive"
    ALLOWED = "allowed"

    @property
    def is_rewriting(self) -> bool:
        """Whether it says what is meant by another word."""
        return self in {WordKind.SYNONYM, WordKind.HOMOPHONE}


@dataclass(frozen=True, slots=True)
class Used:
    """A word that was taken for another: said 煤气表, meant 燃气表."""

    said: str
    meant: str
    kind: WordKind


@dataclass(frozen=True, slots=True)
class Rewriting:
    """A text in the words that are meant; the rest of it stays as it was typed."""

    text: str
    used: tuple[Used, ...] = ()


@dataclass(frozen=True)
class Lexicon:
    """All taught words.

    Synonyms and homophones are rewritten before anything is decided; domain words stay whole;
    sensitive words are neither answered nor shown, unless within an allowed word.
    """

    synonyms: Mapping[str, str] = field(default_factory=dict)
    homophones: Mapping[str, str] = field(default_factory=dict)
    domain: frozenset[str] = frozenset()
    sensitive: frozenset[str] = frozenset()
    allowed: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self._rules or self.domain or self.sensitive)

    def __hash__(self) -> int:
        return hash((self.domain, self.sensitive, self.allowed))

    def rewritten(self, text: str) -> Rewriting:
        """Say a text in the words that are meant; saying the result again changes nothing.

        No word is cut that is longer and known: nothing within 燃气表 is another word. A text
        that the rules would rewrite for ever stays as it is.
        """
        if not self._rules:
            return Rewriting(text)
        now, used = text, dict[Used, None]()
        for _ in range(ROUNDS):
            seen = view(now)
            hits = self._said(seen)
            if not hits:
                return Rewriting(now, tuple(used))
            used |= dict.fromkeys(self._rules[hit.word] for hit in hits)
            now = self._replaced(now, seen, hits)
        return Rewriting(text)

    def blocked(self, text: str) -> str | None:
        """Give the first sensitive word in a text, spaced or spelled however it may be."""
        if not self._sensitive:
            return None
        seen = view(text)
        allowed = list(self._allowed.finds(seen, Gap.SPACE))
        for hit in self._sensitive.finds(seen, Gap.MARK):
            if not any(one.holds(hit) for one in allowed):
                return hit.word
        return None

    def prepare(self) -> "Lexicon":
        """Look words up once, so that nobody's question waits for thousands of them."""
        for lookup in (self._saying, self._protected, self._sensitive, self._allowed):
            next(lookup.finds(view(""), Gap.NONE), None)
        return self

    def _said(self, seen: View) -> list[Hit]:
        """Find what is to be replaced: the leftmost and of those the longest, none overlapping."""
        found = list(self._saying.finds(seen, Gap.SPACE))
        if not found:
            return []
        kept = list(self._protected.finds(seen, Gap.SPACE))
        free = [hit for hit in found if not any(_cuts(hit, one) for one in kept)]
        chosen: list[Hit] = []
        for hit in sorted(free, key=lambda hit: (hit.start, -hit.end)):
            if not chosen or hit.start >= chosen[-1].end:
                chosen.append(hit)
        return chosen

    def _replaced(self, text: str, seen: View, hits: list[Hit]) -> str:
        pieces, done = [], 0
        for hit in hits:
            start, end = seen.places[hit.start], seen.places[hit.end - 1] + 1
            pieces += [text[done:start], self._rules[hit.word].meant]
            done = end
        return "".join((*pieces, text[done:]))

    @cached_property
    def _rules(self) -> dict[str, Used]:
        sides = ((self.homophones, WordKind.HOMOPHONE), (self.synonyms, WordKind.SYNONYM))
        return {
            said: Used(said, meant, kind)
            for words, kind in sides
            for said, meant in words.items()
            if view(said).letters != view(meant).letters
        }

    @cached_property
    def _saying(self) -> Lookup:
        return Lookup(self._rules)

    @cached_property
    def _protected(self) -> Lookup:
        meant = (rule.meant for rule in self._rules.values())
        return Lookup((*segment.domain_words(), *self.domain, *meant))

    @cached_property
    def _sensitive(self) -> Lookup:
        return Lookup(self.sensitive)

    @cached_property
    def _allowed(self) -> Lookup:
        return Lookup(self.allowed)


def _cuts(hit: Hit, kept: Hit) -> bool:
    """Whether replacing `hit` would take letters of a word it does not hold whole."""
    return hit.meets(kept) and not hit.holds(kept)
