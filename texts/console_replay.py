"""What the staff read about shadow replays (影子重放)."""

from faq.replay import Summary

RUNNING = "正在重放市民问过的问题，好了会自动显示。"
FAILED = "这次重放没有做成，原因已记在日志里。改动后再送审，会重新重放。"
NOTHING = "没有在改的稿件，或者稿件还没写完，不用重放。"
EARLIER = "上一次重放："
ACCEPT = "我看过变差的问题，仍然要上线"


def result(found: Summary) -> str:
    """Say what a replay found."""
    if not found.changed:
        return "重放的问题，回答都不变。"
    sentence = f"此次修改使 {found.changed} 个问题的回答改变"
    counts = [("变差", found.worse), ("变好", found.better)]
    told = "，".join(f"{count} 个{word}" for word, count in counts if count)
    return f"{sentence}，其中 {told}。" if told else f"{sentence}，没有变差的。"


def needs_tick(worse: int) -> str:
    """Say that somebody must look first."""
    return f"影子重放里有 {worse} 个问题变差。请先看过，再勾选“{ACCEPT}”。"
