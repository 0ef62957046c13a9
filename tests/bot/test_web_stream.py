import asyncio
from pathlib import Path
from typing import Any
from uuid import uuid4

from bot.channels.web import NAME
from db import transcript
from tests.bot.website import site


async def test_events_come_in_order_with_their_numbers(tmp_path: Path) -> None:
    async with site(tmp_path) as place, place.browser() as visitor:
        await visitor.hello()
        await visitor.hears(1)
        async with visitor.events() as events:
            assert (await events.next())["author"] == "bot"
            key = str(uuid4())
            await visitor.says("你好", key)
            mine, answer = await events.next(), await events.next()
            assert (mine["author"], mine["key"], mine["body"]["text"]) == ("citizen", key, "你好")
            assert (answer["author"], answer["body"]["text"]) == ("bot", "听到 你好")
            assert int(mine["_id"]) == mine["id"] < answer["id"] == int(answer["_id"])


async def test_a_broken_line_is_taken_up_where_it_broke(tmp_path: Path) -> None:
    async with site(tmp_path) as place, place.browser() as visitor:
        for word in ("一一", "二二"):
            await visitor.says(word)
        bubbles = await visitor.hears(4)
        ways: tuple[dict[str, Any], ...] = (
            {"params": {"after": bubbles[1]["id"]}},
            {"headers": {"Last-Event-ID": str(bubbles[1]["id"])}},
            {"headers": {"Last-Event-ID": str(bubbles[1]["id"])}, "params": {"after": 0}},
        )
        for way in ways:
            async with visitor.events(**way) as events:
                assert (await events.next())["id"] == bubbles[2]["id"]


async def test_two_pages_share_one_conversation(tmp_path: Path) -> None:
    async with site(tmp_path) as place, place.browser() as visitor:
        await visitor.hello()
        async with visitor.events() as left, visitor.events() as right:
            await left.next()
            await right.next()
            await visitor.says("你好")
            for page in (left, right):
                assert [(await page.next())["body"]["text"] for _ in range(2)] == [
                    "你好",
                    "听到 你好",
                ]


async def test_the_page_hears_when_the_bot_is_at_work(tmp_path: Path) -> None:
    async with site(tmp_path) as place, place.browser() as visitor:
        await visitor.hello()
        await visitor.hears(1)
        async with visitor.events() as events:
            await events.next()
            await visitor.says("慢")
            assert await events.next("typing") == {"on": True, "_id": None}
            assert await events.next("typing") == {"on": False, "_id": None}


async def test_large_print_asked_for_in_words_reaches_the_page(tmp_path: Path) -> None:
    async with site(tmp_path) as place, place.browser() as visitor:
        await visitor.hello()
        await visitor.hears(1)
        async with visitor.events() as events:
            await events.next()
            await visitor.says("大字")
            assert await events.next("print") == {"large": True, "_id": None}
        assert await visitor.hello() == {"large": True}


async def test_what_was_deleted_goes_from_open_pages(tmp_path: Path) -> None:
    async with site(tmp_path) as place, place.browser() as visitor:
        await visitor.hello()
        (welcome,) = await visitor.hears(1)
        async with visitor.events() as events:
            assert await events.next("oldest") == {"id": welcome["id"], "_id": None}
            await visitor.says("忘")
            answer = await events.next("oldest")
            (left,) = await visitor.history(limit=9)
            assert (answer["id"], left["body"]["text"]) == (left["id"], "听到 忘")


async def test_a_stranger_gets_an_empty_stream(tmp_path: Path) -> None:
    async with site(tmp_path) as place, place.browser() as visitor, visitor.events() as events:
        assert await events.reply.text() == "retry: 2000\n\n"
        assert events.reply.headers["Content-Type"] == "text/event-stream; charset=utf-8"
        assert events.reply.headers["X-Accel-Buffering"] == "no"


async def test_what_another_process_wrote_is_shown(tmp_path: Path) -> None:
    async with site(tmp_path) as place, place.browser() as visitor:
        await visitor.hello()
        await visitor.hears(1)
        async with visitor.events() as events:
            await events.next()
            async with place.database.begin() as session:
                (chat,) = place.chats.lines._open  # noqa: SLF001 -- the one open conversation
                body = {"kind": "text", "text": "审核结果"}
                now = place.chats.clock()
                await transcript.put(session, NAME, chat, "bot", None, body, now)
            await place.chats.lines.look()
            assert (await events.next())["body"]["text"] == "审核结果"


async def test_too_many_pages_close_the_oldest(tmp_path: Path) -> None:
    async with site(tmp_path) as place, place.browser() as visitor:
        await visitor.hello()
        await visitor.hears(1)
        async with visitor.events() as oldest:
            await oldest.next()
            others = [await visitor.http.get(f"{place.url}/chat/events") for _ in range(12)]
            async with asyncio.timeout(5):
                assert "event: message" not in await oldest.reply.text()
            for other in others:
                other.close()
