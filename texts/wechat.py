"""What only WeChat needs words for: numbered lines, what comes later, and places."""

from collections.abc import Sequence

HOW_TO_CHOOSE = "（回复前面的数字就能选）"
MORE = "（还没说完，回复“继续”接着看）"
MORE_WORDS = frozenset({"继续", "接着看", "下文", "还有呢", "更多"})
"""What somebody may write who was told that there is more."""

WAIT = "正在查，还要一点时间。过几秒回复“继续”，我就把结果发给您。"
NOTHING_MORE = "前面的话都说完了。可以直接提问，或者打“菜单”。"
PICTURE = "（这里有一张图片，这个号发不了图片。）"
FILM = "（这里有一段视频，这个号发不了视频。）"
CHOOSE_ABOVE = "点上面的字，或者直接打字都行。"


def numbered(number: int, label: str) -> str:
    """Show one choice with the digit that chooses it."""
    return f"{number}. {label}"


def also(labels: Sequence[str]) -> str:
    """Show the choices that are made by writing their label."""
    return "也可以回复：" + "、".join(labels)


def place(title: str, address: str, map_url: str) -> str:
    """Show a place; the address of a map opens where links can be touched."""
    return f'{title}\n{address}\n<a href="{map_url}">在地图上看</a>'
