"""Killed at every step of handing in a video; and that the count would notice a fault."""

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from shutil import copytree

import pytest

from bench.kill_count import DOUBLED, HALF, LOST, Figures, Records, count
from bench.kills import Storm, rage

pytestmark = pytest.mark.slow

LOSE_ANSWER = """
DELETE FROM transcript WHERE id = (SELECT max(id) FROM transcript WHERE author = 'bot')
"""
DOUBLE_ANSWER = """
INSERT INTO transcript (channel, chat_id, author, body, created_at)
SELECT channel, chat_id, author, body, created_at FROM transcript
WHERE id = (SELECT max(id) FROM transcript WHERE author = 'bot')
"""
DOUBLE_WORK = """
INSERT INTO submission
    (id, campaign_id, person_id, channel, chat_id, state, answers, created_at, updated_at)
SELECT 'twin', campaign_id, person_id, channel, chat_id, state, answers, created_at, updated_at
FROM submission ORDER BY received_at DESC LIMIT 1
"""
LOSE_WORK = """
DELETE FROM submission WHERE id = (SELECT id FROM submission ORDER BY received_at DESC LIMIT 1)
"""
LOSE_PHONE = """
UPDATE submission SET answers = json_remove(answers, '$.phone')
WHERE id = (SELECT id FROM submission ORDER BY received_at DESC LIMIT 1)
"""
LOSE_RECEIPT = """
UPDATE submission SET receipt = NULL
WHERE id = (SELECT id FROM submission ORDER BY received_at DESC LIMIT 1)
"""


@pytest.fixture(scope="module")
def storm(tmp_path_factory: pytest.TempPathFactory) -> Storm:
    return asyncio.run(rage(tmp_path_factory.mktemp("storm"), rounds=1, visitors=3, seed=20261122))


def test_nothing_is_lost_doubled_or_half_made(storm: Storm) -> None:
    figures = Figures()
    assert count(Records(storm.bot.folder), storm.journeys, figures) == []
    assert figures.is_clean(), "\n".join(figures.lines())
    assert set(storm.figures.kills.values()) == {1}
    assert len(storm.figures.kills) == 13


@pytest.mark.parametrize(
    ("sql", "kind"),
    [
        (LOSE_ANSWER, LOST), (DOUBLE_ANSWER, DOUBLED), (DOUBLE_WORK, DOUBLED), (LOSE_WORK, LOST),
        (LOSE_PHONE, HALF), (LOSE_RECEIPT, HALF),
    ],
)  # fmt: skip
def test_a_fault_in_the_records_is_counted(
    storm: Storm, tmp_path: Path, sql: str, kind: str
) -> None:
    def spoil(folder: Path) -> None:
        with closing(sqlite3.connect(folder / "zhixiaotong.db")) as database:
            database.execute(sql)
            database.commit()

    assert _faults(storm, tmp_path, spoil) == {kind: {"confirm": 1}}


def test_a_file_that_is_gone_is_counted(storm: Storm, tmp_path: Path) -> None:
    digest = storm.journeys[-1].sha256

    def spoil(folder: Path) -> None:
        for file in (folder / "media").rglob(f"{digest}*"):
            file.unlink()

    assert _faults(storm, tmp_path, spoil) == {HALF: {"confirm": 1}}


def _faults(
    storm: Storm, folder: Path, spoil: Callable[[Path], None]
) -> dict[str, dict[str, int]]:
    copytree(storm.bot.folder, folder / "data")
    spoil(folder / "data")
    figures = Figures()
    count(Records(folder / "data"), storm.journeys, figures)
    return {kind: dict(found) for kind, found in figures.faults.items() if found}
