"""Taught words in the records, on both databases."""

from pathlib import Path

from faq.editorial.store import serial
from faq.lexicon import store
from faq.lexicon.lexicon import Lexicon, WordKind
from faq.lexicon.word import Taught
from tests.faq.editorial.records import BOTH, NOW, records

GAS = Taught(WordKind.SYNONYM, "煤气表", "燃气表")
RUDE = Taught(WordKind.SENSITIVE, "坏词")


@BOTH
async def test_words_are_taught_changed_and_forgotten(kind: str, tmp_path: Path) -> None:
    async with records(kind, tmp_path) as database:
        async with database.begin() as session:
            await store.lock(session, NOW)
            first, second = await store.add(session, [GAS, RUDE], None, NOW)
            again = await store.add(session, [GAS], None, NOW)
        async with database.begin() as session:
            taught = await store.load(session)
            await store.lock(session, NOW)
            await store.change(session, first, Taught(WordKind.SYNONYM, "煤气表", "气表"))
            await store.remove(session, second)
        async with database.begin() as session:
            left, gone = await store.load(session), await store.get(session, second)
            changes = await serial(session)

    assert again == []
    assert taught == Lexicon({"煤气表": "燃气表"}, sensitive=frozenset({"坏词"}))
    assert left == Lexicon({"煤气表": "气表"})
    assert gone is None
    assert changes == 2


@BOTH
async def test_words_are_found_by_either_side(kind: str, tmp_path: Path) -> None:
    words = [Taught(WordKind.SYNONYM, f"词{number}", f"意{number}%") for number in range(30)]
    async with records(kind, tmp_path) as database, database.begin() as session:
        await store.lock(session, NOW)
        await store.add(session, [*words, RUDE], None, NOW)
        page, total = await store.find(session, WordKind.SYNONYM, "", 2, 20)
        by_meaning, found = await store.find(session, WordKind.SYNONYM, "意29%", 1, 20)
        counts = await store.counts(session)

    assert (len(page), total) == (10, 30)
    assert ([word.said for word in by_meaning], found) == (["词29"], 1)
    assert (counts[WordKind.SYNONYM], counts[WordKind.SENSITIVE]) == (30, 1)
