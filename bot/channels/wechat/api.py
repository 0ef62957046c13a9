"""Calls of WeChat's API: a token that is always good, and errors that say what can be done.

No secret, token or openid ever stands in an error: they are made of WeChat's words and the names
of exceptions, never of addresses.
"""

import json
import mimetypes
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from io import BytesIO
from pathlib import PurePath
from typing import Any, TypeVar

from aiohttp import (
    ClientError,
    ClientResponse,
    ClientSession,
    ClientTimeout,
    DummyCookieJar,
    FormData,
)

from bot.channels.wechat.errors import (
    AwayError,
    BadCredentialsError,
    CannotPushError,
    NoRightError,
    NotWhitelistedError,
    StaleTokenError,
    WeChatError,
    error_of,
)
from bot.channels.wechat.token import Token
from bot.turns import Clock, utc_now
from db.engine import Database

__all__ = [
    "AwayError", "BadCredentialsError", "CannotPushError", "NoRightError", "NotWhitelistedError",
    "WeChatApi", "WeChatError", "is_told",
]  # fmt: skip

BASE = "https://api.weixin.qq.com"

CALL = ClientTimeout(total=6, sock_connect=3)
"""Three calls, which is what a message with a stale token costs, end within 20 seconds."""

UPLOAD = ClientTimeout(total=60, sock_connect=3)
"""10 MB on a slow line."""

STREAM = ClientTimeout(total=None, sock_connect=3, sock_read=20)
"""A file takes as long as it comes; who reads it limits the whole."""

Json = dict[str, Any]
Answer = TypeVar("Answer")


@dataclass(slots=True)
class WeChatApi:
    """One account's API, at `base` or at WeChat's own address; closes its connections at the end.

    Every call raises `AwayError` where WeChat cannot be reached, is busy or twice refuses its own
    token; what it then did is unknown. It raises a `WeChatError` where WeChat refuses.
    """

    app_id: str
    secret: str = field(repr=False)
    base: str | None
    database: Database
    clock: Clock = utc_now
    token: Token = field(init=False, repr=False)
    _session: ClientSession | None = field(default=None, init=False, repr=False)

    def __post_init__(self) -> None:
        self.token = Token(self.app_id, self.secret, self._post, self.database, self.clock)

    @property
    def session(self) -> ClientSession:
        """The connections, opened with the first call."""
        if self._session is None:
            self._session = ClientSession(cookie_jar=DummyCookieJar(), auto_decompress=True)
        return self._session

    def address(self, path: str) -> str:
        """Return where a path of the API is."""
        return (self.base or BASE).rstrip("/") + path

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()

    async def call(self, path: str, body: Mapping[str, Any] | None = None, **params: str) -> Json:
        """Post `body` as JSON, or get where there is none, and return the answer."""

        async def once(token: str) -> Json:
            answer = await self._post(path, body, access_token=token, **params)
            _check(answer)
            return answer

        return await self._with_token(once)

    async def send(self, openid: str, message: Mapping[str, Any]) -> None:
        """Push a customer-service message, e.g. {"msgtype": "text", "text": {"content": "…"}}.

        Raises `CannotPushError` where the citizen may not be written to now, `NoRightError`
        where the account may write to nobody.
        """
        await self.call("/cgi-bin/message/custom/send", {"touser": openid, **message})

    async def upload(self, kind: str, name: str, data: bytes) -> str:
        """Store a file for 3 days; returns its media id.

        `kind` is image, voice, video or thumb; of `name` only the suffix is told.
        """

        async def once(token: str) -> Json:
            file_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
            form = FormData()
            # WeChat does not read an encoded name, so it gets one that needs no encoding.
            form.add_field(
                "media",
                BytesIO(data),
                filename=f"file{PurePath(name).suffix}",
                content_type=file_type,
            )
            params = {"access_token": token, "type": kind}
            answer = await self._answer(
                "POST", "/cgi-bin/media/upload", params=params, data=form, limits=UPLOAD
            )
            _check(answer)
            return answer

        answer = await self._with_token(once)
        media_id = answer.get("media_id") or answer.get("thumb_media_id")
        if not isinstance(media_id, str):
            raise AwayError("no media id in the answer")
        return media_id

    @asynccontextmanager
    async def stream(self, media_id: str, start: int = 0) -> AsyncIterator[ClientResponse]:
        """Open a citizen's file from byte `start` on, unread; status 206 says that it is a part.

        It may be JSON that names a `video_url`; then `await response.json(content_type=None)`
        gives it. JSON with an error in it is raised. Reading may raise `ClientError`, `OSError`.
        """

        async def once(token: str) -> ClientResponse:
            with _reasons():
                response = await self.session.get(
                    self.address("/cgi-bin/media/get"),
                    params={"access_token": token, "media_id": media_id},
                    headers={"Range": f"bytes={start}-"} if start else {},
                    timeout=STREAM,
                    allow_redirects=False,
                )
                try:
                    await _check_file(response)
                except BaseException:
                    response.close()
                    raise
                return response

        response = await self._with_token(once)
        try:
            yield response
        finally:
            response.close()

    async def _with_token(self, ask: Callable[[str], Awaitable[Answer]]) -> Answer:
        token = await self.token.current()
        try:
            return await ask(token)
        except StaleTokenError:
            token = await self.token.replaced(token)
        try:
            return await ask(token)
        except StaleTokenError as twice:
            raise AwayError(str(twice)) from None

    async def _post(self, path: str, body: Mapping[str, Any] | None, **params: str) -> Json:
        if body is None:
            return await self._answer("GET", path, params=params)
        # WeChat shows \uXXXX to citizens as it stands.
        data = json.dumps(body, ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json; charset=utf-8"}
        return await self._answer("POST", path, params=params, data=data, headers=headers)

    async def _answer(
        self,
        method: str,
        path: str,
        limits: ClientTimeout = CALL,
        **more: Any,  # noqa: ANN401 -- aiohttp's
    ) -> Json:
        request = self.session.request(
            method, self.address(path), timeout=limits, allow_redirects=False, **more
        )
        with _reasons():
            async with request as response:
                return _json(response.status, await response.read())


@contextmanager
def _reasons() -> Iterator[None]:
    """Name what broke without the address, which holds the token."""
    try:
        yield
    except (ClientError, OSError) as broken:
        raise AwayError(type(broken).__name__) from None


def _json(status: int, body: bytes) -> Json:
    """Read an answer; WeChat gives 200 to whatever it understood."""
    if status != HTTPStatus.OK:
        raise AwayError(f"HTTP {status}")
    try:
        answer = json.loads(body.decode(), strict=False)
    except ValueError:
        raise AwayError("no JSON in the answer") from None
    if not isinstance(answer, dict):
        raise AwayError("no object in the answer")
    return answer


def _check(answer: Json) -> None:
    code = answer.get("errcode", 0)
    if not isinstance(code, int):
        raise AwayError("no code in the answer")
    if code:
        raise error_of(code, str(answer.get("errmsg", "")))


def is_told(response: ClientResponse) -> bool:
    """Whether `media/get` answers in words, such as a film's address, and not with the file.

    WeChat has sent JSON as text/plain, too; every file has a disposition.
    """
    is_text = response.content_type in {"application/json", "text/json", "text/plain"}
    return is_text and "Content-Disposition" not in response.headers


async def _check_file(response: ClientResponse) -> None:
    """Raise what WeChat says instead of a file."""
    if response.status not in {HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT}:
        raise AwayError(f"HTTP {response.status}")
    if is_told(response):
        _check(_json(response.status, await response.read()))
