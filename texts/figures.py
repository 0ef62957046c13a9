"""What citizens read on the page of figures (/figures): how well the bot answers."""

from datetime import timedelta

TITLE = "质小通答得怎么样"
FEW = "数太少，不显示"
NOT_YET = "还没有"
NAMES = {
    "reports": "市民说答错了",
    "exam_wrong": "考题答错",
    "coverage": "答上了多少",
    "fresh": "内容没有过期",
    "entries": "知识条目",
    "took": "问了没答上，多久补上",
}
EXPLAINED = {
    "reports": "每 100 次回答里，市民点“内容有误”的次数。",
    "exam_wrong": "每晚用同一套考题自测，有把握却答错的题占全部考题的比例。",
    "coverage": "本局范围内的问题里，直接答出，或者市民点了所给选项的比例。",
    "fresh": "没有失效、也没有过复核日的条目占全部条目的比例；已失效的不会显示。",
    "entries": "已审定：本单位有人审过并署名；待审定：据公开文件整理，本单位还没有署名。",
    "took": "从有人问到答案上线的时间，取中位数。",
}


def below(value: float) -> str:
    """Say that a figure is small without saying how small."""
    return f"不到 {value:.1f}"


def plain(value: float) -> str:
    """Write a rate for each hundred."""
    return f"{value:.1f}"


def percent(value: float, places: int = 0) -> str:
    """Write a share."""
    return f"{value:.{places}%}"


def entries(signed: int, unsigned: int) -> str:
    """Say how many entries there are."""
    return f"{signed + unsigned} 条（已审定 {signed}，待审定 {unsigned}）"


def span(took: timedelta) -> str:
    """Write how long something took."""
    hours = took.total_seconds() / 3600
    if hours < 1:
        return "不到 1 小时"
    return f"{hours:.0f} 小时" if took < timedelta(days=2) else f"{hours / 24:.1f} 天"
