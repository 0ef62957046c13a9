from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from db import migrate
from db.columns import table_of
from db.engine import Database, sqlite_url
from db.knowledge_tables import OutcomeCountRow, QuestionRow
from desk.journal import store as journal
from desk.journal.journal import Asked, AskedAlike, Came, Counted
from faq.knowledge import Knowledge
from faq.stations import load
from handlers.ask import build_ask_router
from tests.citizen import Town, town
from tests.databases import fresh_postgres
from tests.knowledge import shared_knowledge

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)


@pytest.fixture
def knowledge() -> Knowledge:
    return shared_knowledge()


@pytest.fixture
async def place(tmp_path: Path, knowledge: Knowledge) -> AsyncIterator[Town]:
    async with town(tmp_path, build_ask_router(), knowledge=knowledge, stations=load()) as place:
        yield place


async def _rows(database: Database) -> list[tuple[str | None, str, str, str | None]]:
    row = table_of(QuestionRow).c
    query = select(row.text, row.outcome, row.reason, row.entry_id).order_by(row.id)
    async with database.read() as session:
        return [(r[0], r[1], r[2], r[3]) for r in await session.execute(query)]


async def test_every_question_is_put_down_once_with_what_came_of_it(place: Town) -> None:
    citizen = place.citizen()
    await citizen.says("质量月是几月")
    await citizen.says("火星上能不能养猪，我的电话 13912345678")
    await citizen.says("你好")
    assert await _rows(place.database) == [
        ("质量月是几月", "answer", "exact", "quality-month-when"),
        ("火星上能不能养猪，我的电话 139****5678", "decline", "vetoed", None),
        ("你好", "small_talk", "small_talk", None),
    ]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("家里煤气味很大怎么办", "gas_leak"),
        ("我要投诉东关超市的老王卖假酒", "complaint"),
        ("你个傻逼", "small_talk"),
        ("人工", "human"),
    ],
)
async def test_of_emergencies_complaints_and_abuse_no_word_is_kept(
    place: Town, text: str, reason: str
) -> None:
    await place.citizen().says(text)
    ((kept, _, why, _),) = await _rows(place.database)
    assert (kept, why) == (None, reason)


@pytest.fixture
async def records(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database(sqlite_url(tmp_path / "a.db"))
    await migrate.upgrade(database)
    yield database
    await database.close()


async def _ask(database: Database, count: int, now: datetime, text: str = "怎么办证") -> None:
    async with database.begin() as session:
        for _ in range(count):
            asked = Asked("web", text, Came.DECLINE, "unlike")
            await journal.record(session, asked, now)


async def _counted(database: Database) -> list[Counted]:
    async with database.read() as session:
        return list(await journal.counted(session, date(2026, 1, 1), date(2026, 12, 31)))


async def _age(database: Database) -> None:
    async with database.begin() as session:
        await journal.forget_texts(session, NOW)
        await journal.fold(session, NOW)


async def test_words_go_after_30_days_and_rows_become_numbers_after_90(records: Database) -> None:
    await _ask(records, 2, NOW - timedelta(days=29))
    await _ask(records, 3, NOW - timedelta(days=31))
    await _ask(records, 4, NOW - timedelta(days=120))
    before = await _counted(records)
    await _age(records)
    await _age(records)
    assert await _counted(records) == before
    assert before == [
        Counted(date(2026, 7, 25), "web", Came.DECLINE, "unlike", 4),
        Counted(date(2026, 10, 22), "web", Came.DECLINE, "unlike", 3),
        Counted(date(2026, 10, 24), "web", Came.DECLINE, "unlike", 2),
    ]
    assert [row[0] for row in await _rows(records)] == ["怎么办证"] * 2 + [None] * 3
    async with records.read() as session:
        folded = await session.execute(select(table_of(OutcomeCountRow).c.count))
        assert [row[0] for row in folded] == [4]


async def test_a_day_is_beijings(records: Database) -> None:
    await _ask(records, 1, datetime(2026, 11, 22, 15, 59, tzinfo=UTC))
    await _ask(records, 1, datetime(2026, 11, 22, 16, 0, tzinfo=UTC))
    assert [row.day for row in await _counted(records)] == [TODAY, TODAY + timedelta(days=1)]


async def test_what_was_asked_most_in_vain_comes_first(records: Database) -> None:
    await _ask(records, 1, NOW, "怎么养猪")
    await _ask(records, 3, NOW - timedelta(hours=1))
    async with records.read() as session:
        found = await journal.most_missed(session, NOW - timedelta(days=1), 10)
    assert found == [
        AskedAlike("怎么办证", 3, NOW - timedelta(hours=1)),
        AskedAlike("怎么养猪", 1, NOW),
    ]


@pytest.mark.postgres
async def test_rows_become_numbers_on_postgres_too() -> None:
    async with fresh_postgres() as url:
        database = Database(url)
        await migrate.upgrade(database)
        await _ask(database, 4, NOW - timedelta(days=120))
        await _age(database)
        await _age(database)
        counted = await _counted(database)
        await database.close()
    assert counted == [Counted(date(2026, 7, 25), "web", Came.DECLINE, "unlike", 4)]
