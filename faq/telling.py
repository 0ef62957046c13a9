"""How telling a feature is: rare among the entries, rare elsewhere, kept by who says it again.

A handful of wordings cannot show that 怎么 or 可以 says little; another corpus can. What is known
of it, data/telling.txt, was counted over our own entries by `python -m bench.telling`.
"""

from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
import numpy.typing as npt

from faq.features import Keys, Values

_WEIGHT = 50  # entries' worth of trust in the other corpus; 25 to 100 are alike
_LEAST = 0.2  # what even a feature of every entry is worth, of a feature of none
_USUAL = 0.35  # share of wordings that keep a feature of another wording of their entry
_FORCE = 0.25  # how much being kept counts for entries of one wording; less the more they have


@dataclass(frozen=True, slots=True)
class _Elsewhere:
    """What another corpus knows of the features common there."""

    keys: Keys  # ascending
    shares: Values  # of its entries, that have the feature
    kept: Values  # chance, 0-1, that another wording of the same entry has it too


def telling(keys: Keys, found: npt.NDArray[np.intp], entries: int, wordings: int) -> Values:
    """Weigh features of which `found` entries of all `entries` have each."""
    known = _elsewhere()
    places = np.minimum(np.searchsorted(known.keys, keys), len(known.keys) - 1)
    is_known = known.keys[places] == keys
    shares = np.where(is_known, known.shares[places], 0)
    kept = np.where(is_known, known.kept[places], _USUAL)
    rarity = np.log((1 + entries + _WEIGHT) / (1 + found + _WEIGHT * shares))
    weights = (rarity + _least(entries)) * (kept / _USUAL) ** (_FORCE * entries / wordings)
    return np.asarray(weights, np.float32)


def strange(entries: int) -> float:
    """Weigh a feature that nobody has, here or elsewhere."""
    return float(np.log(1 + entries + _WEIGHT) + _least(entries))


def common() -> Keys:
    """Name the features another corpus knows, ascending."""
    return _elsewhere().keys


def _least(entries: int) -> float:
    return float(_LEAST * np.log(1 + entries + _WEIGHT))


@cache
def _elsewhere() -> _Elsewhere:
    text = resources.files("faq").joinpath("data", "telling.txt").read_text(encoding="utf-8")
    rows = [line.split() for line in text.splitlines() if not line.startswith("#")]
    return _Elsewhere(
        np.array([int(key, 16) for key, _, _ in rows], np.uint32),
        np.array([float(share) for _, share, _ in rows], np.float32),
        np.array([float(kept) for _, _, kept in rows], np.float32),
    )
