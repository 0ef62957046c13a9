"""What whoever writes a command wrongly reads: usage, refusals and help, all in Chinese."""

import re

import pytest

from bot.__main__ import main
from faq.commands import main as faq_main

ENGLISH = re.compile(
    r"usage|error|options|positional|argument|required|choice|choose|show this|exit|expected|value"
)


def _refused(said: str, command: str = "bot") -> tuple[str, str]:
    """Cut the usage from the sentence after it."""
    usage, _, sentence = said.rstrip("\n").rpartition("\n")
    assert usage.startswith(f"用法：python -m {command}")
    return usage, sentence


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        ("", "没有执行：缺少：命令。看说明：python -m bot -h"),
        ("staff", "没有执行：缺少：动作。看说明：python -m bot staff -h"),
        ("staff reset", "没有执行：缺少：登录名。看说明：python -m bot staff reset -h"),
        (
            "audit look",
            "没有执行：没有这个动作：'look'。有：'verify', 'export'。看说明：python -m bot audit -h",  # noqa: E501
        ),
        ("doctor now", "没有执行：不认识或多余：now。看说明：python -m bot -h"),
        ("asked --days", "没有执行：--days 后面缺少内容。看说明：python -m bot asked -h"),
        (
            "asked --days 三",
            "没有执行：--days 要写整数，不能是 '三'。看说明：python -m bot asked -h",
        ),
        (
            "faq import out --dry-run=1",
            "没有执行：--dry-run 后面不用写 '1'。看说明：python -m bot faq import -h",
        ),
    ],
)
def test_a_command_written_wrongly_is_refused_in_chinese(
    command: str, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match=r"^2$"):
        main(command.split())
    said = capsys.readouterr()
    usage, last = _refused(said.err)
    assert (said.out, last) == ("", sentence)
    assert ENGLISH.findall(usage) == []


@pytest.mark.parametrize(
    "command",
    [
        "", "run", "migrate", "backup", "restore", "unanswered", "unanswered list",
        "unanswered close", "asked", "faq", "faq export", "faq import", "campaign",
        "campaign list", "campaign show", "campaign load", "doctor", "wechat-menu",
        "wechat-menu push", "staff", "staff reset", "switch", "switch stop", "switch resume",
        "audit", "audit export", "exam",
    ],
)  # fmt: skip
def test_every_help_is_chinese(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match=r"^0$"):
        main([*command.split(), "-h"])
    said = capsys.readouterr().out
    assert said.startswith(f"用法：python -m bot {command}".rstrip())
    assert "显示这份说明" in said
    assert ENGLISH.findall(said) == []


def test_the_commands_of_the_knowledge_are_chinese_too(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit, match=r"^2$"):
        faq_main(["evaluate", "--date", "明天"])
    sentence = "没有执行：--date 不能写成 '明天'。看说明：python -m faq evaluate -h"
    assert _refused(capsys.readouterr().err, "faq")[1] == sentence
    for command in ([], ["check"], ["ask"], ["rank"], ["evaluate"]):
        with pytest.raises(SystemExit, match=r"^0$"):
            faq_main([*command, "-h"])
        assert ENGLISH.findall(capsys.readouterr().out) == []
