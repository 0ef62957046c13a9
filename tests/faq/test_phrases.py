"""How phrases are written and found."""

import pytest

from faq.phrases import Phrasebook

GROUPS = {"fuel": ["煤气", "天然气"], "leak": ["漏", "泄"], "le": ["了", "咧"]}


@pytest.mark.parametrize(
    ("phrase", "text", "is_there"),
    [
        ("电梯困", "电梯困人", True),
        ("电梯困", "电梯里困人", False),
        ("电梯…困", "电梯里面把人困住", True),
        ("电梯…困", "困在电梯里", False),
        ("电梯…困", "电梯停在三楼半已经好久了人困着", False),
        ("<fuel>…<leak>", "天然气好像在漏", True),
        ("<fuel>…<leak>", "漏了天然气", False),
        ("<fuel>&<leak>", "漏了天然气", True),
        ("<fuel>&<leak>&快来", "快来煤气漏", True),
        ("车着<le>", "车着咧", True),
        ("车着<le>", "车着火了", False),
        ("sb", "你个sb", True),
        ("sb", "usb接口", False),
    ],
)
def test_a_phrase_is_found_as_it_is_written(phrase: str, text: str, *, is_there: bool) -> None:
    found = Phrasebook({"list": [phrase]}, GROUPS).find(text)

    assert found == ({"list": phrase} if is_there else {})


def test_each_list_tells_one_of_its_phrases() -> None:
    book = Phrasebook({"a": ["煤气", "天然气"], "b": ["漏"], "c": ["电"]})

    assert book.find("天然气漏了") == {"a": "天然气", "b": "漏"}


def test_a_group_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError):
        Phrasebook({"list": ["<nothing>"]}, GROUPS)
