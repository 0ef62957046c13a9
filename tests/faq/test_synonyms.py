from collections import Counter

import pytest

from faq.synonyms import meanings
from faq.words import shipped


@pytest.mark.parametrize(
    ("one", "other"),
    [("秤在哪哈检定", "秤在哪里检定"), ("质监局电话", "市场监管局热线"), ("咋投稿", "如何参赛")],
)
def test_one_meaning_in_different_words(one: str, other: str) -> None:
    assert set(meanings(one)) & set(meanings(other)) != set()


@pytest.mark.parametrize(
    ("one", "other"),
    [("投诉", "举报"), ("三包", "召回"), ("城区", "矿区"), ("允许", "禁止"), ("cma", "cnas")],
)
def test_words_that_must_be_told_apart_share_no_meaning(one: str, other: str) -> None:
    assert set(meanings(one)) & set(meanings(other)) == set()


def test_no_word_stands_twice_in_a_group() -> None:
    groups = [line.split() for line in shipped("synonyms.yaml")["same"]]

    assert [word for group in groups for word, n in Counter(group).items() if n > 1] == []


def test_no_two_groups_have_the_same_name() -> None:
    names = [line.split()[0] for line in shipped("synonyms.yaml")["same"]]

    assert [name for name, count in Counter(names).items() if count > 1] == []
