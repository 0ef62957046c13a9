"""What everybody types first, in the fewest words, is answered and not only offered."""

from datetime import UTC, datetime

import pytest

from faq.decide import decide
from faq.knowledge import Knowledge
from faq.outcome import Answer, Context

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
PLAIN = {
    "营业执照怎么办": "licence-where",
    "营业执照注销": "licence-cancel",
    "年报怎么报": "licence-annual-report",
    "食品经营许可证怎么办": "food-licence-restaurant",
    "怎么投诉": "complaint-channels",
    "12315电话": "complaint-channels",
    "怎么举报": "report-how",
    "消费纠纷怎么解决": "consumer-dispute-ways",
    "七天无理由": "consumer-seven-day",
    "退一赔三": "consumer-fraud-triple",
    "过期食品怎么赔": "food-ten-times",
    "电子秤检定": "metrology-scale-where",
    "汽车召回查询": "recall-car-check",
    "预付卡跑路怎么办": "prepaid-runaway",
    "什么是3C认证": "cert-ccc-what",
    "商标怎么注册": "trademark-where",
    "标准查询": "standard-search",
    "什么是CMA": "testing-cma-what",
    "质量月主题是什么": "quality-month-theme-2026",
    "什么是山西精品": "shanxi-premium-what",
    "怎么投稿": "video-how-submit",
}


@pytest.mark.parametrize("text", PLAIN)
def test_the_plainest_question_is_answered(text: str, seed: Knowledge) -> None:
    outcome = decide(text, Context(), NOW, seed)
    assert isinstance(outcome, Answer)
    assert outcome.entry.id == PLAIN[text]
