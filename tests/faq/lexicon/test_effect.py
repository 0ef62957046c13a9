from datetime import UTC, datetime

import pytest

from faq.exam import Case
from faq.lexicon.effect import effect
from faq.lexicon.lexicon import Lexicon, WordKind
from faq.lexicon.word import Taught
from tests.knowledge import shared_knowledge

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
TEXTS = ["品宣季是几月", "质量月是几月", "三无产品能卖吗", "品宣季"]
FIXING = Taught(WordKind.SYNONYM, "品宣季", "质量月")
BREAKING = Taught(WordKind.SENSITIVE, "三无")


@pytest.mark.parametrize("known", [Lexicon(), Lexicon(synonyms={"品宣季": "质量月"})])
def test_a_word_fixes_what_it_did_or_would_fix(known: Lexicon) -> None:
    found = effect([FIXING], shared_knowledge().taught(known), TEXTS, [], NOW)

    assert "品宣季是几月" in {change.text for change in found.better}
    assert found.worse == ()
    assert found.asked == 4


def test_a_word_breaks_what_was_answered() -> None:
    case = Case("三无货可以销售吗", "test", (frozenset({"three-nos"}),))
    found = effect([BREAKING], shared_knowledge(), TEXTS, [case], NOW)

    assert [change.text for change in found.worse] == ["三无产品能卖吗", "三无货可以销售吗"]
    assert found.better == ()


def test_a_word_nobody_said_does_nothing() -> None:
    found = effect([Taught(WordKind.DOMAIN, "夸克")], shared_knowledge(), TEXTS, [], NOW)

    assert (found.changes, found.asked) == ((), 4)
