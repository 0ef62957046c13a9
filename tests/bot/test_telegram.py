"""Telegram through the door: what is asked in a chat is answered there."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.telegram_parts import HEADER
from faq.knowledge import Knowledge
from tests.bot.fake_telegram import fake_telegram, keyboard_of, message
from tests.bot.telegram_post import Post, process
from texts import other

CHAT, GROUP = 777, -100
MONTH = "质量月是几月\n全国“质量月”在每年 9 月。"


@pytest.fixture
async def post(tmp_path: Path, knowledge: Knowledge) -> AsyncIterator[Post]:
    async with fake_telegram() as fake, process(tmp_path, fake, knowledge) as post:
        yield post


async def test_a_question_is_answered_with_buttons(post: Post) -> None:
    post.fake.says(CHAT, "质量月是几月")
    (answer,) = await post.answers(1)
    assert answer.startswith(MONTH)
    assert keyboard_of(post.fake.called("sendMessage")[0]) == [
        "三无产品能卖吗", "没解决", "内容有误",
    ]  # fmt: skip


async def test_the_webhook_is_deleted_and_the_commands_are_set_before_polling(
    post: Post,
) -> None:
    post.fake.says(CHAT, "你好")
    await post.answers(1)
    methods = [method for method, _ in post.fake.calls]
    assert methods[:4] == ["deleteWebhook", "getMe", "setMyCommands", "getUpdates"]


async def test_answers_keep_the_order_of_questions(post: Post) -> None:
    for typed in ("质量月是几月", "三无产品能卖吗", "谢谢"):
        post.fake.says(CHAT, typed)
    first, second, third = await post.answers(3)
    assert first.startswith("质量月是几月")
    assert second.startswith("三无产品能卖吗")
    assert third == "不客气。还有问题随时问。"


async def test_a_tap_is_acknowledged_and_answered_even_under_an_old_message(post: Post) -> None:
    old = {"message_id": 5, "date": 0, "chat": {"id": CHAT, "type": "private", "first_name": "李"}}
    post.fake.push(
        callback_query={
            "id": "q", "from": message(CHAT)["from"], "chat_instance": "1",
            "data": "ask:three-nos", "message": old,
        }
    )  # fmt: skip
    (answer,) = await post.answers(1)
    assert answer.startswith("三无产品能卖吗\n不能卖。")
    assert post.fake.called("answerCallbackQuery") == [{"callback_query_id": "q"}]


async def test_a_place_is_answered_with_a_native_venue_in_telegrams_own_coordinates(
    post: Post,
) -> None:
    post.fake.push(message=message(CHAT, location={"latitude": 37.79, "longitude": 113.62}))
    venue, listed = await post.answers(2)
    (given,) = post.fake.called("sendVenue")
    assert venue == "示例·平定县质量服务站甲"
    assert listed.startswith("以下是示例站点，不是真实地址。")
    assert 0.0001 < abs(float(given["latitude"]) - 37.792) < 0.002


async def test_a_busy_telegram_is_obeyed_and_nothing_is_lost(post: Post) -> None:
    post.fake.fail("sendMessage", 429, "Too Many Requests", retry_after=30)
    post.fake.says(CHAT, "谢谢")
    await post.fake.until_called("sendMessage")
    await asyncio.sleep(0.3)
    assert len(post.fake.called("sendMessage")) == 1
    post.clock.now += timedelta(seconds=31)
    post.parts.delivery.wake()
    assert await post.answers(1) == ["不客气。还有问题随时问。"]


async def test_an_unreachable_telegram_is_tried_again(post: Post) -> None:
    post.fake.fail("sendMessage", 502, "Bad Gateway")
    post.fake.says(CHAT, "谢谢")
    await post.fake.until_called("sendMessage")
    await asyncio.sleep(0.3)
    post.clock.now += timedelta(minutes=1)
    post.parts.delivery.wake()
    assert await post.answers(1) == ["不客气。还有问题随时问。"]


async def test_a_citizen_who_blocked_the_bot_is_not_written_to_again(post: Post) -> None:
    post.fake.fail("sendMessage", 403, "Forbidden: bot was blocked by the user")
    post.fake.says(CHAT, "谢谢")
    await post.fake.until_called("sendMessage")
    post.clock.now += timedelta(hours=1)
    await asyncio.sleep(0.3)
    post.parts.delivery.wake()
    await asyncio.sleep(0.2)
    assert len(post.fake.called("sendMessage")) == 1


async def test_what_was_committed_before_a_kill_is_sent_after_the_restart(
    tmp_path: Path, knowledge: Knowledge
) -> None:
    async with fake_telegram() as fake:
        async with process(tmp_path, fake, knowledge) as post:
            for _ in range(3):
                fake.fail("sendMessage", 502, "Bad Gateway")
            fake.says(CHAT, "谢谢")
            await fake.until_called("sendMessage")
        fake.failures.clear()
        async with process(tmp_path, fake, knowledge) as post:
            post.clock.now += timedelta(hours=1)
            post.parts.delivery.wake()
            assert await post.answers(1) == ["不客气。还有问题随时问。"]


async def test_a_refused_token_leaves_the_other_channels_alone(
    tmp_path: Path, knowledge: Knowledge, capsys: pytest.CaptureFixture[str]
) -> None:
    async with fake_telegram() as fake:
        fake.fail("deleteWebhook", 401, "Unauthorized")
        async with process(tmp_path, fake, knowledge):
            await fake.until_called("deleteWebhook")
            await asyncio.sleep(0.2)
            assert fake.called("getUpdates") == []
    assert "telegram refused the token" in capsys.readouterr().err


async def test_a_group_is_silent_unless_the_bot_is_addressed(post: Post) -> None:
    post.fake.push(message=message(GROUP, kind="group", text="大家好"))
    post.fake.push(message=message(GROUP, kind="group", text="@zxt_bot 质量月是几月"))
    post.fake.push(message=message(GROUP, kind="group", text="我的数据 @zxt_bot"))
    first, second = await post.fake.until_sent(2)
    assert first[0] == second[0] == GROUP
    assert first[1].startswith(MONTH)
    assert second[1] == other.PRIVATE_ONLY.text.as_kwargs()["text"]


async def test_an_album_is_answered_once(post: Post) -> None:
    photo = [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}]
    for _ in range(3):
        post.fake.push(message=message(CHAT, photo=photo, media_group_id="album"))
    post.fake.says(CHAT, "谢谢")
    first, second = await post.answers(2)
    assert first == other.PICTURE.text.as_kwargs()["text"]
    assert second == "不客气。还有问题随时问。"


async def test_being_blocked_forgets_the_person_and_is_no_incident(post: Post) -> None:
    bot = {"id": 42, "is_bot": True, "first_name": "质小通"}
    chat = message(CHAT)["chat"]
    post.fake.push(
        my_chat_member={
            "chat": chat, "from": message(CHAT)["from"], "date": 1_790_000_000,
            "old_chat_member": {"user": bot, "status": "member"},
            "new_chat_member": {"user": bot, "status": "kicked", "until_date": 0},
        }
    )  # fmt: skip
    post.fake.says(CHAT, "谢谢")
    (told,) = await post.answers(1)
    assert told.startswith("不客气。还有问题随时问。\n\n隐私提示：")  # nobody is remembered


async def test_a_webhook_stores_before_it_acknowledges_and_checks_its_secret(
    tmp_path: Path, knowledge: Knowledge
) -> None:
    async with fake_telegram() as fake, process(tmp_path, fake, knowledge, "geheim") as post:
        app = web.Application()
        app.add_routes(post.parts.routes())
        async with TestClient(TestServer(app)) as telegram:
            update = {"update_id": 1, "message": message(CHAT, text="谢谢")}
            wrong = await telegram.post("/telegram", json=update, headers={HEADER: "falsch"})
            right = await telegram.post("/telegram", json=update, headers={HEADER: "geheim"})
            again = await telegram.post("/telegram", json=update, headers={HEADER: "geheim"})
            broken = await telegram.post("/telegram", data=b"{", headers={HEADER: "geheim"})
        assert (wrong.status, right.status, again.status, broken.status) == (403, 200, 200, 400)
        assert await post.answers(1) == ["不客气。还有问题随时问。"]
        (hook,) = fake.called("setWebhook")
        assert (hook["url"], hook["secret_token"]) == ("https://example.org/telegram", "geheim")
