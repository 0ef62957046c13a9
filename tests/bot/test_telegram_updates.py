"""What Telegram sends: nothing is lost, nothing that is not for us is answered."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import select

from bot.channels.telegram_updates import readable
from bot.telegram_parts import HEADER
from bot.throttle import MOST_IN_WINDOW
from db.tables import InboxRow
from faq.knowledge import Knowledge
from tests.bot.fake_telegram import TOKEN, fake_telegram, message
from tests.bot.telegram_post import Post, process
from texts import errors, menu, other
from texts.reply import Reply
from texts.submit_file import NOT_A_VIDEO

CHAT, GROUP = 777, -100
THANKS = "不客气。还有问题随时问。"
BOT = {"id": 42, "is_bot": True, "first_name": "质小通", "username": "zxt_bot"}
FILE = {"file_id": "f", "file_unique_id": "f"}
NEWER = {"message": {"message_id": 1, "hologram": True}}


@pytest.fixture
async def post(tmp_path: Path, knowledge: Knowledge) -> AsyncIterator[Post]:
    async with fake_telegram() as fake, process(tmp_path, fake, knowledge) as post:
        yield post


def words(reply: Reply) -> str:
    return str(reply.text.as_kwargs()["text"])


async def rows(post: Post) -> list[InboxRow]:
    async with post.database.read() as session:
        return list(await session.scalars(select(InboxRow).order_by(InboxRow.id)))


def offsets(post: Post) -> list[int]:
    return [int(given["offset"]) for given in post.fake.called("getUpdates") if "offset" in given]


async def test_an_update_is_acknowledged_only_after_it_is_stored(post: Post) -> None:
    async with post.database.begin():
        post.fake.says(CHAT, "谢谢")
        await asyncio.sleep(0.5)
        assert offsets(post) == []
    assert await post.answers(1) == [THANKS]
    await asyncio.sleep(0.1)
    assert offsets(post)[:1] == [2]


async def test_the_same_update_twice_is_one_turn(post: Post) -> None:
    update = {"update_id": 1, "message": message(CHAT, text="谢谢")}
    post.fake.says(CHAT, "谢谢")
    await post.answers(1)
    await post.parts.channel.receive([readable(update, post.parts.channel.wire)])
    await post.inbox.drain(5)
    await asyncio.sleep(0.1)
    assert post.fake.sent == [(CHAT, THANKS)]


async def test_an_update_of_a_newer_telegram_holds_up_nobody(
    post: Post, capsys: pytest.CaptureFixture[str]
) -> None:
    post.fake.push(**NEWER)
    post.fake.says(CHAT, "谢谢")
    assert await post.answers(1) == [THANKS]
    assert "an update cannot be read" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "reply"),
    [
        ({"sticker": {**FILE, "width": 1, "height": 1, "type": "regular", "is_animated": False,
                      "is_video": False}}, other.STICKER),
        ({"voice": {**FILE, "duration": 3}}, other.VOICE),
        ({"contact": {"phone_number": "13800000000", "first_name": "李"}}, other.CONTACT),
        ({"document": {**FILE, "file_name": "a.pdf"}}, other.FILE),
        ({"video_note": {**FILE, "length": 1, "duration": 3}},
         Reply(NOT_A_VIDEO["video_note"])),
        ({"dice": {"emoji": "🎲", "value": 3}}, other.STICKER),
        ({"poll": {"id": "1", "question": "?", "options": [], "total_voter_count": 0,
                   "is_closed": False, "is_anonymous": True, "type": "regular",
                   "allows_multiple_answers": False}}, other.UNSUPPORTED),
    ],
    ids=["sticker", "voice", "contact", "document", "video_note", "dice", "poll"],
)  # fmt: skip
async def test_what_is_no_text_gets_a_sentence(
    post: Post, content: dict[str, Any], reply: Reply
) -> None:
    post.fake.push(message=message(CHAT, **content))
    assert await post.answers(1) == [words(reply)]


async def test_content_of_a_newer_telegram_gets_a_sentence_too(post: Post) -> None:
    post.fake.push(message=message(CHAT, photo="a hologram"))
    assert await post.answers(1) == [words(other.UNSUPPORTED)]


async def test_a_forward_is_read_as_a_question(post: Post) -> None:
    origin = {"type": "hidden_user", "sender_user_name": "李", "date": 1_790_000_000}
    post.fake.says(CHAT, "谢谢", forward_origin=origin)
    assert await post.answers(1) == [THANKS]


async def test_a_changed_message_is_asked_for_anew_but_a_moving_location_is_let_be(
    post: Post,
) -> None:
    place = {"latitude": 37.8, "longitude": 113.6, "live_period": 900}
    post.fake.push(edited_message=message(CHAT, location=place, edit_date=1_790_000_009))
    post.fake.push(edited_message=message(CHAT, text="谢谢！", edit_date=1_790_000_009))
    assert await post.answers(1) == [words(other.EDITED)]
    assert len(await rows(post)) == 1


@pytest.mark.parametrize("text", ["@ZXT_Bot谢谢", "谢谢 @zxt_bot", "谢谢@zxt_bot！"])
async def test_a_group_may_name_the_bot_in_any_way(post: Post, text: str) -> None:
    post.fake.push(message=message(GROUP, kind="supergroup", text=text))
    assert await post.fake.until_sent(1) == [(GROUP, THANKS)]


async def test_a_group_may_reply_to_the_bot_or_call_its_command(post: Post) -> None:
    ours = {**message(GROUP, kind="group", text="…"), "from": BOT}
    post.fake.push(message=message(GROUP, kind="group", text="谢谢", reply_to_message=ours))
    post.fake.push(message=message(GROUP, kind="group", text="/help@zxt_bot"))
    post.fake.push(message=message(GROUP, kind="group", text="@zxt_bot"))
    sent = await post.fake.until_sent(3)
    assert [text for _, text in sent] == [THANKS, words(menu.HELP), words(menu.MENU)]
    answered = [json.loads(given["reply_parameters"]) for given in post.fake.called("sendMessage")]
    assert answered == [{"message_id": 1, "allow_sending_without_reply": True}] * 3


async def test_nothing_else_in_a_group_is_even_stored(post: Post) -> None:
    theirs = message(GROUP, kind="group", text="…")
    for more in (
        {"text": "@zxt_bot2 谢谢"}, {"text": "/help@other_bot"}, {"text": "谢谢"},
        {"text": "谢谢", "reply_to_message": theirs}, {"new_chat_title": "新群名"},
    ):  # fmt: skip
        post.fake.push(message=message(GROUP, kind="group", **more))
    post.fake.says(CHAT, "谢谢")
    assert await post.fake.until_sent(1) == [(CHAT, THANKS)]
    assert [row.chat_id for row in await rows(post)] == [CHAT]


@pytest.mark.parametrize(
    "content",
    [{"text": "@zxt_bot 投稿进度"}, {"text": "/mine@zxt_bot"}, {"text": "@zxt_bot 继续投稿"},
     {"caption": "@zxt_bot", "video": {**FILE, "width": 1, "height": 1, "duration": 40}}],
    ids=["words", "command", "form", "video"],
)  # fmt: skip
async def test_personal_matters_have_no_place_in_a_group(
    post: Post, content: dict[str, Any]
) -> None:
    post.fake.push(message=message(GROUP, kind="group", **content))
    assert await post.fake.until_sent(1) == [(GROUP, words(other.PRIVATE_ONLY))]


async def test_an_album_gets_one_answer_for_each_kind_of_content(post: Post) -> None:
    photo = [{**FILE, "width": 1, "height": 1}]
    for content in ({"photo": photo}, {"document": {**FILE, "file_name": "a.pdf"}}) * 3:
        post.fake.push(message=message(CHAT, media_group_id="one", **content))
    post.fake.push(message=message(CHAT, media_group_id="two", photo=photo))
    post.fake.says(CHAT, "谢谢")
    assert sorted(await post.answers(4)) == sorted(
        [words(other.PICTURE), words(other.FILE), words(other.PICTURE), THANKS]
    )


async def test_a_flood_is_refused_in_one_line(post: Post) -> None:
    for _ in range(MOST_IN_WINDOW + 30):
        post.fake.push(message=message(CHAT, text="谢谢"))
    sent = await post.answers(MOST_IN_WINDOW + 1)
    await post.inbox.drain(5)
    await asyncio.sleep(0.3)
    assert len(post.fake.sent) == len(sent)
    assert sent[-1] == words(errors.TOO_FAST)


async def test_what_the_messenger_notes_by_itself_is_let_be(post: Post) -> None:
    pinned = message(CHAT, text="…")
    post.fake.push(message=message(CHAT, pinned_message=pinned))
    post.fake.says(CHAT, "谢谢")
    assert await post.answers(1) == [THANKS]


async def test_an_away_telegram_is_told_once_and_loses_nothing(
    tmp_path: Path, knowledge: Knowledge, capsys: pytest.CaptureFixture[str]
) -> None:
    async with fake_telegram() as fake:
        fake.drop("deleteWebhook")
        fake.fail("deleteWebhook", 502, "Bad Gateway")
        fake.garble("getUpdates")
        fake.says(CHAT, "谢谢")
        async with process(tmp_path, fake, knowledge) as post:
            assert await post.answers(1) == [THANKS]
    said = capsys.readouterr().err
    assert said.count("cannot be reached") == 2
    assert said.count("reached again") == 2
    assert TOKEN not in said


@pytest.mark.parametrize("secret", [None, "geheim"])
@pytest.mark.parametrize("code", [401, 404])
async def test_a_refused_token_is_one_line_however_updates_come(
    tmp_path: Path,
    knowledge: Knowledge,
    capsys: pytest.CaptureFixture[str],
    code: int,
    secret: str | None,
) -> None:
    async with fake_telegram() as fake:
        for method in ("deleteWebhook", "getMe"):
            fake.fail(method, code, "Unauthorized")
        async with process(tmp_path, fake, knowledge, secret):
            await fake.until_called("getMe" if secret else "deleteWebhook")
            await asyncio.sleep(0.2)
        assert len(fake.calls) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert "telegram refused the token; the other channels go on" in line


async def test_a_webhook_takes_long_and_new_updates_and_refuses_what_is_none(
    tmp_path: Path, knowledge: Knowledge
) -> None:
    long = json.dumps({"update_id": 1, "message": message(CHAT, text="谢谢", x="质" * 15_000)})
    new = json.dumps({"update_id": 2, **NEWER})
    async with fake_telegram() as fake, process(tmp_path, fake, knowledge, "geheim") as post:
        app = web.Application(client_max_size=65536)
        app.add_routes(post.parts.routes())
        async with TestClient(TestServer(app)) as telegram:
            early = await telegram.post("/telegram", data=long, headers={HEADER: "geheim"})
            await fake.until_called("setWebhook")
            found = [
                (await telegram.post("/telegram", data=body, headers={HEADER: "geheim"})).status
                for body in (long, new, "[]", "{}", '{"update_id": "x"}', b"\xff", "7")
            ]
            none = await telegram.post("/telegram", data=long)
        assert early.status in {200, 503}
        assert (none.status, found) == (403, [200, 200, 400, 400, 400, 400, 400])
        assert await post.answers(1) == [THANKS]
