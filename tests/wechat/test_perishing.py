"""A film stays with WeChat for three days: staff see until when, its author is asked again."""

import argparse
import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from aiogram import Bot

from bot.channels.wechat.api import WeChatApi
from bot.channels.wechat.fetch import WeChatFetch
from bot.commands import campaign, doctor
from bot.settings import Settings
from db.engine import sqlite_url
from handlers.context import WECHAT
from tests.citizen import Citizen, Recorder
from tests.studio import CONFIRM, Studio, fills_in, studio
from tests.wechat.platform import APP_ID, SECRET, Platform, platform

ABLE = replace(WECHAT, can_push=True, takes_files=True)
MEDIA = "/cgi-bin/media/get"
ASKED_AGAIN = "没能从聊天软件里取到您的视频，可能已经过期。请再发一次。"


@asynccontextmanager
async def chats(folder: Path) -> AsyncIterator[tuple[Platform, Studio]]:
    """A studio whose citizens send films through WeChat."""
    async with platform() as wechat, studio(folder) as place:
        town = place.town
        talk = town.conversation
        town.conversation = replace(
            talk,
            channels={**talk.channels, ABLE.name: ABLE},
            bots={**talk.bots, ABLE.name: Bot("42:TEST", session=Recorder())},
        )
        place.work.conversation = town.conversation
        api = WeChatApi(APP_ID, SECRET, wechat.url, town.database, town.clock)
        wechat.clock = town.clock
        fetch = WeChatFetch(api, place.work.folder, ABLE.max_upload)
        place.work.fetchers = {ABLE.name: fetch}
        try:
            yield wechat, place
        finally:
            await api.close()


async def sends(wechat: Platform, place: Studio) -> Citizen:
    citizen, film = place.citizen(channel=ABLE), place.film()
    await fills_in(citizen)
    await citizen.sends_video(film)
    wechat.media[f"tg-{film.name}"] = film.read_bytes()
    return citizen


async def listed(place: Studio, capsys: pytest.CaptureFixture[str]) -> list[str]:
    parser = argparse.ArgumentParser()
    campaign.add_parser(parser.add_subparsers())
    folder = place.town.folder
    settings = Settings(data_dir=folder, database_url=sqlite_url(folder / "records.db"))
    await asyncio.to_thread(campaign.run, parser.parse_args(["campaign", "list"]), settings)
    return capsys.readouterr().out.splitlines()[2:]


async def checked(place: Studio) -> list[str]:
    folder = place.town.folder
    settings = Settings(data_dir=folder, database_url=sqlite_url(folder / "records.db"))
    findings = await asyncio.to_thread(doctor.findings, settings)
    return [line for _, line in findings if line.startswith("没取回的视频")]


async def test_a_film_is_fetched_checked_and_told_about(tmp_path: Path) -> None:
    async with chats(tmp_path) as (wechat, place):
        citizen = await sends(wechat, place)
        await place.works()
        (card,) = await citizen.hears()
        assert CONFIRM in card.labels


async def test_staff_see_until_when_wechat_keeps_what_was_not_fetched(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with chats(tmp_path) as (wechat, place):
        assert (await listed(place, capsys), await checked(place)) == ([], ["没取回的视频：没有"])
        await sends(wechat, place)
        wechat.errors[MEDIA] += [45009]
        await place.works()
        assert await listed(place, capsys) == [
            "还在微信、没取回来的视频（到期微信就删，取不到会请作者重发）：",
            "　　草稿《老师傅的秤》　第 1 版　已试 1 次　微信只保留到 2026-11-25 12:00",
        ]
        assert await checked(place) == ["没取回的视频：1 个，最早的微信只保留到 2026-11-25 12:00"]
        place.town.clock.passes(minutes=1)
        await place.works()
        assert (await listed(place, capsys), await checked(place)) == ([], ["没取回的视频：没有"])


async def test_a_film_wechat_has_deleted_meanwhile_is_asked_for_at_once(tmp_path: Path) -> None:
    async with chats(tmp_path) as (wechat, place):
        citizen = await sends(wechat, place)
        place.town.clock.passes(days=4)
        wechat.media.clear()
        await place.works()
        (told,) = await citizen.hears()
        assert (told.text.splitlines()[0], wechat.calls[MEDIA]) == (ASKED_AGAIN, 1)


async def test_after_three_days_nobody_waits_for_the_line_to_come_back(tmp_path: Path) -> None:
    async with chats(tmp_path) as (wechat, place):
        citizen = await sends(wechat, place)
        place.town.clock.passes(days=3)
        wechat.broken[MEDIA] += [502]
        await place.works()
        (told,) = await citizen.hears()
        assert told.text.splitlines()[0] == ASKED_AGAIN


async def test_who_waits_through_an_outage_is_asked_within_hours(tmp_path: Path) -> None:
    async with chats(tmp_path) as (wechat, place):
        citizen, start = await sends(wechat, place), place.town.clock()
        wechat.broken[MEDIA] += [502] * 100
        told = await citizen.hears()
        while not told:
            place.town.clock.passes(minutes=1)
            await place.works()
            told = await citizen.hears()
        assert told[0].text.splitlines()[0] == ASKED_AGAIN
        hours = (place.town.clock() - start).total_seconds() / 3600
        assert 3 < hours < 4
