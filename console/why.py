"""The why-card (为什么这样答) as a page shows it: the evidence of one outcome, in words."""

from collections.abc import Mapping
from dataclasses import dataclass

from faq.card import leading, name
from faq.knowledge import Knowledge
from faq.normalize import normalize
from faq.outcome import Outcome, Several, Why
from faq.replay import told
from faq.synonyms import meanings
from texts import console_told as told_texts
from texts import console_trial as texts
from texts.console_told import Piece

COLOURS = {
    "answer": "ok", "suggest": "warn", "redirect": "info", "small_talk": "plain",
    "decline": "error",
}  # fmt: skip
SENSITIVE = "sensitive"
SHOWN = 6
"""Candidates of a card."""


@dataclass(frozen=True, slots=True)
class Row:
    """One candidate: an entry, or a neighbour (which cannot be opened)."""

    id: str
    title: str
    wording: str
    probability: float
    vetoes: tuple[str, ...]
    is_entry: bool = True


@dataclass(frozen=True, slots=True)
class WhyCard:
    """All there is to say about one question and its outcome."""

    text: str
    outcome: str
    colour: str
    reason: str
    shown: tuple[Piece, ...]
    rewriting: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    candidates: tuple[Row, ...] = ()
    margin: float | None = None
    neighbour: str | None = None
    parts: tuple["WhyCard", ...] = ()
    blocked: str | None = None
    """The sensitive word in the text, which an outcome itself never names."""


def why_card(text: str, outcome: Outcome, knowledge: Knowledge) -> WhyCard:
    """Say why an outcome came of a text."""
    if isinstance(outcome, Several):
        parts = tuple(why_card(part.text, part.outcome, knowledge) for part in outcome.parts)
        return _card(
            text, outcome, Why("several", rewriting=outcome.why.rewriting), knowledge, parts
        )
    return _card(text, outcome, leading(outcome).why, knowledge, ())


def _card(
    text: str, outcome: Outcome, why: Why, knowledge: Knowledge, parts: tuple[WhyCard, ...]
) -> WhyCard:
    kind = name(outcome)
    return WhyCard(
        text,
        told_texts.outcome(kind),
        COLOURS[kind],
        told_texts.reason(outcome.why.reason),
        tuple(told_texts.pieces(told(outcome), knowledge.entries)),
        tuple(map(texts.used, outcome.why.rewriting)),
        why.words,
        tuple(dict.fromkeys(meanings(normalize(text)))),
        tuple(_rows(why, knowledge)),
        why.margin if why.candidates else None,
        why.neighbour.topic if why.neighbour else None,
        parts,
        _blocked(text, outcome, knowledge),
    )


def _blocked(text: str, outcome: Outcome, knowledge: Knowledge) -> str | None:
    if outcome.why.reason != SENSITIVE:
        return None
    lexicon = knowledge.lexicon
    return lexicon.blocked(text) or lexicon.blocked(lexicon.rewritten(text).text)


def _rows(why: Why, knowledge: Knowledge) -> list[Row]:
    against: Mapping[str, tuple[str, ...]] = {
        each.entry: tuple(texts.veto(one) for one in why.vetoes if one.entry == each.entry)
        for each in why.candidates
    }
    rows = []
    for each in why.candidates[:SHOWN]:
        entry = knowledge.entries.get(each.entry)
        title = entry.standard_question if entry else each.entry
        rows.append(
            Row(
                each.entry, title, each.wording, each.probability, against[each.entry],
                is_entry=entry is not None,
            )
        )  # fmt: skip
    return rows
