import pytest
from hypothesis import given
from hypothesis import strategies as st

from people import receipt
from people.receipt import ALPHABET, ReceiptKind

KINDS = st.sampled_from(list(ReceiptKind))


@given(KINDS)
def test_an_issued_number_is_found_again_however_it_is_written(kind: ReceiptKind) -> None:
    number = receipt.issue(kind)
    assert receipt.find(number) == number
    assert receipt.find(f"我的编号是{number.lower()}，查一下") == number
    assert receipt.find(number.replace("-", " ")) == number
    assert receipt.find(number.replace("-", "")) == number
    assert receipt.kind_of(number) is kind


@given(KINDS, st.integers(2, 8), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed(kind: ReceiptKind, place: int, other: str) -> None:
    number = receipt.issue(kind)
    wrong = f"{number[:place]}{other}{number[place + 1 :]}"
    assert (receipt.find(wrong) is None) == (wrong != number)


@given(KINDS, st.integers(2, 6))
def test_two_swapped_neighbours_are_noticed(kind: ReceiptKind, place: int) -> None:
    number = receipt.issue(kind)
    first, second = number[place], number[place + 1]
    swapped = f"{number[:place]}{second}{first}{number[place + 2 :]}"
    assert (receipt.find(swapped) is None) == (first != second)


@pytest.mark.parametrize("text", ["", "Q-", "质量月是几月", "V-000000", "X-ABCDEFG"])
def test_other_text_holds_no_number(text: str) -> None:
    assert receipt.find(text) is None


def test_no_character_looks_like_another() -> None:
    assert len(ALPHABET) == len(set(ALPHABET)) == 29
    assert not set("0O1IZS8") & set(ALPHABET)
