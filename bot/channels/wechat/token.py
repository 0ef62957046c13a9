"""The access token (stable_token): one for all processes, renewed by one of them at a time.

Facts: developers.weixin.qq.com/doc/service/api/base/api_getstableaccesstoken.html — a token lives
for at most 7200 s; asking again gives the same one until 5 minutes before its end; asking with
force_refresh gives another at once, 20 times a day and not within 30 s of the last time.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.channels.wechat.errors import (
    STALE_TOKEN,
    AwayError,
    BadCredentialsError,
    error_of,
)
from bot.turns import Clock
from db import platform_token
from db.engine import Database
from db.platform_token import Held

PATH = "/cgi-bin/stable_token"

AHEAD = timedelta(minutes=4)
"""Rest of a token's life in which the next one is got; within the 5 minutes WeChat gives it in."""

LEASE = timedelta(seconds=20)
"""Longer than the two calls a refreshing may take."""

FORCE_PAUSE = timedelta(seconds=30)
"""A forced token is not replaced for so long, by nobody: WeChat would not give another."""

POLL_SECONDS = 0.1
WAIT_SECONDS = 12.0
"""How long somebody waits for the token another process is getting."""

Json = dict[str, Any]
Ask = Callable[[str, Mapping[str, Any]], Awaitable[Json]]
"""Posts a body to a path, without a token, and returns what was answered; raises `AwayError`."""


@dataclass(slots=True)
class Token:
    """An account's token; raises `BadCredentialsError` and `AwayError`."""

    app_id: str
    secret: str = field(repr=False)
    ask: Ask
    database: Database
    clock: Clock
    _turnstile: asyncio.Lock = field(default_factory=asyncio.Lock, repr=False)

    async def current(self) -> str:
        """Return a token that is good as far as we know."""
        held = await self._find()
        if held.expires_at - AHEAD > self.clock():
            return held.value
        return await self._next(held.value)

    async def replaced(self, refused: str) -> str:
        """Return the token to use instead of one that WeChat refused before its time."""
        return await self._next(refused, is_refused=True)

    async def _next(self, old: str, *, is_refused: bool = False) -> str:
        try:
            async with asyncio.timeout(WAIT_SECONDS) as patience, self._turnstile:
                while True:
                    held, now = await self._find(), self.clock()
                    if held.value != old or (not is_refused and held.expires_at - AHEAD > now):
                        return held.value
                    if not held.is_leased(now) and (until := await self._lease(old, now)):
                        patience.reschedule(None)
                        return await self._renew(old, until, is_refused=is_refused)
                    if not is_refused and held.expires_at > now:
                        return held.value
                    await asyncio.sleep(POLL_SECONDS)
        except TimeoutError:
            raise AwayError("nobody got a token in time") from None

    async def _find(self) -> Held:
        async with self.database.read() as session:
            return await platform_token.find(session, self.app_id)

    async def _lease(self, old: str, now: datetime) -> datetime | None:
        until = now + LEASE
        async with self.database.begin() as session:
            is_ours = await platform_token.lease(session, self.app_id, old, now, until)
        return until if is_ours else None

    async def _renew(self, old: str, until: datetime, *, is_refused: bool) -> str:
        """Get the next token under our lease, and end that however it goes."""
        try:
            new = await self._issued()
            if is_refused and new.value == old:
                new = await self._issued(force=True)
            async with self.database.begin() as session:
                await platform_token.keep(session, self.app_id, until, new)
        finally:
            async with self.database.begin() as session:
                await platform_token.release(session, self.app_id, until)
        return new.value

    async def _issued(self, *, force: bool = False) -> Held:
        asked_at = self.clock()
        body = {
            "grant_type": "client_credential", "appid": self.app_id, "secret": self.secret,
            "force_refresh": force,
        }  # fmt: skip
        answer = await self.ask(PATH, body)
        value, seconds = answer.get("access_token"), answer.get("expires_in")
        if not isinstance(value, str) or not value or not isinstance(seconds, int):
            raise _refusal(answer)
        rests_until = asked_at + FORCE_PAUSE if force else platform_token.NEVER
        return Held(value, asked_at + timedelta(seconds=seconds), rests_until)


def _refusal(answer: Mapping[str, Any]) -> Exception:
    code, message = answer.get("errcode"), str(answer.get("errmsg", ""))
    if not isinstance(code, int) or not code:
        return AwayError("no token in the answer")
    if code in STALE_TOKEN:  # here it speaks of the AppSecret
        return BadCredentialsError(code, message[:200])
    return error_of(code, message)
