import logging
import socket
import traceback
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.channels.wechat import errors
from bot.channels.wechat.api import (
    AwayError,
    BadCredentialsError,
    CannotPushError,
    NoRightError,
    NotWhitelistedError,
    WeChatApi,
    WeChatError,
    is_told,
)
from db import migrate
from db.engine import Database, sqlite_url
from tests.wechat.platform import APP_ID, SECRET, Platform, platform

SEND = "/cgi-bin/message/custom/send"
TEXT = {"msgtype": "text", "text": {"content": '你好，“12315”🙂\n<a href="https://x.cn">看</a>'}}
FILM = bytes(range(256)) * 8000


@pytest.fixture
async def place() -> AsyncIterator[Platform]:
    async with platform() as place:
        yield place


@pytest.fixture
async def api(place: Platform, tmp_path: Path) -> AsyncIterator[WeChatApi]:
    database = Database(sqlite_url(tmp_path / "records.db"))
    await migrate.upgrade(database)
    api = WeChatApi(APP_ID, SECRET, place.url, database)
    yield api
    await api.close()
    await database.close()


async def test_chinese_arrives_as_written(place: Platform, api: WeChatApi) -> None:
    await api.send("o-one", TEXT)
    (sent,) = place.sent
    assert sent.body == {"touser": "o-one", **TEXT}
    assert "你好，“12315”🙂" in sent.raw.decode()
    assert b"\\u" not in sent.raw


async def test_a_menu_is_created_and_read(place: Platform, api: WeChatApi) -> None:
    menu = {"button": [{"type": "click", "name": "问政策", "key": "menu:ask"}]}
    with pytest.raises(WeChatError, match="46003"):
        await api.call("/cgi-bin/menu/get")
    await api.call("/cgi-bin/menu/create", menu)
    assert await api.call("/cgi-bin/menu/get") == {"menu": menu}


@pytest.mark.parametrize(
    ("codes", "kind"),
    [
        ({45015, 45047, 43004, 43019, 48002, 40003, 50002}, CannotPushError),
        ({48001, 48004, 40200}, NoRightError),
        ({40013, 40125, 40243}, BadCredentialsError),
        ({40164}, NotWhitelistedError),
        ({-1, 45009, 45011}, AwayError),
        ({47001, 45002, 99999}, WeChatError),
    ],
)
async def test_codes_are_told_apart(
    place: Platform, api: WeChatApi, codes: set[int], kind: type[Exception]
) -> None:
    for code in codes:
        place.errors[SEND] = [code]
        with pytest.raises(kind, match=str(code)) as refused:
            await api.send("o", TEXT)
        assert type(refused.value) is kind
    assert place.calls[SEND] == len(codes)


async def test_who_is_gone_is_told_from_who_must_write_first(
    place: Platform, api: WeChatApi
) -> None:
    gone = []
    place.errors[SEND] = [43004, 45015, 48002, 45047]
    for _ in range(4):
        with pytest.raises(CannotPushError) as refused:
            await api.send("o", TEXT)
        gone.append(refused.value.is_gone)
    assert gone == [True, False, True, False]


async def test_no_code_means_two_things() -> None:
    kinds = [
        errors.STALE_TOKEN, errors.GONE, errors.SPENT, errors.NO_RIGHT, errors.BAD_CREDENTIALS,
        errors.AWAY,
    ]  # fmt: skip
    assert len(frozenset().union(*kinds)) == sum(map(len, kinds))


async def test_the_simulator_counts_messages_like_wechat(place: Platform, api: WeChatApi) -> None:
    place.counts_pushes = True
    with pytest.raises(CannotPushError, match="45015"):
        await api.send("o", TEXT)
    place.hears("o")
    for _ in range(5):
        await api.send("o", TEXT)
    with pytest.raises(CannotPushError, match="45047"):
        await api.send("o", TEXT)
    assert len(place.sent) == 5


async def test_answers_that_are_none_mean_later(place: Platform, api: WeChatApi) -> None:
    await api.send("o", TEXT)
    place.broken[SEND] = [500, 413, 302, 0]
    reasons = []
    for _ in range(4):
        with pytest.raises(AwayError) as away:
            await api.send("o", TEXT)
        reasons.append(str(away.value))
    assert reasons[:3] == ["HTTP 500", "HTTP 413", "HTTP 302"]
    assert reasons[3] in {"ServerDisconnectedError", "ClientOSError"}
    await api.send("o", TEXT)
    assert len(place.sent) == 2


async def test_a_dead_network_means_later(api: WeChatApi) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        api.base = f"http://127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(AwayError, match="ClientConnectorError"):
            await api.send("o", TEXT)


async def test_secrets_stay_out_of_errors_and_logs(
    place: Platform, api: WeChatApi, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await api.send("o-one", TEXT)
    place.broken[SEND] = [502, 0]
    place.errors[SEND] = [45015, 40001, 40001]
    said = repr(api)
    for _ in range(4):
        with pytest.raises((AwayError, WeChatError)) as failed:
            await api.send("o-one", TEXT)
        said += "".join(traceback.format_exception(failed.value)) + repr(failed.value)
    await api.close()
    with pytest.raises(RuntimeError) as failed_after_end:
        await api.send("o-one", TEXT)
    said += "".join(traceback.format_exception(failed_after_end.value))
    # The simulator's own lines and, at a level that is never on, those of the driver.
    others = {"aiohttp.access", "aiosqlite"}
    said += "".join(one.getMessage() for one in caplog.records if one.name not in others)
    for secret in (SECRET, *place.tokens):
        assert secret not in said
    assert "o-one" not in said.replace('await api.send("o-one", TEXT)', "")


async def test_a_file_is_uploaded_under_a_plain_name(place: Platform, api: WeChatApi) -> None:
    assert await api.upload("image", "我的“图”.jpg", FILM) == "media-1"
    assert place.uploads == [("image", "file.jpg", FILM)]


async def test_an_upload_survives_a_token_over_early(place: Platform, api: WeChatApi) -> None:
    await api.send("o", TEXT)
    place.is_over = True
    assert await api.upload("video", "a.mp4", FILM) == "media-1"
    assert place.uploads == [("video", "file.mp4", FILM)]


async def test_a_file_is_streamed_whole_or_in_part(place: Platform, api: WeChatApi) -> None:
    place.media["m"] = FILM
    async with api.stream("m") as response:
        assert not is_told(response)
        assert (response.status, await response.read()) == (200, FILM)
    async with api.stream("m", 1000) as response:
        assert (response.status, await response.read()) == (206, FILM[1000:])
    assert place.ranges == ["", "bytes=1000-"]


async def test_a_file_survives_a_token_over_early(place: Platform, api: WeChatApi) -> None:
    place.media["m"] = FILM
    await api.send("o", TEXT)
    place.is_over = True
    async with api.stream("m") as response:
        assert await response.read() == FILM


@pytest.mark.parametrize("told_as", ["application/json", "text/plain"])
async def test_what_comes_instead_of_a_file_is_told(
    place: Platform, api: WeChatApi, told_as: str
) -> None:
    place.told_as = told_as
    place.media["film"] = {"video_url": "https://example.qq.com/a.mp4"}
    async with api.stream("film") as response:
        assert is_told(response)
        assert await response.json(content_type=None) == place.media["film"]
    with pytest.raises(WeChatError, match="40007"):
        async with api.stream("unknown"):
            pass
    place.broken["/cgi-bin/media/get"] = [503]
    with pytest.raises(AwayError, match="HTTP 503"):
        async with api.stream("film"):
            pass


@pytest.mark.slow
async def test_a_slow_answer_means_later(place: Platform, api: WeChatApi) -> None:
    await api.send("o", TEXT)
    place.delay = 30
    with pytest.raises(AwayError, match="Timeout"):
        await api.send("o", TEXT)
    assert len(place.sent) == 1
