import asyncio
import re
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from db import migrate
from db.engine import Database, DatabaseError
from people.audit import store
from people.audit.chain import Broken, Whole
from people.staff.roles import Role
from tests.console.house import NOON, House, house
from tests.databases import fresh_postgres
from texts import console_audit as words


async def _acts(place: House, count: int) -> None:
    for number in range(count):
        async with place.database.begin() as session:
            await store.record(session, None, "test.act", str(number), {"number": number}, NOON)


def _tamper(place: House, *statements: str) -> None:
    """Do what somebody does who has the database's file and knows its triggers."""
    with sqlite3.connect(place.folder / "records.db") as raw:
        raw.execute("DROP TRIGGER audit_no_update")
        raw.execute("DROP TRIGGER audit_no_delete")
        for statement in statements:
            raw.execute(statement)
    raw.close()


async def test_a_log_nobody_touched_is_whole(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        auditor = await place.staff(Role.AUDITOR)
        await _acts(place, 1200)
        page = await auditor.post("/audit/verify")
        assert re.fullmatch(
            r"审计记录完整，共 1200 条，最后一条的指纹是 [0-9a-f]{16}。", page.flash
        )


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        ("UPDATE audit SET subject = 'x' WHERE id = 3", Broken(3, "changed")),
        ("UPDATE audit SET facts = '{\"number\": 9}' WHERE id = 2", Broken(2, "changed")),
        ("UPDATE audit SET staff_id = 7 WHERE id = 5", Broken(5, "changed")),
        ("DELETE FROM audit WHERE id = 4", Broken(5, "missing")),
        ("DELETE FROM audit WHERE id = 1", Broken(2, "missing")),
        ("DELETE FROM audit WHERE id > 4", Broken(5, "cut")),
        ("DELETE FROM audit", Broken(1, "cut")),
    ],
)
async def test_what_was_tampered_with_is_found(
    statement: str, broken: Broken, tmp_path: Path
) -> None:
    async with house(tmp_path) as place:
        auditor = await place.staff(Role.AUDITOR)
        await _acts(place, 6)
        _tamper(place, statement)
        page = await auditor.post("/audit/verify")
        assert page.flash == words.examined(broken)


async def test_the_database_itself_refuses_to_change_the_log(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        await _acts(place, 1)
        for statement in ("UPDATE audit SET subject = 'x'", "DELETE FROM audit"):
            with pytest.raises(DatabaseError, match="append-only"):
                await _run(place.database, statement)


async def test_postgresql_refuses_too_and_writers_at_once_keep_the_chain(tmp_path: Path) -> None:
    async with fresh_postgres() as url:
        database = Database(url)
        await migrate.upgrade(database)

        async def act(number: int) -> None:
            async with database.begin() as session:
                await store.record(session, None, "test.act", str(number), {}, NOON)

        await asyncio.gather(*(act(number) for number in range(30)))
        async with database.read() as session:
            found = await store.examine(session)
        assert isinstance(found, Whole)
        assert found.count == 30
        for statement in ("UPDATE audit SET subject = 'x'", "DELETE FROM audit", "TRUNCATE audit"):
            with pytest.raises(DatabaseError, match="append-only"):
                await _run(database, statement)
        await database.close()


async def test_the_log_is_searched_by_person_act_and_day(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        boss = await place.staff(Role.ADMIN, shown="主任（示例）")
        await boss.post("/staff/single", {"is_on": "1", "sure": "1"})
        await _acts(place, 1)
        place.now += timedelta(hours=13)
        boss = await place.staff(Role.ADMIN)
        await boss.post("/staff/single", {"is_on": "0"})
        acted = {
            "": ["关闭单人审定模式", "test.act", "打开单人审定模式"],
            "person=1": ["打开单人审定模式"],
            "person=0": ["test.act"],
            "action=rule.single_off": ["关闭单人审定模式"],
            "day=2026-11-23": ["test.act", "打开单人审定模式"],
            "day=2026-11-24": ["关闭单人审定模式"],
            "day=2026-11-24&person=1": [],
        }
        for query, expected in acted.items():
            page = await boss.get(f"/audit?{query}")
            cells = re.findall(r'data-label="动作">([^<]+)<', page.html)
            assert (query, cells) == (query, expected)
        page = await boss.get("/audit", day="gestern")
        assert (page.status, page.errors) == (422, {"day": words.BAD_DAY})


async def _run(database: Database, statement: str) -> None:
    async with database.begin() as session:
        await session.execute(text(statement))
