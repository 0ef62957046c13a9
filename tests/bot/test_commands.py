"""Commands as operators run them: a real data folder, what is printed, the exit status."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.turns import utc_now
from db import migrate
from db.engine import Database, sqlite_url
from desk import store as desk
from desk.unanswered import Kind, Question
from faq.editorial import store as entries
from faq.editorial.content import as_content
from faq.editorial.seed.store import take_in
from faq.editorial.shipped import shipped
from handlers.context import CHINA
from people import store as people
from tests.knowledge import MONTH

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> tuple[int, str, str]:
        status = main(arguments)
        said = capsys.readouterr()
        return status, said.out, said.err

    return run


async def _ask(folder: Path) -> str:
    database = Database(sqlite_url(folder / "zhixiaotong.db"))
    await migrate.upgrade(database)
    async with database.begin() as session:
        person = await people.meet(session, "web", "somebody", utc_now())
        question = Question(Kind.WRONG, "质量月是几月", "quality-month-when", "wrong")
        number = await desk.record(session, person, question, utc_now())
    await database.close()
    return number


def _folder(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


def test_nothing_waits_at_first(run: Run) -> None:
    run("migrate")
    assert run("unanswered", "list") == (0, "没有待处理的问题。\n", "")


@pytest.mark.parametrize(
    "command",
    [
        "asked", "audit export 审计.csv", "audit verify", "backup", "campaign list",
        "campaign show V-1", "exam", "faq export out", "faq import out", "staff list",
        "staff setup-link", "staff reset 张三", "switch list", "switch resume all",
        "switch stop all", "unanswered close 1", "unanswered list",
    ],
)  # fmt: skip
@pytest.mark.parametrize("has_folder", [False, True])
def test_without_records_every_command_says_so_and_makes_none(
    run: Run, tmp_path: Path, command: str, *, has_folder: bool
) -> None:
    if has_folder:
        _folder(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    said = (
        f"还没有数据：{tmp_path / 'data' / 'zhixiaotong.db'} 不存在。"
        "请先运行一次 python -m bot run；"
        "如果已经运行过，请检查 DATA_DIR（或 DATABASE_URL）是不是和运行时一样。\n"
    )
    assert run(*command.split()) == (1, "", said)
    assert sorted(tmp_path.rglob("*")) == before


def test_the_doctor_finds_nothing_wrong_before_the_first_start(run: Run, tmp_path: Path) -> None:
    status, said, _ = run("doctor")
    folder = f"好　　数据文件夹：{tmp_path / 'data'} 还没有，第一次启动时会建"
    assert (status, said.splitlines()[0]) == (0, f"{folder}（如果已经启动过，请检查 DATA_DIR）")


def test_a_report_is_listed_until_it_is_closed(run: Run, tmp_path: Path) -> None:
    number = asyncio.run(_ask(_folder(tmp_path)))
    _, listed, _ = run("unanswered", "list")
    first, last = listed.splitlines()
    assert first.startswith(f"{number}　")
    assert first.endswith("　内容有误　质量月是几月　条目 quality-month-when　（web）")
    assert last == "共 1 个问题、0 个找人工的记录待处理。时间是北京时间。"
    assert run("unanswered", "close", number.lower()) == (0, f"{number} 已标为处理完。\n", "")
    assert run("unanswered", "close", number) == (1, f"没有待处理的编号 {number}。\n", "")
    assert run("unanswered", "list") == (0, "没有待处理的问题。\n", "")


async def _count(folder: Path) -> None:
    database = Database(sqlite_url(folder / "zhixiaotong.db"))
    await migrate.upgrade(database)
    today = utc_now().astimezone(CHINA).date()
    async with database.begin() as session:
        await take_in(session, shipped([MONTH]), utc_now())
        await desk.count_asked(session, ["quality-month-when", "no-more"], today)
        await desk.count_asked(session, ["quality-month-when"], today)
    await database.close()


async def _break(folder: Path) -> None:
    database = Database(sqlite_url(folder / "zhixiaotong.db"))
    async with database.begin() as session:
        broken = {**as_content(MONTH), "as_of": "去年"}
        await entries.add(session, "broken", broken, "console", None, utc_now())
        await entries.put_live(session, "broken", 1, utc_now())
    await database.close()


def test_what_is_asked_most_is_listed_with_its_counts(run: Run, tmp_path: Path) -> None:
    folder = _folder(tmp_path)
    rules = (
        "按北京时间，同一段对话同一天同一条只计一次，不记是谁。\n"
        "菜单里的热门问题：近 30 天满 10 次、仍在有效期内的前 3 条。\n"
    )
    run("migrate")
    assert run("asked") == (0, f"最近 30 天还没有答过问题。{rules}", "")
    asyncio.run(_count(folder))
    listed = (
        "1　2 次　质量月是几月　quality-month-when\n2　1 次　（知识库里已没有这一条）　no-more\n"
    )
    assert run("asked", "--days", "1") == (0, f"{listed}最近 1 天问到 2 条。{rules}", "")


def test_a_backup_brings_the_records_back(run: Run, tmp_path: Path) -> None:
    folder = _folder(tmp_path)
    number = asyncio.run(_ask(folder))
    _, said, _ = run("backup")
    copy = said.removeprefix("已备份到 ").strip()
    run("unanswered", "close", number)
    status, said, _ = run("restore", copy)
    assert (status, said.splitlines()[-1]) == (
        0, f"已用 {copy} 恢复。下次启动时会自动升级到当前版本。",
    )  # fmt: skip
    _, listed, _ = run("unanswered", "list")
    assert listed.startswith(number)


def test_only_a_backup_is_restored(run: Run, tmp_path: Path) -> None:
    folder = _folder(tmp_path)
    asyncio.run(_ask(folder))
    other = tmp_path / "notes.txt"
    other.write_text("笔记", encoding="utf-8")
    assert run("restore", str(other)) == (
        1, "", f"{other} 不是质小通的数据库备份，没有恢复。\n",
    )  # fmt: skip


def test_the_doctor_finds_nothing_wrong_with_a_used_folder(run: Run, tmp_path: Path) -> None:
    asyncio.run(_ask(_folder(tmp_path)))
    status, said, _ = run("doctor")
    assert status == 0
    assert "好　　数据库：是当前版本" in said.splitlines()
    assert "好　　知识库：在线 0 条；随程序来的种子没有错" in said.splitlines()


def test_the_doctor_names_a_live_entry_that_cannot_be_read(run: Run, tmp_path: Path) -> None:
    asyncio.run(_count(_folder(tmp_path)))
    asyncio.run(_break(tmp_path / "data"))
    status, said, _ = run("doctor")
    named = "有错　知识库：在线 1 条，读不出来的 1 条：broken；随程序来的种子没有错"
    assert (status, named in said.splitlines()) == (1, True)


def test_a_new_database_is_migrated_without_a_copy(run: Run) -> None:
    assert run("migrate") == (0, "数据库已就绪。\n", "")


def test_a_folder_that_cannot_be_made_is_one_clear_line(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "file"
    file.write_text("", encoding="utf-8")
    monkeypatch.setenv("DATA_DIR", str(file / "data"))
    status, said, problem = run("migrate")
    assert (status, said) == (1, "")
    assert problem == (
        f"没有启动：数据文件夹 {file / 'data'} 不能写入（Not a directory）。"
        "请检查权限和磁盘空间，或用 DATA_DIR 换一个文件夹。\n"
    )
