"""Minimising the ranker's loss: L-BFGS in the space the wordings span.

A weight vector is always a sum of wordings, so one number for each (wording, candidate entry)
stands for all weights, and one pass over the wordings' products is all a step costs.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float32]  # wordings x candidates
Product = Callable[[Matrix], Matrix]  # what given coefficients add to every score

_MEMORY = 8  # remembered steps
_DECREASE = 1e-4  # share of the promised decrease a step must bring
_FLAT = 1e-6  # squared slope where nothing is left to learn
_SHORTEST = 1e-3  # steps shorter than this end the search


@dataclass(frozen=True, slots=True)
class _Point:
    """Coefficients and the scores they give, offsets excluded."""

    coefficients: Matrix
    scores: Matrix

    def moved(self, step: "_Point", length: float) -> "_Point":
        return _Point(
            self.coefficients + length * step.coefficients, self.scores + length * step.scores
        )

    def dot(self, other: "_Point") -> float:
        return float(np.vdot(self.coefficients, other.scores))


@dataclass(frozen=True, slots=True)
class Loss:
    """Cross-entropy of each wording's own entry (column 0) among its candidates."""

    offsets: Matrix  # scores before anything is learned
    decay: float  # price of large weights

    def value(self, point: _Point) -> float:
        """Loss at `point`, lower is better."""
        scores = self.offsets + point.scores
        peak = scores.max(axis=1)
        surprise = np.log(np.exp(scores - peak[:, None]).sum(axis=1)) + peak - scores[:, 0]
        return float(surprise.sum()) + self.decay / 2 * point.dot(point)

    def slope(self, point: _Point) -> Matrix:
        """Coefficients of the steepest ascent at `point`."""
        scores = self.offsets + point.scores
        shares = np.exp(scores - scores.max(axis=1)[:, None])
        shares /= shares.sum(axis=1)[:, None]
        shares[:, 0] -= 1
        slope: Matrix = shares + self.decay * point.coefficients
        return slope


def minimise(loss: Loss, product: Product, steps: int) -> Matrix:
    """Coefficients after at most `steps` steps from nothing learned."""
    nothing = np.zeros_like(loss.offsets)
    here = _Point(nothing, nothing)
    slope = _at(loss.slope(here), product)
    history: list[tuple[_Point, _Point]] = []
    for _ in range(steps):
        if slope.dot(slope) < _FLAT:
            break
        step = _downhill(slope, history, loss.decay)
        length = _length(loss, here, step, slope.dot(step))
        if length == 0:
            break
        here = here.moved(step, length)
        after = _at(loss.slope(here), product)
        taken = _Point(length * step.coefficients, length * step.scores)
        history = [*history, (taken, after.moved(slope, -1.0))][-_MEMORY:]
        slope = after
    return here.coefficients


def _at(coefficients: Matrix, product: Product) -> _Point:
    return _Point(coefficients, product(coefficients))


def _downhill(slope: _Point, history: list[tuple[_Point, _Point]], decay: float) -> _Point:
    """Two-loop recursion of L-BFGS: the slope bent by what earlier steps taught."""
    bent, shares = slope, []
    for taken, change in reversed(history):
        share = taken.dot(bent) / taken.dot(change)
        shares.append(share)
        bent = bent.moved(change, -share)
    if history:
        taken, change = history[-1]
        scale = taken.dot(change) / change.dot(change)
    else:  # the curvature of cross-entropy is at most one half
        size = slope.dot(slope)
        scale = size / (float(np.vdot(slope.scores, slope.scores)) / 2 + decay * size + 1e-12)
    bent = _Point(scale * bent.coefficients, scale * bent.scores)
    for (taken, change), share in zip(history, reversed(shares), strict=True):
        bent = bent.moved(taken, share - change.dot(bent) / taken.dot(change))
    return _Point(-bent.coefficients, -bent.scores)


def _length(loss: Loss, here: _Point, step: _Point, promise: float) -> float:
    """Step length in 0-1 that keeps a part of what the slope promises; 0 when none does."""
    start, length = loss.value(here), 1.0
    while length > _SHORTEST:
        if loss.value(here.moved(step, length)) <= start + _DECREASE * length * promise:
            return length
        length /= 2
    return 0.0
