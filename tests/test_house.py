"""The house's own rules that no linter knows: sizes, where Chinese may stand, last router."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("bot", "handlers", "console", "texts", "faq", "campaign", "desk", "people", "db")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
SOURCES = sorted(
    path
    for package in PACKAGES
    for path in (ROOT / package).rglob("*.py")
    if "migrations" not in path.parts
)
MAY_HOLD_CHINESE = {
    # These read what citizens write, so the words are their subject.
    "bot/choices.py", "handlers/filters.py", "campaign/form.py", "handlers/submit/answers.py",
    "bot/channels/wechat/updates.py",
}  # fmt: skip


def _id(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _is_wordless(path: Path) -> bool:
    """Words of citizens are the subject of faq, and those for citizens of texts."""
    name = _id(path)
    return not name.startswith(("texts/", "faq/")) and name not in MAY_HOLD_CHINESE


def test_every_package_is_under_the_import_rules() -> None:
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    folders = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"bench", "tests"}
    assert set(config["tool"]["importlinter"]["root_packages"]) == folders


@pytest.mark.parametrize("path", SOURCES, ids=_id)
def test_files_stay_small(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300


@pytest.mark.parametrize("path", SOURCES, ids=_id)
def test_functions_stay_small(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    long = [
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 > 40
    ]
    assert long == []


@pytest.mark.parametrize("path", [p for p in SOURCES if _is_wordless(p)], ids=_id)
def test_what_citizens_read_stands_in_texts_only(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    said = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and CHINESE.search(node.value)
    ]
    allowed = _docstrings(tree) | _arguments_of(tree, {"Words"})
    assert [text for text in said if text not in allowed] == []


@pytest.mark.parametrize("path", [p for p in SOURCES if p.parts[-2] == "texts"], ids=_id)
def test_texts_know_nothing_of_aiogram_but_its_formatting(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    modules = {
        node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)
    } | {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    assert {m for m in modules if m.startswith("aiogram")} <= {"aiogram.utils.formatting"}


def _docstrings(tree: ast.Module) -> set[str]:
    return {
        node.value.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    }


def _arguments_of(tree: ast.Module, names: set[str]) -> set[str]:
    return {
        argument.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names
        for argument in node.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }
