"""What a follower sees for whatever they send, through the door, as wechatpy reads it."""

import re
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.channels.wechat.account import Kind
from db.tables import InboxRow
from tests.wechat.website import LONG, NOTICE, site
from texts import errors
from texts.wechat import HOW_TO_CHOOSE, MORE, PICTURE

MENU = f"1. 问政策\n2. 找站点\n{HOW_TO_CHOOSE}"
FILE = {"MediaId": "media-1", "ThumbMediaId": "thumb-1"}
PLACE = {"Location_X": 37.8571, "Location_Y": 113.5805, "Scale": 15, "Label": "阳泉"}


@pytest.mark.parametrize(
    ("kind", "content", "answer"),
    [
        ("text", {"Content": "你好"}, "听到 你好"),
        ("text", {"Content": "/start"}, f"您好\n\n{MENU}"),
        ("text", {"Content": "【收到不支持的消息类型，暂无法显示】"}, "听到 unknown"),
        ("image", {"MediaId": "media-1", "PicUrl": "http://example.com/1"}, "听到 photo"),
        ("voice", {"MediaId": "media-1", "Format": "amr", "Recognition": ""}, "听到 voice"),
        ("voice", {"MediaId": "media-1", "Recognition": "质量月。"}, "听到 质量月。"),
        ("video", FILE, "听到 video"),
        ("shortvideo", FILE, "听到 video"),
        ("location", PLACE, "听到 37.857 113.574"),
        (
            "link",
            {"Title": "一篇文章", "Description": "…", "Url": "https://example.com/a"},
            "听到 一篇文章\nhttps://example.com/a",
        ),
        ("miniprogrampage", {"Title": "小程序"}, "听到 unknown"),
    ],
)
async def test_every_kind_of_message_is_answered(
    tmp_path: Path, kind: str, content: dict[str, object], answer: str
) -> None:
    async with site(tmp_path) as place, place.follower() as phone:
        assert (await phone.brings(phone.message(kind, **content))).text == answer


@pytest.mark.parametrize(
    ("event", "more", "answer"),
    [
        ("subscribe", {"EventKey": ""}, f"您好\n\n{MENU}"),
        ("subscribe", {"EventKey": "qrscene_week-7"}, f"您好week-7\n\n{MENU}"),
        ("subscribe", {"EventKey": "last_trade_no_4003752001201412010001"}, f"您好\n\n{MENU}"),
        ("SCAN", {"EventKey": "week-7", "Ticket": "t"}, f"您好week-7\n\n{MENU}"),
        ("SCAN", {"EventKey": "请点 <a>", "Ticket": "t"}, f"您好\n\n{MENU}"),
        ("CLICK", {"EventKey": "menu:ask"}, "点了 menu:ask"),
        ("VIEW", {"EventKey": "https://example.com"}, None),
        ("LOCATION", {"Latitude": 37.8, "Longitude": 113.5, "Precision": 100}, None),
        ("unsubscribe", {"EventKey": ""}, None),
        ("TEMPLATESENDJOBFINISH", {"MsgID": 1, "Status": "success"}, None),
        ("something_of_next_year", {}, None),
    ],
)
async def test_every_event_is_answered_or_passes_in_silence(
    tmp_path: Path, event: str, more: dict[str, object], answer: str | None
) -> None:
    async with site(tmp_path) as place, place.follower() as phone:
        answered = await phone.happens(event, **more)
        assert (answered.status, answered.text) == (200, answer)


@pytest.mark.parametrize("typed", ["2", "\uff12", "第二个", "二", "选2", " 2。", "找站点", "2."])
async def test_a_choice_is_made_in_many_ways(tmp_path: Path, typed: str) -> None:
    async with site(tmp_path) as place, place.follower() as phone:
        await phone.says("/start")
        assert (await phone.says(typed)).text == "点了 menu:find"


async def test_a_digit_is_a_choice_only_while_there_is_one(tmp_path: Path) -> None:
    async with site(tmp_path) as place, place.follower() as phone:
        assert (await phone.says("2")).text == "听到 2"
        await phone.says("/start")
        assert (await phone.says("3")).text == "听到 3"
        assert (await phone.says("2")).text == "听到 2"


async def test_two_keyboards_in_one_reply_are_numbered_on(tmp_path: Path) -> None:
    async with site(tmp_path) as place, place.follower() as phone:
        shown = (
            f"第一组\n\n{MENU}\n\n第二组\n\n3. 甲站\n4. 乙站\n{HOW_TO_CHOOSE}\n也可以回复：返回"
        )
        chosen = {"1": "menu:ask", "3": "station:a", "4": "station:b", "返回": "nav:back"}
        for typed, data in chosen.items():
            assert (await phone.says("两组")).text == shown
            assert (await phone.says(typed)).text == f"点了 {data}"


async def test_a_long_answer_is_fetched_piece_by_piece(tmp_path: Path) -> None:
    async with site(tmp_path) as place, place.follower() as phone:
        heard = [(await phone.says("长")).text or ""]
        while heard[-1].endswith(MORE):
            heard.append((await phone.says("继续")).text or "")
        assert [len(text.encode()) <= 2048 for text in heard] == [True] * 3
        assert "\n".join(text.removesuffix(f"\n\n{MORE}") for text in heard) == f"{LONG}\n\n{MENU}"
        assert (await phone.says("1")).text == "点了 menu:ask"


async def test_asking_for_the_rest_brought_again_is_no_question(tmp_path: Path) -> None:
    async with site(tmp_path) as place, place.follower() as phone:
        await phone.says("长")
        for number, is_more in (("1", True), ("2", False)):
            asked = {**phone.message("text", Content="继续"), "MsgId": number}
            heard = [(await phone.posts(asked)).text or "" for _ in range(3)]
            assert heard == [heard[0]] * 3
            assert heard[0].endswith(MORE) is is_more
        async with place.database.read() as session:
            assert await session.scalar(select(func.count()).select_from(InboxRow)) == 2
        assert (await phone.says("1")).text == "点了 menu:ask"


async def test_the_rest_of_a_long_answer_is_pushed(tmp_path: Path) -> None:
    async with site(tmp_path, Kind.VERIFIED_SERVICE) as place, place.follower() as phone:
        head = (await phone.says("长")).text or ""
        await place.sent(2)
        said = "\n".join([head, *place.weixin.texts(phone.openid)])
        assert said == f"{LONG}\n\n{MENU}"
        assert MORE not in head
        assert (await phone.says("1")).text == "点了 menu:ask"


async def test_who_does_not_ask_for_the_rest_gets_it_before_the_next_answer(
    tmp_path: Path,
) -> None:
    async with site(tmp_path) as place, place.follower() as phone:
        heard = [(await phone.says("长")).text or "", (await phone.says("你好")).text or ""]
        heard.append((await phone.says("继续")).text or "")
        assert [text.endswith(MORE) for text in heard] == [True, True, False]
        said = "\n".join(text.removesuffix(f"\n\n{MORE}") for text in heard)
        assert said.replace("\n\n这", "\n这") == f"{LONG}\n\n{MENU}\n\n听到 你好"


async def test_a_place_has_a_link_to_a_map(tmp_path: Path) -> None:
    async with site(tmp_path) as place, place.follower() as phone:
        address = (
            "https://uri.amap.com/marker?position=113.570000%2C37.850000"
            "&name=%E5%9F%8E%E5%8C%BA%E6%9C%8D%E5%8A%A1%E7%AB%99%EF%BC%88%E7%A4%BA%E4%BE%8B%EF%BC%89"
            "&src=zhixiaotong&coordinate=gaode&callnative=1"
        )
        assert (await phone.says("站点")).text == (
            f'城区服务站（示例）\n示例路 1 号\n<a href="{address}">在地图上看</a>\n\n到了'
        )


async def test_links_and_buttons_that_open_pages_are_links(tmp_path: Path) -> None:
    async with site(tmp_path) as place, place.follower() as phone:
        assert (await phone.says("链接")).text == (
            '看<a href="https://example.com/?a=1&b=2">网页</a>\n'
            '<a href="https://example.com/page">打开</a>'
        )


@pytest.mark.parametrize("mark", ['<a href="https://evil.example">点我</a>', "</a>", "< A b"])
async def test_a_link_a_citizen_types_is_not_obeyed_when_said_back(
    tmp_path: Path, mark: str
) -> None:
    async with site(tmp_path) as place, place.follower() as phone:
        assert (await phone.says(mark)).text == "听到 " + mark.replace("<", "\uff1c")


@pytest.mark.parametrize("typed", ["]]>", "&amp;", "😀👨\u200d👩\u200d👧", "a\nb", "<xml>"])
async def test_odd_characters_come_back_whole(tmp_path: Path, typed: str) -> None:
    async with site(tmp_path) as place, place.follower(is_sealed=True) as phone:
        assert (await phone.says(typed)).text == f"听到 {typed}"


async def test_a_picture_is_named_where_it_cannot_be_sent(tmp_path: Path) -> None:
    async with site(tmp_path) as place, place.follower() as phone:
        assert (await phone.says("图片")).text == f"{PICTURE}\n\n看图"


async def test_a_picture_is_pushed_once_uploaded(tmp_path: Path) -> None:
    async with site(tmp_path, Kind.VERIFIED_SERVICE) as place, place.follower() as phone:
        for _ in range(2):
            assert (await phone.says("图片")).text is None
        await place.sent(4)
        assert [sent.body["msgtype"] for sent in place.weixin.sent] == ["image", "text"] * 2
        assert place.weixin.sent[2].body["image"] == {"media_id": "media-1"}
        assert len(place.weixin.uploads) == 1


async def test_a_crash_gives_a_number_and_the_next_message_works(tmp_path: Path) -> None:
    async with site(tmp_path) as place, place.follower() as phone:
        said = (await phone.says("炸")).text or ""
        (number,) = re.findall(r"E-[0-9A-Z]{6}", said)
        assert said == errors.incident(number).text.as_kwargs()["text"]
        assert (await phone.says("你好")).text == "听到 你好"


async def test_the_privacy_notice_is_said_once(tmp_path: Path) -> None:
    async with site(tmp_path) as place, place.phone() as phone, place.phone() as other:
        assert (await phone.says("甲")).text == f"听到 甲{NOTICE}"
        assert (await phone.says("乙")).text == "听到 乙"
        assert (await other.happens("subscribe")).text == f"您好{NOTICE}\n\n{MENU}"


async def test_who_writes_too_fast_is_told_once(tmp_path: Path) -> None:
    async with site(tmp_path) as place, place.follower() as phone:
        heard = [(await phone.says(f"第{number}条消息")).text for number in range(22)]
        too_fast = errors.TOO_FAST.text.as_kwargs()["text"]
        assert heard[:19] == [f"听到 第{number}条消息" for number in range(19)]
        assert heard[19:] == [too_fast, None, None]


async def test_followers_do_not_see_each_other(tmp_path: Path) -> None:
    async with (
        site(tmp_path) as place,
        place.follower() as phone,
        place.follower(is_sealed=True) as other,
    ):
        await phone.says("/start")
        assert (await other.says("1")).text == "听到 1"
        assert (await phone.says("1")).text == "点了 menu:ask"
