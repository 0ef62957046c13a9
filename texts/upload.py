"""What the upload page's server says: why a link leads nowhere."""

from collections.abc import Iterable

from texts.check import FORMATS

CLOSED_TITLE = "这个上传链接不能用了"
EXPIRED = "链接已过期（三天内有效）。您填写的内容还在，请回到聊天，重新要一个上传链接。"
FORGED = "链接不完整或有误。请回到聊天，从最新的消息里重新打开。"
SETTLED = "这件作品已经交过了，不再收新的文件。可以回到聊天，发送“我的投稿”查看进度。"
TOO_LATE = "征集已经截止，这件作品没能在截止前交上来。感谢您的参与。"
UNKNOWN = "没有找到这件作品，它可能已被撤回或删除。请回到聊天重新开始。"
UNTITLED = "（还没有写标题）"


def formats(containers: Iterable[str]) -> str:
    """List the formats that are taken, as people call them."""
    return "、".join(FORMATS.get(one, one.upper()) for one in sorted(containers, key=_rank))


def _rank(container: str) -> int:
    known = list(FORMATS)
    return known.index(container) if container in known else len(known)
