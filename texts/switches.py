"""What citizens read while something is stopped (停用)."""

from aiogram.utils.formatting import Text

from texts.ask import URGENT_DOORS
from texts.reply import Reply

FORM_KEPT = "您填到一半的投稿还留着，恢复后发“微视频投稿”接着填。"
NOT_TAKEN = "刚才发来的文件没有收，恢复后请再发一次。"
UPLOAD_TITLE = "现在不收文件"
UPLOAD_KEPT = "链接和您填好的内容都还在，恢复后请再打开本页上传。"

ALL_DEFAULT = f"质小通正在检修，暂停服务，恢复后请再来。{URGENT_DOORS}"
CHANNEL_DEFAULT = f"这个渠道正在检修，暂停服务，恢复后请再来。{URGENT_DOORS}"
STATIONS_DEFAULT = f"服务站的信息正在核对，暂时查不了，核对好就恢复。{URGENT_DOORS}"
SUBMIT_DEFAULT = "微视频投稿暂停接收，恢复后可以接着投。"
TOPIC_DEFAULT = f"这方面的内容正在核对，暂时不答，核对好就恢复。{URGENT_DOORS}"


def stopped(words: str, *, was_in_form: bool = False, has_file: bool = False) -> Reply:
    """Say the operator's words, and that nothing of somebody's own is lost."""
    lines = [words]
    if has_file:
        lines.append(NOT_TAKEN)
    if was_in_form:
        lines.append(FORM_KEPT)
    return Reply(Text("\n".join(lines)))


def urgent(door: Reply, words: str) -> Reply:
    """Put the operator's words below what somebody in danger must read first."""
    return Reply(Text(door.text, "\n\n", words))


def no_files(words: str) -> str:
    """Say on the upload page that nothing is taken, and that nothing is lost."""
    return f"{words}\n{UPLOAD_KEPT}"
