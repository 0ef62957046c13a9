"""What operators read on the pages of figures (数据) and of the self-exam (考评自测)."""

from datetime import timedelta

from desk.figures.figures import Part
from desk.journal.journal import Came
from faq.words import shipped

CHANNELS = {"web": "网页", "telegram": "Telegram", "wechat": "微信"}
OUTCOMES = {
    Came.ANSWER: "直接回答",
    Came.SUGGEST: "给出选项",
    Came.REDIRECT: "转到别处",
    Came.SMALL_TALK: "寒暄",
    Came.DECLINE: "没答上",
    Came.STOPPED: "停用中",
    Came.CHOSEN: "点选问题",
}
_REASONS = {
    "chosen": "点了刚给出的选项",
    "tapped": "点了相关问题或热门问题",
    "none_of_these": "选项都不是",
}
PERIODS = {7: "近 7 天", 30: "近 30 天", 90: "近 90 天"}
SHEET = {
    "name": "质小通数据",
    "days": "按天",
    "reasons": "按原因",
    "channels": "按渠道",
    "summary": "合计",
}
DAY_HEAD = ("日期", "渠道", "结果", "原因", "次数")
REASON_HEAD = ("结果", "原因", "次数")
REPORT_HEAD = ("日期", "反馈", "次数")
SUMMARY_HEAD = ("项目", "数值", "怎么算")
QUESTIONS, IN_SCOPE, COVERED, COVERAGE = "问题数", "范围内的问题", "覆盖到的问题", "覆盖率"
UNSOLVED, WRONG, PER_HUNDRED = "没解决", "内容有误", "每百次回答的反馈"
ANSWERS = "显示的答案"
HOW = {
    QUESTIONS: "市民发来的每一句问话算一次；点按钮不另算。投稿表单里填的不算。",
    IN_SCOPE: (
        "直接回答 + 给出选项 + 没答上；不含转到别处、寒暄、停用中，"
        "也不含看得出属于别的部门的和没有文字的。"
    ),
    COVERED: "直接回答 + 给出选项后市民点了其中一个。",
    COVERAGE: "覆盖率 =（直接回答 + 给出选项后点了其中一个）÷ 范围内的问题。",
    ANSWERS: "直接回答 + 点选问题后显示的答案。",
    PER_HUNDRED: "每百次回答的反馈 =（没解决 + 内容有误）÷ 显示的答案，再乘 100。",
}
TWO_DAYS = 48
"""Hours, up to which hours are said."""
NO_DATA = "还没有数据"
EXAM_STARTED = "考评已经排上，一般一分钟内开始，做完后刷新本页就能看到结果。"
EXAM_ALREADY = "已经有一次考评在做或在排队，做完后刷新本页就能看到结果。"
NO_FILE = "没有这个证据文件，可能已被移走。"
EXAM_SERIES = ("公开的一半：答对占比", "封存的一半：答对占比")
WRONG_SERIES = "有把握却答错（全部题）"


def reason(came: Came, code: str) -> str:
    """Name a reason."""
    if came is Came.REDIRECT:
        doors: dict[str, str] = shipped("card.yaml")["evaluation"]["doors"]
        if code in doors:
            return doors[code]
    names: dict[str, str] = shipped("card.yaml")["reasons"]
    return _REASONS.get(code) or names.get(code, code)


def channel(name: str) -> str:
    """Name a channel."""
    return CHANNELS.get(name, name)


def percent(part: Part) -> str:
    """Write a share, or that there is none."""
    return NO_DATA if part.share is None else f"{part.share:.1%}"


def per_hundred(value: float | None) -> str:
    """Write reports for each hundred answers."""
    return NO_DATA if value is None else f"{value:.1f}"


def span(took: timedelta | None) -> str:
    """Write how long something took, as one would say it."""
    if took is None:
        return NO_DATA
    hours = took.total_seconds() / 3600
    if hours < 1:
        return f"{max(1, round(hours * 60))} 分钟"
    return f"{hours:.1f} 小时" if hours < TWO_DAYS else f"{hours / 24:.1f} 天"
