"""The door of WeChat against strangers, replays and broken bodies."""

import secrets
import time
from pathlib import Path

import pytest
from sqlalchemy import func, select
from wechatpy.crypto import WeChatCrypto

from bot.site import LARGEST_BODY
from db.platform_tables import PassiveRow
from db.tables import InboxRow
from tests.wechat.phone import AES_KEY, APP_ID, TOKEN, Phone, as_xml, signature
from tests.wechat.website import NOTICE, Site, site

PLAIN = {"wechat_aes_key": None}
"""Settings of an operator who chose plain mode (明文模式)."""

LEAKS = ("Traceback", "Error", "bot/", "aiohttp", "File ", "WECHAT", TOKEN, APP_ID)
"""What no answer to a stranger may hold."""

BOMB = (
    '<?xml version="1.0"?><!DOCTYPE xml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><xml><Content>&c;</Content></xml>'
)
OUTSIDE = (
    '<!DOCTYPE xml [<!ENTITY x SYSTEM "file:///etc/passwd">]><xml><Content>&x;</Content></xml>'
)
BODIES = {
    "bomb": BOMB.encode(),
    "outside entity": OUTSIDE.encode(),
    "dtd": b"<!DOCTYPE xml><xml></xml>",
    "cut off": b"<xml><MsgType>text</MsgTy",
    "empty": b"",
    "no xml": b"hello",
    "json": b'{"MsgType": "text"}',
    "not utf-8": b"<xml><Content>\xff\xfe\xc3</Content></xml>",
    "nul": b"<xml><Content>\x00</Content></xml>",
    "another root": b"<html></html>",
    "no fields": b"<xml></xml>",
    "unknown encoding": b'<?xml version="1.0" encoding="x-none"?><xml></xml>',
    "deep": b"<xml>" + b"<a>" * 5_000 + b"</a>" * 5_000 + b"</xml>",
}


async def post(phone: Phone, body: bytes, query: dict[str, str]) -> int:
    """Post and return the status; what is refused says nothing about us and is no success."""
    async with phone.http.post(f"{phone.url}/wechat", params=query, data=body) as answer:
        text = await answer.text()
        assert [leak for leak in LEAKS if leak in text] == []
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        return answer.status


async def stored(place: Site) -> tuple[int, int]:
    """Count the messages that were let in."""
    async with place.database.read() as session:
        counts = [
            await session.scalar(select(func.count()).select_from(table))
            for table in (InboxRow, PassiveRow)
        ]
    return counts[0] or 0, counts[1] or 0


def query_at(seconds: float, **more: str) -> dict[str, str]:
    """Sign a query so many seconds from now."""
    return signed(str(int(time.time() + seconds)), **more)


def signed(stamp: str, nonce: str | None = None, **more: str) -> dict[str, str]:
    nonce = secrets.token_hex(5) if nonce is None else nonce
    return {
        "timestamp": stamp, "nonce": nonce, "signature": signature(TOKEN, stamp, nonce), **more,
    }  # fmt: skip


async def test_the_console_gets_its_echo(tmp_path: Path) -> None:
    async with site(tmp_path) as place, place.phone() as phone:
        query = query_at(0, echostr="<script>1</script>")
        async with phone.http.get(f"{place.url}/wechat", params=query) as answer:
            assert (answer.status, await answer.text()) == (200, "<script>1</script>")
            assert answer.content_type == "text/plain"


@pytest.mark.parametrize(
    "change",
    [
        {"signature": "0" * 40},
        {"signature": ""},
        {"signature": "签名"},
        {"nonce": "another"},
        {"timestamp": str(int(time.time()) + 1)},
        signed(str(int(time.time()) - 600)),
        {"signature": signature("anothertoken", "1", "2")},
    ],
)
async def test_who_is_not_the_console_gets_no_echo(tmp_path: Path, change: dict[str, str]) -> None:
    async with site(tmp_path) as place, place.phone() as phone:
        query = query_at(-30) | {"echostr": "secret-echo"} | change
        async with phone.http.get(f"{place.url}/wechat", params=query) as answer:
            assert answer.status == 403
            assert "secret-echo" not in await answer.text()


async def test_nothing_signed_at_all(tmp_path: Path) -> None:
    async with site(tmp_path) as place, place.phone() as phone:
        async with phone.http.get(f"{place.url}/wechat") as answer:
            assert answer.status == 403
        assert await post(phone, b"<xml></xml>", {}) == 403
        assert await stored(place) == (0, 0)


STAMPS = [
    str(int(time.time()) - 3600), str(int(time.time()) + 3600), "", "now", "-1", "1e9",
    "1" * 30, "\uff19" * 10, "١٧٦٣٨٥٦٠٠٠", " 1763856000", "1763856000.0", "\u00b2" * 10,
]  # fmt: skip


@pytest.mark.parametrize("stamp", STAMPS)
async def test_a_time_that_is_not_now_is_refused_even_signed(tmp_path: Path, stamp: str) -> None:
    async with site(tmp_path) as place, place.phone() as phone:
        xml = as_xml(phone.message("text", Content="你好"))
        assert await post(phone, xml.encode(), signed(stamp)) == 403
        assert await stored(place) == (0, 0)


async def test_a_clock_a_few_minutes_off_is_borne(tmp_path: Path) -> None:
    async with site(tmp_path) as place, place.phone() as phone:
        for seconds in (-240, 240):
            xml = as_xml(phone.message("text", Content="你好"))
            assert await post(phone, xml.encode(), query_at(seconds)) == 200


@pytest.mark.parametrize("nonce", ["x" * 65, "签" * 100])
async def test_an_endless_nonce_is_refused(tmp_path: Path, nonce: str) -> None:
    async with site(tmp_path) as place, place.phone() as phone:
        xml = as_xml(phone.message("text", Content="你好"))
        query = signed(str(int(time.time())), nonce)
        assert await post(phone, xml.encode(), query) == 403


@pytest.mark.parametrize("is_sealed", [False, True])
async def test_plain_and_safe_mode(tmp_path: Path, is_sealed: bool) -> None:  # noqa: FBT001 -- a parameter
    async with site(tmp_path) as place, place.phone(is_sealed=is_sealed) as phone:
        answer = await phone.says("你好")
        assert (answer.text, answer.fields["ToUserName"]) == (f"听到 你好{NOTICE}", phone.openid)


async def test_of_both_halves_of_compatible_mode_the_sealed_one_counts(tmp_path: Path) -> None:
    async with site(tmp_path) as place, place.phone(is_sealed=True) as phone:
        inner = phone.message("text", Content="真的")
        sealed, query = phone.signed(as_xml(inner))
        plain = as_xml({**inner, "Content": "假的", "FromUserName": "oforged"})
        both = sealed.replace("</xml>", "") + plain.removeprefix("<xml>")
        both = both.replace(f"<ToUserName>{inner['ToUserName']}</ToUserName>", "", 1)
        assert await post(phone, both.encode(), query) == 200
        assert (await phone.posts(inner)).text == f"听到 真的{NOTICE}"
        assert await stored(place) == (1, 1)


async def test_without_a_key_the_open_half_is_taken(tmp_path: Path) -> None:
    async with site(tmp_path, settings=PLAIN) as plain, plain.phone(is_sealed=True) as phone:
        inner = phone.message("text", Content="你好")
        sealed, query = phone.signed(as_xml(inner))
        both = sealed.replace("</xml>", "") + as_xml(inner).removeprefix("<xml>")
        assert await post(phone, both.encode(), query) == 200
        phone.is_sealed = False
        assert (await phone.posts(inner)).text == f"听到 你好{NOTICE}"


async def test_without_a_key_nothing_sealed_is_taken(tmp_path: Path) -> None:
    async with site(tmp_path, settings=PLAIN) as plain, plain.phone(is_sealed=True) as phone:
        sealed, query = phone.signed(as_xml(phone.message("text", Content="你好")))
        assert await post(phone, sealed.encode(), query) == 400
        assert await stored(plain) == (0, 0)


@pytest.mark.parametrize(
    "change",
    [
        {"msg_signature": "0" * 40},
        {"msg_signature": ""},
        {"msg_signature": None},
        {"nonce": "another"},
        {"nonce": None},
        {"nonce": None, "signature": None},
        {"nonce": "another", "signature": None},
        {"timestamp": None},
    ],
)
async def test_a_seal_that_does_not_fit(tmp_path: Path, change: dict[str, str | None]) -> None:
    async with site(tmp_path) as place, place.phone(is_sealed=True) as phone:
        sealed, query = phone.signed(as_xml(phone.message("text", Content="你好")))
        changed = {key: value for key, value in (query | change).items() if value is not None}
        assert await post(phone, sealed.encode(), changed) == 403
        assert await stored(place) == (0, 0)


async def test_the_open_signature_may_be_missing_where_all_is_sealed(tmp_path: Path) -> None:
    async with site(tmp_path) as place, place.phone(is_sealed=True) as phone:
        sealed, query = phone.signed(as_xml(phone.message("text", Content="你好")))
        del query["signature"]
        assert await post(phone, sealed.encode(), query) == 200


@pytest.mark.parametrize(
    "crypto",
    [
        WeChatCrypto(TOKEN, AES_KEY, "wxanother00000000"),
        WeChatCrypto(TOKEN, AES_KEY[::-1], APP_ID),
        WeChatCrypto("anothertoken", AES_KEY, APP_ID),
    ],
)
async def test_a_message_for_another_account(tmp_path: Path, crypto: WeChatCrypto) -> None:
    async with site(tmp_path) as place, place.phone(is_sealed=True, crypto=crypto) as phone:
        sealed, query = phone.signed(as_xml(phone.message("text", Content="你好")))
        assert await post(phone, sealed.encode(), query) == 403
        assert await stored(place) == (0, 0)


async def test_an_open_message_that_says_it_is_sealed(tmp_path: Path) -> None:
    async with site(tmp_path) as place, place.phone() as phone:
        xml = as_xml(phone.message("text", Content="你好"))
        for query in (query_at(0), {"timestamp": str(int(time.time())), "nonce": "1"}):
            assert await post(phone, xml.encode(), {**query, "encrypt_type": "aes"}) == 400


async def test_a_caught_request_brings_no_other_message(tmp_path: Path) -> None:
    async with site(tmp_path) as place, place.phone() as phone:
        query = query_at(0)
        first = as_xml(phone.message("text", Content="你好")).encode()
        other = as_xml(phone.message("text", Content="换成这一句")).encode()
        assert await post(phone, first, query) == 200
        assert await post(phone, other, query) == 403
        assert await post(phone, first, query) == 200
        assert await stored(place) == (1, 1)


@pytest.mark.parametrize("is_sealed", [False, True])
async def test_a_message_brought_long_after_is_a_replay(tmp_path: Path, is_sealed: bool) -> None:  # noqa: FBT001 -- a parameter
    async with site(tmp_path) as place, place.phone(is_sealed=is_sealed) as phone:
        body, query = phone.signed(as_xml(phone.message("text", Content="你好")))
        statuses = []
        for seconds in (0, 20, 50):
            place.clock.passes(seconds=seconds)
            statuses.append(await post(phone, body.encode(), query))
        assert statuses == [200, 200, 403]


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
@pytest.mark.parametrize("is_sealed", [False, True])
async def test_a_broken_body(tmp_path: Path, body: bytes, is_sealed: bool) -> None:  # noqa: FBT001 -- a parameter
    async with site(tmp_path) as place, place.phone() as phone:
        query = query_at(0)
        if is_sealed:
            query |= {"encrypt_type": "aes", "msg_signature": "0" * 40}
        assert await post(phone, body, query) == 400
        assert await stored(place) == (0, 0)


async def test_a_body_too_large(tmp_path: Path) -> None:
    async with site(tmp_path) as place, place.phone() as phone:
        xml = as_xml(phone.message("text", Content="大" * LARGEST_BODY))
        assert await post(phone, xml.encode(), query_at(0)) == 413
        assert await post(phone, xml.encode(), query_at(-3600)) == 403


@pytest.mark.parametrize(
    "field", ["ToUserName", "FromUserName", "CreateTime", "MsgType", "MsgId", "Content"]
)
async def test_a_field_missing_or_twice(tmp_path: Path, field: str) -> None:
    async with site(tmp_path) as place, place.phone(is_sealed=True) as phone:
        message = phone.message("text", Content="你好")
        value = message.pop(field)
        twice = as_xml(message).replace("</xml>", f"<{field}>{value}</{field}>" * 2 + "</xml>")
        for xml in (as_xml(message), twice):
            sealed, query = phone.signed(xml)
            assert await post(phone, sealed.encode(), query) == 400
        assert await stored(place) == (0, 0)


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("image", {}),
        ("location", {"Location_X": "nan", "Location_Y": "113"}),
        ("location", {"Location_X": "91", "Location_Y": "113"}),
        ("video", {"MediaId": "../../etc/passwd?x=1&y"}),
        ("link", {"Title": "没有地址"}),
        ("event", {}),
        ("event", {"Event": "CLICK"}),
    ],
)
async def test_a_kind_without_what_it_needs(
    tmp_path: Path, kind: str, content: dict[str, object]
) -> None:
    async with site(tmp_path) as place, place.phone(is_sealed=True) as phone:
        sealed, query = phone.signed(as_xml(phone.message(kind, **content)))
        assert await post(phone, sealed.encode(), query) == 400
        assert await stored(place) == (0, 0)


@pytest.mark.parametrize("name", ["o/../..", "o openid", "开放", "o" * 129, ""])
async def test_a_name_that_is_no_openid(tmp_path: Path, name: str) -> None:
    async with site(tmp_path) as place, place.phone(is_sealed=True, openid=name) as phone:
        sealed, query = phone.signed(as_xml(phone.message("text", Content="你好")))
        assert await post(phone, sealed.encode(), query) == 400
        assert await stored(place) == (0, 0)
