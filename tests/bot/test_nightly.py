import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest

from bot.nightly import Nightly
from bot.selfexam import Sitting
from db import migrate
from db.engine import Database, sqlite_url
from faq.editorial.seed.store import take_in
from faq.editorial.shipped import shipped
from faq.selfexam import store
from faq.selfexam.run import Run, Unrun
from faq.selfexam.totals import Tally
from people.audit import store as audit
from tests.databases import fresh_postgres
from tests.knowledge import ENTRIES

EVENING = datetime(2026, 11, 22, 18, 59, tzinfo=UTC)
"""A minute before three in the morning in Beijing."""
NIGHT = EVENING + timedelta(minutes=1)
TUNING = """
- {kind: exact, text: 质量月是几月, expect: quality-month-when}
- {kind: exact, text: 三无产品能卖吗, expect: quality-month-when}
- {kind: exact, text: 火星上能不能养猪, expect: decline}
"""
MEASURED = """
- {kind: synonym, text: 申报中国质量奖收费吗, expect: award-fee}
- {kind: synonym, text: 火星上有没有水, expect: award-fee}
"""


@pytest.fixture
async def records(tmp_path: Path) -> AsyncIterator[Database]:
    async with _records(sqlite_url(tmp_path / "zhixiaotong.db")) as database:
        yield database


@asynccontextmanager
async def _records(url: str) -> AsyncIterator[Database]:
    database = Database(url)
    await migrate.upgrade(database)
    async with database.begin() as session:
        await take_in(session, shipped(ENTRIES), EVENING)
    yield database
    await database.close()


@pytest.fixture
def exam(tmp_path: Path) -> Path:
    for half, text in (("tuning", TUNING), ("measured", MEASURED)):
        (tmp_path / "exam" / half).mkdir(parents=True)
        (tmp_path / "exam" / half / "one.yaml").write_text(text, encoding="utf-8")
    return tmp_path / "exam"


def _nightly(records: Database, tmp_path: Path, exam: Path, now: datetime) -> Nightly:
    url = records.engine.url.render_as_string(hide_password=False)
    surroundings = {"DATA_DIR": str(tmp_path), "DATABASE_URL": url}
    return Nightly(records, surroundings, lambda: now, exam)


async def _runs(records: Database) -> list[Run]:
    async with records.read() as session:
        return list(await store.latest(session, 10))


def _rows(path: Path, sheet: str) -> list[tuple[object, ...]]:
    return list(openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True))


async def test_the_exam_is_sat_once_a_night_by_one_of_many_processes(
    records: Database, tmp_path: Path, exam: Path
) -> None:
    assert not await _nightly(records, tmp_path, exam, EVENING).look()
    first, second = (_nightly(records, tmp_path, exam, NIGHT) for _ in range(2))
    assert [await first.look(), await second.look(), await first.look()] == [True, False, False]
    (run,) = await _runs(records)
    assert (str(run.night), run.fault, run.is_open) == ("2026-11-23", None, False)
    assert run.totals is not None
    assert [(half, one.kinds) for half, one in run.totals.halves.items()] == [
        ("tuning", (Tally("exact", 2, 0, 0, 1),)),
        ("measured", (Tally("synonym", 1, 0, 1, 0),)),
    ]
    assert run.totals.accuracy == 35 * 2 / 4


@pytest.mark.postgres
async def test_two_processes_on_one_server_that_look_at_the_same_moment_sit_it_once(
    tmp_path: Path, exam: Path
) -> None:
    async with fresh_postgres() as url, _records(url) as one, _records(url) as other:
        both = [_nightly(records, tmp_path, exam, NIGHT) for records in (one, other)]
        looked = await asyncio.gather(*(each.look() for each in both))
        again = [await each.look() for each in both]
        (run,) = await _runs(other)
        async with one.read() as session:
            sat = [act async for act in audit.every(session) if act.action == "exam.run"]
    assert (sorted(looked), again) == ([False, True], [False, False])
    assert (str(run.night), run.fault, run.is_open) == ("2026-11-23", None, False)
    assert run.totals is not None
    assert run.totals.accuracy == 35 * 2 / 4
    assert len(sat) == 1


async def test_questions_of_the_measured_half_stand_in_no_evidence_file(
    records: Database, tmp_path: Path, exam: Path
) -> None:
    await _nightly(records, tmp_path, exam, NIGHT).look()
    (run,) = await _runs(records)
    path = tmp_path / "exams" / (run.evidence or "")
    assert [row[:4] for row in _rows(path, "逐题（公开的一半）")][1:] == [
        ("条目原句", "质量月是几月", "quality-month-when", "直接回答"),
        ("条目原句", "三无产品能卖吗", "quality-month-when", "直接回答"),
        ("条目原句", "火星上能不能养猪", "decline", "不作回答"),
    ]
    assert [row[:4] for row in _rows(path, "分类成绩")][-1] == ("封存的一半", "合计", 2, 1)
    cells = [cell for sheet in ("说明", "分类成绩") for row in _rows(path, sheet) for cell in row]
    assert not [cell for cell in cells if "火星" in str(cell) or "收费吗" in str(cell)]


async def test_whoever_asks_twice_gets_one_exam(records: Database) -> None:
    async with records.begin() as session:
        asked = [await store.ask(session, NIGHT), await store.ask(session, NIGHT)]
        taken = [await store.take(session, NIGHT), await store.take(session, NIGHT)]
    assert (asked[1], taken) == (None, [asked[0], None])


async def test_an_exam_left_behind_is_sat_again_and_at_last_given_up(records: Database) -> None:
    async with records.begin() as session:
        number = await store.ask(session, NIGHT)
        await store.take(session, NIGHT)
        again = await store.take(session, NIGHT + timedelta(minutes=16))
        given_up = await store.take(session, NIGHT + timedelta(hours=3))
    assert (again, given_up) == (number, None)
    assert [(run.fault, run.is_open) for run in await _runs(records)] == [(Unrun.BROKEN, False)]


async def test_where_there_are_no_questions_it_says_so(records: Database, tmp_path: Path) -> None:
    async with records.begin() as session:
        number = await store.ask(session, NIGHT) or 0
    run = await Sitting(records, tmp_path, tmp_path / "nothing").sit(number)
    assert run is not None
    assert (run.fault, run.totals, run.evidence) == (Unrun.NO_EXAM, None, None)
