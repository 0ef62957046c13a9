"""What the staff read while trying questions out (试一试)."""

from faq import thresholds
from faq.lexicon.lexicon import Used, WordKind
from faq.veto import Veto
from faq.words import shipped

RECEIPT = "Q-示例"
"""Stands in tried replies for a receipt: nothing is recorded, so there is none."""
LIVE, IN_REVIEW = "live", "in_review"
SOURCES = {LIVE: "线上（市民现在看到的）", IN_REVIEW: "线上 + 全部待审稿"}
CHANNELS = {"web": "网页", "telegram": "Telegram", "wechat": "微信"}
EMPTY = "请输入一句要试的话。"
NO_DRAFT = "这份草稿已经不在了，下面按线上内容试。"
BUILDING = "这份草稿改了问法，正在重新学习，通常几秒钟，条目多时十几秒。"
FAILED = "草稿没有学成，原因已记在日志里。可以先按线上内容试。"
KINDS = {WordKind.SYNONYM: "同义词", WordKind.HOMOPHONE: "同音错字"}
THRESHOLDS = (
    f"第一名的把握到 {thresholds.ANSWER_FROM:.0%} 才直接回答"
    f"（整句拼音要到 {thresholds.HEARD_FROM:.0%}）；"
    f"不到这个数、但到 {thresholds.SUGGEST_BEST:.0%} 的，给出最多 {thresholds.OFFERED} 个选项；"
    f"再低就如实说没有答案。"
)


def draft(question: str) -> str:
    """Name a draft among what questions are tried on."""
    return f"线上 + 草稿：{question}"


def veto(one: Veto) -> str:
    """Say a veto in words."""
    kind = str(shipped("card.yaml")["vetoes"][one.kind.value])
    effect = "不能回答" if one.is_final else "最多给出选项"
    return f"{kind}：{one.detail}，{effect}" if one.detail else f"{kind}，{effect}"


def used(one: Used) -> str:
    """Say which word was taken for which."""
    return f"{KINDS[one.kind]}：“{one.said}”当作“{one.meant}”"


def after(question: str) -> str:
    """Say what a follow-up follows."""
    return f"接着“{question}”问"


AFTER_STATIONS = "接着刚才列出的服务站问"
AFTER_DOOR = "接着刚才转到的去处问"
