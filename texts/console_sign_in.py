"""What the staff read while signing in, setting up and looking after their own account."""

from datetime import datetime

from people.staff.links.store import Purpose
from people.staff.passwords import LONGEST, SHORTEST, Weakness
from texts.console import minute

ISSUER = "质小通"
"""How phones name our codes."""

WRONG = "名字、密码或动态码不对，或者动态码已经用过。请核对后重试；动态码每 30 秒换一个。"
FILL_NAME = "请填写登录名。"
FILL_PASSWORD = "请填写密码。"  # noqa: S105 -- a sentence
FILL_CODE = "请填写手机上的 6 位动态码，或一个恢复码。"
SIGNED_OUT = "已退出登录。"
NAME_SHAPE = "登录名要 2 到 32 个字，只用汉字、字母、数字和 . _ -。"
NAME_TAKEN = "这个登录名已经有人用了，请换一个。"
SHOWN_NAME = "请填写显示姓名，最多 32 个字。"
UNLIKE = "两次输入的密码不一样。"
WRONG_CODE = (
    "动态码不对。请等手机换出下一个码再输；还不对，请检查手机时间是否是“自动设置”，"
    "并确认扫的是本页的二维码。"
)
START_AGAIN = "这一页放得太久了，请从链接重新开始。"
LINK_OVER_TITLE = "链接不能用了"
LINK_OVER = (
    "这个链接已经用过、过了有效期，或者不完整。请向管理员要一个新的；"
    "第一次设置的链接可以在服务器上运行 python -m bot staff setup-link 重新生成。"
)
TITLES = {
    Purpose.SET_UP: "第一次设置",
    Purpose.INVITE: "启用账号",
    Purpose.RESET: "重新设置密码和动态码",
}
WEAK = {
    Weakness.SHORT: f"密码至少要 {SHORTEST} 个字符。可以用几个词连成一句话。",
    Weakness.LONG: f"密码最多 {LONGEST} 个字符。",
    Weakness.COMMON: "这个密码太常见，别人很容易猜到。请换一个。",
    Weakness.NAME: "密码不能只是登录名加数字。请换一个。",
}
WELCOME = "账号已启用，您已登录。"
OLD_PASSWORD_WRONG = "现在的密码不对，没有改动。"  # noqa: S105 -- a sentence
PASSWORD_CHANGED = "密码已改。其他浏览器上的登录都已退出。"  # noqa: S105 -- a sentence
SESSION_ENDED = "那一个登录已退出。"
SESSION_OVER = "那一个登录已经不在了。"
OTHERS_ENDED = "其他浏览器上的登录都已退出。"
DEVICE_TIED = "已换成新的手机。旧手机上的动态码不再有效。"
CODES_MADE = "新的恢复码在下面，旧的都已失效。"


def barred(until: datetime, now: datetime) -> str:
    """Say how long nothing is tried, rounded up to minutes."""
    minutes = -int((now - until).total_seconds() // 60)
    return f"失败次数太多，请等 {minutes} 分钟再试。忘了密码或丢了手机，请联系管理员重置。"


def codes_left(count: int) -> str:
    """Warn that a recovery code was used up."""
    if not count:
        return "您用掉了最后一个恢复码。请马上在“我的账号”里生成新的。"
    return f"您用掉了一个恢复码，还剩 {count} 个。如果手机丢了，请在“我的账号”里换绑手机。"


def link_until(moment: datetime) -> str:
    """Say how long a link is valid."""
    return f"链接有效到 {minute(moment)}，只能用一次。"


_SYSTEMS = {
    "Windows": "Windows 电脑",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "HarmonyOS": "鸿蒙手机",
    "Android": "安卓手机",
    "Macintosh": "苹果电脑",
    "Linux": "Linux 电脑",
}
_BROWSERS = {
    "MicroMessenger": "微信",
    "Edg": "Edge",
    "QQBrowser": "QQ 浏览器",
    "Firefox": "Firefox",
    "Chrome": "Chrome",
    "Safari": "Safari",
}


def browser(agent: str) -> str:
    """Name a browser as people do."""
    system = next((name for mark, name in _SYSTEMS.items() if mark in agent), "未知设备")
    kind = next((name for mark, name in _BROWSERS.items() if mark in agent), "浏览器")
    return f"{system}，{kind}"
