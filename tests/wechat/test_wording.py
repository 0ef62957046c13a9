"""What WeChat shows is what was said: links as links, nothing lost, nothing cut in its middle."""

import re
from typing import Any

import pytest
from aiogram.utils.formatting import Bold, Text, TextLink
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.wechat.wording import link, plain, split

RELAXED = settings(deadline=None)
FAMILY = "👩‍👩‍👧‍👦"
WAVING = "👋🏽"
FLAG = "🇨🇳"
HAN = "\u1112\u1161\u11ab"
PIECES = st.lists(
    st.sampled_from([
        "质量", "，", "。", "！”", "\n", "\n\n", " \n\n\u3000\u3000", " ", "\u3000",
        "abc", "3.5", "…", FAMILY, WAVING, FLAG,
        "e\u0301", "https://www.yq.gov.cn/a?b=1&c=2", "0353-1234567", "?", "a",
        '<a href="https://示例.cn/x">这里 有</a>', "<a", "<", "</a>",
    ])
    | st.text(max_size=5)
).map("".join)  # fmt: skip


def _shown(text: Text) -> str:
    said, entities = text.render()
    return plain(said, [entity.model_dump(mode="json") for entity in entities])


def _link(offset: int, length: int, url: str = "https://a.cn") -> dict[str, Any]:
    return {"type": "text_link", "offset": offset, "length": length, "url": url}


def test_links_are_shown_and_decoration_is_not() -> None:
    said = Text(
        Bold("办理"), "👍请看", TextLink("办事指南👍", url="https://示例.cn/?a=1&b=2"), "。"
    )
    expected = '办理👍请看<a href="https://示例.cn/?a=1&b=2">办事指南👍</a>。'
    assert _shown(said) == expected


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('<a href="weixin://x">点</a>', '\uff1ca href="weixin://x">点\uff1c/a>'),
        ("< A href=x>", "\uff1c A href=x>"), ("</ a >", "\uff1c/ a >"), ("<\na", "\uff1c\na"),
        ("<< a", "<\uff1c a"), ("3 < 4 且 <b>", "3 < 4 且 <b>"), ("a<", "a<"), ("", ""),
        ("<" + " " * 100_000, "<" + " " * 100_000),
    ],
)  # fmt: skip
def test_what_looks_like_a_link_is_only_shown(text: str, shown: str) -> None:
    assert plain(text, None) == shown
    assert plain(text, []) == shown


@pytest.mark.parametrize(
    ("url", "href"),
    [
        ('https://a.cn/"><a', "https://a.cn/%22%3E%3Ca"), ("HTTP://a.cn", "HTTP://a.cn"),
        ("https://a.cn/'", "https://a.cn/%27"),
    ],
)  # fmt: skip
def test_addresses_cannot_leave_their_quotes(url: str, href: str) -> None:
    assert link(url, "看") == f'<a href="{href}">看</a>'


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "weixin://x", "tg://user?id=1", "", "https://", "http://a b", "x"],
)
def test_other_addresses_are_no_links(url: str) -> None:
    assert link(url, "<a>看") == "\uff1ca>看"


def test_labels_cannot_end_their_link() -> None:
    assert link("https://a.cn", "</a><b>") == '<a href="https://a.cn">\uff1c/a>\uff1cb></a>'
    assert link("https://a.cn", " ") == " "


@pytest.mark.parametrize(
    ("text", "entities", "shown"),
    [
        ("a👍b", [_link(1, 2)], 'a<a href="https://a.cn">👍</a>b'),
        ("ab", [_link(1, 99)], 'a<a href="https://a.cn">b</a>'),
        ("ab", [_link(9, 1)], "ab"), ("ab", [_link(1, 0)], "ab"), ("ab", [_link(-5, 2)], "ab"),
        ("abc", [_link(1, 2), _link(0, 2)], '<a href="https://a.cn">ab</a>c'),
        ("<a", [_link(1, 1)], '<<a href="https://a.cn">a</a>'),
        ("ab", [{"type": "bold", "offset": 0, "length": 1}], "ab"),
    ],
)  # fmt: skip
def test_entities_count_as_telegrams(
    text: str, entities: list[dict[str, Any]], shown: str
) -> None:
    assert plain(text, entities) == shown


@RELAXED
@given(st.text() | st.text(alphabet="<aA/ \n"))
def test_no_text_makes_a_link_by_itself(text: str) -> None:
    shown = plain(text, None)
    assert re.search(r"<\s*/?\s*a", shown, re.IGNORECASE) is None
    assert shown.replace("\uff1c", "<") == text.replace("\uff1c", "<")


@RELAXED
@given(st.text(), st.lists(st.builds(_link, st.integers(-3, 30), st.integers(-3, 30))))
def test_without_its_links_a_text_is_the_same(text: str, entities: list[dict[str, Any]]) -> None:
    shown = plain(text, entities)
    links = re.compile(r'<a href="https://a\.cn">([^<]*)</a>')
    bare = links.sub(r"\1", shown)
    assert bare.replace("\uff1c", "<") == text.replace("\uff1c", "<")


@pytest.mark.parametrize(
    ("text", "limit", "head", "rest"),
    [
        ("够短", 6, "够短", ""), ("", 4, "", ""), ("够短\n\n ", 6, "够短", ""),
        ("第一段。\n\n第二段。第三", 30, "第一段。", "第二段。第三"),
        ("第一段。\n \n\u3000\u3000第二段落", 24, "第一段。", "\u3000\u3000第二段落"),
        ("第一行。\n第二行。第三", 30, "第一行。", "第二行。第三"),
        ("一二三。四五六七八", 18, "一二三。", "四五六七八"),
        ("他说“好。”四五六七八", 21, "他说“好。”", "四五六七八"),
        ("一二三他说“好。”四五", 24, "一二三他说“", "好。”四五"),
        ("行，他说好。”四五", 18, "行，他说", "好。”四五"),
        ("！" * 9, 12, "！" * 4, "！" * 5), ("好！！二", 7, "好！", "！二"),
        ("约 3.5 元 ok. yes sir", 16, "约 3.5 元 ok.", "yes sir"),
        ("一二三，四五六七", 15, "一二三，", "四五六七"),
        ("one two three", 9, "one two", "three"),
        ("一二三四五六七八", 10, "一二三", "四五六七八"),
        ("请看https://a.cn/b/c/d", 12, "请看", "https://a.cn/b/c/d"),
        ("请拨0353-1234567", 12, "请拨", "0353-1234567"),
        ('请看<a href="https://a.cn">这里</a>好', 33, "请看", '<a href="https://a.cn">这里</a>好'),
        ('看<a href="https://a.cn">这里</a>好', 36, '看<a href="https://a.cn">这里</a>', "好"),
        (f"一{FAMILY}二", 20, "一", f"{FAMILY}二"), (f"一{WAVING}二", 9, "一", f"{WAVING}二"),
        (f"一{FLAG * 3}", 22, f"一{FLAG * 2}", FLAG),
        ("一1\ufe0f\u20e3二", 6, "一", "1\ufe0f\u20e3二"),
        ("abcde\u0301", 5, "abcd", "e\u0301"), (HAN * 2, 12, HAN + HAN[0], HAN[1:]),
        (f"字{HAN}", 9, "字", HAN),
        ("abcdefgh", 4, "abcd", "efgh"), ("\u0301" * 9, 5, "\u0301\u0301", "\u0301" * 7),
        ("    一二三", 4, "一", "二三"), ("     一", 4, "一", ""), ("一\n\n二三", 6, "一", "二三"),
        ("👍👍", 4, "👍", "👍"), ("👍👍", 7, "👍", "👍"), (" " * 9, 4, "", ""),
        ("一二\ud800三", 9, "一二\ud800", "三"),
    ],
)  # fmt: skip
def test_a_long_text_is_cut_at_the_best_place(text: str, limit: int, head: str, rest: str) -> None:
    assert split(text, limit) == (head, rest)


def test_a_cut_that_leaves_most_of_the_room_empty_is_not_taken() -> None:
    text = "短。\n\n" + "长" * 30 + "，" + "长" * 30
    assert split(text, 150) == ("短。\n\n" + "长" * 30 + "，", "长" * 30)


def test_the_room_of_a_message_is_2048_bytes() -> None:
    assert split("字" * 682 + "ab") == ("字" * 682 + "ab", "")
    assert split("字" * 683) == ("字" * 682, "字")


@pytest.mark.parametrize("limit", [3, 0, -1])
def test_there_must_be_room_for_a_character(limit: int) -> None:
    with pytest.raises(ValueError, match=str(limit)):
        split("字", limit)


@settings(deadline=None, max_examples=1000)
@given(PIECES, st.integers(4, 120))
def test_nothing_is_lost_but_white_space_at_the_cut(text: str, limit: int) -> None:
    head, rest = split(text, limit)
    assert len(head.encode()) <= limit
    assert bool(head) == bool(text.strip()) or text == head
    start = text.index(head) + len(head)
    assert text[: text.index(head)].strip() == ""
    gap = text[start : len(text) - len(rest)] if rest else text[start:]
    assert gap.strip() == ""
    assert text[start + len(gap) :] == rest
    assert not re.match(r"\s*\n", rest)


KEPT = (
    "https://www.yq.gov.cn/a?b=1&c=2",
    '<a href="https://a.cn">这里 有</a>',
    FAMILY * 2,
    WAVING,
)
SENTENCES = st.lists(st.sampled_from([*KEPT, "质量", "。", " ", "\n", "字" * 30])).map("，".join)


@settings(deadline=None, max_examples=1000)
@given(SENTENCES, st.integers(60, 200))
def test_nothing_short_is_cut_in_its_middle(text: str, limit: int) -> None:
    parts, rest = [], text
    while rest:
        head, rest = split(rest, limit)
        parts.append(head)
    for piece in (*KEPT[:2], FAMILY, WAVING):
        assert sum(part.count(piece) for part in parts) == text.count(piece)


@RELAXED
@given(st.text(alphabet="字<a >/\n。.! " + FLAG, max_size=6000))
def test_any_long_text_ends(text: str) -> None:
    count = 0
    while text:
        head, text = split(text)
        assert head
        count += 1
    assert count <= 10
