"""Asking the FAQ alone: rank, reweigh, veto, judge, offer."""

from dataclasses import replace
from datetime import date

from faq import speech, spelled
from faq.directory import Told
from faq.facets import Facets, facets
from faq.knowledge import Knowledge
from faq.neighbours import offices
from faq.normalize import normalize
from faq.outcome import Answer, Found, Redirect, Suggestions, Unknown, Why
from faq.rank import Candidate, rank
from faq.route import RedirectKind
from faq.segment import words
from faq.spelled import Heard
from faq.trust import lead, reweighed, trusted
from faq.veto import Veto, VetoKind, contrast, in_force, subset, vetoes

ANSWER_FROM = 0.8
"""Probability from which one entry is shown as the answer.

From the costs: a wrong answer costs ten, having to choose costs two, so answer from 1 - 2/10. On
tests/exam 0.75 answered 3 points more and was wrong twice as often; 0.85 answered 3 points less
and was wrong as often.
"""
MARGIN = 0.2
"""How far the best probability must lead the second; rarely decides, since the lead is in it."""
LONGEST, LONGEST_START = 400, 150
"""Characters looked at, and how many of them from the beginning: people tell, then they ask."""
SUGGEST_FROM = 0.05
"""Probability from which an entry is offered."""
SUGGEST_FIRST = 0.1
"""Probability the first offered entry needs."""
SUGGEST_BEST = 0.15
"""Probability the best entry needs for anything to be offered: below it the text is not ours.

Of 600 utterances to a voice assistant 0.15 offers something for 15 %, 0.2 for 11 %; of the
questions somebody ought to have been helped with, 0.15 misses 0.5 %, 0.2 misses 2 %.
"""
NEIGHBOUR_FROM = 0.5
"""Probability from which a neighbour is meant, and its door is the one to show."""
NOTHING = Candidate("", 0.0, "")
OFFERED = 3
LISTED = 10
"""Candidates an outcome's evidence keeps."""
EXAMINED = 6
"""Candidates whose vetoes are looked at; nothing below can be answered or offered."""


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
    return Suggestions((outcome.entry,), replace(outcome.why, reason="pinyin"))


def _best(why: Why) -> float:
    return why.candidates[0].probability if why.candidates else 0.0


def _search(text: str, today: date, knowledge: Knowledge) -> Found:
    ranked = rank(knowledge.index, text, LISTED)
    candidates = tuple(each for each in ranked if each.entry in knowledge.entries)
    asked = facets(text)
    said = tuple(words(asked.text))
    against = _against(asked, said, candidates, today, knowledge)
    if ranked and ranked[0].entry in knowledge.neighbours:
        neighbour = knowledge.neighbours[ranked[0].entry]
        why = Why("neighbour", said, candidates, against, -lead(ranked), neighbour)
        return _beside(ranked[0], candidates, why, knowledge)
    candidates = reweighed(asked, candidates, against, today, knowledge)
    surer = trusted(asked, candidates, knowledge)
    why = Why("", said, surer, against, lead(surer))
    return _judge(asked.text, why, knowledge) or _offer(candidates, why, knowledge)


def _beside(
    best: Candidate, candidates: tuple[Candidate, ...], why: Why, knowledge: Knowledge
) -> Found:
    """Say that a neighbour is meant; unless it surely is, the entries next to it are choices."""
    offer = _offer(candidates, why, knowledge)
    if best.probability < NEIGHBOUR_FROM:
        return offer
    door = knowledge.neighbours[best.entry].door
    if door is not None:
        kind = RedirectKind.OTHER_DEPARTMENT
        return Redirect(kind, None, None, why, offices()[door], (door,))
    return replace(offer, why=why)


def _against(
    asked: Facets,
    said: tuple[str, ...],
    candidates: tuple[Candidate, ...],
    today: date,
    knowledge: Knowledge,
) -> tuple[Veto, ...]:
    found: list[Veto] = []
    for candidate in candidates[:EXAMINED]:
        entry = knowledge.facets_of(candidate.entry)
        found += in_force(knowledge.entries[candidate.entry], today)
        found += vetoes(asked, entry, today)
        found += contrast(asked, entry)
        found += subset(said, asked.text, entry)
    return tuple(dict.fromkeys(found))


def _judge(plain: str, why: Why, knowledge: Knowledge) -> Answer | Unknown | None:
    """Apply the thresholds of an answer; a wording of an entry word for word needs none."""
    if not why.candidates:
        return Unknown(replace(why, reason="unknown"))
    best = why.candidates[0]
    against = {veto.kind for veto in why.vetoes if veto.entry == best.entry}
    is_exact = plain in knowledge.facets_of(best.entry).texts
    is_sure = best.probability >= ANSWER_FROM and why.margin >= MARGIN
    if (is_exact or is_sure) and not against:
        reason = "exact" if is_exact else "confident"
        return Answer(knowledge.entries[best.entry], replace(why, reason=reason))
    if is_exact or is_sure:
        for kind in (VetoKind.EXPIRED, VetoKind.NOT_YET):
            if kind in against:
                return Unknown(replace(why, reason=kind.value))
    return None


def _offer(
    candidates: tuple[Candidate, ...], why: Why, knowledge: Knowledge
) -> Suggestions | Unknown:
    """Offer what the ranker itself thinks likely, unless even the best is about nothing here."""
    barred = {veto.entry for veto in why.vetoes if veto.is_final}
    offered = [
        candidate
        for candidate in candidates[:EXAMINED]
        if candidate.entry not in barred and candidate.probability >= SUGGEST_FROM
    ][:OFFERED]
    best = why.candidates[0] if why.candidates else NOTHING
    is_vetoed = best.entry in {veto.entry for veto in why.vetoes}
    is_about_nothing = best.probability < SUGGEST_BEST
    if not offered or is_about_nothing or offered[0].probability < SUGGEST_FIRST:
        return Unknown(replace(why, reason="vetoed" if is_vetoed else "unknown"))
    entries = tuple(knowledge.entries[candidate.entry] for candidate in offered)
    return Suggestions(entries, replace(why, reason="vetoed" if is_vetoed else "unsure"))
