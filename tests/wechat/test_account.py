from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.channels.wechat.account import Kind, Rights, detect, kind_of, rights_of
from bot.channels.wechat.api import AwayError, BadCredentialsError, WeChatApi
from db import migrate
from db.engine import Database, sqlite_url
from tests.wechat.platform import APP_ID, SECRET, Platform, platform


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


@pytest.mark.parametrize("kind", Kind)
async def test_the_kind_is_found_out_and_nothing_is_sent(
    place: Platform, api: WeChatApi, kind: Kind
) -> None:
    place.kind = kind
    rights = await detect(api)
    assert (rights, kind_of(rights)) == (rights_of(kind), kind)
    assert (place.sent, place.uploads, place.menu) == ([], [], None)


def test_the_rights_are_those_of_the_published_table() -> None:
    pushing, menu, qr = ({k for k in Kind if getattr(rights_of(k), right)}
                         for right in ("push", "menu", "qr"))  # fmt: skip
    assert pushing == {Kind.VERIFIED_SUBSCRIPTION, Kind.VERIFIED_SERVICE}
    assert menu == {*pushing, Kind.UNVERIFIED_SERVICE}
    assert qr == {Kind.VERIFIED_SERVICE}


def test_a_kind_never_promises_a_push_that_was_refused() -> None:
    assert kind_of(Rights(push=False, media=True, menu=True, qr=True)) is Kind.UNVERIFIED_SERVICE


async def test_an_account_that_may_store_nothing_is_not_believed_to_push(
    place: Platform, api: WeChatApi
) -> None:
    place.errors["/cgi-bin/material/get_materialcount"] = [48001]
    assert await detect(api) == Rights(push=False, media=False, menu=True, qr=True)


async def test_an_error_of_another_kind_proves_the_right(place: Platform, api: WeChatApi) -> None:
    place.errors["/cgi-bin/qrcode/create"] = [47001]
    place.errors["/cgi-bin/menu/get"] = [65301]
    assert await detect(api) == rights_of(Kind.VERIFIED_SERVICE)


@pytest.mark.parametrize(
    "path",
    [
        "/cgi-bin/message/custom/send",
        "/cgi-bin/material/get_materialcount",
        "/cgi-bin/menu/get",
        "/cgi-bin/qrcode/create",
        "/cgi-bin/stable_token",
    ],
)
async def test_nothing_is_concluded_from_a_line_that_broke(
    place: Platform, api: WeChatApi, path: str
) -> None:
    place.broken[path] = [502]
    with pytest.raises(AwayError):
        await detect(api)
    assert await detect(api) == rights_of(Kind.VERIFIED_SERVICE)


async def test_nothing_is_concluded_from_refused_credentials(
    place: Platform, api: WeChatApi
) -> None:
    place.errors["/cgi-bin/message/custom/send"] = [40164]
    with pytest.raises(BadCredentialsError):
        await detect(api)
