"""Our decision in full beside its peers on the project's own exam: `python -m bench.own_exam`.

Everybody has the same wordings of the same entries. A peer answers with the entry of its best
wording above one score and offers its best three above another; both are chosen where they cost
least on the tuning half, by the costs of faq/thresholds.py. As these costs make most peers answer
nothing, a second row lets each answer as often as we do there. Then the measured half is counted,
and of it nothing but counts is ever printed. Emergencies, doors of the bot's own, follow-ups and
several questions at once are left out: no peer could know them.
"""

import argparse
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, time
from typing import cast

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process
from sklearn.feature_extraction.text import TfidfVectorizer

from bench.peers import peers
from faq import evaluate, exam, thresholds
from faq.commands import BEIJING_TIME, EXAM, HALVES, seed
from faq.exam import Case, Result, Verdict
from faq.knowledge import Knowledge
from faq.normalize import normalize
from faq.outcome import Answer, Context, Outcome, Suggestions, Unknown, Why
from faq.segment import words

Scores = npt.NDArray[np.float64]
Ranked = Sequence[tuple[str, float]]
"""Entries of a text with the score of their best wording, best first."""
STEPS = 40  # scores tried as a threshold
OFFERED = 3
WHY = Why("")
COSTS = {
    Verdict.RIGHT: 0,
    Verdict.OFFERED: thresholds.COST_SUGGESTION,
    Verdict.MISSED: thresholds.COST_MISS,
    Verdict.WRONG: thresholds.COST_WRONG,
}


def main() -> None:
    """Print a row for each contestant."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--date", type=date.fromisoformat, default=None)
    given = parser.parse_args()
    now = datetime.combine(given.date or datetime.now(BEIJING_TIME).date(), time(12), BEIJING_TIME)
    knowledge = seed()
    tuning, measured = (list(_cases(half)) for half in HALVES)
    print("| | right | right or offered | wrong | out of scope not answered |")
    print("|---|---:|---:|---:|---:|")
    _print("ours", exam.run(measured, now, knowledge))
    answers = _answers(exam.run(tuning, now, knowledge))
    for name, search in _searches(knowledge).items():
        known, new = ([search(case.text) for case in half] for half in (tuning, measured))
        cheapest = _cheapest(tuning, known, knowledge)
        as_often = (_best(known)[answers], cheapest[1])
        for how, bounds in (("cheapest", cheapest), ("answering as often", as_often)):
            _print(f"{name}, {how}", _judged(measured, new, bounds, knowledge))


def _cases(half: str) -> Iterator[Case]:
    """Give the questions of a half that entries alone can answer, or nothing should."""
    for file in sorted((EXAM / half).glob("*.yaml")):
        for case in exam.read_exam(file):
            is_alone = len(case.asked) == 1 and case.context == Context()
            is_door = any(name.startswith(exam.REDIRECT) for name in case.expected)
            if is_alone and (
                evaluate.is_out_of_scope(case) or (evaluate.is_in_scope(case) and not is_door)
            ):
                yield case


def _print(name: str, results: Sequence[Result]) -> None:
    found = evaluate.figures(results)
    shares = (found.right, found.helped, found.wrong, found.refused)
    cells = (f"{each.share:.1%} of {each.total}" for each in shares)
    print(" | ".join([f"| {name}", *cells]), "|", flush=True)


def _searches(knowledge: Knowledge) -> dict[str, Callable[[str], Ranked]]:
    """Give each peer's search over the wordings, from a text as typed to ranked entries."""
    pairs = [
        (entry.id, wording) for entry in knowledge.entries.values() for wording in entry.wordings
    ]
    owners, wordings = zip(*pairs, strict=True)
    ranked = {name: _of_places(search, owners) for name, search in peers(wordings).items()}
    plain = [normalize(wording) for wording in wordings]
    cut = [" ".join(words(text)) for text in plain]
    tfidf = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), sublinear_tf=True)
    rows = tfidf.fit_transform(plain)

    def by_scores(scores: Callable[[str], Scores]) -> Callable[[str], Ranked]:
        return lambda text: _ranked(zip(owners, scores(normalize(text)), strict=True))

    def ratio(text: str) -> Scores:
        return np.asarray(process.cdist([text], plain, scorer=fuzz.ratio)[0])

    def token_set(text: str) -> Scores:
        said = " ".join(words(text))
        return np.asarray(process.cdist([said], cut, scorer=fuzz.token_set_ratio)[0])

    def characters(text: str) -> Scores:
        return np.asarray((rows @ tfidf.transform([text]).T).toarray()).ravel()

    own = {"rapidfuzz ratio": ratio, "rapidfuzz token_set": token_set, "TF-IDF": characters}
    return ranked | {name: by_scores(scores) for name, scores in own.items()}


def _of_places(search: Callable[[str], object], owners: Sequence[str]) -> Callable[[str], Ranked]:
    def ranked(text: str) -> Ranked:
        places = cast("list[tuple[int, float]]", search(text))
        return _ranked((owners[place], score) for place, score in places)

    return ranked


def _ranked(scored: Iterable[tuple[str, float]]) -> Ranked:
    best: dict[str, float] = {}
    for entry, score in scored:
        best[entry] = max(score, best.get(entry, score))
    return sorted(best.items(), key=lambda pair: -pair[1])[:OFFERED]


def _judged(
    cases: Sequence[Case],
    found: Sequence[Ranked],
    bounds: tuple[float, float],
    knowledge: Knowledge,
) -> list[Result]:
    outcomes = [_outcome(ranked, bounds, knowledge) for ranked in found]
    return [
        Result(case, outcome, exam.judge(case, outcome))
        for case, outcome in zip(cases, outcomes, strict=True)
    ]


def _outcome(ranked: Ranked, bounds: tuple[float, float], knowledge: Knowledge) -> Outcome:
    answer_from, offer_from = bounds
    entries = tuple(knowledge.entries[entry] for entry, _ in ranked)
    best = ranked[0][1] if ranked else -np.inf
    if best >= answer_from:
        return Answer(entries[0], WHY)
    return Suggestions(entries, WHY) if best >= offer_from else Unknown(WHY)


def _cheapest(
    cases: Sequence[Case], found: Sequence[Ranked], knowledge: Knowledge
) -> tuple[float, float]:
    """Choose the score to answer from and the one to offer from that cost least."""
    tried = [*np.quantile(_best(found), np.linspace(0, 1, STEPS)), np.inf]
    pairs = [(answer, offer) for answer in tried for offer in tried if offer <= answer]
    return min(pairs, key=lambda bounds: _cost(_judged(cases, found, bounds, knowledge)))


def _best(found: Sequence[Ranked]) -> list[float]:
    """Give the scores of the best entries, the highest first."""
    return sorted((ranked[0][1] for ranked in found if ranked), reverse=True)


def _answers(results: Sequence[Result]) -> int:
    return sum(isinstance(each.outcome, Answer) for each in results)


def _cost(results: Sequence[Result]) -> int:
    shown = sum(
        isinstance(each.outcome, Suggestions) and each.verdict is not Verdict.OFFERED
        for each in results
    )
    return sum(COSTS[each.verdict] for each in results) + shown * thresholds.COST_SUGGESTION


if __name__ == "__main__":
    main()
