"""A word taught in one process is known to another's conversations."""

from datetime import UTC, datetime
from pathlib import Path

from bench.process import until
from bot.knowledge import Shelf
from faq.decide import decide
from faq.lexicon import store
from faq.lexicon.lexicon import Lexicon, WordKind
from faq.lexicon.word import Taught
from faq.outcome import Context, Unknown, answered
from tests.bot.test_knowledge import published
from tests.faq.editorial.records import BOTH, NOW
from tests.knowledge import MONTH

MOMENT = datetime(2026, 11, 23, 4, tzinfo=UTC)
FAIR = Taught(WordKind.SYNONYM, "品宣季", "质量月")


async def knows(shelf: Shelf, lexicon: Lexicon) -> None:
    async def look() -> bool:
        return shelf.knowledge.lexicon == lexicon

    await until(look)


@BOTH
async def test_a_word_is_known_everywhere_and_forgotten_everywhere(
    kind: str, tmp_path: Path
) -> None:
    async with published(kind, tmp_path) as (writing, shelf):
        before = decide("品宣季是几月", Context(), MOMENT, shelf.knowledge)
        index = shelf.knowledge.index
        async with writing.begin() as session:
            await store.lock(session, NOW)
            (number,) = await store.add(session, [FAIR], None, NOW)
        await knows(shelf, Lexicon({"品宣季": "质量月"}))
        after = decide("品宣季是几月", Context(), MOMENT, shelf.knowledge)
        same_index = shelf.knowledge.index is index
        async with writing.begin() as session:
            await store.lock(session, NOW)
            await store.remove(session, number)
        await knows(shelf, Lexicon())
        left = decide("品宣季是几月", Context(), MOMENT, shelf.knowledge)

    assert isinstance(before, Unknown)
    assert [entry.id for entry in answered(after)] == [MONTH.id]
    assert same_index
    assert left == before
