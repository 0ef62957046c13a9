"""What operators read about the self-exam (考评自测)."""

from faq.evaluate import Share
from faq.exam import Verdict
from faq.selfexam.run import Run, Unrun
from faq.selfexam.totals import ACCURACY_WEIGHT

COMMAND = "现在做一次考评自测，结果和证据文件写进数据目录"
NUMBER = "做已经排上的那一次（程序自己用）"
FOLDER = "考题在哪个目录，默认用项目自带的"
UNRUN = {
    Unrun.NO_EXAM: "没有做：这台机器上没有考题（项目的 tests/exam 目录）。",
    Unrun.NO_KNOWLEDGE: "没有做：知识库打不开，请先看知识条目有没有错误。",
    Unrun.BROKEN: "没有做完：中途断了，请再做一次。",
}
ALREADY = "考评正在做，稍后刷新就能看到结果。"
ASKED = "已经开始，一般一分钟内做完；做完后刷新本页就能看到结果。"


def result(run: Run) -> str:
    """Say in a line what an exam came to."""
    if run.totals is None:
        return UNRUN[run.fault or Unrun.BROKEN]
    of = run.totals.all
    return (
        f"{of.total} 题：答对 {of.right}，给出选项 {of.offered}，没答上 {of.missed}，"
        f"答错 {of.wrong}（{percent(of.share(Verdict.WRONG), 2)}）；"
        f"问答准确度 {run.totals.accuracy:.1f} / {ACCURACY_WEIGHT}。证据文件：{run.evidence}"
    )


def percent(share: Share, places: int = 1) -> str:
    """Write a share as a percentage."""
    return f"{share.share:.{places}%}"


def bounds(share: Share) -> str:
    """Write the interval of a share."""
    low, high = share.interval
    return f"{low:.1%}～{high:.1%}"
