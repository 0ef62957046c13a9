"""What citizens read while something is stopped, on every channel through the one dispatcher."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from aiogram import Bot

from bot.conversation import Conversation
from bot.dispatch import build_dispatcher
from bot.switchboard import Switchboard
from bot.turns import Turns
from campaign import store as campaigns
from db import migrate
from db.engine import Database, sqlite_url
from desk.journal import store as journal
from desk.switches import store
from faq.route import RedirectKind
from handlers.context import TELEGRAM, WEB, WECHAT, Channel
from tests.citizen import NOON, Citizen, Clock, Recorder, Town
from tests.knowledge import shared_knowledge
from tests.studio import Links, sample
from texts import ask as ask_texts
from texts.switches import FORM_KEPT, NOT_TAKEN

WORDS = "检修到下午三点。"
FIRE = f"{ask_texts.BY_KIND[RedirectKind.EMERGENCY_FIRE]}\n\n{WORDS}"
CHANNELS = (WEB, TELEGRAM, WECHAT)


@dataclass(slots=True)
class Place:
    """A process with all its conversations and its switchboard."""

    town: Town
    board: Switchboard
    citizens: list[Citizen] = field(default_factory=list)

    async def stop(self, scope: str, words: str = WORDS) -> None:
        """Stop something as the console does."""
        async with self.town.database.begin() as session:
            assert await store.stop(session, scope, words, None, NOON)
        await self.board.look()

    async def resume(self, scope: str) -> None:
        """Let something go on."""
        async with self.town.database.begin() as session:
            assert await store.resume(session, scope)
        await self.board.look()


@asynccontextmanager
async def process(folder: Path) -> AsyncIterator[Place]:
    """Open one."""
    database = Database(sqlite_url(folder / "records.db"))
    await migrate.upgrade(database)
    clock, board = Clock(), Switchboard(database)
    channels = {channel.name: channel for channel in CHANNELS}
    given = {
        "knowledge": shared_knowledge(), "stations": (), "links": Links(), "has_public_page": True,
    }  # fmt: skip
    conversation = Conversation(
        Turns(database, lambda _turn: None, clock),
        build_dispatcher(),
        {name: Bot("42:TEST", session=Recorder()) for name in channels},
        channels,
        lambda: {**given, "switches": board.switches},
    )
    try:
        yield Place(Town(folder, database, conversation, clock), board)
    finally:
        await database.close()


async def _texts(citizen: Citizen, text: str) -> list[str]:
    return [said.text for said in await citizen.says(text)]


@pytest.mark.parametrize("channel", CHANNELS, ids=lambda channel: channel.name)
async def test_everything_gets_the_words_and_danger_its_number_first(
    tmp_path: Path, channel: Channel
) -> None:
    async with process(tmp_path) as place:
        citizen = place.town.citizen(channel)
        await place.stop("all")
        for text in ("质量月是几月", "菜单", "/start", "人工"):
            assert await _texts(citizen, text) == [WORDS]
        assert await _texts(citizen, "家里着火了快来人") == [FIRE]
        (said,) = await citizen.taps_data("ask:three-nos")
        assert said.text == WORDS
        (said,) = await citizen.sends(sticker={
            "file_id": "s", "file_unique_id": "s", "type": "regular", "width": 1, "height": 1,
            "is_animated": False, "is_video": False,
        })  # fmt: skip
        assert said.text == WORDS
        await place.resume("all")
        assert "全国“质量月”在每年 9 月。" in (await _texts(citizen, "质量月是几月"))[0]


async def test_a_stopped_channel_leaves_the_others_alone(tmp_path: Path) -> None:
    async with process(tmp_path) as place:
        await place.stop("channel:telegram")
        assert await _texts(place.town.citizen(TELEGRAM), "质量月是几月") == [WORDS]
        for channel in (WEB, WECHAT):
            (answer,) = await _texts(place.town.citizen(channel), "质量月是几月")
            assert answer.startswith("质量月是几月\n全国“质量月”在每年 9 月。")


async def test_ones_own_data_works_and_receipts_stay_reachable(tmp_path: Path) -> None:
    async with process(tmp_path) as place:
        citizen = place.town.citizen()
        (missed,) = await _texts(citizen, "火星上能办营业执照吗")
        number = missed.partition("编号 ")[2][:9].rstrip("。\n")
        await place.stop("all")
        assert (await _texts(citizen, number))[0].startswith(f"编号 {number}：")
        assert (await _texts(citizen, "我的投稿"))[0] != WORDS
        (mine,) = await citizen.says("我的数据")
        assert mine.text.startswith("我的数据\n")
        await citizen.taps("删除我的数据")
        (gone,) = await citizen.taps("确认删除")
        assert gone.text == "已删除。"


async def test_a_stopped_topic_is_neither_answered_nor_offered(tmp_path: Path) -> None:
    async with process(tmp_path) as place:
        citizen = place.town.citizen()
        (before,) = await citizen.says("质量月是几月")
        assert "三无产品能卖吗" in before.labels
        await place.stop("topic:产品质量法", "正在核对。")
        assert await _texts(citizen, "三无产品能卖吗") == ["正在核对。"]
        (tapped,) = await citizen.taps_data("ask:three-nos")
        assert tapped.text == "正在核对。"
        (after,) = await citizen.says("质量月是几月")
        assert "三无产品能卖吗" not in after.labels
        assert after.text == before.text


async def test_a_stopped_question_is_counted_without_its_words(tmp_path: Path) -> None:
    async with process(tmp_path) as place:
        citizen = place.town.citizen()
        await place.stop("all")
        await citizen.says("质量月是几月")
        await citizen.says("家里着火了快来人")
        async with place.town.database.read() as session:
            counted = await journal.counted(session, NOON.date(), NOON.date())
        assert sorted((one.outcome.value, one.reason, one.count) for one in counted) == [
            ("redirect", "emergency_fire", 1), ("stopped", "stopped", 1),
        ]  # fmt: skip


async def test_stations_and_the_form_can_be_stopped_alone(tmp_path: Path) -> None:
    async with process(tmp_path) as place:
        citizen = place.town.citizen()
        await place.stop("feature:stations", "站点在核对。")
        assert await _texts(citizen, "找站点") == ["站点在核对。"]
        assert await _texts(citizen, "附近的质量服务站在哪") == ["站点在核对。"]
        await place.stop("feature:submit", "先不收。")
        assert await _texts(citizen, "我要投稿") == ["先不收。"]
        (answer,) = await _texts(citizen, "质量月是几月")
        assert "全国“质量月”在每年 9 月。" in answer


async def test_an_album_is_answered_once(tmp_path: Path) -> None:
    async with process(tmp_path) as place:
        citizen = place.town.citizen(TELEGRAM)
        await place.stop("all")
        photo = [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}]
        said = []
        for _ in range(3):
            said += await citizen.sends(photo=photo, media_group_id="a")
        assert [one.text for one in said] == [f"{WORDS}\n{NOT_TAKEN}"]


async def test_what_was_filled_in_is_kept_through_a_stop(tmp_path: Path) -> None:
    async with process(tmp_path) as place:
        async with place.town.database.begin() as session:
            await campaigns.plant(session, sample(), NOON)
        citizen = place.town.citizen()
        await citizen.says("微视频投稿")
        await citizen.taps("同意并开始")
        (title,) = await citizen.taps("已满 14 周岁")
        await place.stop("all")
        assert await _texts(citizen, "老师傅的秤") == [f"{WORDS}\n{FORM_KEPT}"]
        await place.resume("all")
        (author,) = await _texts(citizen, "老师傅的秤")
        assert (title.text[:5], author[:5]) == ("第 2 步", "第 3 步")
        await place.stop("feature:submit")
        assert await _texts(citizen, "张三") == [f"{WORDS}\n{FORM_KEPT}"]
        (answer,) = await _texts(citizen, "质量月是几月")
        assert "全国“质量月”在每年 9 月。" in answer
        await place.resume("feature:submit")
        (resumed,) = await citizen.says("微视频投稿")
        assert "老师傅的秤" in resumed.text


async def test_another_process_follows_by_itself(tmp_path: Path) -> None:
    async with process(tmp_path) as place, asyncio.TaskGroup() as tasks:
        database = Database(sqlite_url(tmp_path / "records.db"))
        other = Switchboard(database)
        await place.stop("channel:web")
        following = tasks.create_task(other.follow())
        async with asyncio.timeout(30):
            while not other.switches:  # noqa: ASYNC110 -- what follows tells nobody
                await asyncio.sleep(0.05)
        assert other.switches.of_channel("web") == WORDS
        following.cancel()
        await database.close()
