"""Killed while WeChat brings messages again; and that the count would notice a fault."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path
from shutil import copytree

import pytest

from bench.wechat_count import DOUBLED, LOST, Figures, Records, count
from bench.wechat_kills import Storm, storm
from bot.channels.wechat.account import Kind

pytestmark = pytest.mark.slow

LOSE_MESSAGE = "DELETE FROM inbox WHERE id = (SELECT max(id) FROM inbox)"
LOSE_CALL = "DELETE FROM passive WHERE inbox_id = (SELECT max(inbox_id) FROM passive)"
LOSE_QUESTION = "DELETE FROM unanswered WHERE id = (SELECT max(id) FROM unanswered)"
DOUBLE_QUESTION = """
INSERT INTO unanswered (receipt, kind, text, reason, person_id, channel, created_at)
SELECT 'Q-TWIN', kind, text, reason, person_id, channel, created_at FROM unanswered
WHERE id = (SELECT max(id) FROM unanswered)
"""
DOUBLE_ANSWER = """
INSERT INTO outbox (channel, chat_id, inbox_id, method, payload, created_at, next_try_at)
SELECT 'wechat', chat_id, inbox_id, 'text',
    json_object('text', json_extract(reply, '$.text.content')), first_at, first_at
FROM passive WHERE reply LIKE '%\\u8fd9\\u4e2a\\u95ee\\u9898%' LIMIT 1
"""


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Storm:
    folder = tmp_path_factory.mktemp("storm")
    return asyncio.run(storm(folder, Kind.UNVERIFIED_SUBSCRIPTION, followers=3, seed=20261123))


def test_nothing_is_lost_or_doubled(asked: Storm) -> None:
    figures = asked.counts()
    assert figures.is_clean(), "\n".join(figures.lines())
    assert dict(figures.messages) == {"follow": 3, "ask": 3, "unanswered": 3}
    assert dict(figures.kills) == {"follow": 1, "ask": 1, "unanswered": 1}


@pytest.mark.parametrize(
    ("sql", "kind", "step"),
    [
        (LOSE_MESSAGE, LOST, "inbox"), (LOSE_CALL, LOST, "passive"),
        (LOSE_QUESTION, LOST, "unanswered questions"),
        (DOUBLE_QUESTION, DOUBLED, "unanswered questions"),
        (DOUBLE_ANSWER, DOUBLED, "unanswered"),
    ],
)  # fmt: skip
def test_a_fault_in_the_records_is_counted(
    asked: Storm, tmp_path: Path, sql: str, kind: str, step: str
) -> None:
    copytree(asked.bot.folder, tmp_path / "data")
    with closing(sqlite3.connect(tmp_path / "data" / "zhixiaotong.db")) as database:
        assert database.execute(sql).rowcount == 1
        database.commit()
    figures = Figures()
    records = Records(tmp_path / "data", asked.weixin)
    count(records, [one.spoken for one in asked.followers], figures)
    assert {name: +found for name, found in figures.faults.items() if +found} == {kind: {step: 1}}
