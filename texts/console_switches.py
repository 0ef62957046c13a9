"""What the staff read on 停用开关, in the console and at the terminal."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from desk.switches.switches import (
    CHANNEL,
    EVERYTHING,
    LONGEST_MESSAGE,
    STATIONS,
    SUBMIT,
    TOPIC,
    Stop,
)
from texts import switches

CHINA = ZoneInfo("Asia/Shanghai")

TITLES = {
    EVERYTHING: "整个质小通",
    f"{CHANNEL}web": "网页",
    f"{CHANNEL}wechat": "微信公众号",
    f"{CHANNEL}telegram": "Telegram",
    STATIONS: "找服务站",
    SUBMIT: "微视频投稿",
}
"""Everything that can be stopped but the topics, in the order it is shown."""
DEFAULTS = {
    EVERYTHING: switches.ALL_DEFAULT,
    STATIONS: switches.STATIONS_DEFAULT,
    SUBMIT: switches.SUBMIT_DEFAULT,
}
NO_WORDS = "请写一句给市民看的话，再停用。"
UNKNOWN_SCOPE = "没有这一项，可能主题已经改名。请在下面重新选。"
ON_MACHINE = "服务器上的命令"

ACTION = "动作"
SCOPE = "范围"
WORDS = "话"
COMMAND = "停用开关：停用、恢复（后台打不开时用）"
COMMAND_LIST = "列出停用了什么"
COMMAND_STOP = "停用"
COMMAND_RESUME = "恢复"
COMMAND_SCOPE = "范围：all、channel:web、feature:submit、topic:主题名……"
COMMAND_WORDS = "停用期间市民看到的话，不写就用现成的"
NOTHING = "现在没有停用任何东西。"


def title(scope: str) -> str:
    """Name what can be stopped."""
    return TITLES.get(scope) or f"主题“{scope.removeprefix(TOPIC)}”"


def default(scope: str) -> str:
    """Propose words for citizens."""
    if scope.startswith(CHANNEL):
        return switches.CHANNEL_DEFAULT
    return DEFAULTS.get(scope, switches.TOPIC_DEFAULT)


def stopped(scope: str) -> str:
    """Say that something is stopped now."""
    return f"已停用{title(scope)}，两秒内各处生效。"


def stopped_saying(scope: str, message: str) -> str:
    """Say at the terminal that something is stopped, and what citizens read now."""
    return f"{stopped(scope)}\n市民会看到：{message.strip()}"


def reworded(scope: str) -> str:
    """Say that citizens read something else now."""
    return f"{title(scope)}：给市民的话已换成新的。"


def resumed(scope: str) -> str:
    """Say that something goes on."""
    return f"已恢复{title(scope)}，两秒内各处生效。"


def still_stopped(scope: str) -> str:
    """Say that nothing had to be done."""
    return f"{title(scope)}已经停用，不用再点。"


def overtaken(stop: Stop, by: str | None) -> str:
    """Say that somebody else was first; their words stay."""
    return (
        f"{title(stop.scope)}在 {when(stop.since)} 已由{by or ON_MACHINE}停用，"
        f"市民看到的是：{stop.message} 您这次没有生效；要改，请看清后再操作。"
    )


def already_on(scope: str) -> str:
    """Say that somebody was first."""
    return f"{title(scope)}没有停用（可能别人已经恢复），不用再点。"


def too_long(length: int) -> str:
    """Say by how much the words for citizens are too long."""
    return f"最多 {LONGEST_MESSAGE} 字，现在 {length} 字，请删去 {length - LONGEST_MESSAGE} 字。"


def bad_scope(scope: str) -> str:
    """Say at the terminal that a scope is none."""
    return f"没有这个范围：{scope}。{COMMAND_SCOPE}"


def listed(stops: Sequence[Stop]) -> str:
    """List what is stopped, for the terminal."""
    lines = (f"{one.scope}　{when(one.since)} 起　{one.message}" for one in stops)
    return "\n".join(lines) or NOTHING


def when(at: datetime) -> str:
    """Show an instant in Beijing."""
    return f"{at.astimezone(CHINA):%Y-%m-%d %H:%M}"
