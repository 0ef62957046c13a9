"""What is said when a person is wished for, or a receipt is asked about."""

from datetime import datetime
from zoneinfo import ZoneInfo

from aiogram.utils.formatting import Bold, Text

from texts.reply import Button, Reply, rows

CHINA = ZoneInfo("Asia/Shanghai")


def human(number: str) -> Reply:
    """Record the wish, promise nothing, and name the two numbers where people answer."""
    return Reply(
        Text(
            "这里暂时没有人工坐席，没法直接转接。已记下您想找人工，编号 ", Bold(number), "。\n",
            "现在就要找人，请拨打：\n",
            "12345　政务服务便民热线，各部门的事都可以问\n",
            "12315　市场监管投诉举报",
        ),
        rows(Button("返回菜单", "menu:open")),
    )  # fmt: skip


def question_state(number: str, asked: datetime, closed: datetime | None) -> Reply:
    """Show where a question stands."""
    state = "已处理" if closed else "待工作人员查看"
    return Reply(Text(f"编号 {number}：{state}。\n记录时间：{_day(asked)}（北京时间）。"))


def ticket_state(number: str, opened: datetime, closed: datetime | None) -> Reply:
    """Show where a wish for a person stands."""
    state = "已处理" if closed else "已记录。这里没有人工坐席，要马上找人请拨 12345"
    return Reply(Text(f"编号 {number}：{state}。\n记录时间：{_day(opened)}（北京时间）。"))


def unknown_receipt(number: str) -> Reply:
    """Say the same for a number that does not exist and for one of somebody else's."""
    return Reply(
        Text(
            f"没有查到您名下的编号 {number}。\n"
            "请核对一下。编号只给当初得到它的人看，要在原来的网页或聊天里查。"
        )
    )


def _day(instant: datetime) -> str:
    return f"{instant.astimezone(CHINA):%Y-%m-%d %H:%M}"
