"""What operators read about the questions that were asked in vain (没答上)."""

from datetime import timedelta

from desk.unanswered import Kind, Resolution
from faq.neighbours import offices

TABS = {
    Kind.UNKNOWN.value: "未答上",
    Kind.UNSOLVED.value: "没解决",
    Kind.WRONG.value: "内容有误",
    "waiting": "等答案上线",
    "tickets": "找人工",
}
EMPTY = {
    Kind.UNKNOWN.value: "没有待处理的问题：问过的都答上了，或者已经处理。",
    Kind.UNSOLVED.value: "没有待处理的“没解决”反馈。",
    Kind.WRONG.value: "没有待处理的“内容有误”反馈。",
    "waiting": "没有在等答案上线的问题。",
    "tickets": "没有待处理的找人工记录。",
}
CHANNELS = {"web": "网页", "telegram": "Telegram", "wechat": "微信公众号"}
RESOLUTIONS = {
    Resolution.WORDING: "加为问法",
    Resolution.ENTRY: "新建条目",
    Resolution.REVISION: "改写条目",
    Resolution.SYNONYM: "加同义词",
    Resolution.OUT_OF_SCOPE: "不在范围",
    Resolution.REDIRECT: "转介",
    Resolution.DISMISSED: "忽略",
}
SOMEBODY = "有人"
NO_TEXT = "（没有留下问题文字）"
NO_SUCH_ROW = "没有这个编号的问题，可能编号写错了。"
NO_SUCH_ACT = "没有这个处理方式，请回到“没答上”重新选择。"
ALREADY = "这些问题刚才已经被处理了，这次没有重复处理。"
CHOOSE_ENTRY = "请先选一个条目，再加问法。"
CHOOSE_WORDING = "请至少勾选或写一个问法。"
CHOOSE_OFFICE = "请选择要转介的部门电话。"
SAY_WORD = "请填写市民用的那个词。"
OVERTAKEN = "这个条目刚被别人改过，这次没有改动。请再点一次。"
NOT_REOPENED = "没有可以放回的问题：已经通知了市民，或者已被放回。"
NOTE = "来自没答上的问题"


def channel(name: str) -> str:
    """Name a channel."""
    return CHANNELS.get(name, name)


def too_long(limit: int) -> str:
    """Say how long a wording may be."""
    return f"一个问法最多 {limit} 个字，请改短一点。"


def added(title: str, new: int, rows: int, shown: int) -> str:
    """Say what was added to which entry, and what becomes of the questions."""
    what = (
        f"已给“{title}”加了 {new} 个问法，存为草稿，还要送审"
        if new
        else f"“{title}”已有这些问法，没有新草稿"
    )
    return f"{what}；{rows} 个问题在等它上线，上线后会告诉提问的人。{_others(rows, shown)}"


def revise(rows: int) -> str:
    """Say that the entry is to be rewritten now."""
    return f"{rows} 条反馈在等这个条目的新内容。改好、送审、上线以后，会告诉反馈的人。"


def taught(rows: int) -> str:
    """Say that the word is to be taught now."""
    return f"{rows} 个问题在等这个词。填好“所指”并保存，答得上以后会告诉提问的人。"


def closed(resolution: Resolution, rows: int, shown: int, door: str | None) -> str:
    """Say how questions were closed."""
    others = _others(rows, shown)
    if resolution is Resolution.REDIRECT and door:
        return f"已转介 {rows} 个问题到 {door}（{offices()[door]}），会告诉提问的人。{others}"
    what = "标为不在范围" if resolution is Resolution.OUT_OF_SCOPE else "标为已处理"
    return f"已把 {rows} 个问题{what}。{others}"


def reopened(rows: int) -> str:
    """Say that questions are open again."""
    return f"已把 {rows} 个问题放回待处理。"


def ticket_closed(number: str) -> str:
    """Say that a wish for a person is closed."""
    return f"{number} 已标为处理完。"


def percent(probability: float) -> str:
    """Write a probability."""
    return f"{probability:.0%}"


def took(time: timedelta | None) -> str:
    """Say how long it takes from a question to its answer."""
    if time is None:
        return "近 30 天还没有问题从提问走到答案上线。"
    return f"近 30 天，从提问到答案上线的中位时间：{_length(time)}。"


def _length(time: timedelta) -> str:
    hours, minutes = divmod(int(time.total_seconds()) // 60, 60)
    days, hours = divmod(hours, 24)
    if days:
        return f"{days} 天 {hours} 小时" if hours else f"{days} 天"
    return f"{hours} 小时 {minutes} 分钟" if hours else f"{max(minutes, 1)} 分钟"


def _others(rows: int, shown: int) -> str:
    if rows == shown:
        return ""
    return f"另外 {shown - rows} 个刚才已被别人处理。"
