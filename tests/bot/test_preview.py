"""The console's preview is what citizens are shown: the same words, buttons and cuts."""

import re
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.wechat.letters import LIMIT
from bot.preview import Preview
from console.channel_view import ChannelView
from faq.entry import Entry, Source
from handlers.ask import build_ask_router
from handlers.context import TELEGRAM, WEB
from tests.citizen import town
from tests.knowledge import LAW, MONTH, shared_knowledge

TODAY = date(2026, 11, 22)
MARKUP = re.compile(r"<[^>]+>")
LONG = replace(
    MONTH,
    answer="这一句话有二十个左右的汉字，说一件办事的情况。" * 40,
    sources=(LAW, replace(LAW, url='https://www.samr.gov.cn/?a="><script>1</script>&b=1')),
)


def views(entry: Entry, *, can_push: bool = False) -> dict[str, ChannelView]:
    shown = Preview(shared_knowledge, lambda: can_push)(entry, TODAY)
    return {view.channel: view for view in shown}


def plain(html: str) -> str:
    return unescape(MARKUP.sub("", html))


@pytest.mark.parametrize("channel", [WEB, TELEGRAM])
async def test_the_words_and_buttons_are_those_a_citizen_gets(
    tmp_path: Path, channel: object
) -> None:
    async with town(
        tmp_path, build_ask_router(), knowledge=shared_knowledge(), stations=()
    ) as place:
        citizen = place.citizen(channel)  # type: ignore[arg-type]
        (said,) = await citizen.says(MONTH.standard_question)
    (message,) = views(MONTH)[channel.name].messages  # type: ignore[attr-defined]
    assert plain(message.html) == said.text
    assert [button.label for row in message.buttons for button in row] == said.labels


def test_a_short_answer_is_one_message_everywhere() -> None:
    for view in views(MONTH).values():
        assert len(view.messages) == 1


@pytest.mark.parametrize("can_push", [True, False])
def test_wechat_is_cut_where_wechat_is_cut(can_push: bool) -> None:  # noqa: FBT001
    view = views(LONG, can_push=can_push)["wechat"]
    assert len(view.messages) == 2
    assert all(message.size <= LIMIT for message in view.messages)
    assert ("继续" in plain(view.messages[0].html)) is not can_push
    told = "".join(plain(message.html) for message in view.messages)
    assert told.count("说一件办事的情况。") == 40
    assert "没解决" in plain(view.messages[-1].html)


def test_an_address_cannot_leave_its_attribute() -> None:
    for view in views(LONG).values():
        assert not any("<script" in message.html for message in view.messages)
    assert 'href="https://www.samr.gov.cn/?a=&quot;&gt;' in views(LONG)["web"].messages[0].html


@given(st.text(max_size=60), st.text(max_size=200), st.text(max_size=60))
def test_whatever_is_typed_is_shown_as_text(question: str, answer: str, title: str) -> None:
    entry = replace(
        MONTH, standard_question=question, answer=answer, sources=(Source(title, "1"),)
    )
    for view in views(entry).values():
        tags = {tag for message in view.messages for tag in re.findall(r"<(/?\w*)", message.html)}
        assert tags <= {"b", "/b", "i", "/i", "a", "/a"}
