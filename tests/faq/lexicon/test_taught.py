"""What taught words do to a decision."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from faq.card import as_card
from faq.decide import decide
from faq.knowledge import Knowledge
from faq.lexicon.lexicon import Lexicon
from faq.outcome import (
    Answer,
    Context,
    Outcome,
    Redirect,
    Several,
    SmallTalk,
    Suggestions,
    Unknown,
    answered,
)
from faq.route import RedirectKind, SmallTalkKind
from tests.knowledge import shared_knowledge

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
TAUGHT = Lexicon(synonyms={"品宣季": "质量月"}, homophones={"三吾": "三无"})


def asked(text: str, lexicon: Lexicon, context: Context | None = None) -> Outcome:
    knowledge = shared_knowledge().taught(lexicon)
    return decide(text, context or Context(), NOW, knowledge)


def test_a_synonym_answers_what_missed_before() -> None:
    before, after = asked("品宣季是几月", Lexicon()), asked("品宣季是几月", TAUGHT)

    assert answered(before) == ()
    assert [entry.id for entry in answered(after)] == ["quality-month-when"]
    assert [used.said for used in after.why.rewriting] == ["品宣季"]
    assert "同义词：品宣季 当作 质量月" in as_card("品宣季是几月", after)


def test_a_wording_is_never_rewritten() -> None:
    outcome = asked("质量月是几月", Lexicon(synonyms={"质量月": "三无产品"}))

    assert [entry.id for entry in answered(outcome)] == ["quality-month-when"]
    assert outcome.why.rewriting == ()


def test_each_question_of_a_text_is_rewritten() -> None:
    outcome = asked("品宣季是几月？三吾产品能卖吗？", TAUGHT)

    assert isinstance(outcome, Several)
    assert [entry.id for entry in answered(outcome)] == ["quality-month-when", "three-nos"]
    assert [used.said for used in outcome.why.rewriting] == ["品宣季", "三吾"]


def test_an_emergency_is_decided_as_it_was_said() -> None:
    lexicon = Lexicon(synonyms={"电梯": "奖"}, sensitive=frozenset({"困"}))
    outcome = asked("我被困在电梯里怎么办", lexicon)

    assert isinstance(outcome, Redirect)
    assert outcome.kind is RedirectKind.ELEVATOR_TRAPPED


@pytest.mark.parametrize("text", ["坏词", "质量月坏，词是几月", "你好坏词", "品宣季壞 詞", "怀慈"])
def test_a_sensitive_word_is_met_calmly(text: str) -> None:
    lexicon = replace(TAUGHT, sensitive=frozenset({"坏词"}), homophones={"怀慈": "坏词"})
    outcome = asked(text, lexicon)

    assert isinstance(outcome, SmallTalk)
    assert (outcome.kind, outcome.why.reason) == (SmallTalkKind.SENSITIVE, "sensitive")
    assert outcome.why.words == ()


def test_an_answer_with_a_sensitive_word_is_not_shown() -> None:
    outcome = asked("质量月是几月", Lexicon(sensitive=frozenset({"9月"})))

    assert isinstance(outcome, Unknown)
    assert outcome.why.reason == "withheld"


def test_nor_is_it_offered() -> None:
    offered = asked("三无", Lexicon())
    assert isinstance(offered, Suggestions | Answer)

    withheld = asked("三无", Lexicon(sensitive=frozenset({"不能卖"})))

    shown = withheld.entries if isinstance(withheld, Suggestions) else answered(withheld)
    assert "three-nos" not in {entry.id for entry in shown}


def test_teaching_leaves_the_knowledge_in_use_alone() -> None:
    knowledge = shared_knowledge()
    before = decide("品宣季是几月", Context(), NOW, knowledge)

    knowledge.taught(TAUGHT)

    assert decide("品宣季是几月", Context(), NOW, knowledge) == before


def test_two_lexicons_are_asked_side_by_side(seed: Knowledge) -> None:
    plain, taught = seed, seed.taught(TAUGHT)
    texts = ["品宣季是几月", "质量月是几月"]

    for text in texts * 2:
        assert decide(text, Context(), NOW, plain).why.rewriting == ()
    assert decide(texts[0], Context(), NOW, taught).why.rewriting != ()
