"""The documents say what is there: settings, files, targets, names."""

import re
from pathlib import Path

import pytest

from bot.settings import Settings
from texts.settings import PROBLEMS

ROOT = Path(__file__).parent.parent
DOCUMENTS = [
    *ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"),
]  # fmt: skip
PATH = re.compile(
    r"`((?:bot|handlers|texts|faq|campaign|desk|people|db|tests|docs|requirements)/[\w./-]+)`"
)


def _id(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [field.upper() for field in Settings.model_fields])
def test_every_setting_is_explained(name: str) -> None:
    assert f"`{name}`" in _text(ROOT / "docs" / "operating.md")


def test_every_sentence_about_a_wrong_setting_belongs_to_one() -> None:
    names = {field.upper() for field in Settings.model_fields}
    assert set(PROBLEMS) - {".env"} <= names


@pytest.mark.parametrize("document", DOCUMENTS, ids=_id)
def test_named_files_exist(document: Path) -> None:
    named = {name.rstrip("/.") for name in PATH.findall(_text(document)) if "*" not in name}
    assert {name for name in named if not (ROOT / name).exists()} == set()


@pytest.mark.parametrize("document", DOCUMENTS, ids=_id)
def test_named_targets_exist(document: Path) -> None:
    targets = set(re.findall(r"^([\w-]+):", _text(ROOT / "Makefile"), re.MULTILINE))
    assert set(re.findall(r"(?:`|^)make ([\w-]+)", _text(document), re.MULTILINE)) <= targets


def test_the_glossary_names_places_that_exist() -> None:
    rows = [line.split("|") for line in _text(ROOT / "GLOSSARY.md").splitlines() if "|" in line]
    places = {place.strip() for row in rows[2:] for place in row[4].split(",")} - {"-"}
    assert {place for place in places if not (ROOT / place).exists()} == set()
