"""Fit how far the best candidate is trusted, and print what each threshold costs.

`python -m bench.trust` prints the weights, how honest the probabilities are on questions left out
of the fit, and the cost of each threshold; with `--write` the weights go into faq/data/trust.yaml.
The fit is logistic regression with a small ridge. Questions of the exam's tuning half weigh one
each, those of authors who saw no wording two; wordings left out of the entries weigh a tenth, for
they sound like their siblings. The cost table leaves out the two hundred near-domain questions
written against the entries (near.yaml), since no citizen asks so many; they are fitted on.
"""

import argparse
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bench.process import HOUSE
from bench.trust_trials import LEFT_OUT, Trial, left_out, of_the_exam
from faq.evaluate import wilson
from faq.evidence import Evidence
from faq.thresholds import COST_MISS, COST_SUGGESTION, COST_WRONG, OFFERED, SUGGEST_FROM

Reals = npt.NDArray[np.float64]

NAMES = tuple(Evidence.__dataclass_fields__)
AUTHORS, AGAINST = "authors", "near"
WRITTEN = HOUSE / "faq" / "data" / "trust.yaml"
HEAD = (Path(__file__).parent / "trust_head.txt").read_text(encoding="utf-8")
LEFT_OUT_WORTH, AUTHORS_WORTH = 0.1, 2.0
RIDGE = 1.0
STEPS = 30
FOLDS, ROUNDS = 5, 4
BINS = (0.0, 0.2, 0.4, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)
THRESHOLDS = (0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)
WRONG_ALLOWED = 0.005


def main() -> None:
    """Fit, print, and write if asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    today = datetime.now(UTC).date()
    exam, others = of_the_exam(today), left_out(today)
    weights = fitted([*exam, *others])
    for name, value in zip(("base", *NAMES), weights, strict=True):
        print(f"{name:16}{value:+8.2f}")
    sure = cross_validated(exam, others)
    _print_reliability(exam, sure)
    is_real = [trial.source != AGAINST for trial in exam]
    for mask, title in ((is_real, "without near.yaml"), ([True] * len(exam), "everything")):
        kept = [trial for trial, each in zip(exam, mask, strict=True) if each]
        _print_costs(kept, sure[np.array(mask)], title)
    if given.write:
        rows = "".join(f"  {n}: {v:.3f}\n" for n, v in zip(NAMES, weights[1:], strict=True))
        WRITTEN.write_text(f"{HEAD}base: {weights[0]:.3f}\nweights:\n{rows}", encoding="utf-8")


def fitted(trials: Sequence[Trial]) -> Reals:
    """Find base and weights; what a veto or a neighbour settles anyway teaches nothing."""
    open_ones = [trial for trial in trials if not trial.is_barred]
    inputs = np.array([[1.0, *trial.measures] for trial in open_ones])
    right = np.array([trial.is_right for trial in open_ones], np.float64)
    worth = np.array([_worth(trial) for trial in open_ones])
    spread = np.array([1.0, *np.maximum(inputs[:, 1:].std(axis=0), 1e-9)])
    scaled = inputs / spread
    ridge = RIDGE * np.eye(len(spread))
    ridge[0, 0] = 1e-6
    weights = np.zeros(len(spread))
    for _ in range(STEPS):
        chance = _chance(scaled @ weights)
        slope = scaled.T @ (worth * (chance - right)) + ridge @ weights
        bend = (scaled.T * (worth * chance * (1 - chance))) @ scaled + ridge
        weights -= np.clip(np.linalg.solve(bend, slope), -2, 2)
    fit: Reals = weights / spread
    return fit


def _worth(trial: Trial) -> float:
    if trial.source in LEFT_OUT:
        return LEFT_OUT_WORTH
    return AUTHORS_WORTH if trial.source.startswith(AUTHORS) else 1.0


def cross_validated(exam: Sequence[Trial], others: Sequence[Trial]) -> Reals:
    """Give each question of the exam the trust of fits that never saw it."""
    chance = np.random.default_rng(0)
    total = np.zeros(len(exam))
    for _ in range(ROUNDS):
        fold = chance.integers(FOLDS, size=len(exam))
        for held in range(FOLDS):
            known = [trial for trial, each in zip(exam, fold, strict=True) if each != held]
            weights = fitted([*known, *others])
            asked = np.flatnonzero(fold == held)
            rows = np.array([[1.0, *exam[place].measures] for place in asked.tolist()])
            total[asked] += _chance(rows @ weights)
    mean: Reals = total / ROUNDS
    return mean


def _chance(odds: Reals) -> Reals:
    found: Reals = 1 / (1 + np.exp(-np.clip(odds, -30, 30)))
    return found


def _print_reliability(exam: Sequence[Trial], sure: Reals) -> None:
    right = np.array([trial.is_right for trial in exam])
    is_open = np.array([not trial.is_barred for trial in exam])
    print("\ntrust        questions   said   right")
    for low, high in pairwise(BINS):
        inside = is_open & (sure >= low) & (sure < high)
        if inside.any():
            said, came = sure[inside].mean(), right[inside].mean()
            print(f"{low:.2f}-{high:.2f} {inside.sum():11d}  {said:.3f}   {came:.3f}")


def _print_costs(exam: Sequence[Trial], sure: Reals, title: str) -> None:
    """Print what comes of each threshold, and the best one within the allowed wrong answers."""
    print(f"\n{title}: {len(exam)} questions")
    print("from   right of due  wrong of all (95 %)        cost a question")
    for threshold in THRESHOLDS:
        right, wrong, cost = _counted(exam, sure, threshold)
        low, high = wilson(wrong, len(exam))
        due = sum(trial.is_due for trial in exam)
        print(
            f"{threshold:.2f}  {right / due:8.1%}  {wrong / len(exam):8.1%} ({low:.1%}-{high:.1%})"
            f"  {cost / len(exam):12.3f}"
        )
    open_from = np.sort(np.unique(sure))
    for threshold in open_from:
        right, wrong, _ = _counted(exam, sure, float(threshold))
        if wrong <= WRONG_ALLOWED * len(exam):
            due = sum(trial.is_due for trial in exam)
            print(f"wrong <= {WRONG_ALLOWED:.1%}: right {right / due:.1%} from {threshold:.2f}")
            break


def _counted(exam: Sequence[Trial], sure: Reals, threshold: float) -> tuple[int, int, float]:
    right = wrong = 0
    cost = 0.0
    for trial, trust in zip(exam, sure, strict=True):
        if trust >= threshold and not trial.is_barred:
            wrong += not trial.is_right
            right += trial.is_right and trial.is_due
            cost += 0 if trial.is_right else COST_WRONG
        else:
            cost += _cost_unanswered(trial)
    return right, wrong, cost


def _cost_unanswered(trial: Trial) -> int:
    likely = [each for each in trial.weighed.ranked if each.probability >= SUGGEST_FROM]
    offered = {each.entry for each in likely[:OFFERED]}
    if trial.is_due and not offered & trial.right:
        return COST_MISS
    return COST_SUGGESTION if offered else 0


if __name__ == "__main__":
    main()
