"""What keeps two questions apart though their words are alike: a place, a year, yes and no.

`faq.veto` and `faq.contrast` compare a question with an entry; here questions are compared with
one another, all with all at once.
"""

from collections.abc import Callable, Hashable, Sequence
from datetime import date

import numpy as np
import numpy.typing as npt

from faq import polarity
from faq.facets import Facets, facets
from faq.words import shipped

Apart = npt.NDArray[np.bool_]
Pairs = frozenset[tuple[str, Hashable]]


def discords(texts: Sequence[str], today: date) -> Apart:
    """Tell of every two texts whether they must not count as the same question."""
    read = list(map(facets, texts))
    apart = np.zeros((len(read), len(read)), np.bool_)
    for trait in (_where, lambda text: _when(text, today)):
        apart |= _compared([trait(text) for text in read], _differ)
    for told in (_sizes, _things, _signs, _turns):
        apart |= _compared([told(text) for text in read], _contradict)
    apart |= _compared([text.asks for text in read], _disjoint)
    return apart | _denied(read)


def _compared(values: Sequence[Hashable], differ: Callable[..., bool]) -> Apart:
    """Compare the few distinct values, then give every two texts what came of theirs."""
    distinct = list(dict.fromkeys(values))
    numbers = {value: number for number, value in enumerate(distinct)}
    table = np.array([[differ(one, other) for other in distinct] for one in distinct], np.bool_)
    places = np.array([numbers[value] for value in values], np.intp)
    return np.asarray(table[places[:, None], places])


def _where(text: Facets) -> frozenset[str]:
    return text.districts | text.province_places | text.foreign_places


def _when(text: Facets, today: date) -> frozenset[int]:
    """Give the years a text names; this year goes without saying."""
    years = text.years | {today.year + offset for offset in text.year_offsets}
    return years - {today.year} if len(years) == 1 else years


def _sizes(text: Facets) -> Pairs:
    return frozenset((unit, value) for value, unit in text.numbers | text.elapsed)


def _things(text: Facets) -> Pairs:
    loose = shipped("vetoes.yaml")["loose_objects"]
    return frozenset((group, name) for group, name in text.objects if group not in loose)


def _signs(text: Facets) -> Pairs:
    return frozenset((*text.signs, *((f"having {thing}", sign) for thing, sign in text.having)))


def _turns(text: Facets) -> Pairs:
    return frozenset(("turn", turn) for turn in text.turns)


def _differ(one: Hashable, other: Hashable) -> bool:
    return one != other


def _contradict(one: Pairs, other: Pairs) -> bool:
    """Whether two texts both say something of a kind, and nothing of it the same."""
    for kind in {kind for kind, _ in one} & {kind for kind, _ in other}:
        if not any(kind == each for each, _ in one & other):
            return True
    return False


def _disjoint(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one and other) and one.isdisjoint(other)


def _denied(read: Sequence[Facets]) -> Apart:
    """合格 and 不合格: what one text denies, the other says."""
    apart = np.zeros((len(read), len(read)), np.bool_)
    for head in sorted(frozenset[str]().union(*(text.denied for text in read))):
        denies = np.array([head in text.denied for text in read])
        says = np.array(
            [
                head in text.text and head not in text.denied and polarity.affirms(text.text, head)
                for text in read
            ]
        )
        apart |= np.outer(denies, says) | np.outer(says, denies)
    return apart
