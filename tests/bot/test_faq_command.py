"""`python -m bot faq export|import`: what is printed, what lies in the folder, the exit status."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest
import yaml

from bot.__main__ import main
from bot.seed import plant_seed
from bot.turns import utc_now
from db import migrate
from db.engine import Database, Session, sqlite_url
from faq.check import check_folder
from faq.commands import SEED
from faq.editorial import store
from faq.editorial.content import as_content, entry_of
from faq.editorial.lifecycle import Act as Moved
from faq.editorial.lifecycle import Change, Phase
from faq.entry import Entry
from faq.load import read_folder
from people.audit import store as audit
from people.audit.chain import Act
from people.staff import store as staff
from people.staff.roles import Role

T = TypeVar("T")
Run = Callable[..., tuple[int, str, str]]

SHIPPED = {entry.id: entry for entry in read_folder(SEED).entries}
FIRST, SECOND, *_ = sorted(SHIPPED)
COUNT = len(SHIPPED)


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Records with the shipped entries live, for tests to copy."""
    file = tmp_path_factory.mktemp("planted") / "records.db"

    async def plant() -> None:
        database = Database(sqlite_url(file))
        await migrate.upgrade(database)
        await plant_seed(database, utc_now())
        await database.close()

    asyncio.run(plant())
    return file.read_bytes()


@pytest.fixture
def run(
    tmp_path: Path,
    planted: bytes,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    data = tmp_path / "data"
    data.mkdir()
    (data / "zhixiaotong.db").write_bytes(planted)
    monkeypatch.setenv("DATA_DIR", str(data))
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> tuple[int, str, str]:
        status = main(("faq", *arguments))
        said = capsys.readouterr()
        return status, said.out, said.err

    return run


def on_records(folder: Path, act: Callable[[Session], Awaitable[T]]) -> T:
    async def work() -> T:
        database = Database(sqlite_url(folder / "data" / "zhixiaotong.db"))
        async with database.begin() as session:
            done = await act(session)
        await database.close()
        return done

    return asyncio.run(work())


def newest(folder: Path, entry_id: str) -> tuple[Phase, int | None, str, str]:
    async def look(session: Session) -> tuple[Phase, int | None, str, str]:
        record = await store.known(session, entry_id)
        head = await store.text_of(session, entry_id, record.head)
        return record.phase, record.live, head.content["answer"], head.origin

    return on_records(folder, look)


def rewritten(folder: Path, change: Callable[[dict[str, object]], object], entry_id: str) -> None:
    """Change one entry in the exported file that holds it."""
    for file in folder.glob("*.yaml"):
        rows = yaml.safe_load(file.read_text(encoding="utf-8"))
        for row in rows:
            if row["id"] == entry_id:
                change(row)
                file.write_text(yaml.safe_dump(rows, allow_unicode=True), encoding="utf-8")


def exported(run: Run, tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    assert run("export", str(folder))[0] == 0
    return folder


def test_what_is_exported_can_be_checked_and_comes_back_without_a_change(
    run: Run, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    status, said, _ = run("export", str(folder))
    files = len(list(folder.glob("*.yaml")))
    assert (status, said) == (0, f"已导出 {COUNT} 条到 {folder}，共 {files} 个文件。\n")
    assert files == len({entry.topic for entry in SHIPPED.values()})
    checked = check_folder(folder)
    assert checked.errors == ()
    assert {entry.id: entry for entry in checked.entries} == SHIPPED
    status, said, _ = run("import", str(folder))
    counted = f"导入完成：新条目 0 条，有改动 0 条（没有要改的）；相同 {COUNT} 条。"
    assert (status, said.splitlines()[-1]) == (0, counted)


def test_new_and_changed_entries_come_in_as_drafts_and_twice_does_no_harm(
    run: Run, tmp_path: Path
) -> None:
    folder = exported(run, tmp_path)
    rewritten(folder, lambda row: row.update(answer="新的答复。"), FIRST)
    new = replace(SHIPPED[SECOND], id="new-one", standard_question="示例新问题怎么办")
    new = replace(new, similar_questions=("示例新问题找谁", "示例新问题咋弄"), related=(SECOND,))
    (folder / "more.yaml").write_text(_yaml(new), encoding="utf-8")
    dry = run("import", str(folder), "--dry-run")
    assert newest(tmp_path, FIRST)[0] is Phase.LIVE
    status, said, _ = run("import", str(folder))
    assert status == dry[0] == 0
    lines = [f"新条目　new-one　{new.standard_question}"]
    lines.append(f"有改动　{FIRST}　{SHIPPED[FIRST].standard_question}")
    counted = f"新条目 1 条，有改动 1 条（都成为草稿，审批后上线）；相同 {COUNT - 1} 条。"
    assert said.splitlines()[-3:] == [*lines, f"导入完成：{counted}"]
    assert dry[1].splitlines()[-3:] == [*lines, f"只是试看，什么都没有写。会是这样：{counted}"]
    assert newest(tmp_path, FIRST) == (Phase.DRAFT, 1, "新的答复。", "import")
    assert newest(tmp_path, "new-one") == (Phase.DRAFT, None, new.answer, "import")
    status, said, _ = run("import", str(folder))
    assert said.splitlines()[-1].startswith("导入完成：新条目 0 条，有改动 0 条")
    acts = on_records(tmp_path, _acts)
    assert [(one.action, one.facts["entries"]) for one in acts] == [("entry.import", 2)]


def test_a_folder_with_one_fault_changes_nothing(run: Run, tmp_path: Path) -> None:
    folder = exported(run, tmp_path)
    rewritten(folder, lambda row: row.update(answer="新的答复。"), FIRST)
    rewritten(folder, lambda row: row.pop("sources"), SECOND)
    status, said, told = run("import", str(folder))
    assert (status, told) == (1, "没有导入：有 1 处错，一条也没有写。改好后重试。\n")
    assert "缺少 sources。" in said
    assert newest(tmp_path, FIRST) == (Phase.LIVE, 1, SHIPPED[FIRST].answer, "seed")


def test_somebodys_draft_and_what_is_out_of_use_stay_as_they_are(run: Run, tmp_path: Path) -> None:
    folder = exported(run, tmp_path)

    async def work(session: Session) -> None:
        now, content = utc_now(), as_content(SHIPPED[FIRST])
        record = await store.known(session, FIRST)
        await store.save(
            session, FIRST, {**content, "answer": "我在改。"}, seen=record.version,
            origin="console", author_id=7, now=now,
        )  # fmt: skip
        await store.archive(session, SECOND, "不再适用", None, now)

    on_records(tmp_path, work)
    for entry_id in (FIRST, SECOND):
        rewritten(folder, lambda row: row.update(answer="新的答复。"), entry_id)
    status, said, _ = run("import", str(folder))
    assert status == 3
    why = "　（有人改了还没处理完，先在控制台处理好再导入）"
    assert said.splitlines()[-3:] == [
        f"没有进　{FIRST}　{SHIPPED[FIRST].standard_question}{why}",
        f"没有进　{SECOND}　{SHIPPED[SECOND].standard_question}　（已停用，要用请先在控制台恢复）",
        f"导入完成：新条目 0 条，有改动 0 条（没有要改的）；相同 {COUNT - 2} 条；没有进来 2 条。",
    ]
    assert newest(tmp_path, FIRST) == (Phase.DRAFT, 1, "我在改。", "console")
    assert newest(tmp_path, SECOND)[:2] == (Phase.ARCHIVED, None)


def test_a_signature_goes_out_and_what_is_archived_does_not(run: Run, tmp_path: Path) -> None:
    async def work(session: Session) -> None:
        signer = await staff.create(session, "approver", "示例审批人", {Role.APPROVER}, utc_now())
        record = await store.known(session, FIRST)
        sign = Change(Moved.SIGN, 1, record.phase, signer.id)
        await store.move(session, FIRST, sign, seen=record.version, now=utc_now())
        await store.archive(session, SECOND, "不再适用", None, utc_now())

    on_records(tmp_path, work)
    folder = exported(run, tmp_path)
    told = {entry.id: entry for entry in check_folder(folder).entries}
    assert (told[FIRST].reviewed_by, told[FIRST].is_signed) == ("示例审批人", True)
    assert SECOND not in told
    assert all(SECOND not in entry.related for entry in told.values())
    status, said, _ = run("import", str(folder))
    counted = f"导入完成：新条目 0 条，有改动 0 条（没有要改的）；相同 {COUNT - 1} 条。"
    assert (status, said.splitlines()[-1]) == (0, counted)


def test_drafts_go_out_when_asked_for(run: Run, tmp_path: Path) -> None:
    async def work(session: Session) -> None:
        draft = {**as_content(SHIPPED[FIRST]), "answer": "还在写。"}
        record = await store.known(session, FIRST)
        await store.save(
            session, FIRST, draft, seen=record.version, origin="console", author_id=7,
            now=utc_now(),
        )  # fmt: skip

    on_records(tmp_path, work)
    for arguments, answer in (((), SHIPPED[FIRST].answer), (("--drafts",), "还在写。")):
        folder = tmp_path / f"out{len(arguments)}"
        assert run("export", str(folder), *arguments)[0] == 0
        told = {entry.id: entry.answer for entry in read_folder(folder).entries}
        assert told[FIRST] == answer


def test_nothing_is_mixed_with_other_files(run: Run, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("", encoding="utf-8")
    refused = f"没有导出：{tmp_path / 'out'} 里已有东西。请换一个空的文件夹。\n"
    assert run("export", str(tmp_path / "out")) == (1, "", refused)
    status, said, _ = run("import", str(tmp_path / "nowhere"))
    assert (status, "找不到知识文件夹。" in said) == (1, True)


def _yaml(entry: Entry) -> str:
    again = entry_of(entry.id, as_content(entry))
    assert again == entry
    return yaml.safe_dump([{"id": entry.id, **as_content(entry)}], allow_unicode=True)


async def _acts(session: Session) -> list[Act]:
    return (await audit.find(session, audit.Filter(), 1, 10))[0]
