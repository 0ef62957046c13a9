"""Shadow replay: what a change of the knowledge does to questions."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq.draft import drafted, needs_index
from faq.entry import Entry
from faq.exam import Case
from faq.knowledge import Knowledge
from faq.lexicon.lexicon import Lexicon
from faq.replay import Rank, Replay, Told, Turn, compare, turn
from tests.knowledge import ENTRIES, MONTH, THREE_NOS, shared_knowledge

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
TEXTS = ["质量月是几月", "品宣季是几月", "三无产品能卖吗", "你好"]
TAUGHT = Lexicon(synonyms={"品宣季": "质量月"})
TOLD = st.builds(
    Told,
    st.just("answer"),
    st.just("exact"),
    st.sampled_from(Rank),
    st.lists(st.sampled_from("甲乙丙"), max_size=2).map(tuple),
    st.just(()),
)


def replayed(after: Knowledge, *cases: Case) -> Replay:
    return compare(shared_knowledge(), after, TEXTS, cases, NOW)


def case(text: str, expected: str) -> Case:
    return Case(text, "test", (frozenset({expected}),))


def test_the_same_knowledge_changes_nothing() -> None:
    assert replayed(shared_knowledge(), case("质量月是几月", MONTH.id)) == Replay((), 3, 1)


def test_a_taught_word_mends_a_question_and_breaks_none() -> None:
    found = replayed(shared_knowledge().taught(TAUGHT))

    assert [(each.text, each.turn) for each in found.changes] == [("品宣季是几月", Turn.BETTER)]
    assert found.changes[0].after.parts == (MONTH.id,)


def test_a_case_is_judged_by_its_right_answer() -> None:
    after = shared_knowledge().taught(TAUGHT)
    found = replayed(after, case("品宣季是几月", "decline"))

    assert [(each.turn, each.is_exam) for each in found.changes] == [(Turn.WORSE, True)]


def test_what_breaks_is_listed_first(tmp_path: Path) -> None:
    after = drafted(shared_knowledge(), [replace(THREE_NOS, answer="不能。")], tmp_path)
    after = after.taught(Lexicon({"品宣季": "质量月"}, sensitive=frozenset({"9月"})))
    found = replayed(after)

    assert [(each.text, each.turn) for each in found.changes] == [
        ("质量月是几月", Turn.WORSE), ("三无产品能卖吗", Turn.OTHER),
    ]  # fmt: skip
    assert found.changes[0].after.reason == "withheld"


def test_a_draft_of_an_answer_needs_no_index(tmp_path: Path) -> None:
    draft = replace(MONTH, answer="每年九月。")
    after = drafted(shared_knowledge(), [draft], tmp_path)

    assert not needs_index(shared_knowledge(), [draft])
    assert list(tmp_path.iterdir()) == []
    assert after.entries[MONTH.id].answer == "每年九月。"
    assert after.revision != shared_knowledge().revision


@pytest.mark.parametrize(
    ("draft", "text"),
    [
        (replace(MONTH, similar_questions=("品宣季是几月",)), "品宣季是几月"),
        (replace(MONTH, id="new-one", standard_question="检测要多久"), "检测要多久"),
    ],
)
def test_a_draft_of_a_wording_is_found_by_it(draft: Entry, text: str, tmp_path: Path) -> None:
    after = drafted(shared_knowledge(), [draft], tmp_path)
    found = compare(shared_knowledge(), after, [text], [], NOW)

    assert needs_index(shared_knowledge(), [draft])
    assert [each.after.parts for each in found.better] == [(draft.id,)]
    assert set(after.entries) == {*(entry.id for entry in ENTRIES), draft.id}


@given(TOLD, TOLD)
def test_what_is_worse_one_way_is_never_worse_the_other_way_too_unless_another(
    before: Told, after: Told
) -> None:
    both = {turn(before, after), turn(after, before)}

    if before.rank is not after.rank:
        assert both == {Turn.BETTER, Turn.WORSE}
    else:
        assert Turn.BETTER not in both
        assert (both == {None}) == (before.parts == after.parts)
