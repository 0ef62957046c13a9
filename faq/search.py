"""Asking the FAQ alone: rank, reweigh, veto, judge, offer."""

from dataclasses import replace
from datetime import date

from faq import speech, spelled
from faq.directory import Told
from faq.knowledge import Knowledge
from faq.neighbours import offices
from faq.normalize import normalize
from faq.outcome import Answer, Found, Redirect, Suggestions, Unknown, Why
from faq.rank import Candidate
from faq.route import RedirectKind
from faq.spelled import Heard
from faq.thresholds import (
    ANSWER_FROM,
    EXAMINED,
    HEARD_FROM,
    NEIGHBOUR_FROM,
    OFFERED,
    SUGGEST_BEST,
    SUGGEST_FIRST,
    SUGGEST_FROM,
)
from faq.veto import VetoKind
from faq.weigh import Weighed, weigh

GENERAL_LINE = "12345"
"""Named wherever nothing is known; a neighbour whose door it is needs no door of its own."""
LONGEST, LONGEST_START = 400, 150
"""Characters looked at, and how many of them from the beginning: people tell, then they ask."""


def search(text: str, today: date, knowledge: Knowledge) -> Found:
    """Ask the FAQ alone: normalize, segment, rank, veto, decide.

    What is typed in pinyin is heard first; what is not surely known is asked again in standard
    words, and the surer outcome counts.
    """
    if len(text) > LONGEST:
        text = f"{text[:LONGEST_START]} {text[LONGEST_START - LONGEST :]}"
    plain = normalize(text)
    if spoken := spelled.heard(plain, knowledge):
        return _heard(spoken, today, knowledge)
    if told := knowledge.directory.answer(text, knowledge.entries):
        return _from_roll(told, today)
    outcome = _search(text, today, knowledge)
    if isinstance(outcome, Answer) or (standard := speech.standard(plain)) == plain:
        return outcome
    again = _search(standard, today, knowledge)
    is_surer = isinstance(again, Answer) or _best(again.why) > _best(outcome.why)
    return again if is_surer else outcome


def _from_roll(told: Told, today: date) -> Answer | Unknown:
    """Say what a roll says, unless the entry that heads it may not be shown today."""
    if told.entry.is_in_force(today):
        return Answer(told.entry, Why("listed" if told.is_listed else "not_listed"))
    return Unknown(Why("expired" if told.entry.is_expired(today) else "not_yet"))


def _heard(spoken: Heard, today: date, knowledge: Knowledge) -> Found:
    outcome = _search(spoken.wording, today, knowledge)
    if not isinstance(outcome, Answer) or spoken.is_exact:
        return outcome
    if outcome.why.reason == "confident" and _best(outcome.why) >= HEARD_FROM:
        return outcome
    return Suggestions((outcome.entry,), replace(outcome.why, reason="pinyin"))


def _best(why: Why) -> float:
    return why.candidates[0].probability if why.candidates else 0.0


def _search(text: str, today: date, knowledge: Knowledge) -> Found:
    weighed = weigh(text, today, knowledge)
    why = Why("", weighed.said, weighed.candidates, weighed.against, weighed.margin)
    is_exact = _is_exact(weighed, knowledge)
    if weighed.beside and not is_exact:
        return _beside(weighed.beside, weighed, why, knowledge)
    return _judge(why, knowledge, is_exact=is_exact) or _offer(weighed, why, knowledge)


def _is_exact(weighed: Weighed, knowledge: Knowledge) -> bool:
    """Whether a text is a wording of the best entry word for word."""
    if not weighed.candidates:
        return False
    return weighed.asked.text in knowledge.facets_of(weighed.candidates[0].entry).texts


def _beside(best: Candidate, weighed: Weighed, why: Why, knowledge: Knowledge) -> Found:
    """Say that a neighbour is meant; unless it surely is, the entries next to it are choices."""
    meant = knowledge.neighbours[best.entry]
    why = replace(why, reason="neighbour", neighbour=meant)
    offer = _offer(weighed, why, knowledge)
    if best.probability < NEIGHBOUR_FROM:
        return offer
    if meant.door is not None and meant.door != GENERAL_LINE:
        kind = RedirectKind.OTHER_DEPARTMENT
        return Redirect(kind, None, None, why, offices()[meant.door], (meant.door,))
    return replace(offer, why=why)


def _judge(why: Why, knowledge: Knowledge, *, is_exact: bool) -> Answer | Unknown | None:
    """Apply the threshold of an answer; a wording of an entry word for word needs none."""
    if not why.candidates:
        return Unknown(replace(why, reason="unknown"))
    best = why.candidates[0]
    if not is_exact and best.probability < ANSWER_FROM:
        return None
    against = {veto.kind for veto in why.vetoes if veto.entry == best.entry}
    if not against:
        reason = "exact" if is_exact else "confident"
        return Answer(knowledge.entries[best.entry], replace(why, reason=reason))
    for kind in (VetoKind.EXPIRED, VetoKind.NOT_YET):
        if kind in against:
            return Unknown(replace(why, reason=kind.value))
    return None


def _offer(weighed: Weighed, why: Why, knowledge: Knowledge) -> Suggestions | Unknown:
    """Offer what the ranker itself thinks likely, unless even the best is about nothing here."""
    barred = {veto.entry for veto in why.vetoes if veto.is_final}
    offered = [
        each
        for each in weighed.ranked[:EXAMINED]
        if each.entry not in barred and each.probability >= SUGGEST_FROM
    ][:OFFERED]
    is_about_nothing = not why.candidates or why.candidates[0].probability < SUGGEST_BEST
    is_vetoed = why.candidates[:1] and why.candidates[0].entry in {v.entry for v in why.vetoes}
    if not offered or is_about_nothing or offered[0].probability < SUGGEST_FIRST:
        return Unknown(replace(why, reason="vetoed" if is_vetoed else "unknown"))
    entries = tuple(knowledge.entries[each.entry] for each in offered)
    return Suggestions(entries, replace(why, reason="vetoed" if is_vetoed else "unsure"))
