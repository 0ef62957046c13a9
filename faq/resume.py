"""Asking a follow-up in full, and trusting it only within what the conversation is about."""

from dataclasses import replace
from datetime import date

from faq import followup
from faq.entry import Entry
from faq.facets import facets
from faq.knowledge import Knowledge
from faq.outcome import Answer, Context, Found, Suggestions, Why
from faq.search import search

MOST_OFFERED = 3


def resumed(text: str, context: Context, today: date, knowledge: Knowledge) -> Found | None:
    """Answer or offer what a follow-up means; None when it is none, or nothing fits.

    An entry of another topic is no answer to what was left out. Nor is the entry the citizen has
    just read, which may be offered again. The first way to complete it that fits is what is meant.
    """
    again: Suggestions | None = None
    for longer in followup.completions(text, context, knowledge):
        found = search(longer, today, knowledge)
        why = replace(found.why, reason=f"follow_up_{found.why.reason}")
        meant = tuple(
            each for each in _entries(found) if _is_meant(each, text, context, knowledge)
        )
        if [entry.id for entry in meant] == [context.last_entry]:
            again = again or Suggestions(meant, why)
        elif (
            meant
            and isinstance(found, Answer)
            and _is_dated_alike(meant[0], longer, today, knowledge)
        ):
            return Answer(meant[0], why)
        elif meant:
            return Suggestions(_rivals(meant, longer, found.why, today, knowledge), why)
    return again


def _rivals(
    meant: tuple[Entry, ...], text: str, why: Why, today: date, knowledge: Knowledge
) -> tuple[Entry, ...]:
    """Add to an entry about one year what is known of others, when no year was named."""
    if all(_is_dated_alike(entry, text, today, knowledge) for entry in meant):
        return meant
    others = (knowledge.entries[each.entry] for each in why.candidates)
    alike = [
        other
        for other in others
        if other.topic == meant[0].topic
        and other.is_in_force(today)
        and knowledge.facets_of(other.id).wordings.years
    ]
    return tuple(dict.fromkeys((*meant, *alike)))[:MOST_OFFERED]


def _entries(found: Found) -> tuple[Entry, ...]:
    match found:
        case Answer(entry=entry):
            return (entry,)
        case Suggestions(entries=entries):
            return entries
        case _:
            return ()


def _is_meant(entry: Entry, text: str, context: Context, knowledge: Knowledge) -> bool:
    stays = followup.stays(entry, context, knowledge)
    return stays and followup.fits(entry, text, knowledge)


def _is_dated_alike(entry: Entry, text: str, today: date, knowledge: Knowledge) -> bool:
    """Whether an entry about single years is asked for by a year, or is about this year alone."""
    asked, told = facets(text), knowledge.facets_of(entry.id).wordings
    return bool(asked.years or asked.year_offsets) or told.years <= {today.year}
