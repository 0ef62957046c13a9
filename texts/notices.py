"""How somebody who asked in vain is told that the answer is there (答复通知)."""

from datetime import datetime
from zoneinfo import ZoneInfo

from aiogram.utils.formatting import Bold, Text

from desk.unanswered import Kind
from texts.reply import Button, Reply, rows

CHINA = ZoneInfo("Asia/Shanghai")
LONGEST_QUESTION = 60


def answered(kind: Kind, asked: datetime, text: str, number: str) -> Text:
    """Say whose question has an answer now."""
    day, question = _day(asked), _short(text)
    match kind:
        case Kind.UNKNOWN:
            return Text(f"您{day}问的“{question}”（编号 ", Bold(number), "）现在有答案了。")
        case Kind.UNSOLVED:
            return Text(
                f"您{day}说没解决的“{question}”（编号 ", Bold(number), "）现在有新的答案了。"
            )
        case Kind.WRONG:
            return Text(
                f"您{day}反映内容有误的“{question}”（编号 ", Bold(number), "）已核对，内容更新了。"
            )


def sent_on(asked: datetime, text: str, number: str, door: str, office: str) -> Text:
    """Say which office answers a question."""
    return Text(
        f"您{_day(asked)}问的“{_short(text)}”（编号 ", Bold(number),
        f"）不归我们答，请拨 {door}，这是{office}的电话。",
    )  # fmt: skip


def with_answer(opening: Text, answer: Reply) -> Reply:
    """Put an answer under what it answers."""
    return Reply(Text(opening, "\n\n", answer.text), answer.buttons)


def several(openings: tuple[Text, ...], choices: tuple[Button, ...]) -> Reply:
    """Tell of several questions in one message; the answers are a tap away."""
    lines = [Text(f"\n{place}. ", opening) for place, opening in enumerate(openings, start=1)]
    more = "\n\n点下面的问题看答案。" if choices else ""
    return Reply(Text("您之前问的事有结果了：", *lines, more), rows(*choices))


def _day(instant: datetime) -> str:
    day = instant.astimezone(CHINA)
    return f" {day.month} 月 {day.day} 日"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_QUESTION else f"{line[:LONGEST_QUESTION]}…"
