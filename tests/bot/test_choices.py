"""A typed number or label chooses a button of the latest turn, and nothing else does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.choices import as_tap, chosen
from db.dialogue import Choice

CHOICES = [
    Choice("城区", "a", 1), Choice("返回", "nav:back", None), Choice("矿区 １ 号", "b", 2),
    Choice("第三个", "c", 3),
]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "data"),
    [
        ("1", "a"), ("１", "a"), (" 1 ", "a"), ("1.", "a"), ("一", "a"), ("第一个", "a"),
        ("选1", "a"), ("我选2", "b"), ("第二项", "b"), ("2、", "b"), ("二号", "b"), ("①", "a"),
        ("城区", "a"), ("返回", "nav:back"), ("矿区 1 号", "b"), ("第三个", "c"),
    ],
)  # fmt: skip
def test_what_is_typed_for_a_button(typed: str, data: str) -> None:
    found = chosen(typed, CHOICES)
    assert found is not None
    assert found.data == data


@pytest.mark.parametrize(
    "typed", ["4", "0", "12", "城", "1元", "城区在哪", "第一个字是什么", "", "一二", "2026", "-1"]
)
def test_what_is_no_choice(typed: str) -> None:
    assert chosen(typed, CHOICES) is None


@given(st.text(max_size=20))
def test_nothing_is_chosen_where_nothing_was_offered(typed: str) -> None:
    assert chosen(typed, []) is None


def test_a_typed_choice_becomes_the_tap_of_its_speaker() -> None:
    author, chat = {"id": 7, "is_bot": False, "first_name": "李"}, {"id": 9, "type": "group"}
    message = {"message_id": 3, "date": 0, "chat": chat, "from": author, "text": "1"}
    assert as_tap({"update_id": 5, "message": message}, CHOICES[0]) == {
        "update_id": 5,
        "callback_query": {
            "id": "typed-5", "from": author, "chat_instance": "9", "data": "a",
            "message": message,
        },
    }  # fmt: skip
