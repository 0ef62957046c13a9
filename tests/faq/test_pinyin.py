import pytest

from faq import pinyin


@pytest.mark.parametrize(
    ("plain", "sounds"),
    [
        ("质量月", ["zhi", "liang", "yue"]),
        ("zhiliangyue shi ji yue", ["zhi", "liang", "yue", "shi", "ji", "yue"]),
        ("电子秤检定", ["dian", "zi", "cheng", "jian", "ding"]),
        ("ccc认证", ["ccc", "ren", "zheng"]),
        ("都3包", ["dou", "san", "bao"]),
        ("yyzz", ["yyzz"]),
    ],
)
def test_texts_that_sound_alike_read_alike(plain: str, sounds: list[str]) -> None:
    assert pinyin.syllables(plain) == sounds


def test_homophones_cannot_be_told_apart() -> None:
    assert pinyin.syllables("电子称鉴定") == pinyin.syllables("电子秤检定")


def test_every_syllable_that_is_read_can_be_typed() -> None:
    read = set(pinyin.character_readings().values())

    assert read <= pinyin.known_syllables()
