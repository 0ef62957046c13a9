"""One outcome shown to a programme as JSON and to an operator as a why-card (为什么这样答)."""

from collections.abc import Iterator
from typing import Any, assert_never

from faq.outcome import (
    Answer,
    Outcome,
    Part,
    Redirect,
    Several,
    SmallTalk,
    Suggestions,
    Unknown,
    Why,
)
from faq.words import shipped

SHOWN = 5
"""Candidates on a why-card."""
OFFERED_SHARE = 0.7
"""What is left of a score under a veto that still allows a suggestion."""
BARRED_SHARE = 0.1
"""What is left of a score under a final veto."""


def as_json(outcome: Outcome) -> dict[str, Any]:
    """Give an outcome the pinned shape of `python -m faq ask --json`.

    Of several questions it is the first answered one's; `parts` holds them all.
    """
    evidence = _evidence(leading(outcome).why if isinstance(outcome, Several) else outcome.why)
    said = {"outcome": name(outcome), "entry": entry_of(outcome), **evidence}
    match outcome:
        case Redirect():
            said |= {"kind": outcome.kind.value, "numbers": list(outcome.numbers)}
            said |= {"office": outcome.office}
        case SmallTalk():
            said |= {"kind": outcome.kind.value}
        case Suggestions():
            said |= {"suggestions": [entry.id for entry in outcome.entries]}
        case Several():
            said |= {"parts": [_part(part) for part in outcome.parts]}
        case Answer() | Unknown():
            pass
        case _:
            assert_never(outcome)
    return said


def as_row(outcome: Outcome) -> dict[str, Any]:
    """Give the outcome and candidates of a row of eval/exam.py.

    Other doors and small talk count as declined, unless half of the text was answered. A vetoed
    candidate's score is lowered, so that no threshold on scores can let it through.
    """
    answered = leading(outcome)
    known = name(answered)
    scored = _lowered(answered.why)
    return {
        "outcome": known if known in ("answer", "suggest") else "decline",
        "candidates": [{"entry": entry, "score": round(score, 6)} for entry, score in scored],
    }


def _lowered(why: Why) -> list[tuple[str, float]]:
    shares = {veto.entry: OFFERED_SHARE for veto in why.vetoes}
    shares |= {veto.entry: BARRED_SHARE for veto in why.vetoes if veto.is_final}
    scored = [
        (each.entry, each.probability * shares.get(each.entry, 1)) for each in why.candidates
    ]
    return sorted(scored, key=lambda pair: -pair[1])


def name(outcome: Outcome) -> str:
    """Name an outcome as the pinned interface does; several questions by the first answered."""
    names: dict[type[Outcome], str] = {
        Answer: "answer",
        Suggestions: "suggest",
        Redirect: "redirect",
        SmallTalk: "small_talk",
        Unknown: "decline",
    }
    return names[type(_first(outcome))]


def entry_of(outcome: Outcome) -> str | None:
    """Give the entry a citizen would read first: the answer, or the answered half of another."""
    first = leading(outcome)
    return first.entry.id if isinstance(first, Answer) else None


def as_card(text: str, outcome: Outcome) -> str:
    """Write an outcome out for an operator."""
    return "\n".join(_lines(text, outcome))


def _first(outcome: Outcome) -> Answer | Suggestions | Redirect | SmallTalk | Unknown:
    """Take of several questions the first one answered, else the first."""
    if not isinstance(outcome, Several):
        return outcome
    outcomes = [part.outcome for part in outcome.parts]
    return next((each for each in outcomes if isinstance(each, Answer)), outcomes[0])


def leading(outcome: Outcome) -> Answer | Suggestions | Redirect | SmallTalk | Unknown:
    """Take the outcome whose evidence is shown: what was answered, be it beside a door."""
    first = _first(outcome)
    return first.then if isinstance(first, Redirect) and first.then else first


def _part(part: Part) -> dict[str, Any]:
    return {"text": part.text, "outcome": name(part.outcome), "entry": entry_of(part.outcome)}


def _evidence(why: Why) -> dict[str, Any]:
    best = why.candidates[0].probability if why.candidates else 0.0
    return {
        "probability": round(best, 4),
        "candidates": [
            {"entry": each.entry, "score": round(each.probability, 4)} for each in why.candidates
        ],
        "reason": why.reason,
        "margin": round(why.margin, 4),
        "neighbour": why.neighbour.id if why.neighbour else None,
        "words": list(why.words),
        "vetoes": [
            {"entry": veto.entry, "kind": veto.kind.value, "detail": veto.detail}
            for veto in why.vetoes
        ],
    }


def _lines(text: str, outcome: Outcome) -> Iterator[str]:
    said = shipped("card.yaml")
    yield said["asked"].format(text=text)
    if isinstance(outcome, Several):
        yield said["several"].format(number=len(outcome.parts))
        for part in outcome.parts:
            yield ""
            yield from _lines(part.text, part.outcome)
        return
    yield said["outcome"].format(
        outcome=said["outcomes"][name(outcome)],
        reason=said["reasons"].get(outcome.why.reason, outcome.why.reason),
    )
    yield from _result(outcome, said)
    for used in outcome.why.rewriting:
        yield said["rewriting"].format(used=used, kind=said["word_kinds"][used.kind.value])
    why = leading(outcome).why
    if why.words:
        yield said["words"].format(words=" / ".join(why.words))
    for number, each in enumerate(why.candidates[:SHOWN], start=1):
        against = [veto for veto in why.vetoes if veto.entry == each.entry]
        kinds = "".join(
            said["veto"].format(kind=said["vetoes"][veto.kind.value], detail=veto.detail)
            for veto in against
        )
        yield said["candidate"].format(number=number, each=each, vetoes=kinds)
    if why.neighbour:
        yield said["neighbour"].format(neighbour=why.neighbour)
    if why.candidates:
        yield said["margin"].format(margin=why.margin)


def _result(outcome: Outcome, said: dict[str, Any]) -> Iterator[str]:
    match outcome:
        case Answer():
            yield said["answer"].format(entry=outcome.entry)
        case Suggestions():
            for entry in outcome.entries:
                yield said["suggestion"].format(entry=entry)
        case Redirect():
            numbers = said["separator"].join(outcome.numbers)
            office = outcome.office or ""
            yield said["door"].format(kind=outcome.kind.value, office=office, numbers=numbers)
            if outcome.then is not None:
                yield said["then"].format(entry=outcome.then.entry)
        case SmallTalk():
            yield said["talk"].format(kind=outcome.kind.value)
        case Unknown() | Several():
            pass
        case _:
            assert_never(outcome)
