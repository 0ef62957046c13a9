"""WeChat's XML is read as it is meant, hostile XML not at all, and ours can be read back."""

from datetime import UTC, datetime
from typing import Any

import pytest
import xmltodict
from hypothesis import given, settings
from hypothesis import strategies as st
from wechatpy import parse_message
from wechatpy.replies import ArticlesReply, ImageReply, TextReply, VideoReply

from bot.channels.wechat.envelope import MalformedError, cdata, parse, reply

NOW = datetime(2026, 11, 22, 12, 0, 0, 900000, UTC)
LEGAL = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]).filter(
        lambda character: character not in "\ufffe\uffff"
    )
)
IDS = st.text(st.characters(codec="ascii", categories=["L", "N"]), min_size=1, max_size=28)
HEAD = "<ToUserName>gh_1</ToUserName><FromUserName>o1</FromUserName><CreateTime>1</CreateTime>"


def _message(**fields: str) -> dict[str, Any]:
    """Write a message, and read it as WeChat will."""
    kind = fields.pop("kind")
    written = reply({"msgtype": kind, kind: fields}, "o1", "gh_1", NOW)
    return dict(xmltodict.parse(written, strip_whitespace=False)["xml"])


def _theirs(made: Any) -> dict[str, Any]:
    return dict(xmltodict.parse(made.render(), strip_whitespace=False)["xml"])


def _without_gaps(tree: Any) -> Any:
    """Leave out the white space between fields, which wechatpy writes and nobody reads."""
    if not isinstance(tree, dict):
        return tree
    return {name: _without_gaps(value) for name, value in tree.items() if name != "#text"}


def test_the_fields_of_a_message() -> None:
    body = (
        "<xml><ToUserName><![CDATA[gh_1]]></ToUserName>\n"
        "<Content><![CDATA[  两行\n文字 <a>&amp; ]]></Content><MsgId>1234567890123456</MsgId>\n"
        "<Label>&lt;山西&gt;<![CDATA[&]]><!-- nothing -->阳泉</Label><Recognition/></xml>"
    )
    assert parse(body.encode()) == {
        "ToUserName": "gh_1",
        "Content": "  两行\n文字 <a>&amp; ",
        "MsgId": "1234567890123456",
        "Label": "<山西>&阳泉",
        "Recognition": "",
    }


def test_nested_fields_are_left_out() -> None:
    body = (
        "<xml><Event>scancode_waitmsg</Event><ScanCodeInfo><ScanType>qrcode</ScanType>"
        "<ScanResult>1</ScanResult></ScanCodeInfo><SendPicsInfo><PicList><item/><item/></PicList>"
        "</SendPicsInfo><EventKey>6</EventKey></xml>"
    )
    assert parse(body.encode()) == {"Event": "scancode_waitmsg", "EventKey": "6"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "ascii"])
def test_any_encoding_that_xml_knows(encoding: str) -> None:
    assert parse("<xml><Content>hi</Content></xml>".encode(encoding)) == {"Content": "hi"}


BOMB = "".join(
    f'<!ENTITY l{level} "{f"&l{level - 1};" * 10 if level else "lol"}">' for level in range(10)
)


@pytest.mark.parametrize(
    "body",
    [
        b"", b" ", b"success", b"{}", b"\0", b"\xff\xfe", b"<xml>", b"<xml></xml", b"<xml/><xml/>",
        b"<xml><a></b></xml>", b"<xml>&nbsp;</xml>", b"<xml>&#0;</xml>", b"<xml>&#xD800;</xml>",
        b"<xml>\x01</xml>", b"<xml>\xe8\xb4</xml>", b"<html></html>", b"<XML></XML>",
        b"<x:xml xmlns:x='y'/>", b"<xml xmlns='y'/>", b"<y:xml/>",
        b"<?xml version='1.0' encoding='nothing'?><xml/>",
        b"<?xml version='1.0' encoding='utf-7'?><xml/>",
        b"<?xml version='1.0' encoding='\xe8\xb4\xa8'?><xml/>",
        "<?xml version='1.0' encoding='gbk'?><xml>质</xml>".encode("gbk"),
    ],
)  # fmt: skip
def test_what_is_not_wechats_xml_is_refused(body: bytes) -> None:
    with pytest.raises(MalformedError):
        parse(body)


@pytest.mark.parametrize(
    "doctype",
    [
        f"<!DOCTYPE xml [{BOMB}]>",
        '<!DOCTYPE xml [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE xml [<!ENTITY e SYSTEM "http://127.0.0.1:1/">]>',
        '<!DOCTYPE xml [<!ENTITY % e SYSTEM "http://127.0.0.1:1/"> %e;]>',
        '<!DOCTYPE xml SYSTEM "http://127.0.0.1:1/x.dtd">',
        '<!DOCTYPE xml PUBLIC "-//x" "http://127.0.0.1:1/x.dtd">',
        "<!DOCTYPE xml>",
        "<!DOCTYPE xml [<!ATTLIST xml a CDATA 'b'>]>",
    ],
)
@pytest.mark.parametrize("content", ["&e;", "&l9;", "hi"])
def test_nothing_is_declared_or_fetched(doctype: str, content: str) -> None:
    body = f"<?xml version='1.0'?>{doctype}<xml><Content>{content}</Content></xml>"
    with pytest.raises(MalformedError):
        parse(body.encode())


def test_a_depth_without_end_is_no_trouble() -> None:
    body = b"<xml>" + b"<a>" * 50_000 + b"</a>" * 50_000 + b"<Content>hi</Content></xml>"
    assert parse(body) == {"Content": "hi"}


@pytest.mark.parametrize("second", ["<Content>b</Content>", "<Content><a/></Content>"])
def test_a_field_named_twice_is_refused(second: str) -> None:
    with pytest.raises(MalformedError, match="twice"):
        parse(f"<xml><Content>a</Content>{second}</xml>".encode())


@given(st.binary())
def test_no_bytes_whatever_break_the_reading(body: bytes) -> None:
    with pytest.raises(MalformedError):
        parse(body)


@settings(max_examples=1000, deadline=None)
@given(LEGAL, IDS, IDS, st.integers(1, 2**63 - 1))
def test_messages_read_as_wechatpy_reads_them(
    text: str, citizen: str, account: str, number: int
) -> None:
    body = (
        f"<xml><ToUserName><![CDATA[{account}]]></ToUserName><FromUserName>{cdata(citizen)}"
        f"</FromUserName><CreateTime>1348831860</CreateTime><MsgType><![CDATA[text]]></MsgType>"
        f"<Content>{cdata(text)}</Content><MsgId>{number}</MsgId></xml>"
    )
    theirs, ours = parse_message(body), parse(body.encode())
    assert (theirs.id, theirs.source, theirs.target, theirs.type) == (
        int(ours["MsgId"]), ours["FromUserName"], ours["ToUserName"], ours["MsgType"],
    )  # fmt: skip
    assert ours["Content"] == text
    assert theirs.content == (text.strip() or None)


@settings(max_examples=1000, deadline=None)
@given(LEGAL.filter(lambda text: "]]>" not in text and text))
def test_text_replies_are_wechatpys(text: str) -> None:
    theirs = TextReply(source="gh_1", target="o1", time=int(NOW.timestamp()), content=text)
    assert _message(kind="text", content=text) == _without_gaps(_theirs(theirs))


def test_image_and_video_replies_are_wechatpys() -> None:
    common = {"source": "gh_1", "target": "o1", "time": int(NOW.timestamp())}
    image = ImageReply(media_id="m1", **common)
    assert _message(kind="image", media_id="m1") == _without_gaps(_theirs(image))
    video = VideoReply(media_id="m2", title="题", description="说明", **common)
    said = _message(kind="video", media_id="m2", title="题", description="说明")
    assert said == _without_gaps(_theirs(video))
    untitled = _message(kind="video", media_id="m2")["Video"]
    assert untitled == {"MediaId": "m2", "Title": None, "Description": None}


def test_news_replies_are_wechatpys() -> None:
    article = {"title": "题", "description": "说明", "url": "https://示例", "picurl": "https://图"}
    theirs = ArticlesReply(source="gh_1", target="o1", time=int(NOW.timestamp()))
    theirs.add_article({
        "title": "题", "description": "说明", "url": "https://示例", "image": "https://图",
    })  # fmt: skip
    message = {"msgtype": "news", "news": {"articles": [article]}}
    ours = xmltodict.parse(reply(message, "o1", "gh_1", NOW))["xml"]
    assert ours == xmltodict.parse(theirs.render())["xml"]
    assert ours["Articles"]["item"]["Url"] == "https://示例"


def test_the_whole_text_reply() -> None:
    message = {"msgtype": "text", "text": {"content": "您好]]>\x00\x1b\ud800\ufffe\n<a href='x'>"}}
    assert reply(message, "o1", "gh_1", NOW) == (
        "<xml><ToUserName><![CDATA[o1]]></ToUserName><FromUserName><![CDATA[gh_1]]>"
        "</FromUserName><CreateTime>1795348800</CreateTime><MsgType><![CDATA[text]]></MsgType>"
        "<Content><![CDATA[您好]]]]><![CDATA[>\n<a href='x'>]]></Content></xml>"
    )


@given(st.text(st.characters()))
def test_any_text_survives_less_what_xml_cannot_hold(text: str) -> None:
    back = parse(f"<xml><Content>{cdata(text)}</Content></xml>".encode())["Content"]
    expected = text.replace("\r\n", "\n").replace("\r", "\n")
    assert back == "".join(c for c in expected if c in "\t\n" or _is_legal(ord(c)))


def _is_legal(number: int) -> bool:
    return 0x20 <= number < 0xD800 or 0xE000 <= number < 0xFFFE or number > 0xFFFF


@pytest.mark.parametrize("kind", ["msgmenu", "voice", "none"])
def test_what_no_passive_reply_can_be_is_refused(kind: str) -> None:
    with pytest.raises(ValueError, match=kind):
        reply({"msgtype": kind, kind: {}}, "o1", "gh_1", NOW)
