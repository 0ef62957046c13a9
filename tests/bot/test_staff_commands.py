"""The staff's commands as somebody on the machine runs them."""

import asyncio
import csv
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.turns import utc_now
from db import migrate
from db.engine import Database, sqlite_url
from people.audit.chain import Broken
from people.staff import store
from people.staff.credentials import store as credentials
from people.staff.governing import Governor
from people.staff.roles import Role
from texts import console_audit, console_staff

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    main(("migrate",))
    capsys.readouterr()

    def run(*arguments: str) -> tuple[int, str]:
        return main(arguments), capsys.readouterr().out

    return run


def _two(folder: Path) -> None:
    """Make an admin who can sign in, and an editor who is only invited."""

    async def make() -> None:
        database = Database(sqlite_url(folder / "zhixiaotong.db"))
        await migrate.upgrade(database)
        async with database.begin() as session:
            governor = Governor(session, None, utc_now())
            boss, _ = await governor.invite("anna", "安娜（示例）", [Role.ADMIN])
            await credentials.set_password(session, boss.id, "hash")
            await credentials.tie_device(session, boss.id, "sealed", 0)
            await governor.invite("bob", "鲍勃（示例）", [Role.EDITOR])
        await database.close()

    asyncio.run(make())


def test_the_first_link_is_made_until_there_is_staff(run: Run, tmp_path: Path) -> None:
    assert run("staff", "list") == (0, console_staff.NOBODY_YET + "\n")
    status, said = run("staff", "setup-link")
    assert status == 0
    assert re.search(r"^http://127\.0\.0\.1:8080/console/link/[\w-]{43}$", said, re.MULTILINE)
    _two(tmp_path)
    assert run("staff", "setup-link") == (1, console_staff.STAFF_EXISTS + "\n")


def test_the_staff_are_listed_a_line_each(run: Run, tmp_path: Path) -> None:
    _two(tmp_path)
    assert run("staff", "list")[1].splitlines() == [
        "anna　安娜（示例）　在用　管理员　还没有登录过",
        "bob　鲍勃（示例）　等本人启用　编辑　还没有登录过",
    ]


def test_somebody_is_disabled_enabled_and_reset_but_not_the_last_admin(
    run: Run, tmp_path: Path
) -> None:
    _two(tmp_path)
    assert run("staff", "disable", "Bob") == (0, console_staff.disabled("鲍勃（示例）") + "\n")
    assert "已停用" in run("staff", "list")[1]
    assert run("staff", "enable", "bob") == (0, console_staff.enabled("鲍勃（示例）") + "\n")
    assert run("staff", "disable", "anna") == (1, console_staff.LAST_ADMIN + "\n")
    assert run("staff", "disable", "carl") == (1, console_staff.unknown("carl") + "\n")
    status, said = run("staff", "reset", "anna")
    assert (status, said.startswith("安娜（示例） 已重置。")) == (0, True)
    assert "/console/link/" in said


def test_the_log_is_verified_and_exported(run: Run, tmp_path: Path) -> None:
    _two(tmp_path)
    status, said = run("audit", "verify")
    assert (status, said.startswith("审计记录完整，共 2 条")) == (0, True)
    file = tmp_path / "审计.csv"
    assert run("audit", "export", str(file)) == (0, console_audit.exported(2, str(file)) + "\n")
    rows = list(csv.reader(file.read_text(encoding="utf-8-sig").splitlines()))
    assert tuple(rows[0]) == console_audit.COLUMNS
    assert [row[3:8] for row in rows[1:]] == [
        ["程序", "邀请人员", "staff.invite", "1", "角色 管理员"],
        ["程序", "邀请人员", "staff.invite", "2", "角色 编辑"],
    ]
    with closing(sqlite3.connect(tmp_path / "zhixiaotong.db")) as raw, raw:
        raw.execute("DROP TRIGGER audit_no_update")
        raw.execute("UPDATE audit SET subject = '3' WHERE id = 2")
    assert run("audit", "verify") == (1, console_audit.examined(Broken(2, "changed")) + "\n")


def test_staff_who_were_never_there_have_no_names(run: Run, tmp_path: Path) -> None:
    _two(tmp_path)

    async def names() -> dict[int, str]:
        database = Database(sqlite_url(tmp_path / "zhixiaotong.db"))
        async with database.read() as session:
            found = await store.names(session, [1, None, 99])
        await database.close()
        return found

    assert asyncio.run(names()) == {1: "安娜（示例）"}
