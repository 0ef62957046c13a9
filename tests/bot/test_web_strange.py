"""Requests no page of ours sends are refused, never an error of the server."""

import asyncio
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request
from yarl import URL

from bot.health import Figures, Health
from db.engine import Database, sqlite_url
from tests.bot.website import site


@pytest.mark.parametrize(
    "path",
    ["/static/%00", "/static/" + "a" * 400, "/static/../pages.py", "/media/%00", "/media/x"],
)
async def test_a_strange_address_is_not_found(tmp_path: Path, path: str) -> None:
    async with site(tmp_path) as place, place.browser() as visitor:
        reply = await visitor.http.get(URL(place.url + path, encoded=True))
        assert reply.status == 404


@pytest.mark.parametrize("seen", ["9" * 25, "9" * 5000, "-1", "\N{SUPERSCRIPT TWO}"])
async def test_a_strange_last_event_is_none(tmp_path: Path, seen: str) -> None:
    async with site(tmp_path) as place, place.browser() as visitor:
        await visitor.says("你好")
        await visitor.hears(2)
        async with visitor.events(headers={"Last-Event-ID": seen}) as events:
            assert events.reply.status == 200
            assert (await events.next())["body"] == {"kind": "text", "text": "你好"}


async def test_a_message_nested_without_end_is_refused(tmp_path: Path) -> None:
    async with site(tmp_path) as place, place.browser() as visitor:
        headers = {"Content-Type": "application/json"}
        body = b"[" * 15_000
        url = f"{place.url}/chat/messages"
        async with visitor.http.post(url, data=body, headers=headers) as reply:
            assert reply.status == 400


@pytest.mark.parametrize(
    ("remote", "behind", "status"),
    [
        ("127.0.0.1", None, 200),
        ("127.0.0.1", "203.0.113.9", 403),
        ("127.0.0.1", "127.0.0.1, 203.0.113.9", 403),
        ("10.0.0.7", "10.0.0.8", 200),
        ("203.0.113.9", None, 403),
    ],
)
async def test_figures_are_not_shown_to_whoever_comes_through_a_proxy(
    tmp_path: Path, remote: str, behind: str | None, status: int
) -> None:
    health = Health(
        Database(sqlite_url(tmp_path / "x.db")), tmp_path, Figures(), "10.0.0.0/8",
        knowledge_is_ready=asyncio.Event(),
    )  # fmt: skip
    headers = {} if behind is None else {"X-Forwarded-For": behind}
    request = make_mocked_request("GET", "/metrics", headers=headers).clone(remote=remote)
    try:
        answer: web.Response | web.HTTPForbidden = await health.on_metrics(request)
    except web.HTTPForbidden as refused:
        answer = refused
    assert answer.status == status
