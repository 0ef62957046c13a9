"""我的投稿: what was handed in, where it stands, and taking it back."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from aiogram.utils.formatting import Bold, Text

from campaign.campaign import Campaign
from campaign.submission import State, Submission
from texts.reply import Button, Reply, rows

CHINA = ZoneInfo("Asia/Shanghai")
MOST_SHOWN = 5

STATES = {
    State.DRAFT: "草稿，还没提交",
    State.RECEIVED: "已收到，技术检查中",
    State.CHECKING: "已收到，工作人员审核中",
    State.NEEDS_FIX: "视频需要修改，请重新交文件",
    State.ACCEPTED: "审核通过",
    State.DECLINED: "审核未通过",
    State.SHORTLISTED: "已入围",
    State.AWARDED: "已获奖",
    State.WITHDRAWN: "已撤回",
}

BEGIN = Button("微视频投稿", "menu:submit")
MENU = Button("返回菜单", "menu:open")
MINE = Button("我的投稿", "menu:mine")

NONE = Reply(Text("您还没有交过作品。想投稿，打“微视频投稿”。"), rows(BEGIN, MENU))


def listing(works: Sequence[Submission], draft: Submission | None) -> Reply:
    """List a person's works, the newest first, each with its state."""
    lines: list[Text | str] = [Bold("我的投稿")]
    buttons: list[Button] = []
    if draft is not None:
        lines.append(f"\n· 草稿{_title(draft)}：还没提交")
        buttons.append(Button("继续填写草稿", "submit:resume"))
    for work in works[:MOST_SHOWN]:
        lines.append(f"\n· {work.receipt}{_title(work)}：{STATES[work.state]}")
        buttons.append(Button(f"查看 {work.receipt}", f"mine:show:{work.receipt}"))
    if len(works) > MOST_SHOWN:
        lines.append(f"\n只列出最近 {MOST_SHOWN} 个；更早的请把编号发给我。")
    return Reply(Text(*lines), rows(*buttons, MENU))


def state_of(work: Submission, *, may_withdraw: bool) -> Reply:
    """Show where one work stands."""
    received = f"\n收到时间：{_clock(work.received_at)}（北京时间）" if work.received_at else ""
    buttons = []
    if work.state is State.NEEDS_FIX:
        buttons.append(Button("重新交视频", f"mine:file:{work.receipt}"))
    if may_withdraw:
        buttons.append(Button("撤回这个作品", f"mine:withdraw:{work.receipt}"))
    return Reply(
        Text(
            Bold(work.receipt or ""), f"{_title(work)}\n",
            f"状态：{STATES[work.state]}", received,
        ),
        rows(*buttons, MINE, MENU),
    )  # fmt: skip


def sure(work: Submission) -> Reply:
    """Ask before a work is taken back."""
    return Reply(
        Text(
            f"确定撤回 {work.receipt}{_title(work)} 吗？\n",
            "撤回后不再参加评选，视频文件和电话会删除，不能恢复；截止前可以重新投稿。",
        ),
        rows(
            Button("确定撤回", f"mine:sure:{work.receipt}"),
            Button("不撤回了", f"mine:show:{work.receipt}"),
        ),
    )  # fmt: skip


def withdrawn(work: Submission) -> Reply:
    """Confirm that a work is taken back."""
    return Reply(
        Text(f"已撤回 {work.receipt}{_title(work)}，视频文件和电话不再保存。"), rows(MINE, MENU)
    )


def too_late(campaign: Campaign) -> Reply:
    """Say that the time to take works back is over."""
    return Reply(
        Text(
            f"征集已于 {_clock(campaign.closes_at)}（北京时间）截止，不能自己撤回了。"
            "确实需要撤回，请打“人工”说明编号。"
        ),
        rows(MINE, MENU),
    )


def cannot_withdraw(work: Submission) -> Reply:
    """Say that a work is past taking back."""
    return Reply(
        Text(f"{work.receipt} 现在是“{STATES[work.state]}”，不能撤回。有疑问请打“人工”。"),
        rows(MINE, MENU),
    )


def _title(work: Submission) -> str:
    return f"《{work.title}》" if work.title else ""


def _clock(instant: datetime) -> str:
    return f"{instant.astimezone(CHINA):%Y 年 %-m 月 %-d 日 %H:%M}"
