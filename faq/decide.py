"""The decision about one text: an answer, suggestions, another door, small talk or an honest no.

Pure and fast: the knowledge is given, the moment is given, nothing is read or written.
"""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from faq import clauses, followup, route, segment, several, stations
from faq.knowledge import Knowledge
from faq.normalize import normalize
from faq.outcome import (
    Answer,
    Context,
    Found,
    Outcome,
    Redirect,
    SmallTalk,
    Suggestions,
    Unknown,
    Why,
)
from faq.resume import beside_alone, doubted, kept_apart, resumed
from faq.route import RedirectKind, Route, SmallTalkKind
from faq.search import search
from faq.stations import StationQuery
from faq.withhold import shown

BEIJING_TIME = ZoneInfo("Asia/Shanghai")
PERHAPS_OURS = 0.3
"""Probability from which the best entry outweighs a word that is also another department's."""
EXACT = frozenset({"exact", "listed"})
"""Reasons that say: word for word what the knowledge has."""


def decide(text: str, context: Context, now: datetime, knowledge: Knowledge) -> Outcome:
    """Decide what to do about a citizen's text; `now` is aware.

    Emergencies come first and alone. Then each of several questions is decided by itself. What
    operators taught (词语) changes none of the emergencies and no wording of an entry.
    """
    if not knowledge.lexicon:
        return _decided(text, context, now, knowledge)
    with segment.keeping(knowledge.lexicon.domain):
        return shown(_meant(text, context, now, knowledge), knowledge)


def _meant(text: str, context: Context, now: datetime, knowledge: Knowledge) -> Outcome:
    """Decide about a text in the words that are meant, or not at all about sensitive words."""
    lexicon = knowledge.lexicon
    is_blocked, rewriting = lexicon.blocked(text) is not None, lexicon.rewritten(text)
    is_clear = not is_blocked and not rewriting.used
    if is_clear or ((door := _door(text)) and door.kind.is_emergency):
        return _decided(text, context, now, knowledge)
    if is_blocked or lexicon.blocked(rewriting.text):
        return SmallTalk(SmallTalkKind.SENSITIVE, Why("sensitive"))
    if _is_wording(text, now, knowledge):
        return _decided(text, context, now, knowledge)
    outcome = _decided(rewriting.text, context, now, knowledge)
    return replace(outcome, why=replace(outcome.why, rewriting=rewriting.used))


def _is_wording(text: str, now: datetime, knowledge: Knowledge) -> bool:
    """Whether a text is a wording of an entry as it stands."""
    found = search(clauses.question(text), now.astimezone(BEIJING_TIME).date(), knowledge)
    return found.why.reason in EXACT


def _decided(text: str, context: Context, now: datetime, knowledge: Knowledge) -> Outcome:
    plain = normalize(text)
    if not plain:
        return Unknown(Why("empty"))
    if talk := route.small_talk(plain):
        return SmallTalk(talk, Why("small_talk", words=(plain,)))
    today = now.astimezone(BEIJING_TIME).date()
    door = _door(text)
    if door and door.kind.is_emergency:
        return _through(door, text, today, knowledge)

    def one(part: str, context: Context) -> Outcome:
        return _one(part, context, today, knowledge)

    return several.in_parts(text, context, one) or one(text, context)


def emergency(text: str) -> Redirect | None:
    """Find the door of somebody in danger, whose number is said even while all else is stopped."""
    plain = normalize(text)
    door = None if not plain or route.small_talk(plain) else _door(text)
    return _redirect(door, None) if door and door.kind.is_emergency else None


def _door(text: str) -> Route | None:
    """Find the door of a text, or of what is left of it without greetings and thanks."""
    return route.redirect(normalize(text)) or route.redirect(normalize(clauses.question(text)))


def _one(text: str, context: Context, today: date, knowledge: Knowledge) -> Outcome:
    """Decide about a text as one question: through a door, to a station, or the FAQ's."""
    if door := _door(text):
        return _through(door, text, today, knowledge)
    if query := stations.parse(text):
        query = followup.station_refined(query, text, context)
        return _to_stations(query, text, today, knowledge)
    if query := followup.station_query(text, context):
        return Redirect(RedirectKind.STATIONS, query, None, Why("follow_up_stations"))
    return _asked(text, context, today, knowledge)


def _through(door: Route, text: str, today: date, knowledge: Knowledge) -> Outcome:
    """Show the door first; a question about its rules is the FAQ's own when it surely knows.

    So is any text that is a wording of the FAQ word for word, unless somebody is in danger.
    """
    if not door.kind.is_emergency:
        outcome = search(text, today, knowledge)
        if isinstance(outcome, Answer) and outcome.why.reason == "exact":
            return outcome
    rest = clauses.without(text, lambda part: route.redirect(part) is not None)
    then = _answer(rest, today, knowledge) if rest else None
    if door.kind.is_emergency or door.asks_rules:
        then = then or _answer(clauses.question(text), today, knowledge)
    if door.asks_rules and then is not None:
        return then
    if door.asks_rules and not door.is_wish:
        return search(clauses.question(text), today, knowledge)
    return _redirect(door, then)


def _to_stations(query: StationQuery, text: str, today: date, knowledge: Knowledge) -> Redirect:
    rest = clauses.without(text, lambda part: stations.parse(part) is not None)
    then = _answer(rest, today, knowledge) if rest else None
    return Redirect(RedirectKind.STATIONS, query, then, Why("stations"))


def _asked(text: str, context: Context, today: date, knowledge: Knowledge) -> Outcome:
    """Ask the FAQ; unsure, think of another department, the last topic or plain abuse."""
    question = clauses.question(text)
    outcome = search(question, today, knowledge)
    if isinstance(outcome, Answer) and outcome.why.reason == "exact":
        return outcome
    is_abuse = route.abuse(normalize(text)) is not None
    followed = None if is_abuse else resumed(question, context, today, knowledge)
    if followup.is_bare(question):
        return followed or _met_calmly(text, doubted(outcome, question, context))
    if isinstance(outcome, Answer):
        return kept_apart(outcome, question, context, knowledge)
    elsewhere = _elsewhere(text, question, outcome, today, knowledge)
    meant = followed and beside_alone(followed, outcome, context, knowledge)
    return elsewhere or meant or _met_calmly(text, outcome)


def _elsewhere(
    text: str, question: str, alone: Found, today: date, knowledge: Knowledge
) -> Redirect | None:
    """Find the half of a text that asks for a station or, unlike any entry, another department."""
    for part in clauses.split(text):
        if query := stations.parse(part):
            return _to_stations(query, text, today, knowledge)
    is_ours = (
        isinstance(alone, Suggestions) and alone.why.candidates[0].probability >= PERHAPS_OURS
    )
    if not is_ours and (door := route.department(normalize(question))):
        rest = clauses.without(text, lambda part: route.department(part) is not None)
        return _redirect(door, _answer(rest, today, knowledge) if rest else None)
    return None


def _met_calmly(text: str, outcome: Found) -> Outcome:
    if word := route.abuse(normalize(text)):
        return SmallTalk(SmallTalkKind.ABUSE, replace(outcome.why, reason="abuse", words=(word,)))
    return outcome


def _answer(text: str, today: date, knowledge: Knowledge) -> Answer | None:
    outcome = search(text, today, knowledge)
    return outcome if isinstance(outcome, Answer) else None


def _redirect(door: Route, then: Answer | None) -> Redirect:
    why = Why(door.kind.value, words=(door.word,))
    return Redirect(door.kind, None, then, why, door.office, door.numbers)
