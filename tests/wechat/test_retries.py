"""WeChat brings a message three times; a follower sees one answer, and the records one turn."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.channels.wechat.account import Kind
from db import migrate
from db.engine import Database, sqlite_url
from db.tables import InboxRow, OutboxRow
from tests.wechat.phone import Phone
from tests.wechat.platform import platform
from tests.wechat.website import LONG, NOTICE, Site, site, site_at
from texts.wechat import MORE, NOTHING_MORE, WAIT


async def turns(place: Site) -> int:
    """Count the stored messages; what is brought again is none."""
    async with place.database.read() as session:
        return await session.scalar(select(func.count()).select_from(InboxRow)) or 0


async def waiting(place: Site) -> int:
    """Count what still is to be said."""
    async with place.database.read() as session:
        count = select(func.count()).where(OutboxRow.sent_at.is_(None))
        return await session.scalar(count) or 0


@pytest.mark.parametrize("is_sealed", [False, True])
async def test_what_was_answered_is_answered_the_same(
    tmp_path: Path,
    is_sealed: bool,  # noqa: FBT001 -- a parameter
) -> None:
    async with site(tmp_path) as place, place.phone(is_sealed=is_sealed) as phone:
        message = phone.message("text", Content="你好")
        heard = [(await phone.posts(message)).text for _ in range(3)]
        assert heard == [f"听到 你好{NOTICE}"] * 3
        assert await turns(place) == 1


async def test_an_event_brought_again_is_one_event(tmp_path: Path) -> None:
    async with site(tmp_path) as place, place.follower() as phone:
        message = phone.message("event", Event="CLICK", EventKey="menu:ask")
        assert [(await phone.posts(message)).text for _ in range(2)] == ["点了 menu:ask"] * 2
        other = {**message, "EventKey": "menu:find"}
        assert (await phone.posts(other)).text == "点了 menu:find"
        assert await turns(place) == 3


async def test_all_three_at_once_join_one_turn(tmp_path: Path) -> None:
    async with site(tmp_path) as place, place.follower() as phone:
        message = phone.message("text", Content="你好")
        place.ready.clear()
        posts = [asyncio.ensure_future(phone.posts(message)) for _ in range(3)]
        await asyncio.sleep(0.2)
        place.ready.set()
        assert [(await post).text for post in posts] == ["听到 你好"] * 3
        assert (await turns(place), await waiting(place)) == (2, 0)


async def test_the_second_time_gets_what_the_first_did_not_wait_for(tmp_path: Path) -> None:
    async with site(tmp_path) as place, place.follower() as phone:
        message = phone.message("text", Content="你好")
        place.ready.clear()
        assert (await phone.posts(message)).status == 504
        place.ready.set()
        assert (await phone.posts(message)).text == "听到 你好"
        assert (await phone.posts(message)).text == "听到 你好"
        assert (await turns(place), await waiting(place)) == (2, 0)


async def asked_in_vain(place: Site, phone: Phone, text: str = "你好") -> list[object]:
    """Ask while nothing can be answered, three times."""
    message = phone.message("text", Content=text)
    place.ready.clear()
    answers = [await phone.posts(message) for _ in range(3)]
    return [answer.text or answer.status for answer in answers]


async def test_the_third_time_says_that_it_takes_longer(tmp_path: Path) -> None:
    async with site(tmp_path) as place, place.follower() as phone:
        assert await asked_in_vain(place, phone) == [504, 504, WAIT]
        assert (await phone.says("继续")).text == WAIT
        place.ready.set()
        assert (await phone.says("继续")).text == "听到 你好"
        assert (await phone.says("继续")).text == "听到 继续"
        assert (await turns(place), await waiting(place)) == (3, 0)


async def test_going_on_waits_for_what_is_being_made(tmp_path: Path) -> None:
    async with site(tmp_path) as place, place.follower() as phone:
        await asked_in_vain(place, phone)
        more = asyncio.ensure_future(phone.says("继续。"))
        await asyncio.sleep(0.1)
        place.ready.set()
        assert (await more).text == "听到 你好"


async def test_going_on_after_a_retry_has_said_all(tmp_path: Path) -> None:
    async with site(tmp_path) as place, place.follower() as phone:
        message = phone.message("text", Content="你好")
        place.ready.clear()
        assert (await phone.posts(message)).status == 504
        again = asyncio.ensure_future(phone.posts(message))
        more = asyncio.ensure_future(phone.says("继续"))
        await asyncio.sleep(0.1)
        place.ready.set()
        assert (await again).text == "听到 你好"
        assert (await more).text == NOTHING_MORE


async def test_who_asks_on_gets_both_answers(tmp_path: Path) -> None:
    async with site(tmp_path) as place, place.follower() as phone:
        await asked_in_vain(place, phone)
        place.ready.set()
        await until_idle(place)
        assert (await phone.says("再问")).text == "听到 你好\n\n听到 再问"


async def test_spoken_words_ask_for_the_rest_too(tmp_path: Path) -> None:
    async with site(tmp_path) as place, place.follower() as phone:
        assert ((await phone.says("长")).text or "").endswith(MORE)
        spoken = phone.message("voice", MediaId="media-1", Recognition="继续。")
        first = ((await phone.brings(spoken)).text or "").splitlines()[0]
        assert first in LONG


async def until_idle(place: Site) -> None:
    """Wait until every turn has ended."""
    async with asyncio.timeout(5):
        while True:
            async with place.database.read() as session:
                open_rows = select(func.count()).where(InboxRow.done_at.is_(None))
                if not await session.scalar(open_rows):
                    return
            await asyncio.sleep(0.02)


async def test_what_is_late_is_pushed_where_it_may(tmp_path: Path) -> None:
    async with site(tmp_path, Kind.VERIFIED_SERVICE) as place, place.follower() as phone:
        message = phone.message("text", Content="你好")
        place.ready.clear()
        answers = [await phone.posts(message) for _ in range(2)]
        assert [(answer.status, answer.text) for answer in answers] == [(200, None)] * 2
        place.ready.set()
        await place.sent(1)
        assert place.weixin.texts(phone.openid) == ["听到 你好"]
        assert (await phone.posts(message)).text is None
        assert (await turns(place), await waiting(place)) == (2, 0)


async def test_another_process_repeats_and_answers(tmp_path: Path) -> None:
    async with (
        site(tmp_path) as place,
        place.follower() as phone,
        site_at(tmp_path, place.database, place.weixin) as other,
        other.phone(openid=phone.openid) as same,
    ):
        message = phone.message("text", Content="你好")
        assert (await phone.posts(message)).text == "听到 你好"
        assert (await same.posts(message)).text == "听到 你好"
        place.ready.clear()
        late = phone.message("text", Content="慢")
        assert (await phone.posts(late)).status == 504
        second = asyncio.ensure_future(same.posts(late))
        await asyncio.sleep(0.1)
        place.ready.set()
        assert (await second).text == "听到 慢"
        assert (await turns(place), await waiting(place)) == (3, 0)


@pytest.mark.parametrize("kind", [Kind.UNVERIFIED_SUBSCRIPTION, Kind.VERIFIED_SERVICE])
async def test_a_process_that_died_in_the_middle(tmp_path: Path, kind: Kind) -> None:
    database = Database(sqlite_url(tmp_path / "records.db"))
    await migrate.upgrade(database)
    async with platform() as weixin:
        weixin.kind = kind
        async with site_at(tmp_path, database, weixin) as place, place.follower() as phone:
            message = phone.message("text", Content="你好")
            place.ready.clear()
            await phone.posts(message)
            openid = phone.openid
        async with (
            site_at(tmp_path, database, weixin) as place,
            place.phone(openid=openid) as phone,
        ):
            assert await place.inbox.recover(alone=True) == 1
            answer = await phone.posts(message)
            if kind is Kind.VERIFIED_SERVICE and answer.text is None:
                await place.sent(1)
                assert weixin.texts(openid) == ["听到 你好"]
            else:
                assert answer.text == "听到 你好"
            assert (await turns(place), await waiting(place)) == (2, 0)
    await database.close()
