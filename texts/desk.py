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


def waiting(number: str, asked: datetime) -> Reply:
    """Say that nobody has looked at a question yet."""
    return _state(number, asked, "待工作人员查看。")


def being_written(number: str, asked: datetime) -> Reply:
    """Say that an answer is made ready."""
    return _state(number, asked, "工作人员正在准备答案，审定以后就能看到，届时会告诉您。")


def has_answer(number: str, asked: datetime, choice: Button) -> Reply:
    """Say that the answer is there, one tap away."""
    reply = _state(number, asked, "已经有答案了，点下面的问题查看。")
    return Reply(reply.text, rows(choice))


def answer_gone(number: str, asked: datetime) -> Reply:
    """Say that there was an answer which is not shown now."""
    return _state(number, asked, "曾有过答案，现在正在更新。请把问题再问一次，或者拨 12345。")


def out_of_scope(number: str, asked: datetime) -> Reply:
    """Say that nothing this house answers was asked."""
    return _state(
        number, asked,
        "工作人员看过了，这件事不在我能答的范围里（我只答质量方面的事）。别的事可以拨 12345 问。",
    )  # fmt: skip


def sent_on(number: str, asked: datetime, door: str, office: str) -> Reply:
    """Name the office that answers a question."""
    return _state(number, asked, f"这件事请拨 {door}，这是{office}的电话。")


def seen(number: str, asked: datetime) -> Reply:
    """Say that a question was dealt with."""
    return _state(number, asked, "工作人员已看过并处理。还有不清楚的，换个说法再问一次。")


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


def _state(number: str, asked: datetime, state: str) -> Reply:
    return Reply(Text(f"编号 {number}：{state}\n记录时间：{_day(asked)}（北京时间）。"))


def _day(instant: datetime) -> str:
    return f"{instant.astimezone(CHINA):%Y-%m-%d %H:%M}"
