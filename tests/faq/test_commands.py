"""The pinned commands as another programme calls them."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from faq.commands import main
from faq.knowledge import Knowledge


@pytest.fixture(autouse=True)
def _data_dir(index_dir: Path, monkeypatch: pytest.MonkeyPatch, seed: Knowledge) -> None:
    """Let the commands find the index the tests share."""
    monkeypatch.setenv("DATA_DIR", str(index_dir.parent))
    link = index_dir.parent / "index"
    if not link.exists():
        link.symlink_to(index_dir, target_is_directory=True)


def asked(capsys: pytest.CaptureFixture[str], *arguments: str) -> Mapping[str, Any]:
    assert main(["ask", *arguments, "--json"]) == 0
    said: Mapping[str, Any] = json.loads(capsys.readouterr().out)
    return said


def test_ask_tells_the_outcome_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    said = asked(capsys, "质量月是几月")

    assert (said["outcome"], said["entry"]) == ("answer", "quality-month-when")
    assert said["reason"] == "exact"
    assert said["candidates"][0]["entry"] == "quality-month-when"
    assert said["probability"] == said["candidates"][0]["score"] > 0.8


@pytest.mark.parametrize(
    ("text", "outcome", "kind"),
    [
        ("着火了", "redirect", "emergency_fire"),
        ("平定有服务站吗", "redirect", "stations"),
        ("你好", "small_talk", "greeting"),
        ("标准", "suggest", None),
        ("量子力学的薛定谔方程怎么解", "decline", None),
    ],
)
def test_ask_names_every_outcome(
    text: str, outcome: str, kind: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    said = asked(capsys, text)

    assert (said["outcome"], said.get("kind")) == (outcome, kind)


def test_ask_shows_a_why_card(capsys: pytest.CaptureFixture[str]) -> None:
    main(["ask", "微视频不可以重复投稿吗"])
    lines = capsys.readouterr().out.splitlines()

    assert lines[0] == "问：微视频不可以重复投稿吗"
    assert lines[1] == "结果：给出选项（最像的条目被否决）"
    assert any("video-repeat" in line and "✗肯定否定不同" in line for line in lines)


def test_rank_writes_rows_for_given_entries(tmp_path: Path) -> None:
    entries = [
        {"id": "e1", "standard_question": "怎么开户", "similar_questions": ["如何开个户"]},
        {"id": "e2", "standard_question": "怎么销户", "similar_questions": ["注销账户怎么弄"]},
        {"id": "e3", "standard_question": "手续费多少", "similar_questions": ["交易费是几个点"]},
        {"id": "e4", "standard_question": "密码忘了", "similar_questions": ["找回密码去哪"]},
        {"id": "e5", "standard_question": "几点开盘", "similar_questions": ["早上何时能交易"]},
        {"id": "e6", "standard_question": "身份证过期", "similar_questions": ["更新证件"]},
    ]
    queries = [{"id": "q1", "text": "怎么开户"}, {"id": "q2", "text": "你好"}]
    rows = ranked(tmp_path, queries, entries)

    assert [row["id"] for row in rows] == ["q1", "q2"]
    assert (rows[0]["outcome"], rows[0]["candidates"][0]["entry"]) == ("answer", "e1")
    for row in rows:
        scores = [each["score"] for each in row["candidates"]]
        assert set(row) == {"id", "outcome", "candidates", "microseconds"}
        assert row["outcome"] in {"answer", "suggest", "decline"}
        assert scores == sorted(scores, reverse=True)
        assert len(scores) <= 10


def test_rank_asks_the_seed_when_no_entries_are_given(tmp_path: Path) -> None:
    queries = [
        {"id": "known", "text": "质量月是几月"},
        {"id": "talk", "text": "谢谢"},
        {"id": "door", "text": "公积金怎么提取"},
    ]
    rows = ranked(tmp_path, queries, None)

    assert [row["outcome"] for row in rows] == ["answer", "decline", "decline"]


EXAM = """\
- {text: 质量月是几月, kind: exact, expect: quality-month-when}
- {text: 着火了, kind: emergency, expect: 'redirect:emergency_fire'}
- {text: 谢谢, kind: chat, expect: small_talk}
- {text: 质量月是几月, kind: near, expect: decline}
- {text: 那盂县呢, kind: follow_up, expect: 'redirect:stations',
   after: stations, after_district: 平定县, station: {district: 盂县}}
- {text: 那盂县呢, kind: follow_up, expect: 'redirect:stations',
   after: stations, after_district: 平定县, station: {district: 矿区}}
"""


def test_evaluate_prints_a_line_a_kind_and_the_promised_figures(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(tmp_path, EXAM)

    assert main(["evaluate", file, "--date", "2026-11-22"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split() for line in lines[:7]] == [
        ["类别", "题数", "答对", "给出选项", "没答上", "答错"],
        ["闲聊", "1", "100.0%（21%～100%）", "0", "0", "0"],
        ["紧急情况", "1", "100.0%（21%～100%）", "0", "0", "0"],
        ["条目原句", "1", "100.0%（21%～100%）", "0", "0", "0"],
        ["追问", "2", "50.0%（9%～91%）", "0", "0", "50.0%（9%～91%）"],
        ["旁边的事", "1", "0", "0", "0", "100.0%（21%～100%）"],
        ["合计", "6", "66.7%（30%～90%）", "0", "0", "33.3%（10%～70%）"],
    ]
    assert lines[8:] == [
        "能帮上的 3 题，答对 66.7%（20.8%～93.9%），要求不低于 85 %",
        "能帮上的 3 题，答对或给出选项 66.7%（20.8%～93.9%），要求不低于 96 %",
        "全部 6 题，有把握却答错 2 题，33.33%（9.68%～70.00%），要求不高于 0.5 %",
        "肯定否定、县区、年份、对象相反的 0 题，答错 0 题，要求 0 题",
        "不该作答的 2 题，没有作答 50.0%（9.5%～90.5%），要求不低于 98 %",
        "紧急情况 1 题，送到该去的门 1 题，要求全部",
    ]


def test_evaluate_shows_the_mistakes_of_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["evaluate", written(tmp_path, EXAM), "--mistakes", "--date", "2026-11-22"])
    mistakes = [line for line in capsys.readouterr().out.splitlines() if "✗" in line]

    assert mistakes == [
        "  ✗ [答错] 那盂县呢 → stations（应为 redirect:stations）",
        "  ✗ [答错] 质量月是几月 → quality-month-when（应为 decline）",
    ]


def test_evaluate_shows_which_door_was_taken(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["evaluate", written(tmp_path, EXAM), "--doors", "--date", "2026-11-22"])

    assert capsys.readouterr().out.splitlines() == [
        "| 应去的门 | 题数 | 去对 | 去了别处 |",
        "|---|---:|---:|---|",
        "| 火情 | 1 | 1 |  |",
        "| 服务站 | 2 | 2 |  |",
        "| 寒暄 | 1 | 1 |  |",
        "| 知识库 | 2 | 2 |  |",
    ]


def test_mistakes_of_the_measured_half_are_never_shown(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["evaluate", "measured", "--mistakes"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "不打印错题" in said.err


def test_a_row_that_is_no_question_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", written(tmp_path, "- {text: 好, expect: 'redirect:nowhere'}\n")]) == 1
    assert capsys.readouterr().err.startswith("exam.yaml: row 1: ")


def written(folder: Path, exam: str) -> str:
    file = folder / "exam.yaml"
    file.write_text(exam, encoding="utf-8")
    return str(file)


def test_check_fails_on_faults_and_passes_the_seed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.yaml").write_text("- id: x\n", encoding="utf-8")

    assert main(["check", str(tmp_path)]) == 1
    assert capsys.readouterr().out.splitlines()[0] == "a.yaml 第 1 行：缺少 topic。"
    assert main(["check"]) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("检查通过：")
    assert main(["check", "--release"]) == 1


def ranked(
    folder: Path, queries: list[dict[str, str]], entries: list[dict[str, Any]] | None
) -> list[dict[str, Any]]:
    output = folder / "out.jsonl"
    arguments = ["rank", "--queries", str(jsonl(folder / "q.jsonl", queries))]
    arguments += ["--output", str(output)]
    if entries is not None:
        listed = [{**entry, "answer": "."} for entry in entries]
        arguments += ["--entries", str(jsonl(folder / "e.jsonl", listed))]
    assert main(arguments) == 0
    return [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]


def jsonl(path: Path, rows: list[dict[str, Any]] | list[dict[str, str]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path
