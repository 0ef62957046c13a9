"""`switch`: stopping and resuming on the machine, as operators run it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.__main__ import main

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    main(("migrate",))
    capsys.readouterr()

    def run(*arguments: str) -> tuple[int, str, str]:
        status = main(("switch", *arguments))
        said = capsys.readouterr()
        return status, said.out, said.err

    return run


def test_something_is_stopped_listed_and_resumed(run: Run) -> None:
    assert run("list") == (0, "现在没有停用任何东西。\n", "")
    assert run("stop", "channel:web", "--message", "检修。") == (
        0, "已停用网页，两秒内各处生效。\n市民会看到：检修。\n", "",
    )  # fmt: skip
    _, listed, _ = run("list")
    assert (listed[:12], listed[-6:]) == ("channel:web　", "起　检修。\n")
    assert run("stop", "channel:web", "--message", "别的。") == (0, listed, "")
    assert run("resume", "channel:web") == (0, "已恢复网页，两秒内各处生效。\n", "")
    gone = "网页没有停用（可能别人已经恢复），不用再点。\n"
    assert run("resume", "channel:web") == (0, gone, "")


def test_who_stops_without_words_reads_those_that_citizens_will(run: Run) -> None:
    words = (
        "质小通正在检修，暂停服务，恢复后请再来。"
        "着急请拨 12345（政务服务）或 12315（市场监管投诉举报）。"
    )
    assert run("stop", "all") == (
        0, f"已停用整个质小通，两秒内各处生效。\n市民会看到：{words}\n", "",
    )  # fmt: skip
    assert run("list")[1].endswith(f"起　{words}\n")


def test_what_cannot_be_stopped_is_refused_in_words(run: Run) -> None:
    scopes = "范围：all、channel:web、feature:submit、topic:主题名……\n"
    assert run("stop", "channel:fax") == (1, "", f"没有这个范围：channel:fax。{scopes}")
    empty = "请写一句给市民看的话，再停用。\n"
    assert run("stop", "all", "--message", " ") == (1, "", empty)
    long = "最多 300 字，现在 301 字，请删去 1 字。\n"
    assert run("stop", "all", "--message", "停" * 301) == (1, "", long)
    assert run("list") == (0, "现在没有停用任何东西。\n", "")
