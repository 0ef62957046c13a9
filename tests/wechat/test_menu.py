import argparse
import asyncio
import re
from pathlib import Path

import pytest

from bot.channels.wechat import menu
from bot.channels.wechat.account import Kind
from bot.channels.wechat.menu import BadMenuError, Item
from bot.commands import wechat_menu
from bot.dispatch import build_dispatcher
from bot.locks import StartError
from bot.settings import Settings
from db import migrate
from db.engine import Database, sqlite_url
from tests.citizen import Said
from tests.studio import studio
from tests.wechat.platform import APP_ID, SECRET, Platform, platform

KNOWN = frozenset(menu.known_keys(build_dispatcher()))
SITE = "https://example.org"
SHIPPED = [
    "问政策　按钮 menu:ask",
    "找站点　按钮 menu:stations",
    "更多服务",
    "　　微视频投稿　按钮 menu:submit",
    "　　我的投稿　按钮 menu:mine",
    "　　我的数据　按钮 menu:mydata",
    "　　人工　按钮 menu:human",
    "　　网页版　网址 https://example.org/",
]
BY_HAND = {
    "button": [
        {"type": "text", "name": "联系我们", "value": "（示例）办公时间"},
        {"name": "关于", "sub_button": [{"type": "view", "name": "官网", "url": "https://a.cn"}]},
    ]
}


def read(folder: Path, text: str, site: str | None = SITE) -> menu.Menu:
    file = folder / "menu.yaml"
    file.write_text(text, encoding="utf-8")
    return menu.read(file, site, KNOWN)


async def run(place: Platform, folder: Path, *arguments: str, site: str | None = SITE) -> int:
    parser = argparse.ArgumentParser()
    wechat_menu.add_parser(parser.add_subparsers())
    given = parser.parse_args(["wechat-menu", *arguments])
    settings = Settings(
        data_dir=folder, database_url=sqlite_url(folder / "records.db"), public_url=site,
        wechat_token="token", wechat_app_id=APP_ID, wechat_app_secret=SECRET,
        wechat_api=place.url,
    )  # fmt: skip
    database = Database(settings.records)
    await migrate.upgrade(database)
    await database.close()
    status: int = await asyncio.to_thread(given.run, given, settings)
    return status


def test_the_shipped_menu_is_in_order() -> None:
    asked = menu.read(menu.MENU_FILE, SITE, KNOWN)
    assert (menu.lines(asked.items), asked.left_out) == (SHIPPED, ())


async def test_every_item_of_the_shipped_menu_does_what_its_name_typed_does(
    tmp_path: Path,
) -> None:
    def read_by(said: list[Said]) -> list[str]:
        return [re.sub(r"T-[0-9A-Z]+", "T-…", one.text) for one in said]

    items = menu.read(menu.MENU_FILE, SITE, KNOWN).items
    buttons = [one for top in items for one in top.items or (top,) if one.kind == menu.CLICK]
    assert len(buttons) == 6
    async with studio(tmp_path) as place:
        for one in buttons:
            tapped = await place.citizen().taps_data(one.target)
            assert read_by(tapped) == read_by(await place.citizen().says(one.name))
            assert tapped != [Said("这个按钮已经过期了。请重新提问，或打“菜单”。")]


def test_pages_are_left_out_where_there_is_no_public_address() -> None:
    asked = menu.read(menu.MENU_FILE, None, KNOWN)
    assert (menu.lines(asked.items), asked.left_out) == (SHIPPED[:-1], ("网页版",))


def test_an_item_with_nothing_left_below_it_is_left_out(tmp_path: Path) -> None:
    text = "- {name: 问, key: menu:ask}\n- {name: 网页, sub: [{name: 一, url: '{site}'}]}\n"
    asked = read(tmp_path, text, site=None)
    assert (asked.items, asked.left_out) == ((Item("问", "click", "menu:ask"),), ("一",))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", ["第 1 行：一个菜单项也没有。"]),
        ("name: 问", ["第 1 行：这里应是菜单项的列表，每项以“- name: ”开头。"]),
        ("- name: 问\n  sub: menu:ask", [
            "第 1 行：菜单项“问”要在 key、url、sub 里正好写一样。",
            "第 2 行：这里应是菜单项的列表，每项以“- name: ”开头。",
        ]),
        ("- key: menu:ask", ["第 1 行：缺少 name。"]),
        ("- name: 问\n  key: menu:ask\n  kee: 1", ["第 3 行：没有名为 kee 的字段，请检查拼写。"]),
        ("- name: 问\n  key: menu:ask\n  url: https://a.cn", [
            "第 1 行：菜单项“问”要在 key、url、sub 里正好写一样。",
        ]),
        ("- name: 质量政策问答\n  key: menu:ask", [
            "第 1 行：name“质量政策问答”有 18 字节，最多 16 字节（一个汉字 3 字节）。",
        ]),
        ("- name: 网\n  url: www.a.cn", [
            "第 2 行：网址“www.a.cn”要以 http:// 或 https:// 开头，不能有空格。",
        ]),
        ("\n".join(["- name: 问\n  key: menu:ask"] * 4), [
            "第 1 行：同一级的菜单项有 4 个，最多 3 个。",
        ]),
        ("- name: 问\n  sub:\n" + "    - {name: 问, key: menu:ask}\n" * 6, [
            "第 3 行：同一级的菜单项有 6 个，最多 5 个。",
        ]),
        ("- name: 问\n  sub:\n    - name: 深\n      sub: []", [
            "第 3 行：菜单项“深”要在 key、url、sub 里正好写一样。",
            "第 4 行：没有名为 sub 的字段，请检查拼写。",
        ]),
        ("- name：问\n  key: menu:ask", [
            "第 1 行：字段 name 后面用了全角冒号“：”，请改成半角冒号加一个空格“: ”。",
        ]),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_file_is_told_with_its_line(
    tmp_path: Path, text: str, told: list[str]
) -> None:
    with pytest.raises(BadMenuError) as bad:
        read(tmp_path, text)
    assert str(bad.value).splitlines() == [f"menu.yaml {line}" for line in told]


def test_a_key_nobody_answers_is_refused_and_those_that_are_answered_named(tmp_path: Path) -> None:
    with pytest.raises(BadMenuError) as bad:
        read(tmp_path, "- name: 问\n  key: menu:aks")
    said = str(bad.value)
    assert said.startswith("menu.yaml 第 2 行：key“menu:aks”没有对应的对话，点了没有用。")
    assert "menu:ask、" in said


async def test_a_menu_is_published_read_back_and_then_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with platform() as place:
        assert await run(place, tmp_path, "show") == 0
        assert capsys.readouterr().out == "公众号现在没有菜单（或者没有启用）。\n"
        assert await run(place, tmp_path, "diff") == 1
        assert "+ 问政策　按钮 menu:ask\n" in capsys.readouterr().out
        assert await run(place, tmp_path, "push") == 0
        assert capsys.readouterr().out.splitlines()[-1].startswith("已发布，读回来核对无误。")
        assert await run(place, tmp_path, "show") == 0
        assert capsys.readouterr().out.splitlines() == SHIPPED
        assert await run(place, tmp_path, "diff") == 0
        assert capsys.readouterr().out == "公众号的菜单和文件一样，不用发布。\n"
        assert await run(place, tmp_path, "push") == 0
        assert place.calls["/cgi-bin/menu/create"] == 1
        assert place.menu is not None
        assert place.menu["button"][2]["sub_button"][4] == {
            "type": "view", "name": "网页版", "url": "https://example.org/",
        }  # fmt: skip


async def test_a_menu_made_by_hand_is_shown_and_its_loss_announced(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("- name: 关于\n  sub:\n    - {name: 官网, url: 'https://a.cn'}\n", "utf-8")
    async with platform() as place:
        place.menu = BY_HAND
        assert await run(place, tmp_path, "show") == 0
        assert capsys.readouterr().out.splitlines() == [
            "联系我们　文字 （示例）办公时间", "关于", "　　官网　网址 https://a.cn",
        ]  # fmt: skip
        assert await run(place, tmp_path, "push", "--file", str(file)) == 0
        assert capsys.readouterr().out.splitlines()[:-1] == [
            "发布会这样改（- 是现在的，+ 是文件里的）：",
            "- 联系我们　文字 （示例）办公时间", "  关于", "  　　官网　网址 https://a.cn",
        ]  # fmt: skip


async def test_a_menu_that_did_not_arrive_is_not_called_published(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with platform() as place:
        place.errors["/cgi-bin/menu/create"].append(0)
        assert await run(place, tmp_path, "push") == 1
        said = capsys.readouterr().out
        assert "已发布，但读回来的菜单和文件不一样" in said


async def test_what_cannot_be_done_is_one_clear_line(tmp_path: Path) -> None:
    async def told(place: Platform, *arguments: str) -> str:
        with pytest.raises(StartError) as problem:
            await run(place, tmp_path, *arguments)
        assert SECRET not in str(problem.value)
        return str(problem.value)

    async with platform() as place:
        create = place.errors["/cgi-bin/menu/create"]
        create.append(40018)
        assert (await told(place, "push")).startswith("微信拒绝了（40018：")
        create.append(40164)
        assert (await told(place, "push")).startswith("微信不让这台服务器调用接口（40164：")
        place.kind = Kind.UNVERIFIED_SUBSCRIPTION
        assert "没有自定义菜单接口的权限（48001）" in await told(place, "push")
        assert (await told(place, "diff", "--file", "none.yaml")).startswith("菜单文件有错")
        place.rotate()
        place.errors["/cgi-bin/stable_token"].append(40125)
        assert "（40125）：请到公众平台后台核对" in await told(place, "show")
    assert (await told(place, "show")).startswith("现在联系不上微信（")


async def test_without_an_account_there_is_no_menu(tmp_path: Path) -> None:
    parser = argparse.ArgumentParser()
    wechat_menu.add_parser(parser.add_subparsers())
    given = parser.parse_args(["wechat-menu", "show"])
    with pytest.raises(StartError) as told:
        given.run(given, Settings(data_dir=tmp_path))
    assert str(told.value).startswith("没有公众号可用：请先设 WECHAT_APP_ID 和 WECHAT_APP_SECRET")
