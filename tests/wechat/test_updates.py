"""What a citizen does in WeChat reaches the dialogue as aiogram would bring it."""

from datetime import UTC, datetime
from typing import Any

import pytest
from aiogram import Bot
from aiogram.types import Message, Update
from hypothesis import given, settings
from hypothesis import strategies as st
from wechatpy import parse_message

from bot.channels.wechat.envelope import MalformedError, parse
from bot.channels.wechat.updates import key_of, translated
from faq.points import to_gcj02

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
CHAT = 2**40 + 7
FRAME = {"ToUserName": "gh_1", "FromUserName": "oA-b_1", "CreateTime": "1348831860"}
MEDIA = "eYJ1MbwPRJtOvIEabaxHs7TX2D-HV71s79GUxqdUkjm6Gs2Ed1KF3ulAOA9H1xG0"
BOT = Bot("2:wechat")
RELAXED = settings(deadline=None)
"""The first update is slow: pydantic builds its models then."""


def _said(kind: str, **fields: str) -> dict[str, str]:
    return {**FRAME, "MsgType": kind, "MsgId": "6054768590064713728", **fields}


def _happened(event: str, **fields: str) -> dict[str, str]:
    return {**FRAME, "MsgType": "event", "Event": event, **fields}


def _update(message: dict[str, str]) -> Update:
    raw = translated(message, CHAT, NOW)
    assert raw is not None
    return Update.model_validate(raw, context={"bot": BOT})


def _message(message: dict[str, str]) -> Message:
    found = _update(message).message
    assert found is not None
    assert found.from_user is not None
    assert (found.chat.id, found.chat.type, found.from_user.id) == (CHAT, "private", CHAT)
    assert found.date == NOW
    return found


def _data(message: dict[str, str]) -> str | None:
    query = _update(message).callback_query
    assert query is not None
    assert query.message is not None
    assert (query.from_user.id, query.message.chat.id) == (CHAT, CHAT)
    return query.data


@RELAXED
@given(st.text(min_size=1).filter(str.strip))
def test_a_text_is_passed_on_whole(text: str) -> None:
    assert _message(_said("text", Content=text)).text == text


@pytest.mark.parametrize("text", ["/start", "/mine 1", "[]", "【】", "/::)", " 两行\n文字 "])
def test_a_text_that_looks_like_something_else(text: str) -> None:
    assert _message(_said("text", Content=text)).text == text


@pytest.mark.parametrize(
    "text",
    ["", " \n", "【收到不支持的消息类型，暂无法显示】", "[收到不支持的消息类型，暂无法显示]"],
)
def test_a_text_that_nobody_typed_is_unknown_content(text: str) -> None:
    assert _message(_said("text", Content=text)).content_type == "unknown"


@pytest.mark.parametrize("data", ["menu:ask", "nav:back", "st:i:a-1", "submit:中", "ask:"])
def test_a_line_of_a_menu_message_is_a_button(data: str) -> None:
    assert _data(_said("text", Content="满意", bizmsgmenuid=data)) == data


@pytest.mark.parametrize("data", ["101", "", "Menu:x", "a b:c", ":x", "menu:" + "x" * 61])
def test_a_foreign_line_of_a_menu_message_is_its_text(data: str) -> None:
    assert _message(_said("text", Content="满意", bizmsgmenuid=data)).text == "满意"


def test_an_image_is_a_photo() -> None:
    photo = _message(_said("image", PicUrl="http://示例", MediaId=MEDIA)).photo
    assert photo is not None
    assert [(size.file_id, size.width, size.height) for size in photo] == [(MEDIA, 0, 0)]


@pytest.mark.parametrize("kind", ["video", "shortvideo", " VIDEO "])
def test_a_video_has_no_size_yet(kind: str) -> None:
    video = _message(_said(kind, MediaId=MEDIA, ThumbMediaId="t")).video
    assert video is not None
    assert (video.file_id, video.duration, video.width, video.height) == (MEDIA, 0, 0, 0)
    assert video.file_size is None


def test_a_voice_is_what_wechat_understood_of_it() -> None:
    heard = _said("voice", MediaId=MEDIA, Format="amr", Recognition="特种设备怎么登记。")
    assert _message(heard).text == "特种设备怎么登记。"


@pytest.mark.parametrize("recognition", [{}, {"Recognition": ""}, {"Recognition": " "}])
def test_a_voice_nobody_understood_is_a_voice(recognition: dict[str, str]) -> None:
    voice = _message(_said("voice", MediaId=MEDIA, **recognition)).voice
    assert voice is not None
    assert voice.file_id == MEDIA


def test_a_voice_may_spell_its_id_otherwise() -> None:
    spoken = {**FRAME, "MsgType": "voice", "MsgID": "1234567890123456", "MediaId": MEDIA}
    assert key_of(spoken) == "gh_1:1234567890123456"


@RELAXED
@given(st.floats(18, 53), st.floats(75, 134))
def test_a_place_is_on_the_map_of_the_world(latitude: float, longitude: float) -> None:
    shown = to_gcj02(latitude, longitude)
    there = _message(
        _said(
            "location",
            Location_X=f"{shown.latitude:.6f}", Location_Y=f"{shown.longitude:.6f}",
            Scale="20", Label="示例",
        )
    ).location  # fmt: skip
    assert there is not None
    assert there.latitude == pytest.approx(latitude, abs=2e-6)
    assert there.longitude == pytest.approx(longitude, abs=2e-6)


def test_a_link_is_its_title_and_address() -> None:
    link = _said("link", Title="示例文章", Description="说明", Url="https://mp.weixin.qq.com/s/1")
    assert _message(link).text == "示例文章\nhttps://mp.weixin.qq.com/s/1"
    assert _message(_said("link", Url="https://示例")).text == "https://示例"


@pytest.mark.parametrize("kind", ["file", "hologram", ""])
def test_an_unknown_kind_has_no_content(kind: str) -> None:
    assert _message(_said(kind, Content="x")).content_type == "unknown"


@pytest.mark.parametrize(
    ("event", "key", "text"),
    [
        ("subscribe", None, "/start"), ("subscribe", "", "/start"),
        ("subscribe", "qrscene_board-12_A", "/start board-12_A"), ("SCAN", "12", "/start 12"),
        ("subscribe", "last_trade_no_4003752001", "/start"), ("SCAN", None, "/start"),
        ("subscribe", "qrscene_", "/start"), ("SCAN", "有中文", "/start"),
        ("subscribe", "qrscene_a b", "/start"), ("scan", "x" * 64, "/start " + "x" * 64),
        ("SCAN", "x" * 65, "/start"), ("SCAN", "qrscene_1", "/start qrscene_1"),
    ],
)  # fmt: skip
def test_who_comes_begins(event: str, key: str | None, text: str) -> None:
    fields = {} if key is None else {"EventKey": key}
    assert _message(_happened(event, Ticket="t", **fields)).text == text


@pytest.mark.parametrize("key", ["menu:ask", "V1001_示例", ""])
def test_a_menu_is_a_button(key: str) -> None:
    assert _data(_happened("CLICK", EventKey=key)) == key


def test_who_leaves_has_blocked_the_bot() -> None:
    change = _update(_happened("unsubscribe", EventKey="")).my_chat_member
    assert change is not None
    assert (change.chat.id, change.from_user.id) == (CHAT, CHAT)
    statuses = (change.old_chat_member.status, change.new_chat_member.status)
    assert statuses == ("member", "kicked")


@pytest.mark.parametrize(
    "event",
    [
        "VIEW", "LOCATION", "TEMPLATESENDJOBFINISH", "MASSSENDJOBFINISH", "scancode_waitmsg",
        "scancode_push", "pic_sysphoto", "pic_photo_or_album", "pic_weixin", "location_select",
        "view_miniprogram", "kf_create_session", "subscribe_msg_popup_event", "", "unheard_of",
    ],
)  # fmt: skip
def test_what_is_nothing_to_the_dialogue(event: str) -> None:
    happened = _happened(event, EventKey="1", Latitude="23.1", Longitude="113.3")
    assert translated(happened, CHAT, NOW) is None
    assert key_of(happened).startswith("gh_1:oA-b_1:1348831860:")


def test_updates_are_told_apart() -> None:
    numbers = {_update(_said("text", Content="x")).update_id for _ in range(200)}
    assert len(numbers) == 200


def test_a_message_keeps_its_name() -> None:
    assert key_of(_said("text", Content="x")) == "gh_1:6054768590064713728"
    click = _happened("CLICK", EventKey="menu:ask")
    assert key_of(click) == "gh_1:oA-b_1:1348831860:click:menu:ask"
    assert key_of(_happened("unsubscribe")) == "gh_1:oA-b_1:1348831860:unsubscribe"


HAPPENED = st.tuples(
    st.sampled_from(["gh_1", "gh_2"]), st.sampled_from(["oA", "oB"]),
    st.sampled_from(["1", "11"]), st.sampled_from(["CLICK", "VIEW"]), st.text(max_size=300),
)  # fmt: skip


@RELAXED
@given(st.lists(HAPPENED))
def test_different_events_have_different_names(events: list[tuple[str, ...]]) -> None:
    names = ("ToUserName", "FromUserName", "CreateTime", "Event", "EventKey")
    keys = [key_of({"MsgType": "event", **dict(zip(names, e, strict=True))}) for e in events]
    assert len(set(keys)) == len(set(events))
    assert all(0 < len(key) <= 160 for key in keys)


@pytest.mark.parametrize(
    "message",
    [
        _said("text", Content="x", ToUserName=""), _said("text", Content="x", FromUserName="a:b"),
        _said("text", Content="x", FromUserName="市民"), _said("text", Content="x", MsgId=""),
        _said("text", Content="x", CreateTime="soon"),
        _said("text", Content="x", CreateTime="\uff11"),
        _said("text", Content="x", CreateTime="1" * 13), _said("text", MsgId="1\n"),
        _happened("CLICK", FromUserName="x" * 129), {**FRAME, "MsgType": "event"}, FRAME, {},
    ],
)  # fmt: skip
def test_what_has_no_proper_name_is_refused(message: dict[str, str]) -> None:
    with pytest.raises(MalformedError):
        key_of(message)


@pytest.mark.parametrize("name", ["ToUserName", "FromUserName", "CreateTime", "MsgType", "MsgId"])
def test_what_lacks_a_field_is_refused(name: str) -> None:
    message = _said("text", Content="x")
    del message[name]
    with pytest.raises(MalformedError, match=name[:4]):
        key_of(message)


@pytest.mark.parametrize(
    "message",
    [
        _said("text"), _said("image"), _said("voice"), _said("video"), _said("link", Title="x"),
        _said("image", MediaId=""), _said("video", MediaId="media:1"), _said("location"),
        _said("voice", MediaId="../x y"), _said("video", MediaId="x" * 256), {}, FRAME,
        *(
            _said("location", Location_X=x, Location_Y=y)
            for x, y in (
                ("", "113"), ("north", "113"), ("nan", "113"), ("inf", "1"), ("1e1", "113"),
                ("91", "113"), ("37.8", "181"), ("37.8", "-180.1"), ("\uff13", "1"), ("1_0", "1"),
                ("37.8", ""), ("--1", "1"), (" 37", "113"), ("37.", "113"), ("-90.5", "113"),
            )
        ),
        _happened("CLICK"), {**FRAME, "MsgType": "event"},
    ],
)  # fmt: skip
def test_what_lacks_its_content_is_refused(message: dict[str, str]) -> None:
    with pytest.raises(MalformedError):
        translated(message, CHAT, NOW)


FIELDS = st.dictionaries(
    st.sampled_from([
        "ToUserName", "FromUserName", "CreateTime", "MsgId", "Event", "EventKey", "Content",
        "MediaId", "Location_X", "Location_Y", "Url", "bizmsgmenuid", "Recognition",
    ]),
    st.text(max_size=8) | st.sampled_from(["1", "click", "SCAN", "subscribe", "unsubscribe"]),
)  # fmt: skip


@RELAXED
@given(
    FIELDS, st.sampled_from(["text", "image", "voice", "video", "location", "link", "event", "x"])
)
def test_whatever_comes_is_an_update_or_refused(fields: dict[str, str], kind: str) -> None:
    for read in (key_of, lambda message: translated(message, CHAT, NOW)):
        try:
            found: Any = read({**fields, "MsgType": kind})
        except MalformedError:
            continue
        if isinstance(found, dict):
            Update.model_validate(found, context={"bot": BOT})


SAMPLES = {
    "image": "<PicUrl>u</PicUrl><MediaId>m1</MediaId>",
    "voice": "<MediaId>m1</MediaId><Format>amr</Format>",
    "video": "<MediaId>m1</MediaId><ThumbMediaId>t</ThumbMediaId>",
    "shortvideo": "<MediaId>m1</MediaId><ThumbMediaId>t</ThumbMediaId>",
}


@pytest.mark.parametrize("kind", SAMPLES)
def test_files_are_those_wechatpy_finds(kind: str) -> None:
    body = (
        "<xml><ToUserName>gh_1</ToUserName><FromUserName>o1</FromUserName>"
        f"<CreateTime>1</CreateTime><MsgType>{kind}</MsgType>{SAMPLES[kind]}<MsgId>1</MsgId></xml>"
    )
    found = _message(parse(body.encode()))
    file = found.video or found.voice or (found.photo and found.photo[0])
    assert file
    assert file.file_id == parse_message(body).media_id
