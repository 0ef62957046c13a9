import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.mask import mask


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("电话13812345678", "电话138****5678"),
        ("138-1234-5678", "138******5678"),
        ("身份证14030219900101123X", "身份证140302********123X"),
        ("卡号6222021234567890123", "卡号***************0123"),
        ("写信 zhang.san@example.com", "写信 *********@example.com"),
        ("拨打12345或12315", "拨打12345或12315"),
        ("国市监质发〔2022〕76号", "国市监质发〔2022〕76号"),
    ],
)
def test_personal_numbers_are_hidden_and_others_stay(said: str, kept: str) -> None:
    assert mask(said) == kept


@given(st.text())
def test_the_length_stays_and_masking_twice_changes_nothing(text: str) -> None:
    once = mask(text)
    assert len(once) == len(text)
    assert mask(once) == once
