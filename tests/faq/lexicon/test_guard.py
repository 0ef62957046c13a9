import pytest

from faq.lexicon.guard import blocked_in
from faq.lexicon.lexicon import Lexicon

RUDE = Lexicon(sensitive=frozenset({"坏词"}))
CLEAN = {
    "standard_question": "质量月是几月",
    "similar_questions": ["哪个月是质量月"],
    "answer": "九月。",
    "sources": [{"title": "产品质量法"}],
}


@pytest.mark.parametrize(
    "change",
    [
        {"standard_question": "坏 词是几月"},
        {"similar_questions": ["一", "坏词"]},
        {"answer": "壞詞。"},
        {"sources": [{"title": "坏，词"}]},
    ],
)
def test_a_sensitive_word_is_found_wherever_it_stands(change: dict[str, object]) -> None:
    assert blocked_in({**CLEAN, **change}, RUDE) == "坏词"


def test_a_clean_text_and_an_empty_one_have_none() -> None:
    assert blocked_in(CLEAN, RUDE) is None
    assert blocked_in({}, RUDE) is None
