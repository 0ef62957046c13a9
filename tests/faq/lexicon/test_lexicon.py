import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq import segment
from faq.lexicon.lexicon import Lexicon, Rewriting, Used, WordKind

FEW = st.text("甲乙丙丁", min_size=1, max_size=4)
LONG = st.text("甲乙丙丁 ，", max_size=12)
RULES = st.dictionaries(FEW, FEW, max_size=5)
LEXICONS = st.builds(
    Lexicon,
    synonyms=RULES,
    homophones=RULES,
    domain=st.frozensets(FEW, max_size=3),
    sensitive=st.frozensets(FEW, max_size=3),
    allowed=st.frozensets(FEW, max_size=3),
)
GAS = Lexicon(synonyms={"煤气表": "燃气表"}, homophones={"制量": "质量"})
RUDE = Lexicon(sensitive=frozenset({"坏词", "bad"}), allowed=frozenset({"不坏词典"}))


@given(LEXICONS, LONG)
def test_rewriting_again_changes_nothing(lexicon: Lexicon, text: str) -> None:
    once = lexicon.rewritten(text)

    assert lexicon.rewritten(once.text) == Rewriting(once.text)


@given(RULES, FEW, st.text("戊 ，", max_size=3))
def test_nothing_within_a_longer_domain_word_is_rewritten(
    rules: dict[str, str], word: str, around: str
) -> None:
    rules.pop(word, None)
    lexicon = Lexicon(synonyms=rules, domain=frozenset({word}))
    text = f"{around}{word}{around}"

    assert lexicon.rewritten(text) == Rewriting(text)


@given(LEXICONS, st.data())
def test_an_allowed_word_never_blocks(lexicon: Lexicon, data: st.DataObject) -> None:
    for word in lexicon.allowed:
        around = data.draw(st.text("戊 ，", max_size=3))
        assert lexicon.blocked(f"{around}{word}{around}") is None


@given(FEW, st.lists(st.sampled_from(" ，.😀\n\u200b"), min_size=4, max_size=4))
def test_nothing_between_its_letters_hides_a_sensitive_word(word: str, marks: list[str]) -> None:
    hidden = "".join(letter + mark for letter, mark in zip(word, marks, strict=False))

    assert Lexicon(sensitive=frozenset({word})).blocked(f"戊{hidden}戊") == word


@given(LONG)
def test_without_words_nothing_happens(text: str) -> None:
    assert not Lexicon()
    assert Lexicon().rewritten(text) == Rewriting(text)
    assert Lexicon().blocked(text) is None


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("煤气表几年换？", "燃气表几年换？"),
        ("煤 气 表几年换", "燃气表几年换"),
        ("煤氣表，ISO 9001", "燃气表，ISO 9001"),
        ("煤，气表", "煤，气表"),
        ("制量月", "质量月"),
    ],
)
def test_what_is_meant_takes_the_place_of_what_is_said(text: str, meant: str) -> None:
    assert GAS.rewritten(text).text == meant


def test_the_words_used_are_named_in_order() -> None:
    assert GAS.rewritten("制量好的煤气表").used == (
        Used("制量", "质量", WordKind.HOMOPHONE),
        Used("煤气表", "燃气表", WordKind.SYNONYM),
    )


def test_a_word_within_what_is_meant_stays() -> None:
    lexicon = Lexicon(synonyms={"燃气": "燃气表"})

    assert lexicon.rewritten("燃气表和燃气").text == "燃气表和燃气表"


def test_a_chain_is_followed_to_its_end_and_a_circle_not_at_all() -> None:
    assert Lexicon(synonyms={"甲": "乙", "乙": "丙"}).rewritten("甲").text == "丙"
    assert Lexicon(synonyms={"甲": "乙", "乙": "甲"}).rewritten("甲") == Rewriting("甲")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("你这个坏词", "坏词"), ("坏 。词", "坏词"), ("壞詞", "坏词"),
        ("\uff22\uff21\uff24", "bad"), ("b.a d", "bad"), ("badge", None),
        ("不坏词典怎么买", None), ("不坏词典和坏词", "坏词"),
    ],
)  # fmt: skip
def test_sensitive_words_are_found_however_spelled(text: str, word: str | None) -> None:
    assert RUDE.blocked(text) == word


def test_a_taught_word_is_kept_whole_only_meanwhile() -> None:
    before = segment.words("三星堆玻璃杯好吗")
    with segment.keeping(frozenset({"堆玻璃"})):
        meanwhile = segment.words("三星堆玻璃杯好吗")

    assert "堆玻璃" in meanwhile
    assert segment.words("三星堆玻璃杯好吗") == before


def test_a_taught_word_does_not_cut_a_longer_known_one() -> None:
    with segment.keeping(frozenset({"席质"})):
        assert segment.words("首席质量官") == ["首席质量官"]
