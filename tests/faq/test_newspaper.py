"""Every system the newspaper told of (2023-11-14) is reachable: by its name and by a question.

The questions are nobody's wording; the bare name may be answered or offered.
"""

from datetime import UTC, datetime

import pytest

from faq.decide import decide
from faq.knowledge import Knowledge
from faq.outcome import Answer, Context, Outcome, Redirect, Suggestions

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
SYSTEMS = {
    "惠企直通车": ("惠企直通车到底是个啥", "enterprise-express"),
    "一站式服务站": ("一站式服务站都能办哪些事呀", "nqi"),
    "一站式服务管理规范": ("一站式服务管理规范讲的是什么", "nqi"),
    "山西精品": ("山西精品到底是什么", "shanxi-premium"),
    "市政府质量奖": ("阳泉的市政府质量奖一共评过几届", "quality-award"),
    "地理标志": ("咱阳泉的地理标志都有哪些", "gi"),
    "质量强市培训": ("阳泉的质量强市培训班一共办过几期", "city"),
    "首席质量官": ("首席质量官是干啥的", "cqo"),
    "首席质量官技能大赛": ("阳泉办没办过首席质量官技能大赛", "cqo"),
    "微视频征集": ("阳泉以前有没有办过微视频征集", "video"),
    "质量月咨询": ("质量月的现场咨询在哪里办", "quality-month"),
    "颁奖典礼": ("质量强市颁奖典礼是怎么回事呀", "city"),
    "实施意见": ("质量强市的实施意见出台了没有", "city"),
}


def _shown(outcome: Outcome) -> list[str]:
    """List what a citizen reads or may choose; the stations' own door counts as theirs."""
    if isinstance(outcome, Answer):
        return [outcome.entry.id]
    if isinstance(outcome, Suggestions):
        return [entry.id for entry in outcome.entries]
    return ["nqi-door"] if isinstance(outcome, Redirect) and outcome.query is not None else []


@pytest.mark.parametrize("name", SYSTEMS)
def test_a_bare_name_leads_to_its_system(name: str, seed: Knowledge) -> None:
    shown = _shown(decide(name, Context(), NOW, seed))
    family = SYSTEMS[name][1]
    assert [entry for entry in shown if entry.startswith(f"{family}-")] != []


@pytest.mark.parametrize("name", SYSTEMS)
def test_a_plain_question_is_answered(name: str, seed: Knowledge) -> None:
    question, family = SYSTEMS[name]
    outcome = decide(question, Context(), NOW, seed)
    assert isinstance(outcome, Answer)
    assert outcome.entry.id.startswith(f"{family}-")
