"""How far the best candidate is trusted: by evidence with names, each speaking one way."""

from dataclasses import replace
from datetime import date

import pytest

from faq.evidence import Evidence
from faq.knowledge import Knowledge
from faq.trust import trust
from faq.weigh import weigh
from faq.words import shipped

TODAY = date(2026, 11, 22)
LIKELY = Evidence(
    lead=0.8, ratio=3.0, coverage=0.9, strange=0.05, unspoken=0.1, unspoken_briefly=0.05,
    deed=0.0, nearness=0.6, is_asked_alike=1.0, other_types=0.0, other_objects=0.0,
)  # fmt: skip


def measured(text: str, knowledge: Knowledge) -> Evidence:
    found = weigh(text, TODAY, knowledge).evidence
    assert found is not None
    return found


def test_every_measure_has_a_weight() -> None:
    assert list(shipped("trust.yaml")["weights"]) == [name for name, _ in LIKELY.items()]


@pytest.mark.parametrize("name", ["lead", "ratio", "nearness", "is_asked_alike"])
def test_what_speaks_for_an_entry_raises_trust(name: str) -> None:
    assert trust(LIKELY) > trust(replace(LIKELY, **{name: 0.0}))


@pytest.mark.parametrize("name", ["strange", "unspoken_briefly", "deed", "other_types"])
def test_what_speaks_against_an_entry_lowers_trust(name: str) -> None:
    assert trust(LIKELY) > trust(replace(LIKELY, **{name: 0.9}))


def test_a_word_the_entry_never_speaks_of_is_noticed(seed: Knowledge) -> None:
    plain, odd = measured("质量月是几月", seed), measured("质量月的月饼是几月", seed)

    assert (plain.unspoken, plain.strange) == (0.0, 0.0)
    assert odd.unspoken > 0.3
    assert odd.unspoken_briefly > 0


def test_the_same_word_counts_for_less_in_a_story(seed: Knowledge) -> None:
    brief = measured("质量月的月饼是几月", seed)
    story = measured("我邻居昨天吃月饼的时候问起来我们单位每年参加的那个质量月是几月", seed)

    assert story.unspoken_briefly < brief.unspoken_briefly


def test_a_deed_no_wording_speaks_of_is_weighed(seed: Knowledge) -> None:
    assert measured("营业执照怎么注销", seed).deed == 0.0
    assert measured("营业执照怎么描红", seed).deed > 0
