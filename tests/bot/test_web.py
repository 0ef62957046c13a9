from pathlib import Path
from typing import Any
from uuid import uuid4

from tests.bot.website import site
from texts.menu import PRIVACY_NOTICE

LIMIT = 2000
NOTICE = "\n\n" + PRIVACY_NOTICE


def texts(bubbles: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(bubble["author"], bubble["body"].get("text", "")) for bubble in bubbles]


async def test_a_newcomer_is_greeted_once(tmp_path: Path) -> None:
    async with site(tmp_path) as place, place.browser() as visitor:
        assert await visitor.hello() == {"large": False}
        assert await visitor.hello() == {"large": False}
        (welcome,) = await visitor.hears(1)
        assert welcome["body"] == {
            "kind": "text",
            "text": "您好，我是质小通。" + NOTICE,
            "entities": [],
            "buttons": [
                [{"label": "问政策", "data": "ask", "number": 1}],
                [{"label": "找站点", "data": "find", "number": 2}],
            ],
        }


async def test_a_message_is_stored_before_it_is_acknowledged_and_counts_once(
    tmp_path: Path,
) -> None:
    async with site(tmp_path) as place, place.browser() as visitor:
        key = str(uuid4())
        assert (await visitor.says("质量月是几月", key))[0] == 202
        assert (await visitor.says("质量月是几月", key))[0] == 200
        assert texts(await visitor.hears(2)) == [
            ("citizen", "质量月是几月"),
            ("bot", "听到 质量月是几月" + NOTICE),
        ]


async def test_entities_and_numbers_reach_the_page(tmp_path: Path) -> None:
    async with site(tmp_path) as place, place.browser() as visitor:
        await visitor.says("你好")
        body = (await visitor.hears(2))[1]["body"]
        assert body["entities"] == [{"type": "bold", "offset": 3, "length": 2}]
        assert body["buttons"] == [
            [{"label": "没解决", "data": "nav:no", "number": None}],
            [{"label": "再问", "data": "again", "number": 1}],
        ]


async def test_a_place_is_shown_as_a_card_with_a_map(tmp_path: Path) -> None:
    async with site(tmp_path) as place, place.browser() as visitor:
        await visitor.says("站点")
        card = (await visitor.hears(3))[1]["body"]
        assert card == {
            "kind": "venue",
            "title": "城区服务站（示例）",
            "address": "示例路 1 号",
            "latitude": 37.85,
            "longitude": 113.57,
            "map_url": "https://uri.amap.com/marker?position=113.570000%2C37.850000"
            "&name=%E5%9F%8E%E5%8C%BA%E6%9C%8D%E5%8A%A1%E7%AB%99%EF%BC%88%E7%A4%BA%E4%BE%8B%EF%BC%89"
            "&src=zhixiaotong&coordinate=gaode&callnative=1",
            "buttons": [],
        }


async def test_a_tap_is_shown_by_its_label(tmp_path: Path) -> None:
    async with site(tmp_path) as place, place.browser() as visitor:
        await visitor.hello()
        (welcome,) = await visitor.hears(1)
        button = {"message": welcome["id"], "data": "find", "label": "别的字"}
        status, _ = await visitor.post("/chat/messages", {"key": str(uuid4()), "button": button})
        assert status == 202
        assert texts(await visitor.hears(3))[1:] == [("citizen", "找站点"), ("bot", "点了 find")]


async def test_a_typed_digit_is_the_numbered_button(tmp_path: Path) -> None:
    async with site(tmp_path) as place, place.browser() as visitor:
        await visitor.hello()
        await visitor.hears(1)
        await visitor.says("１")
        assert texts(await visitor.hears(3))[2] == ("bot", "点了 ask")


async def test_a_forged_or_foreign_button_is_refused(tmp_path: Path) -> None:
    async with site(tmp_path) as place, place.browser() as one, place.browser() as other:
        await one.hello()
        (welcome,) = await one.hears(1)
        for visitor, data in ((one, "admin"), (other, "find")):
            button = {"message": welcome["id"], "data": data, "label": "找站点"}
            status, answer = await visitor.post(
                "/chat/messages", {"key": str(uuid4()), "button": button}
            )
            assert status == 400
            assert answer == {"error": "这个按钮已经失效。请看最新的消息，或者直接打字告诉我。"}


async def test_a_shared_place_is_heard_but_not_kept(tmp_path: Path) -> None:
    async with site(tmp_path) as place, place.browser() as visitor:
        where = {"latitude": 37.86, "longitude": 113}
        status, _ = await visitor.post("/chat/messages", {"key": str(uuid4()), "location": where})
        assert status == 202
        bubbles = await visitor.hears(2)
        assert bubbles[0]["body"] == {"kind": "location"}
        assert bubbles[1]["body"]["text"] == "听到 location" + NOTICE


async def test_personal_numbers_are_masked_in_the_transcript(tmp_path: Path) -> None:
    async with site(tmp_path) as place, place.browser() as visitor:
        await visitor.says("我的电话 13812345678")
        assert (await visitor.hears(2))[0]["body"]["text"] == "我的电话 138****5678"


async def test_what_makes_no_sense_is_refused_in_words(tmp_path: Path) -> None:
    garbled = {"error": "这条消息的内容不完整，没有处理。请刷新页面再试。"}
    long = {"error": "这条消息太长了，请分成几条发送（每条不超过 2000 字）。"}
    key = str(uuid4())
    async with site(tmp_path) as place, place.browser() as visitor:
        bodies: tuple[object, ...] = (
            [],
            {"key": key},
            {"key": key, "text": "  "},
            {"key": "短", "text": "你好"},
            {"key": key, "text": 5},
            {"key": key, "button": {"message": 2**70, "data": "x"}},
            {"key": key, "location": {"latitude": 91, "longitude": 0}},
            {"key": key, "location": {"latitude": "37", "longitude": 0}},
        )
        for body in bodies:
            assert await visitor.post("/chat/messages", body) == (400, garbled)
        assert await visitor.says("长" * (LIMIT + 1)) == (413, long)
        assert await visitor.says("长" * 9000) == (413, long)
        assert await visitor.history(limit=9) == []


async def test_too_many_messages_are_put_off_politely(tmp_path: Path) -> None:
    async with site(tmp_path) as place, place.browser() as visitor:
        answers = [await visitor.says("你好") for _ in range(21)]
        assert [status for status, _ in answers] == [202] * 20 + [429]
        assert answers[-1][1] == {"error": "您发得有些快，请稍等几秒，消息会自动重发。"}


async def test_half_a_character_does_no_harm(tmp_path: Path) -> None:
    async with site(tmp_path) as place, place.browser() as visitor:
        assert (await visitor.says("好\ud83d"))[0] == 202
        assert (await visitor.hears(2))[0]["body"]["text"] == "好\ufffd"


async def test_history_goes_back_page_by_page(tmp_path: Path) -> None:
    async with site(tmp_path) as place, place.browser() as visitor:
        for word in ("一一", "二二", "三三"):
            await visitor.says(word)
        everything = await visitor.hears(6)
        newest = await visitor.history(limit=2)
        older = await visitor.history(limit=2, before=newest[0]["id"])
        assert older + newest == everything[2:]


async def test_strangers_share_nothing(tmp_path: Path) -> None:
    async with site(tmp_path) as place, place.browser() as one, place.browser() as other:
        await one.says("秘密")
        await one.hears(2)
        await other.hello()
        assert texts(await other.hears(1)) == [("bot", "您好，我是质小通。" + NOTICE)]
        async with place.browser() as nobody:
            assert await nobody.history(limit=9) == []


async def test_leaving_forgets_the_browser_but_not_the_records(tmp_path: Path) -> None:
    async with site(tmp_path) as place, place.browser() as visitor:
        await visitor.says("你好")
        await visitor.hears(2)
        assert await visitor.post("/chat/leave", {}) == (200, {})
        assert await visitor.history(limit=9) == []
