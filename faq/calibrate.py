"""How far a share of the ranker's belief can be trusted as a probability."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

_LIMIT = 1e-6  # shares are kept this far from 0 and 1
_MOST = 30.0  # log odds beyond which nothing changes
_LOWEST, _HIGHEST = (0.2, -8.0), (3.0, 8.0)  # slope and offset that can be meant
_NEWTON_STEPS = 20
_FEWEST = 60  # trials of either kind, below which one's own measure is worth less than the shipped
_PRIOR = 8.0  # how firmly a measured line is held near the shipped one
_STRANGENESS = 2.0
"""Log odds lost by a text of which no wording has anything; entries' own wordings show less."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """A straight line between the evidence for a candidate and the log odds of its being right."""

    slope: float
    offset: float

    def probability(self, share: float, known: float) -> float:
        """Probability, 0-1, that the best candidate is the entry meant.

        `share` (0-1) of the ranker's belief is the candidate's; some wording has the part `known`
        (0-1) of what the text says.
        """
        share = min(max(share, _LIMIT), 1 - _LIMIT)
        evidence = math.log(share / (1 - share)) - _STRANGENESS * (1 - known)
        odds = self.slope * evidence + self.offset
        return 1 / (1 + math.exp(-min(max(odds, -_MOST), _MOST)))


SHIPPED = Calibration(slope=1.1, offset=0.5)
"""Measured on customers' questions to 120 entries of another domain."""


@dataclass(frozen=True, slots=True)
class Trials:
    """Wordings asked of an index that had never seen them."""

    shares: npt.NDArray[np.float64]  # of the best candidate, 0-1
    known: npt.NDArray[np.float64]  # part of each wording that others have too, 0-1
    right: npt.NDArray[np.bool_]  # whether it was the wording's own entry
    foreign: npt.NDArray[np.bool_]  # whether that entry had been taken out, so none was right


NO_TRIALS = Trials(np.zeros(0), np.zeros(0), np.zeros(0, np.bool_), np.zeros(0, np.bool_))
FOREIGN_PART = 0.4
"""Questions with no entry of their own, for each question that has one, as we expect them."""


def calibration(trials: Trials) -> Calibration:
    """Draw the line that explains the trials; the shipped one when they are too few."""
    foreign = int(trials.foreign.sum())
    own = len(trials.foreign) - foreign
    if min(own, foreign) < _FEWEST:
        return SHIPPED
    weight = np.where(trials.foreign, FOREIGN_PART * own / foreign, 1.0)
    shares = np.clip(trials.shares, _LIMIT, 1 - _LIMIT)
    evidence = np.log(shares / (1 - shares)) - _STRANGENESS * (1 - trials.known)
    inputs = np.column_stack([evidence, np.ones(len(shares))])
    start = np.array([SHIPPED.slope, SHIPPED.offset])
    line = start.copy()
    for _ in range(_NEWTON_STEPS):
        chance = 1 / (1 + np.exp(-np.clip(inputs @ line, -_MOST, _MOST)))
        slope = inputs.T @ (weight * (chance - trials.right)) + _PRIOR * (line - start)
        bend = (inputs.T * (weight * chance * (1 - chance))) @ inputs + _PRIOR * np.eye(2)
        line -= np.clip(np.linalg.solve(bend, slope), -1, 1)
    steep, shift = np.clip(line, _LOWEST, _HIGHEST).tolist()
    return Calibration(steep, shift)
