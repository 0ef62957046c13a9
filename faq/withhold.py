"""Entries kept back because their own text holds a sensitive word (敏感词)."""

from collections.abc import Callable
from dataclasses import replace

from faq.entry import Entry
from faq.knowledge import Knowledge
from faq.outcome import (
    Answer,
    Found,
    Outcome,
    Redirect,
    Several,
    SmallTalk,
    Suggestions,
    Unknown,
)

WITHHELD = "withheld"
"""The reason of a miss where an entry would have answered but may not be shown."""


def is_withheld(entry: Entry, knowledge: Knowledge) -> bool:
    """Whether an entry must not be shown, because a citizen would read a sensitive word."""
    lexicon = knowledge.lexicon
    if not lexicon.sensitive:
        return False
    return knowledge.recently(
        (WITHHELD, entry), lambda: lexicon.blocked("\n".join(read(entry))) is not None
    )


def read(entry: Entry) -> tuple[str, ...]:
    """List what citizens read of an entry."""
    return (entry.standard_question, entry.answer, *(source.title for source in entry.sources))


def shown(outcome: Outcome, knowledge: Knowledge) -> Outcome:
    """Leave out of an outcome what must not be shown; it may be an honest miss then."""
    if not knowledge.lexicon.sensitive:
        return outcome
    return without(outcome, lambda entry: is_withheld(entry, knowledge), WITHHELD)


def without(outcome: Outcome, is_kept_back: Callable[[Entry], bool], reason: str) -> Outcome:
    """Leave entries out of an outcome; where nothing is left it is a miss for this reason."""

    def left(found: Found) -> Found:
        match found:
            case Answer(entry=entry, why=why) if is_kept_back(entry):
                return Unknown(replace(why, reason=reason))
            case Suggestions(entries=entries, why=why):
                rest = tuple(entry for entry in entries if not is_kept_back(entry))
                return (
                    replace(found, entries=rest) if rest else Unknown(replace(why, reason=reason))
                )
            case Redirect(then=Answer(entry=entry)) if is_kept_back(entry):
                return replace(found, then=None)
            case _:
                return found

    match outcome:
        case Several(parts=parts):
            return replace(
                outcome, parts=tuple(replace(p, outcome=left(p.outcome)) for p in parts)
            )
        case SmallTalk():
            return outcome
        case _:
            return left(outcome)
