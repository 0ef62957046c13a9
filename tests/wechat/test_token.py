import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.channels.wechat import token as tokens
from bot.channels.wechat.api import AwayError, BadCredentialsError, NotWhitelistedError, WeChatApi
from db import migrate, platform_token
from db.engine import Database, sqlite_url
from tests.databases import fresh_postgres
from tests.wechat.platform import APP_ID, SECRET, Platform, platform

TEXT = {"msgtype": "text", "text": {"content": "你好"}}


class Time:
    """A clock that is moved by hand and otherwise runs."""

    def __init__(self) -> None:
        self.ahead = timedelta(0)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def url(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[str]:
    async with AsyncExitStack() as stack:
        url = sqlite_url(tmp_path / "records.db")
        if request.param == "postgres":
            url = await stack.enter_async_context(fresh_postgres())
        database = Database(url)
        await migrate.upgrade(database)
        await database.close()
        yield url


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
async def place(time: Time) -> AsyncIterator[Platform]:
    async with platform() as place:
        place.clock = time
        yield place


@asynccontextmanager
async def process(url: str, place: Platform, time: Time) -> AsyncIterator[WeChatApi]:
    """One process of ours: its own connections to the records and to WeChat."""
    database = Database(url)
    api = WeChatApi(APP_ID, SECRET, place.url, database, time)
    try:
        yield api
    finally:
        await api.close()
        await database.close()


async def send_at_once(count: int, *apis: WeChatApi) -> None:
    await asyncio.gather(*(apis[i % len(apis)].send(f"o{i}", TEXT) for i in range(count)))


async def test_fifty_first_calls_ask_for_one_token(url: str, place: Platform, time: Time) -> None:
    async with process(url, place, time) as api:
        await send_at_once(50, api)
    assert (place.asked, len(place.sent)) == ([False], 50)


async def test_two_processes_with_an_expired_token_ask_once(
    url: str, place: Platform, time: Time
) -> None:
    async with process(url, place, time) as one, process(url, place, time) as other:
        await send_at_once(2, one, other)
        time.ahead = timedelta(hours=3)
        await send_at_once(50, one, other)
    assert (place.asked, len(place.tokens), len(place.sent)) == ([False, False], 2, 52)
    assert place.calls["/cgi-bin/message/custom/send"] == 52


async def test_who_asks_is_given_more_time_than_who_waits(
    url: str, place: Platform, time: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tokens, "WAIT_SECONDS", 0.3)
    place.delay = 0.8
    async with process(url, place, time) as api:
        await api.send("o", TEXT)
    assert (place.asked, len(place.sent)) == ([False], 1)


async def test_a_token_is_replaced_before_its_end(url: str, place: Platform, time: Time) -> None:
    async with process(url, place, time) as api:
        await api.send("o", TEXT)
        time.ahead = timedelta(minutes=115)
        await api.send("o", TEXT)
        assert place.asked == [False]
        time.ahead = timedelta(minutes=117)
        await api.send("o", TEXT)
    assert (len(place.tokens), place.calls["/cgi-bin/message/custom/send"]) == (2, 3)


async def test_the_old_token_serves_while_another_process_gets_the_next(
    url: str, place: Platform, time: Time
) -> None:
    async with process(url, place, time) as one, process(url, place, time) as other:
        await one.send("o", TEXT)
        time.ahead = timedelta(minutes=117)
        async with one.database.begin() as session:
            until = time() + timedelta(seconds=20)
            assert await platform_token.lease(session, APP_ID, place.tokens[0], time(), until)
        assert await other.token.current() == place.tokens[0]
    assert place.asked == [False]


async def test_a_token_replaced_by_somebody_else_is_got_once_without_force(
    url: str, place: Platform, time: Time
) -> None:
    async with process(url, place, time) as one, process(url, place, time) as other:
        await send_at_once(2, one, other)
        place.rotate()
        await send_at_once(50, one, other)
    assert (place.asked, len(place.tokens), len(place.sent)) == ([False, False], 2, 52)


async def test_a_token_over_early_is_forced_once(url: str, place: Platform, time: Time) -> None:
    async with process(url, place, time) as one, process(url, place, time) as other:
        await send_at_once(2, one, other)
        place.is_over = True
        await send_at_once(50, one, other)
    assert (place.asked, len(place.tokens), len(place.sent)) == ([False, False, True], 2, 52)


async def test_nothing_is_forced_again_within_thirty_seconds(
    url: str, place: Platform, time: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tokens, "WAIT_SECONDS", 0.5)
    async with process(url, place, time) as one, process(url, place, time) as other:
        await one.send("o", TEXT)
        place.is_over = True
        await one.send("o", TEXT)
        place.is_over = True
        for api in (one, other):
            with pytest.raises(AwayError, match="nobody got a token in time"):
                await api.send("o", TEXT)
        assert place.asked == [False, False, True]
        time.ahead = timedelta(seconds=31)
        await other.send("o", TEXT)
    assert place.asked == [False, False, True, False, True]


async def test_a_call_is_repeated_once_only(url: str, place: Platform, time: Time) -> None:
    place.errors["/cgi-bin/message/custom/send"] = [42001, 40014]
    async with process(url, place, time) as api:
        with pytest.raises(AwayError, match="40014"):
            await api.send("o", TEXT)
    assert (place.calls["/cgi-bin/message/custom/send"], place.sent) == (2, [])


async def test_a_process_that_died_while_asking_is_replaced(
    url: str, place: Platform, time: Time
) -> None:
    async with process(url, place, time) as api:
        async with api.database.begin() as session:
            until = time() + timedelta(seconds=1)
            assert await platform_token.lease(session, APP_ID, "", time(), until)
        await api.send("o", TEXT)
    assert (place.asked, len(place.sent)) == ([False], 1)


async def test_a_lease_from_a_clock_that_was_wrong_holds_nobody_up(
    url: str, place: Platform, time: Time
) -> None:
    async with process(url, place, time) as api:
        async with api.database.begin() as session:
            until = time() + timedelta(days=400)
            assert await platform_token.lease(session, APP_ID, "", time(), until)
        await api.send("o", TEXT)
    assert (place.asked, len(place.sent)) == ([False], 1)


async def test_somebody_who_lost_the_lease_overwrites_nothing(
    url: str, place: Platform, time: Time
) -> None:
    async with process(url, place, time) as api, api.database.begin() as session:
        now = time()
        lost, ours = now + timedelta(seconds=1), now + timedelta(seconds=30)
        assert await platform_token.lease(session, APP_ID, "", now, lost)
        assert not await platform_token.lease(session, APP_ID, "", now, ours)
        assert await platform_token.lease(session, APP_ID, "", lost, ours)
        new = platform_token.Held("new", now + timedelta(hours=2), platform_token.NEVER)
        assert not await platform_token.keep(session, APP_ID, lost, new)
        await platform_token.release(session, APP_ID, lost)
        held = await platform_token.find(session, APP_ID)
        assert held == platform_token.Held("", platform_token.NEVER, ours)
        assert await platform_token.keep(session, APP_ID, ours, new)
        assert await platform_token.find(session, APP_ID) == new


async def test_a_failed_asking_holds_nobody_up(url: str, place: Platform, time: Time) -> None:
    place.broken["/cgi-bin/stable_token"] = [502, 0]
    place.errors["/cgi-bin/stable_token"] = [-1]
    async with process(url, place, time) as api:
        for reason in ("HTTP 502", "ServerDisconnectedError|ClientOSError", "-1"):
            with pytest.raises(AwayError, match=reason):
                await api.send("o", TEXT)
        await api.send("o", TEXT)
    assert len(place.sent) == 1


async def test_a_cancelled_asking_holds_nobody_up(url: str, place: Platform, time: Time) -> None:
    async with process(url, place, time) as api:
        place.delay = 5
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(api.send("o", TEXT), 0.3)
        place.delay = 0
        await asyncio.wait_for(api.send("o", TEXT), 3)
    assert len(place.sent) == 1


@pytest.mark.parametrize(
    ("code", "kind"),
    [(40001, BadCredentialsError), (40243, BadCredentialsError), (40164, NotWhitelistedError)],
)
async def test_refused_credentials_say_so(
    url: str, place: Platform, time: Time, code: int, kind: type[Exception]
) -> None:
    place.errors["/cgi-bin/stable_token"] = [code]
    async with process(url, place, time) as api:
        with pytest.raises(BadCredentialsError, match=str(code)) as refused:
            await api.send("o", TEXT)
    assert type(refused.value) is kind
