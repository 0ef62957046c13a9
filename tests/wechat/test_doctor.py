import asyncio
from pathlib import Path
from typing import Any

import pytest

from bot.channels.wechat.account import Kind
from bot.commands import doctor
from bot.settings import Settings
from db import migrate
from db.engine import Database, sqlite_url
from tests.wechat.platform import APP_ID, SECRET, Platform, platform


async def told(folder: Path, place: Platform | None = None, **more: Any) -> tuple[bool, str]:
    if place:
        more = {
            "wechat_token": "token", "wechat_app_id": APP_ID, "wechat_app_secret": SECRET,
            "wechat_api": place.url, **more,
        }  # fmt: skip
    settings = Settings(data_dir=folder, database_url=sqlite_url(folder / "records.db"), **more)
    return (await asyncio.to_thread(doctor.findings, settings))[-1]


async def makes_records(folder: Path) -> None:
    database = Database(sqlite_url(folder / "records.db"))
    await migrate.upgrade(database)
    await database.close()


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        (Kind.VERIFIED_SERVICE, "认证服务号，能事后再发、取视频、发布菜单"),
        (Kind.VERIFIED_SUBSCRIPTION, "认证订阅号，能事后再发、取视频、发布菜单"),
        (Kind.UNVERIFIED_SERVICE, "未认证服务号，能发布菜单；不能事后再发、取视频"),
        (Kind.UNVERIFIED_SUBSCRIPTION, "未认证订阅号，不能事后再发、取视频、发布菜单"),
    ],
)
async def test_what_the_account_may_do_is_asked_and_told(
    tmp_path: Path, kind: Kind, line: str
) -> None:
    await makes_records(tmp_path)
    async with platform() as place:
        place.kind = kind
        assert await told(tmp_path, place) == (True, f"微信公众号：{line}")


async def test_what_is_wrong_with_the_account_is_told(tmp_path: Path) -> None:
    await makes_records(tmp_path)
    async with platform() as place:
        place.errors["/cgi-bin/stable_token"] += [40164]
        is_well, line = await told(tmp_path, place)
        assert not is_well
        assert line.startswith("微信公众号：微信不让这台服务器调用接口（40164：")
        is_well, line = await told(tmp_path, place, wechat_app_secret="another-secret")
        assert (is_well, "（40125）" in line) == (False, True)
    is_well, line = await told(tmp_path, place)
    assert (is_well, line.startswith("微信公众号：现在联系不上微信（")) == (False, True)


async def test_an_account_that_is_not_set_or_only_half_is_no_fault(tmp_path: Path) -> None:
    off = "微信公众号：没有打开（设 WECHAT_TOKEN 等，步骤见 docs/wechat.md）"
    half = "微信公众号：只能当场回答；设了 WECHAT_APP_ID 和 WECHAT_APP_SECRET 才能做别的"
    later = "微信公众号：设置齐了；数据库升级到当前版本以后再查它的权限"
    assert await told(tmp_path) == (True, off)
    assert await told(tmp_path, wechat_token="token") == (True, half)
    async with platform() as place:
        assert await told(tmp_path, place) == (True, later)
        assert place.calls.total() == 0
