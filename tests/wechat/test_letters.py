"""Whatever is said fits into WeChat's messages, whole, in order, and its numbers choose it."""

import re
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.wechat.letters import LIMIT, LONGEST_ROW, Letter, compose, laid_out, pieces
from db.dialogue import Choice
from texts.wechat import MORE, numbered

WORDS = st.text(st.sampled_from("质量问题ab1。，\n 😀é<"), max_size=1500)
LABELS = st.text(st.sampled_from("甲乙丙丁abc"), min_size=1, max_size=20)


@st.composite
def letters(draw: st.DrawFn) -> Letter:
    labels = draw(st.lists(LABELS, max_size=9, unique=True))
    marks = draw(st.lists(st.booleans(), min_size=len(labels), max_size=len(labels)))
    choices, number = [], 0
    for place, (label, is_numbered) in enumerate(zip(labels, marks, strict=True)):
        number += is_numbered
        data = f"{'a' if is_numbered else 'nav'}:{place}"
        choices.append(Choice(label, data, number if is_numbered else None))
    text = draw(WORDS)
    return Letter(text if text.strip() else "好", tuple(choices))


def kept(whole: Letter) -> list[Letter]:
    return list(pieces(whole))


def without_blanks(texts: Sequence[str]) -> str:
    return re.sub(r"\s", "", "".join(texts)).replace(MORE, "")


def told(
    waiting: Sequence[Letter], said: Sequence[Letter]
) -> list[tuple[str, tuple[Choice, ...]]]:
    """Read everything as a follower does who asks on until there is no more."""
    shown = []
    while waiting or said:
        composed = compose([*waiting, *said], len(waiting), can_push=False)
        shown.append((composed.text, composed.choices))
        rest = [*waiting, *said][composed.taken :]
        if composed.rest is not None:
            rest[0] = composed.rest
        waiting, said = [piece for letter in rest for piece in pieces(letter)], []
        assert len(shown) < 100, "never ends"
    return shown


@settings(max_examples=150, deadline=None)
@given(st.lists(letters(), min_size=1, max_size=4), st.integers(0, 2))
def test_nothing_is_lost_or_too_long(said: list[Letter], parked: int) -> None:
    waiting = [piece for letter in said[:parked] for piece in pieces(letter)]
    shown = told(waiting, said[parked:])
    assert [text for text, _ in shown if len(text.encode()) > LIMIT] == []
    words = without_blanks([letter.text for letter in said])
    read = iter(without_blanks([text for text, _ in shown]))
    assert all(character in read for character in words)
    offered = [choice.data for _, choices in shown for choice in choices]
    assert offered == [
        choice.data
        for letter in said
        for choice in sorted(letter.choices, key=lambda one: one.number is None)
    ]


@settings(max_examples=150, deadline=None)
@given(st.lists(letters(), min_size=1, max_size=4))
def test_every_number_shown_chooses_what_stands_behind_it(said: list[Letter]) -> None:
    for text, choices in told([], said):
        counted = [choice for choice in choices if choice.number is not None]
        assert [choice.number for choice in counted] == list(range(1, len(counted) + 1))
        lines = iter(text.splitlines())
        assert all(numbered(one.number or 0, one.label) in lines for one in counted)
        assert all(choice.label in text for choice in choices)


@settings(max_examples=150, deadline=None)
@given(letters())
def test_pieces_fit_and_the_last_has_the_choices(whole: Letter) -> None:
    cut = kept(whole)
    assert [piece for piece in cut if len(laid_out(piece)[0].encode()) > LONGEST_ROW] == []
    assert [piece.choices for piece in cut] == [()] * (len(cut) - 1) + [whole.choices]
    said = without_blanks([piece.text for piece in cut])
    assert said == without_blanks([whole.text])


def test_words_that_list_their_choices_count_on_with_them() -> None:
    """A text with its own numbers stands behind another keyboard."""
    menu = Letter("先问", (Choice("甲", "a:1", 1), Choice("乙", "a:2", 2)))
    listing = Letter(
        "是不是想问：\n1. 丙\n2. 丁\n选一个。", (Choice("丙", "b:1", 1), Choice("丁", "b:2", 2))
    )
    composed = compose([menu, listing], 0, can_push=False)
    assert "是不是想问：\n3. 丙\n4. 丁\n选一个。" in composed.text
    assert "1. 丙" not in composed.text
    assert [(one.number, one.data) for one in composed.choices] == [
        (1, "a:1"), (2, "a:2"), (3, "b:1"), (4, "b:2"),
    ]  # fmt: skip
