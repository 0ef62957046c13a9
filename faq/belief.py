"""How belief is divided among the entries: by features, then by a second look at the best.

Features forget what stands before what; for the few best entries the wordings are compared with
the text as written.
"""

from collections.abc import Callable, Sequence
from itertools import islice
from operator import itemgetter
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import Indel

from faq.scores import largest

Reals = npt.NDArray[np.floating]

LOOKED_AT = 10
"""Best entries whose wordings are looked at."""
_MOST = 2.5  # log odds of full likeness when entries have very many wordings; 2 to 4 are alike
_FEWEST = 2  # wordings an entry up to which likeness to one of them says nothing more
_USUAL = 0.5  # the likeness that changes nothing


def likeness_weight(entries: int, wordings: int) -> float:
    """Say what likeness counts: the more wordings to be like, the more it means to be like one."""
    return _MOST * max(0.0, 1 - _FEWEST * entries / wordings)


class Believed(NamedTuple):
    """An entry that may be meant, by its number."""

    entry: int
    share: float  # 0-1 of all belief
    wording: str  # its wording most like the text, normalized


def believed(
    scores: Reals, normalized: str, wordings_of: Callable[[int], Sequence[str]], weight: float
) -> list[Believed]:
    """Give the best entries, best first.

    `scores` are log odds, but for a constant, of every entry; wordings are normalized; `weight`
    is the log odds that likeness to a wording counts.
    """
    best = largest(scores, LOOKED_AT)
    nearest = _nearest(normalized, [wordings_of(entry) for entry in best.tolist()])
    raised = scores[best] + [weight * (likeness - _USUAL) for likeness, _ in nearest]
    peak = float(max(scores[best[0]], raised.max()))
    shares = np.exp(raised - peak)
    before = np.exp(scores - peak)
    others = before.sum() - before[best].sum()
    shares /= shares.sum() + max(others, 0.0)
    found = zip(best.tolist(), shares.tolist(), nearest, strict=True)
    each = [Believed(entry, share, wording) for entry, share, (_, wording) in found]
    return sorted(each, key=lambda one: -one.share)


def _nearest(normalized: str, wordings: Sequence[Sequence[str]]) -> list[tuple[float, str]]:
    """Find the most alike wording of each entry, and how alike (0-1) it is."""
    texts = [wording for some in wordings for wording in some]
    alike = process.cdist(
        [normalized], texts, scorer=Indel.normalized_similarity, score_hint=_USUAL
    )[0].tolist()
    each = iter(zip(alike, texts, strict=True))
    return [max(islice(each, len(some)), key=itemgetter(0)) for some in wordings]
