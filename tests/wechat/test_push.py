"""What is pushed, what WeChat refuses, and how that reaches the follower all the same."""

from pathlib import Path

import pytest
from sqlalchemy import select

from bot.channels.wechat.account import Kind
from db.tables import OutboxRow
from tests.wechat.phone import Phone
from tests.wechat.website import MENU, OTHER_MENU, Site, site, until
from texts.wechat import CHOOSE_ABOVE, HOW_TO_CHOOSE, MORE

SEND = "/cgi-bin/message/custom/send"
MAY = Kind.VERIFIED_SERVICE


async def refused(place: Site, phone: Phone, code: int, text: str = "通知") -> list[str]:
    """Push one text that WeChat answers with `code`; return what reached the follower."""
    place.weixin.errors[SEND].append(code)
    await place.pushes(phone.openid, text)
    place.parts.wake()
    await until(lambda: not place.weixin.errors[SEND])
    await until(lambda: not place.parts.delivery or not place.parts.delivery._sending)  # noqa: SLF001 -- the end of a refusal shows nowhere else
    return place.weixin.texts(phone.openid)


async def reasons(place: Site) -> list[str | None]:
    """Return why messages were given up."""
    async with place.database.read() as session:
        return list(await session.scalars(select(OutboxRow.failed_reason)))


async def test_five_are_pushed_and_the_sixth_comes_first_in_the_next_reply(
    tmp_path: Path,
) -> None:
    async with site(tmp_path, MAY) as place, place.follower() as phone:
        place.weixin.counts_pushes = True
        place.weixin.hears(phone.openid)
        await place.pushes(phone.openid, *(f"通知{number}" for number in range(1, 8)))
        await place.sent(5)
        assert place.weixin.texts(phone.openid) == [f"通知{number}" for number in range(1, 6)]
        assert place.weixin.calls[SEND] == 5
        assert (await phone.says("你好")).text == "通知6\n\n通知7\n\n听到 你好"
        place.weixin.hears(phone.openid)
        await place.pushes(phone.openid, "通知8")
        await place.sent(6)
        assert place.weixin.texts(phone.openid)[5:] == ["通知8"]


async def test_what_waited_does_not_hold_up_a_late_answer(tmp_path: Path) -> None:
    async with site(tmp_path, MAY) as place, place.follower() as phone:
        await place.pushes(phone.openid, *(f"通知{number}" for number in range(1, 7)))
        await place.sent(5)
        place.ready.clear()
        assert (await phone.says("你好")).text is None
        place.ready.set()
        await place.sent(7)
        assert place.weixin.texts(phone.openid)[5:] == ["通知6", "听到 你好"]


async def test_after_an_event_three_within_a_minute(tmp_path: Path) -> None:
    async with site(tmp_path, MAY) as place, place.phone() as phone:
        await phone.happens("subscribe", EventKey="")
        await place.pushes(phone.openid, "一", "二", "三", "四")
        await place.sent(3)
        await phone.happens("CLICK", EventKey="menu:ask")
        place.clock.passes(minutes=2)
        await place.pushes(phone.openid, "五")
        await place.sent(3)
        assert (await phone.says("你好")).text == "五\n\n听到 你好"


async def test_a_touch_of_the_menu_takes_nothing_from_two_days(tmp_path: Path) -> None:
    async with site(tmp_path, MAY) as place, place.follower() as phone:
        await place.pushes(phone.openid, "一", "二", "三")
        await place.sent(3)
        await phone.happens("CLICK", EventKey="menu:ask")
        place.clock.passes(hours=1)
        await place.pushes(phone.openid, "四")
        await place.sent(4)
        assert place.weixin.texts(phone.openid) == ["一", "二", "三", "四"]


async def test_after_two_days_nothing_is_pushed(tmp_path: Path) -> None:
    async with site(tmp_path, MAY) as place, place.follower() as phone:
        place.clock.passes(hours=49)
        await place.pushes(phone.openid, "通知")
        await place.sent(0)
        assert place.weixin.calls[SEND] == 0
        assert (
            await phone.posts(phone.message("event", Event="CLICK", EventKey="a:b"))
        ).status == 403


@pytest.mark.parametrize("code", [45015, 45047, 50002])
async def test_what_wechat_refuses_for_now_waits(tmp_path: Path, code: int) -> None:
    async with site(tmp_path, MAY) as place, place.follower() as phone:
        assert await refused(place, phone, code) == []
        await place.pushes(phone.openid, "第二条")
        assert (await phone.says("你好")).text == "通知\n\n第二条\n\n听到 你好"
        assert place.weixin.calls[SEND] == 1


async def test_a_right_that_is_lost(tmp_path: Path) -> None:
    async with site(tmp_path, MAY) as place, place.follower() as phone:
        assert await refused(place, phone, 48001) == []
        assert (await phone.says("你好")).text == "通知\n\n听到 你好"
        assert ((await phone.says("长")).text or "").endswith(MORE)
        assert place.weixin.calls[SEND] == 1


@pytest.mark.parametrize("code", [43004, 40003, 48002])
async def test_who_is_gone_is_given_up(tmp_path: Path, code: int) -> None:
    async with site(tmp_path, MAY) as place, place.follower() as phone:
        assert await refused(place, phone, code) == []
        assert await reasons(place) == [f"{code} ordered by the test"]
        assert (await phone.says("你好")).text == "听到 你好"


async def test_a_stale_token_costs_one_more_call(tmp_path: Path) -> None:
    async with site(tmp_path, MAY) as place, place.follower() as phone:
        await place.pushes(phone.openid, "通知")
        await place.sent(1)
        place.weixin.rotate()
        await place.pushes(phone.openid, "又一条")
        await place.sent(2)
        assert place.weixin.texts(phone.openid) == ["通知", "又一条"]
        assert place.weixin.calls[SEND] == 3


@pytest.mark.parametrize("code", [-1, 45009, 45011])
async def test_a_busy_wechat_is_asked_again(tmp_path: Path, code: int) -> None:
    async with site(tmp_path, MAY) as place, place.follower() as phone:
        assert await refused(place, phone, code) == []
        place.clock.passes(minutes=1)
        place.parts.wake()
        await place.sent(1)
        assert place.weixin.texts(phone.openid) == ["通知"]


async def test_choices_are_pushed_as_a_menu_to_touch(tmp_path: Path) -> None:
    async with site(tmp_path, MAY) as place, place.follower() as phone:
        await place.pushes(phone.openid, "先问这个", buttons=MENU)
        await place.pushes(phone.openid, "再问这个", buttons=OTHER_MENU)
        await place.sent(2)
        first, second = (sent.body["msgmenu"] for sent in place.weixin.sent)
        assert first == {
            "head_content": "先问这个",
            "list": [
                {"id": "menu:ask", "content": "问政策"},
                {"id": "menu:find", "content": "找站点"},
            ],
            "tail_content": CHOOSE_ABOVE,
        }
        assert (await phone.says("问政策", bizmsgmenuid="menu:ask")).text == "点了 menu:ask"
        assert second["list"][0] == {"id": "station:a", "content": "甲站"}


async def test_a_pushed_menu_may_be_answered_by_its_label_or_number(tmp_path: Path) -> None:
    async with site(tmp_path, MAY) as place, place.follower() as phone:
        for number, typed in enumerate(("2", "找站点", "第二个"), start=1):
            await place.pushes(phone.openid, "问一下", buttons=MENU)
            await place.sent(number)
            assert (await phone.says(typed)).text == "点了 menu:find"


async def test_who_may_not_send_menus_sends_numbers(tmp_path: Path) -> None:
    async with site(tmp_path, MAY) as place, place.follower() as phone:
        place.weixin.errors[SEND].append(40200)
        await place.pushes(phone.openid, "问一下", "再问", buttons=MENU)
        await place.sent(2)
        lines = f"1. 问政策\n2. 找站点\n{HOW_TO_CHOOSE}"
        assert place.weixin.texts(phone.openid) == [f"问一下\n\n{lines}", f"再问\n\n{lines}"]
        assert place.weixin.calls[SEND] == 3
        assert (await phone.says("2")).text == "点了 menu:find"


async def test_what_waits_is_not_lost_to_who_leaves(tmp_path: Path) -> None:
    async with site(tmp_path) as place, place.follower() as phone:
        await place.pushes(phone.openid, "通知")
        assert (await phone.happens("unsubscribe", EventKey="")).text is None
        assert (await phone.says("你好")).text == "通知\n\n听到 你好"


@pytest.mark.parametrize("kind", list(Kind))
async def test_what_handlers_say_follows_the_account_found(tmp_path: Path, kind: Kind) -> None:
    async with site(tmp_path, kind, is_known=False) as place, place.follower() as phone:
        await until(lambda: place.weixin.calls["/cgi-bin/qrcode/create"] > 0)
        await until(lambda: place.parts.standing.rights.media == kind.name.startswith("VERIFIED"))
        told = "发来就行" if kind.name.startswith("VERIFIED") else "请用网页上传"
        assert (await phone.says("文件")).text == f"听到 {told}"
