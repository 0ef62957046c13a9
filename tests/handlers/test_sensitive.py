"""Sensitive words (敏感词) in what citizens say and in what they would be told."""

from pathlib import Path

from sqlalchemy import select

from bot.masking import Masking
from db.tables import TABLES
from faq.knowledge import Knowledge
from faq.lexicon.lexicon import Lexicon
from faq.route import SmallTalkKind
from handlers.ask import build_ask_router
from tests.citizen import Town, town
from texts.ask import ENTRY_GONE, SMALL_TALK
from texts.web import UNSHOWN

RUDE = Lexicon(homophones={"怀慈": "坏词"}, sensitive=frozenset({"坏词", "不能卖"}))


async def everything(place: Town) -> str:
    async with place.database.read() as session:
        rows = [list(await session.execute(select(table))) for table in TABLES.sorted_tables]
    return str(rows)


async def test_a_sensitive_word_is_met_calmly_and_kept_nowhere(
    tmp_path: Path, knowledge: Knowledge
) -> None:
    async with town(
        tmp_path, build_ask_router(), knowledge=knowledge.taught(RUDE), stations=()
    ) as place:
        citizen = place.citizen()
        await citizen.says("你好")
        (said,) = await citizen.says("你这个坏 词")
        kept = await everything(place)

    assert said.text == SMALL_TALK[SmallTalkKind.SENSITIVE]
    assert "sensitive" in kept
    assert "坏 词" not in kept


async def test_a_button_leads_to_no_answer_with_a_sensitive_word(
    tmp_path: Path, knowledge: Knowledge
) -> None:
    async with town(
        tmp_path, build_ask_router(), knowledge=knowledge.taught(RUDE), stations=()
    ) as place:
        citizen = place.citizen()
        await citizen.says("质量月是几月")
        (said,) = await citizen.taps("三无产品能卖吗")

    assert said.text == ENTRY_GONE.text.render()[0]


def test_what_was_typed_is_shown_again_without_sensitive_words(knowledge: Knowledge) -> None:
    masked = Masking(lambda: knowledge.taught(RUDE))

    assert masked("你这个坏 词") == masked("你这个怀慈") == UNSHOWN
    assert masked("我的电话是 13812345678") == "我的电话是 138****5678"


def test_before_the_knowledge_is_open_numbers_are_masked_all_the_same() -> None:
    def closed() -> Knowledge:
        raise LookupError

    assert Masking(closed)("坏词 13812345678") == "坏词 138****5678"
