"""Asking a follow-up in full, and trusting it only within what the conversation is about."""

from dataclasses import replace
from datetime import date

from faq import followup
from faq.entry import Entry
from faq.facets import facets
from faq.knowledge import Knowledge
from faq.normalize import normalize
from faq.outcome import Answer, Context, Found, Suggestions, Unknown, Why
from faq.search import search

OF_ITS_OWN = frozenset({"vetoed", "neighbour"})
"""Reasons of a miss that say: the text is about something, and nobody answers that."""
FEW = 8
"""Characters that, behind another question, may leave out what they are about."""
MOST_OFFERED = 3
NEAR_FROM = 0.05
"""Probability an entry of the same topic needs to be offered to a follow-up nothing fits."""


def resumed(text: str, context: Context, today: date, knowledge: Knowledge) -> Found | None:
    """Answer or offer what a follow-up means; None when it is none, or nothing fits.

    An entry of another topic is no answer to what was left out. Nor is the entry the citizen has
    just read, which may be offered again. The first way to complete it that fits is what is meant.
    """
    again: Suggestions | None = None
    for longer in followup.completions(text, context, knowledge):
        found = search(longer, today, knowledge)
        why = replace(found.why, reason=f"follow_up_{found.why.reason}")
        fitting = (each for each in _entries(found) if _is_meant(each, text, context, knowledge))
        meant = tuple(fitting)
        if [entry.id for entry in meant] == [context.last_entry]:
            again = again or Suggestions(meant, why)
        elif (
            isinstance(found, Answer)
            and meant
            and _is_sure(meant[0], text, longer, today, knowledge)
        ):
            return Answer(meant[0], why)
        elif meant:
            return Suggestions(_rivals(meant, longer, found.why, today, knowledge), why)
        elif followup.is_framed(text) and (near := _near(found.why, context, today, knowledge)):
            return Suggestions(near, replace(why, reason="follow_up_unsure"))
    return again


def beside_alone(followed: Found, alone: Found, context: Context, knowledge: Knowledge) -> Found:
    """Leave the choice where a text may as well be a new question about something else."""
    if not isinstance(followed, Answer):
        return followed
    if isinstance(alone, Unknown) and alone.why.reason in OF_ITS_OWN:
        return _offered(followed)
    if not isinstance(alone, Suggestions):
        return followed
    if followup.stays(alone.entries[0], context, knowledge):
        return followed
    entries = dict.fromkeys((followed.entry, *alone.entries))
    return Suggestions(tuple(entries)[:MOST_OFFERED], replace(followed.why, reason="unsure"))


def doubted(alone: Found, question: str, context: Context) -> Found:
    """Offer at most what a text that leaves out its subject would mean by itself.

    After another subject an aspect alone, such as 要多少钱, means nothing of the kind.
    """
    if context != Context() and followup.asks_aspect_alone(question):
        return Unknown(replace(alone.why, reason="unknown"))
    return _offered(alone) if isinstance(alone, Answer) else alone


def kept_apart(alone: Answer, question: str, context: Context, knowledge: Knowledge) -> Found:
    """Only offer an entry of another topic to a few words that name none: 过期作废吗."""
    is_new = context == Context() or followup.stays(alone.entry, context, knowledge)
    if is_new or followup.says_of_what(question) or len(normalize(question)) > FEW:
        return alone
    return _offered(alone)


def _offered(answer: Answer) -> Suggestions:
    return Suggestions((answer.entry,), replace(answer.why, reason="unsure"))


def _near(why: Why, context: Context, today: date, knowledge: Knowledge) -> tuple[Entry, ...]:
    """List what else is known of the topic, for a text that surely is a follow-up: 那……呢."""
    likely = (each.entry for each in why.candidates if each.probability >= NEAR_FROM)
    known = (knowledge.entries[entry] for entry in likely if entry in knowledge.entries)
    return tuple(
        entry
        for entry in known
        if entry.id != context.last_entry
        and entry.is_in_force(today)
        and followup.stays(entry, context, knowledge)
    )[:MOST_OFFERED]


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


def _is_sure(entry: Entry, text: str, longer: str, today: date, knowledge: Knowledge) -> bool:
    """Whether neither a year that was never named nor a denial stands between text and entry."""
    return not facets(text).denied and _is_dated_alike(entry, longer, today, knowledge)


def _is_dated_alike(entry: Entry, text: str, today: date, knowledge: Knowledge) -> bool:
    """Whether an entry about single years is asked for by a year, or is about this year alone."""
    asked, told = facets(text), knowledge.facets_of(entry.id).wordings
    return bool(asked.years or asked.year_offsets) or told.years <= {today.year}
