"""What a citizen reads when the bot itself is at fault, or cannot keep up."""

from aiogram.utils.formatting import Text

from texts.reply import Reply

TOO_FAST = Reply(Text("您发得太快了，刚发的没有处理。请稍等几秒再发。"))


def incident(number: str) -> Reply:
    """Say that something broke and under which number staff can find it."""
    return Reply(
        Text(
            "抱歉，系统刚才出了错，这一条没有处理好，之前填写的内容都还在。\n"
            "请再发一次；如果还不行，请把事件编号 ",
            number,
            " 告诉工作人员，或者拨打 12345。",
        )
    )
